"""A hub's, trust's or council's map of whom the directory reaches, for which entitlement."""

from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.vocabulary import Setting
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.places.queries.positions import positions_of
from waymark.providers.queries.coverage import Place, Reach, Reached, coverage
from waymark.providers.queries.kept_index import directory_index
from waymark.web.directory_asking import rules_on
from waymark.web.downloads import download
from waymark.web.pages import page

MILES = (5, 10, 15, 25, 50)
_USUAL = 15
_WIDE, _TALL, _EDGE = 640.0, 480.0, 24.0
_WORDS = {
    Reached.IN_PERSON: "Reached",
    Reached.ONLINE: "Only online",
    Reached.NOBODY: "Nobody",
    Reached.UNKNOWN: "Place not known",
}
_STATUS = {Reached.IN_PERSON: "met", Reached.ONLINE: "not_yet", Reached.NOBODY: "missed", Reached.UNKNOWN: "unknown"}


@dataclass(frozen=True)
class MapPoint:
    """One school on the map: its number in the table, where it stands in the box, and how it is reached."""

    number: int
    name: str
    x: float
    y: float
    reached: str
    said: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class CoveragePage:
    """All that the coverage page shows: every entitlement in a line, and one of them on the map with its table."""

    organisation: str
    kind: str
    miles: tuple[Option, ...]
    entitlements: tuple[Option, ...]
    columns: list[dict[str, Any]]
    lines: list[list[Any]]
    chosen: str
    says: str
    points: tuple[MapPoint, ...]
    unplaced: int
    school_columns: list[dict[str, Any]]
    schools: list[list[Any]]
    csv_href: str
    has_schools: bool


@page("hub/coverage.html", needs=Permission.FIGURES_VIEW)
def area_coverage(request: HttpRequest, place: Organisation) -> CoveragePage | HttpResponse:
    on = timezone.localdate()
    members = list(parts_on(place, on).exclude(setting="").order_by("name"))
    found_at = positions_of([each.postcode for each in members])
    places = [Place(each.pk, found_at.get(each.postcode), Setting(each.setting)) for each in members]
    rules = rules_on(on)
    dues = [due for each in rules for due in each.entitlements if due.scored]
    asked = request.GET.get("miles", "")
    miles = int(asked) if asked.isdecimal() and int(asked) in MILES else _USUAL
    reach = coverage(directory_index(on=on, frameworks=rules), places, dues, miles=miles, on=on)
    dues = [due for due in dues if any((due.code, each.key) in reach for each in places)]
    if request.GET.get("as") in {"csv", "xlsx"}:
        return _as_file(request.GET["as"], place, members, dues, reach, on)
    chosen = next((due for due in dues if due.code == request.GET.get("entitlement")), _neediest(dues, places, reach))
    numbered = list(enumerate(zip(members, places, strict=True), start=1))
    return CoveragePage(
        organisation=place.name,
        kind=place.get_kind_display().lower(),
        miles=tuple(Option(str(each), f"{each} miles", each == miles) for each in MILES),
        entitlements=tuple(Option(due.code, due.title, due is chosen) for due in dues),
        columns=[{"label": "Entitlement"}, *({"label": word, "numeric": True} for word in _WORDS.values())],
        lines=[_line(due, places, reach, miles) for due in dues],
        chosen=chosen.title if chosen else "",
        says=_says(chosen, places, reach, miles) if chosen else "",
        points=_points(numbered, chosen, reach) if chosen else (),
        unplaced=sum(each.position is None for each in places),
        school_columns=[
            {"label": "On the map", "numeric": True},
            {"label": "School"},
            {"label": "Where"},
            {"label": "Reached"},
            {"label": "Offers in person", "numeric": True},
            {"label": "Online", "numeric": True},
        ],
        schools=[
            row for number, (school, at) in numbered if chosen and (row := _school(number, school, at, chosen, reach))
        ],
        csv_href=f"?{urlencode({'miles': miles, 'as': 'csv'})}",
        has_schools=bool(members),
    )


