"""From a venue file to venues, every fault told, and what merging it would do."""

from dataclasses import dataclass, field

from waymark.intake.reading import Reading
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.venues import positions_for_venues, standing_venues
from waymark.opportunities.rules.venues import VenueFacts
from waymark.opportunities.sources.columns import VENUE_COLUMNS
from waymark.opportunities.sources.rows import cells_of, opened_file, sorted_out
from waymark.opportunities.sources.venues.checking import checked, refuse_repeats


@dataclass(frozen=True)
class VenuesPlan:
    """What merging a venue file would do."""

    additions: tuple[VenueFacts, ...] = ()
    changes: dict[int, VenueFacts] = field(default_factory=dict)
    unchanged: int = 0
    absent: tuple[int, ...] = ()


@dataclass(frozen=True)
class VenuesPreview:
    """What a file of venues says, and what merging it would do. Nothing has been changed."""

    reading: Reading
    plan: VenuesPlan = field(default_factory=VenuesPlan)

    @property
    def counts(self) -> dict[str, int]:
        """What the outcome shows besides the refused."""
        plan = self.plan
        return {
            "added": len(plan.additions),
            "changed": len(plan.changes),
            "unchanged": plan.unchanged,
            "absent": len(plan.absent),
        }


def preview_venues(content: bytes, provider: TrainingProvider, *, tell: Tell = untold) -> VenuesPreview:
    """Read a file of venues and compare it with the provider's."""
    reading = opened_file(content, VENUE_COLUMNS, tell)
    if reading.is_refused:
        return VenuesPreview(reading)
    rows = list(cells_of(reading, tell))
    standing = standing_venues(provider)
    positions = positions_for_venues(cells.raw("POSTCODE") for cells in rows)
    read = [(cells, checked(cells, positions)) for cells in rows]
    refuse_repeats(read, standing)
    said = [facts for cells, facts in read if not cells.is_refused]
    return VenuesPreview(sorted_out(reading, rows), _compared(said, standing))


def _compared(said: list[VenueFacts], standing: dict[int, VenueFacts]) -> VenuesPlan:
    keys = {facts.known_by: key for key, facts in standing.items()}
    met = {keys[facts.known_by]: facts for facts in said if facts.known_by in keys}
    changes = {key: facts for key, facts in met.items() if facts != standing[key]}
    return VenuesPlan(
        additions=tuple(facts for facts in said if facts.known_by not in keys),
        changes=changes,
        unchanged=len(met) - len(changes),
        absent=tuple(sorted(set(standing) - set(met))),
    )
