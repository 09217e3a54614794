"""What the public saw, packed: some files and a manifest with the SHA-256 of each."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from waymark.places.models import Organisation
from waymark.publishing.files import as_html_file, as_json_file, as_pdf
from waymark.publishing.models import Publication

Files = Mapping[str, bytes]


class NothingToPack(LookupError):
    """There is nothing of the sort for that day; the message says so."""


def public_on(school: Organisation, day: date) -> Publication:
    """The release that the public saw at the end of a day; NothingToPack where there was none."""
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    seen = Publication.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=end), organisation=school, released_at__lt=end
    )
    found = seen.select_related("organisation").order_by("-number").first()
    if found is None:
        raise NothingToPack(f"{school.name} had no careers page to read on {day.isoformat()}.")
    return found


def published_pack(school: Organisation, *, on: date) -> Files:
    """The page the public saw on a day, as PDF, as one HTML file and as JSON."""
    publication = public_on(school, on)
    files = {
        "careers-page.html": as_html_file(publication),
        "careers-page.json": as_json_file(publication),
        "careers-page.pdf": as_pdf(publication),
    }
    return with_manifest(files, kind="published", school=school, on=on)


def with_manifest(files: Files, *, kind: str, school: Organisation, on: date) -> Files:
    """The files with `manifest.json`: what the pack is, of whom, on which day, and each file's size and SHA-256."""
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in sorted(files.items())
    ]
    about = {
        "kind": kind,
        "institution": school.institution_id,
        "name": school.name,
        "on": on.isoformat(),
        "files": listed,
    }
    return {**files, "manifest.json": (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode()}
