"""Files of the directory, from the command line: offers in, as a table or Open Referral JSON, and the same out."""

import csv
import json
from typing import Any

from django.utils import timezone

from waymark.access.scope import acting, everything
from waymark.cli.exports import ExportAsked
from waymark.cli.imports import Asked
from waymark.cli.refusal import Refusal
from waymark.cli.writing import arriving_file
from waymark.intake.files import content_of_path
from waymark.intake.outcome import Outcome
from waymark.intake.reading import FileRefused, Reading
from waymark.intake.reading.cells import guarded
from waymark.places.models import Kind, Organisation
from waymark.providers.models import Offer, Provider
from waymark.providers.queries.rows import shown_on
from waymark.providers.sources.offers.writing import HEADER, offer_rows
from waymark.providers.sources.openreferral.writing import page_of_services
from waymark.providers.sources.receiving import KIND, LARGEST, take_offers


def take_in(asked: Asked) -> Outcome:
    """Take in a file of offers: one provider's with --institution, else of as many as it names."""
    with acting(everything("command line")) as scope:
        owner = provider_named(asked.institution) if asked.institution else None
        try:
            content = content_of_path(asked.path, LARGEST)
        except FileRefused as refusal:
            return Outcome(KIND, "", Reading(problems=refusal.problems))
        on = asked.on or timezone.localdate()
        return take_offers(content=content, owner=owner, on=on, dry_run=asked.dry_run, tell=asked.tell, by=scope)


def provider_named(name: str) -> Provider:
    """The directory's entry of a UKPRN or address; refuses an unknown one."""
    from django.db.models import Q  # after the site is open

    rows = Organisation.objects.filter(Q(ukprn=name) | Q(slug=name) | Q(urn=name))
    place = rows.filter(kind__in=(Kind.PROVIDER, Kind.COLLEGE)).first()
    entry = Provider.objects.filter(organisation=place).select_related("organisation").first() if place else None
    if entry is None:
        raise Refusal(f"There is no provider {name} in the directory.")
    return entry


def give_out_open_referral(asked: ExportAsked) -> dict[str, Any]:
    """Write what anybody may see on the day as one page of services."""
    with acting(everything("command line")):
        owners = [provider_named(asked.institution)] if asked.institution else None
        page = page_of_services(asked.on or timezone.localdate(), providers=owners)
    with arriving_file(asked.out) as part:
        part.write_text(json.dumps(page, ensure_ascii=False, indent=1), encoding="utf-8")
    return {"rows": {"services": page["total_items"]}}


def give_out_offers(asked: ExportAsked) -> dict[str, Any]:
    """Write the offers anybody may see on the day as a table that `import offers` takes."""
    with acting(everything("command line")):
        shown = shown_on(asked.on or timezone.localdate())
        if asked.institution:
            shown = shown.filter(pk=provider_named(asked.institution).pk)
        offers = Offer.objects.filter(provider__in=shown, is_open=True).select_related("provider__organisation")
        rows = list(offer_rows(offers.order_by("pk")))
    with arriving_file(asked.out) as part, part.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows([guarded(cell) for cell in row] for row in rows)
    return {"rows": {"offers": len(rows)}}
