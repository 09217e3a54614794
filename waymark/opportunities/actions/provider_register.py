"""Loading the register of learning providers."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from waymark.kernel.telling import Tell, in_parts, untold
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.rules.registers import ProviderFacts
from waymark.places.actions import Loaded
from waymark.places.actions.loaded import overwrite
from waymark.places.models import Kind, Organisation, Status

_AT_ONCE = 500
_FACTS = tuple(name for name in ProviderFacts.__dataclass_fields__ if name != "ukprn")


@transaction.atomic
def load_providers(rows: Sequence[ProviderFacts], tell: Tell = untold) -> Loaded:
    """Bring in providers by UKPRN, joined to the college or provider of that number; one the file lacks stays.

    A fact the register does not give (blank) does not wipe what is known.
    """
    standing = {provider.ukprn: provider for provider in TrainingProvider.objects.all()}
    places = _places()
    taken = {provider.organisation_id for provider in standing.values()}
    new, changed = [], []
    for facts in rows:
        held = standing.get(facts.ukprn)
        place = places.get(facts.ukprn)
        if held is None:
            joined = place if place not in taken else None
            new.append(TrainingProvider(organisation_id=joined, **asdict(facts)))
        elif differing := _differing(held, facts):
            for name, value in differing.items():
                setattr(held, name, value)
            changed.append(held)
    for part in in_parts(new, tell, "Writing providers", every=5_000):
        TrainingProvider.objects.bulk_create(part, batch_size=_AT_ONCE)
    overwrite(changed, _FACTS)
    for start in range(0, len(changed), _AT_ONCE):
        some = [provider.pk for provider in changed[start : start + _AT_ONCE]]
        announce(CourseRun.objects.filter(course__provider__in=some).values_list("pk", flat=True))
    absent = len(set(standing) - {facts.ukprn for facts in rows})
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed), absent)


def _differing(held: TrainingProvider, facts: ProviderFacts) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in _FACTS}
    return {name: value for name, value in said.items() if value and getattr(held, name) != value}


def _places() -> dict[str, int]:
    """The college or provider of each UKPRN; an open one before one that closed."""
    places = Organisation.objects.filter(kind__in=(Kind.COLLEGE, Kind.PROVIDER)).exclude(ukprn="")
    rows = sorted(places.values_list("ukprn", "status", "pk"), key=lambda row: row[1] != Status.CLOSED)
    return {ukprn: key for ukprn, _, key in rows}
