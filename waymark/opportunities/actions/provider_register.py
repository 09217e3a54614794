"""Loading providers: the register of learning providers, and whom the course directory lists."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

from django.db import transaction

from waymark.kernel.telling import Tell, in_parts, untold
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.rules.registers import ListedProvider, ProviderFacts
from waymark.places.actions import Loaded
from waymark.places.actions.loaded import overwrite
from waymark.places.models import Kind, Organisation, Status

_AT_ONCE = 500
_LISTED = tuple(name for name in ListedProvider.__dataclass_fields__ if name not in ("ukprn", "updated_on"))
_FACTS = tuple(name for name in ProviderFacts.__dataclass_fields__ if name != "ukprn")


@transaction.atomic
def load_providers(rows: Sequence[ProviderFacts], tell: Tell = untold) -> Loaded:
    """Bring in providers by UKPRN, joined to the college or provider of that number; one the file lacks stays.

    A fact the register does not give (blank) does not wipe what is known.
    """
    return _load(rows, _differing, tell)


@transaction.atomic
def load_listed(rows: Sequence[ListedProvider], tell: Tell = untold) -> Loaded:
    """Bring in whom the course directory lists; what the register says of a provider counts before it.

    Of a provider that the register has verified, an entry changed since then may change what is known; an older one
    only fills in what is blank, and not the name that learners see. Who is closed stays closed; nobody's courses are
    withdrawn.
    """
    return _load(rows, _differing_listed, tell)


Facts = TypeVar("Facts", ProviderFacts, ListedProvider)


def _load(
    rows: Sequence[Facts], differing: Callable[[TrainingProvider, Facts], dict[str, object]], tell: Tell
) -> Loaded:
    standing = {provider.ukprn: provider for provider in TrainingProvider.objects.all()}
    places = _places()
    taken = {provider.organisation_id for provider in standing.values()}
    new, changed = [], []
    for facts in rows:
        held = standing.get(facts.ukprn)
        place = places.get(facts.ukprn)
        if held is None:
            joined = place if place not in taken else None
            said = {name: value for name, value in asdict(facts).items() if name != "updated_on"}
            new.append(TrainingProvider(organisation_id=joined, **said))
        elif differs := differing(held, facts):
            for name, value in differs.items():
                setattr(held, name, value)
            changed.append(held)
    for part in in_parts(new, tell, "Writing providers", every=5_000):
        TrainingProvider.objects.bulk_create(part, batch_size=_AT_ONCE)
    overwrite(changed, dict.fromkeys((*_FACTS, *_LISTED)))
    for start in range(0, len(changed), _AT_ONCE):
        some = [provider.pk for provider in changed[start : start + _AT_ONCE]]
        announce(CourseRun.objects.filter(course__provider__in=some).values_list("pk", flat=True))
    absent = len(set(standing) - {facts.ukprn for facts in rows})
    return Loaded(len(new), len(changed), len(rows) - len(new) - len(changed), absent)


def _differing(held: TrainingProvider, facts: ProviderFacts) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in _FACTS}
    if held.status == TrainingProvider.Status.ONBOARDED and facts.status == TrainingProvider.Status.REGISTERED:
        del said["status"]  # whom the directory has taken in is registered too
    return {name: value for name, value in said.items() if value and getattr(held, name) != value}


def _differing_listed(held: TrainingProvider, facts: ListedProvider) -> dict[str, object]:
    said = {name: getattr(facts, name) for name in _LISTED}
    if held.status == TrainingProvider.Status.CLOSED:
        del said["status"]
    new = {name: value for name, value in said.items() if value and getattr(held, name) != value}
    if held.verified_on is not None and (facts.updated_on is None or facts.updated_on <= held.verified_on):
        is_list = facts.updated_on is None  # of those funded, or funded no more, as it stands: it speaks of that alone
        may = {name for name in new if not getattr(held, name)} - {"directory_name"} | (
            {"status"} if is_list else set()
        )
        new = {name: value for name, value in new.items() if name in may}
    return new


def _places() -> dict[str, int]:
    """The college or provider of each UKPRN; an open one before one that closed."""
    places = Organisation.objects.filter(kind__in=(Kind.COLLEGE, Kind.PROVIDER)).exclude(ukprn="")
    rows = sorted(places.values_list("ukprn", "status", "pk"), key=lambda row: row[1] != Status.CLOSED)
    return {ukprn: key for ukprn, _, key in rows}
