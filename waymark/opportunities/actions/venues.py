"""Writing venues; the runs held at one that changes are announced."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseRun, TrainingProvider, Venue
from waymark.opportunities.rules.venues import VENUE_FIELDS, VenueFacts


@transaction.atomic
def place_venues(*, provider: TrainingProvider, venues: Mapping[int, VenueFacts], by: Scope) -> dict[int, int]:
    """Add the venues a catalog brings: the key of each, by the key it had until now."""
    by.require(Permission.LISTING_WRITE, provider.organisation_id or 0)
    added = add_venues(provider, list(venues.values()))
    return {key: venue.pk for key, venue in zip(venues, added, strict=True)}


def add_venues(provider: TrainingProvider, facts: Sequence[VenueFacts]) -> list[Venue]:
    """Add venues."""
    rows = [Venue(provider=provider, **_fields(each)) for each in facts]
    return Venue.objects.bulk_create(rows, batch_size=500)


def change_venues(changes: Mapping[int, VenueFacts]) -> None:
    """Let these venues say something else."""
    for key, facts in changes.items():
        Venue.objects.filter(pk=key).update(**_fields(facts))
    announce_venues(changes)


def announce_venues(venues: Iterable[int]) -> None:
    """Announce every run held at these venues."""
    keys = list(venues)
    for start in range(0, len(keys), 500):
        announce(CourseRun.objects.filter(venue__in=keys[start : start + 500]).values_list("pk", flat=True))


def _fields(facts: VenueFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in VENUE_FIELDS}
