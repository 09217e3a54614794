"""Large employers near a place or in an area, out of the national register of them: public facts only."""

from collections.abc import Sequence
from dataclasses import dataclass

from waymark.kernel.distance import miles_apart
from waymark.opportunities.models import AreaBoundary
from waymark.opportunities.queries.areas import lies_within
from waymark.places.queries import Position
from waymark.providers.models import RegisteredEmployer, SizeBand

MILES = 25
_MOST = 10
_MILES_A_DEGREE = 69.0  # of latitude; one of longitude is less
_LONGITUDE = 0.55  # how much less, at the north of England, where it is least
_BANDS = [band.value for band in SizeBand]


@dataclass(frozen=True)
class EmployerNear:
    """An employer: its name, how many people work for it, and how far off it is where that was asked."""

    name: str
    size: str
    miles: float | None = None
    section: str = ""


def employers_near(position: Position | None, sections: frozenset[str] = frozenset()) -> tuple[EmployerNear, ...]:
    """The nearest employers within the distance, of these sections of industry where any are named."""
    if position is None:
        return ()
    up = MILES / _MILES_A_DEGREE
    across = up / _LONGITUDE
    rows = RegisteredEmployer.objects.filter(
        latitude__range=(position.latitude - up, position.latitude + up),
        longitude__range=(position.longitude - across, position.longitude + across),
    )
    rows = rows.filter(sector__in=sections) if sections else rows
    near = []
    for row in rows:
        miles = miles_apart(position.latitude, position.longitude, row.latitude or 0, row.longitude or 0)
        if miles <= MILES:
            near.append((miles, row.name, row))
    near.sort(key=lambda each: each[:2])
    return tuple(EmployerNear(row.name, _size(row), round(miles, 1), row.sector) for miles, _, row in near[:_MOST])


def employers_within(boundaries: Sequence[AreaBoundary]) -> tuple[EmployerNear, ...]:
    """The largest employers whose address lies within the boundaries."""
    if not boundaries:
        return ()
    rows = RegisteredEmployer.objects.filter(
        latitude__range=(min(each.south for each in boundaries), max(each.north for each in boundaries)),
        longitude__range=(min(each.west for each in boundaries), max(each.east for each in boundaries)),
    )
    inside = [
        row for row in rows if any(lies_within(each, row.latitude or 0, row.longitude or 0) for each in boundaries)
    ]
    inside.sort(key=lambda row: (-(_BANDS.index(row.size) if row.size in _BANDS else -1), row.name))
    return tuple(EmployerNear(row.name, _size(row), None, row.sector) for row in inside[:_MOST])


def _size(row: RegisteredEmployer) -> str:
    return str(SizeBand(row.size).label) if row.size else ""
