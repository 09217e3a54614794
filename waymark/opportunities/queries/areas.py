"""Which areas a place lies in, and areas by name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from waymark.opportunities.models import AreaBoundary, AreaPart, MarketArea
from waymark.places.queries import Position, normal_postcode, position_of
from waymark.places.rules import plain_words

Told = TypeVar("Told")
_KIND = MarketArea.Kind
# The order in which areas are offered: those most figures are about first, then the wider ones.
_ORDER = (_KIND.LSIP, _KIND.MCA, _KIND.DISTRICT, _KIND.COUNCIL, _KIND.REGION, _KIND.LEP, _KIND.COUNTRY)


@dataclass(frozen=True)
class PlaceFound:
    """What somebody's words for a place came to: the areas they may choose, and why there are none.

    `is_postcode`: a postcode was asked for, and `position` says where it lies, or None where we do not hold it.
    """

    areas: tuple[MarketArea, ...] = ()
    is_postcode: bool = False
    position: Position | None = None


def place_found(text: str, *, limit: int = 20) -> PlaceFound:
    """The areas that a postcode lies in, or whose names begin with the words asked for."""
    if normal_postcode(text):
        position = position_of(text)
        return PlaceFound(areas_around(position) if position else (), True, position)
    words = plain_words(text).split()
    if not words:
        return PlaceFound()
    named = [area for area in MarketArea.objects.all() if _is_called(area, words)]
    named.sort(key=lambda area: (_ORDER.index(MarketArea.Kind(area.kind)), len(area.name), area.name))
    return PlaceFound(tuple(named[:limit]))


def _is_called(area: MarketArea, words: Iterable[str]) -> bool:
    name = f" {plain_words(area.name)}"
    return all(f" {word}" in name for word in words)


def areas_around(position: Position) -> tuple[MarketArea, ...]:
    """The areas that a position lies in, by their boundaries and by what lies in what; none where we hold none."""
    x, y = position.longitude, position.latitude
    boxes = AreaBoundary.objects.filter(west__lte=x, east__gte=x, south__lte=y, north__gte=y).select_related("area")
    inside = [boundary.area for boundary in boxes if _is_inside(boundary.rings, x, y)]
    return with_wholes(inside)


def with_wholes(areas: Sequence[MarketArea]) -> tuple[MarketArea, ...]:
    """The areas and all they lie in, a district that was taken over giving way to the one that took it."""
    found = {area.pk: area for area in areas}
    edge = list(found)
    replaced: set[int] = set()
    while edge:
        parts = AreaPart.objects.filter(part__in=edge).select_related("whole", "part")
        edge = []
        for part in parts:
            if part.whole.kind == part.part.kind == _KIND.DISTRICT:
                replaced.add(part.part_id)
            if part.whole_id not in found:
                found[part.whole_id] = part.whole
                edge.append(part.whole_id)
    standing = [area for key, area in found.items() if key not in replaced]
    return tuple(sorted(standing, key=lambda area: _ORDER.index(MarketArea.Kind(area.kind))))


def first_told(areas: Iterable[MarketArea], tell: Callable[[MarketArea], Told]) -> tuple[str, Told | None]:
    """The first area of which there is anything to tell, by its name, and what that is; ('', None) where of none."""
    for area in areas:
        if found := tell(area):
            return area.name, found
    return "", None


def area_named(slug: str) -> MarketArea | None:
    """The area of a slug."""
    return MarketArea.objects.filter(slug=slug).first()


def england() -> MarketArea | None:
    """The country, where any figures of it were brought in."""
    return MarketArea.objects.filter(kind=_KIND.COUNTRY, name="England").first()


def boundaries_of(area: MarketArea) -> tuple[AreaBoundary, ...]:
    """The boundary of an area, else those of all districts that lie in it; none where we hold none."""
    own = AreaBoundary.objects.filter(area=area)
    if own.exists():
        return tuple(own)
    inside, edge = {area.pk}, {area.pk}
    while edge:
        edge = set(AreaPart.objects.filter(whole__in=edge).values_list("part", flat=True)) - inside
        inside |= edge
    return tuple(AreaBoundary.objects.filter(area__in=inside))


def lies_within(boundary: AreaBoundary, latitude: float, longitude: float) -> bool:
    """Whether a place lies within a boundary."""
    in_box = boundary.south <= latitude <= boundary.north and boundary.west <= longitude <= boundary.east
    return in_box and _is_inside(boundary.rings, longitude, latitude)


def _is_inside(polygons: list[list[list[list[float]]]], x: float, y: float) -> bool:
    """Whether a point lies in any of the polygons and in none of its holes."""
    return any(
        _crosses_oddly(polygon[0], x, y) and not any(_crosses_oddly(hole, x, y) for hole in polygon[1:])
        for polygon in polygons
    )


def _crosses_oddly(ring: list[list[float]], x: float, y: float) -> bool:
    """Whether a line from the point eastwards crosses the ring an odd number of times."""
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
