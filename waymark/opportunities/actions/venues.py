"""Writing venues; the runs held at one that changes are announced."""

from collections.abc import Iterable, Mapping, Sequence

from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseRun, TrainingProvider, Venue
from waymark.opportunities.rules.venues import VENUE_FIELDS, VenueFacts


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