def _neediest(dues: list[Entitlement], places: list[Place], reach: Any) -> Entitlement | None:
    """The entitlement that most places have nobody for; the first of equals."""
    return max(dues, key=lambda due: _counted(due, places, reach)[Reached.NOBODY], default=None)


def _counted(due: Entitlement, places: list[Place], reach: Any) -> dict[Reached, int]:
    found = [reach[due.code, each.key].reached for each in places if (due.code, each.key) in reach]
    return {word: found.count(word) for word in Reached}


def _line(due: Entitlement, places: list[Place], reach: Any, miles: int) -> list[Any]:
    counted = _counted(due, places, reach)
    href = f"?{urlencode({'miles': miles, 'entitlement': due.code})}#map"
    benchmark = f"Benchmark {due.benchmark.removeprefix('gb')}" if due.benchmark.startswith("gb") else "Provider access"
    return [{"text": due.title, "href": href, "note": benchmark}, *(f"{counted[word]:,}" for word in _WORDS)]


def _says(due: Entitlement, places: list[Place], reach: Any, miles: int) -> str:
    counted = _counted(due, places, reach)
    of = sum(counted.values())
    return (
        f"{counted[Reached.IN_PERSON]} of {of} are reached in person, {counted[Reached.ONLINE]} only online, and"
        f" {counted[Reached.NOBODY]} by nobody in the directory. Who does not say how far they travel is taken to come"
        f" {miles} miles."
    )


def _points(numbered: Any, due: Entitlement, reach: Any) -> tuple[MapPoint, ...]:
    """Each school in a box as wide as the area, north up, a mile east as long as a mile north."""
    placed = [(n, school, at) for n, (school, at) in numbered if at.position and (due.code, at.key) in reach]
    if not placed:
        return ()
    shrink = cos(radians(sum(at.position.latitude for *_, at in placed) / len(placed)))
    xs = [at.position.longitude * shrink for *_, at in placed]
    ys = [-at.position.latitude for *_, at in placed]
    wide, tall = max(xs) - min(xs), max(ys) - min(ys)
    scale = min((_WIDE - 2 * _EDGE) / (wide or 1e-9), (_TALL - 2 * _EDGE) / (tall or 1e-9), 1e6)
    left, top = (_WIDE - wide * scale) / 2, (_TALL - tall * scale) / 2
    return tuple(
        MapPoint(
            number,
            school.name,
            round(left + (x - min(xs)) * scale, 1),
            round(top + (y - min(ys)) * scale, 1),
            reach[due.code, at.key].reached.value,
            _WORDS[reach[due.code, at.key].reached],
        )
        for (number, school, at), x, y in zip(placed, xs, ys, strict=True)
    )


def _school(number: int, school: Organisation, at: Place, due: Entitlement, reach: Any) -> list[Any] | None:
    said: Reach | None = reach.get((due.code, at.key))
    if said is None:
        return None
    where = ", ".join(filter(None, (school.town, school.postcode.partition(" ")[0])))
    status = {"status": _STATUS[said.reached], "label": _WORDS[said.reached]}
    return [
        str(number) if at.position else "–",
        school.name,
        where or "–",
        status,
        f"{said.in_person:,}",
        f"{said.online:,}",
    ]


def _as_file(
    kind: str, place: Organisation, members: list[Organisation], dues: list[Entitlement], reach: Any, on: date
) -> HttpResponse:
    header = ("School", "Postcode", "Entitlement", "Reached", "Offers in person", "Online")
    rows = (
        (school.name, school.postcode, due.title, _WORDS[said.reached], said.in_person, said.online)
        for due in dues
        for school in members
        if (said := reach.get((due.code, school.pk)))
    )
    return download(kind, f"{place.slug}-coverage-{on:%Y-%m-%d}", header, rows)


urlpatterns = [path("coverage/", area_coverage, name="area_coverage")]
