"""What a search gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from waymark.opportunities.search.documents import Group


@dataclass(frozen=True, slots=True)
class Hit:
    """One run found. `distance` is in miles, None where the run is not in a place or no place was asked about."""

    run: int
    group: Group
    distance: float | None
    score: float


@dataclass(frozen=True)
class Found:
    """What a search found: how many in all, in each group and for each value, and the hits asked for."""

    total: int
    groups: dict[Group, int]
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[tuple[str, int], ...]]
    read_as: dict[str, tuple[str, ...]] = field(default_factory=dict)
