"""From what somebody types for a place to a place: a postcode or a town, without asking any other machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from django.db.models import Count

from waymark.kernel.distance import miles_apart
from waymark.opportunities.models import Venue
from waymark.opportunities.search.areas import outcode_of
from waymark.opportunities.search.asking import Place, SearchRefused
from waymark.places.models import Kind, Organisation, Postcode
from waymark.places.queries import normal_postcode, position_of
from waymark.places.queries.near_words import slips_between
from waymark.places.rules import plain_words

_ONE_TOWN = 25.0  # miles within which two places of a name are one
_MOST = 6
_PLACED = (Kind.SCHOOL, Kind.COLLEGE)


@dataclass(frozen=True)
class Town:
    """A town by its name and, where several have it, its county or council."""

    name: str
    where: str
    latitude: float
    longitude: float
    schools: int

    @property
    def label(self) -> str:
        return f"{self.name}, {self.where}" if self.where else self.name


@dataclass(frozen=True)
class PlaceFound:
    """Where something typed lies; or, where it lies nowhere or in several places, what may have been meant."""

    place: Place | None
    suggestions: tuple[str, ...] = ()


def place_of_postcode(text: str) -> Place:
    """The place of a whole postcode; raises SearchRefused for what is none, or is not known."""
    code = normal_postcode(text)
    if len(code.partition(" ")[2]) != 3:
        raise SearchRefused("InvalidPostcode", "That is not a whole postcode, such as AB1 2DE.")
    position = position_of(code)
    if position is None:
        raise SearchRefused("PostcodeNotFound", f"The postcode {code} is not in our directory.")
    return Place(position.latitude, position.longitude, code, code)


def place_of(text: str) -> PlaceFound:
    """The place that a postcode, a part of one, or a town names."""
    code = normal_postcode(text)
    if code:
        position = position_of(code)
        if position is not None:
            return PlaceFound(Place(position.latitude, position.longitude, code, code))
    name, _, where = text.partition(",")
    towns = towns_called(name)
    if where.strip():
        towns = [town for town in towns if plain_words(where) in plain_words(town.where)] or towns
    if len(towns) == 1:
        return PlaceFound(Place(towns[0].latitude, towns[0].longitude, towns[0].name))
    if towns:
        return PlaceFound(None, tuple(town.label for town in towns[:_MOST]))
    return PlaceFound(None, tuple(towns_like(name)))


def towns_called(name: str) -> list[Town]:
    """The towns of a name, that with the most schools first; where there is one, it needs no county."""
    wanted = plain_words(name)
    if not wanted:
        return []
    schools = _placed(
        Organisation.objects.filter(kind__in=_PLACED, town__iexact=" ".join(name.split()))
        .exclude(postcode="")
        .values_list("town", "county", "la_name", "postcode")
    )
    venues = [
        (town, county, latitude or 0.0, longitude or 0.0)  # those without a position are left out
        for town, county, latitude, longitude in Venue.objects.filter(
            is_live=True, town__iexact=" ".join(name.split()), latitude__isnull=False, longitude__isnull=False
        ).values_list("town", "county", "latitude", "longitude")
    ]
    return _told_apart([*schools, *venues])


def _placed(rows: Iterable[tuple[str, str, str, str]]) -> list[tuple[str, str, float, float]]:
    rows = list(rows)
    codes = {postcode for *_, postcode in rows} | {outcode_of(postcode) for *_, postcode in rows}
    listed, positions = sorted(codes), {}
    for start in range(0, len(listed), 500):
        for code, latitude, longitude in Postcode.objects.filter(code__in=listed[start : start + 500]).values_list(
            "code", "latitude", "longitude"
        ):
            positions[code] = (latitude, longitude)
    placed = []
    for town, county, council, postcode in rows:
        point = positions.get(postcode) or positions.get(outcode_of(postcode))
        if point:
            placed.append((town, county or council, *point))
    return placed


def _told_apart(rows: list[tuple[str, str, float, float]]) -> list[Town]:
    """Rows that lie near each other are one town; each lies in the middle of its rows."""
    towns: list[list[tuple[str, str, float, float]]] = []
    for row in rows:
        near = next((town for town in towns if miles_apart(*town[0][2:], *row[2:]) <= _ONE_TOWN), None)
        if near is None:
            towns.append([row])
        else:
            near.append(row)
    towns.sort(key=lambda town: -len(town))
    return [_town(town, several=len(towns) > 1) for town in towns]


def _town(rows: list[tuple[str, str, float, float]], *, several: bool) -> Town:
    counts: dict[str, int] = defaultdict(int)
    for _, where, *_rest in rows:
        counts[where] += 1
    where = min(counts, key=lambda each: (-counts[each], each)) if several else ""
    return Town(
        rows[0][0].title() if rows[0][0].isupper() else rows[0][0],
        where,
        median(row[2] for row in rows),
        median(row[3] for row in rows),
        len(rows),
    )


def towns_like(text: str) -> list[str]:
    """Towns that begin as what was typed, then those spelt nearly so."""
    wanted = plain_words(text)
    if len(wanted) < 2:
        return []
    known = _town_names()
    begun = sorted((town for town in known if town.startswith(wanted)), key=lambda town: (-known[town][1], town))
    allowed = 1 if len(wanted) < 6 else 2
    near = []
    for town in known:
        if town not in begun and abs(len(town) - len(wanted)) <= allowed:
            slips = slips_between(wanted, town)
            if slips <= allowed:
                near.append((slips, -known[town][1], town))
    return [known[town][0] for town in (*begun, *(town for _, _, town in sorted(near)))][:_MOST]


def _town_names() -> dict[str, tuple[str, int]]:
    """Every town of the register or of a venue, by its plain name, as it is written and how often."""
    counted: dict[str, tuple[str, int]] = {}
    rows = [
        *Organisation.objects.filter(kind__in=_PLACED).exclude(town="").values_list("town").annotate(n=Count("pk")),
        *Venue.objects.filter(is_live=True).exclude(town="").values_list("town").annotate(n=Count("pk")),
    ]
    for town, count in rows:
        plain = plain_words(town)
        written, before = counted.get(plain, (town.title() if town.isupper() else town, 0))
        counted[plain] = (written, before + count)
    return counted
