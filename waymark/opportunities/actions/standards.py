"""Loading apprenticeships: standards, and published counts of who began them where."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from waymark.kernel.telling import Tell, in_parts, untold
from waymark.opportunities.models import ApprenticeshipDelivery, ApprenticeshipStandard
from waymark.opportunities.rules.registers import DeliveryFacts, StandardFacts
from waymark.places.actions import Loaded

_Kind = ApprenticeshipStandard.Kind


@transaction.atomic
def load_standards(rows: Sequence[StandardFacts]) -> Loaded:
    """Bring in apprenticeships by LARS code; what this file does not speak of stays as another file said it."""
    standing = {_key(row): row for row in ApprenticeshipStandard.objects.all()}
    known_before, added, changed, met = len(standing), 0, set(), set()
    for facts in rows:
        held = standing.get(facts.key)
        if held is None:
            standing[facts.key] = ApprenticeshipStandard.objects.create(**facts.said)
            added += 1
        elif differing := {name: value for name, value in facts.said.items() if getattr(held, name) != value}:
            for name, value in differing.items():
                setattr(held, name, value)
            held.save(update_fields=list(differing))
            changed.add(facts.key)
        met.add(facts.key)
    return Loaded(added, len(changed), len(rows) - added - len(changed), known_before + added - len(met))


@transaction.atomic
def load_delivery(rows: Sequence[DeliveryFacts], tell: Tell = untold) -> Loaded:
    """Bring in counts; the last of a provider, year, district and standard counts."""
    said = {_what(row): row for row in rows}
    years = {row.year for row in rows}
    standing = {_what(row): row for row in ApprenticeshipDelivery.objects.filter(year__in=years)}
    new = [row for what, row in said.items() if what not in standing]
    changed = [standing[what] for what, row in said.items() if what in standing and _told(standing[what]) != _told(row)]
    for row in changed:
        fresh = said[_what(row)]
        row.starts, row.provider_name = fresh.starts, fresh.provider_name
        row.save(update_fields=["starts", "provider_name"])
    for part in in_parts(new, tell, "Writing counts", every=5_000):
        ApprenticeshipDelivery.objects.bulk_create(
            [ApprenticeshipDelivery(**asdict(row)) for row in part], batch_size=500
        )
    absent = sum(
        1 for what, row in standing.items() if what not in said and bool(row.district) == bool(rows[0].district)
    )
    return Loaded(len(new), len(changed), len(said) - len(new) - len(changed), absent)


def _key(row: ApprenticeshipStandard) -> tuple[str, str | int]:
    return (row.kind, row.title if row.kind == _Kind.FRAMEWORK else row.lars_code)  # type: ignore[return-value]


def _what(row: DeliveryFacts | ApprenticeshipDelivery) -> tuple:
    return (row.ukprn, row.year, row.district, row.standard, row.level)


def _told(row: DeliveryFacts | ApprenticeshipDelivery) -> tuple:
    return (row.starts, row.provider_name)
