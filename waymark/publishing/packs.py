"""Packs of evidence: some files and a manifest with the SHA-256 of each."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from waymark.kernel.academic_year import academic_year, first_day
from waymark.ledger.models import Encounter
from waymark.ledger.queries import standing_encounters
from waymark.places.models import Organisation
from waymark.publishing.figures import chosen_figures
from waymark.publishing.files import as_html_file, as_json_file, as_pdf
from waymark.publishing.models import Publication
from waymark.publishing.programme import FEWEST, ProgrammeActivity, programme_of

Files = Mapping[str, bytes]
_PHASES = {
    8: "Years 8 and 9",
    9: "Years 8 and 9",
    10: "Years 10 and 11",
    11: "Years 10 and 11",
    12: "Years 12 and 13",
    13: "Years 12 and 13",
}
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


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


def provider_access_pack(school: Organisation, *, on: date) -> Files:
    """The year's meetings with providers up to a day, and how many learners have those of their phase: numbers."""
    year = academic_year(on)
    meetings = [m for m in programme_of(school, year) if m.is_done and m.held_on <= on and "provider" in m.kinds]
    files = {"meetings.csv": _meetings(school, meetings, year), "entitlement.csv": _entitlement(school, on)}
    return with_manifest(files, kind="provider-access", school=school, on=on)


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


def _meetings(school: Organisation, meetings: list[ProgrammeActivity], year: int) -> bytes:
    attended = _attended(school, year)
    rows = []
    for meeting in meetings:
        for group in meeting.year_groups:
            count = attended[meeting.public_id, group]
            rows.append(
                [
                    meeting.held_on.strftime("%d/%m/%Y"),
                    meeting.title,
                    meeting.provider_name,
                    "yes" if meeting.provider_is_eligible else "no",
                    group,
                    _PHASES.get(group, ""),
                    count if count == 0 or count >= FEWEST else f"fewer than {FEWEST}",
                ]
            )
    header = [
        "date",
        "meeting",
        "provider",
        "technical or apprenticeship provider",
        "year group",
        "phase",
        "learners who came",
    ]
    return _csv(header, rows)


def _attended(school: Organisation, year: int) -> Counter[tuple[str, int]]:
    came = standing_encounters().filter(
        activity__organisation=school,
        activity__held_on__gte=first_day(year),
        status=Encounter.Status.ATTENDED,
        learner__enrolments__academic_year=year,
        learner__enrolments__organisation=F("activity__organisation"),
    )
    grouped = came.order_by().values_list("activity__public_id", "learner__enrolments__year_group")
    return Counter({(key, group): n for key, group, n in grouped.annotate(n=Count("learner", distinct=True))})


def _entitlement(school: Organisation, on: date) -> bytes:
    rows = []
    for chosen in chosen_figures(school, ["pal.first", "pal.second", "pal.third"], on=on):
        shown = chosen.shown
        hidden = bool(shown.hidden_because)
        rows.append(
            [shown.title, "not shown" if hidden else shown.met, "not shown" if hidden else shown.of, chosen.why]
        )
    return _csv(["entitlement", "learners who have it", "out of", "note"], rows)


def _csv(header: list[str], rows: list[list]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    for row in rows:
        writer.writerow([f"'{v}" if isinstance(v, str) and v.startswith(_STARTS_A_FORMULA) else v for v in row])
    return out.getvalue().encode("utf-8-sig")
