"""Choices side by side, at the point where one chooses; and what people did next, with how far apart that lies."""

from dataclasses import asdict, dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from waymark.opportunities.queries.routes import (
    Afterwards,
    afterwards,
    districts_held,
    kinds_of_people,
    like_me_by_council,
    pay_after,
    people_like_me,
)
from waymark.opportunities.routes.order import of_the_day
from waymark.opportunities.routes.reading import FACTS, Point, point_of, points, routes_at
from waymark.web.navigation import NavigationLink
from waymark.web.pages import public_page

# Which leavers' figures belong to a point: those who left at its end.
_LEAVERS = {
    "at-14": ("ks4", "", "People who finished Year 11"),
    "at-16": ("ks5", "Level 3", "People who finished level 3 study at 16 to 18, such as A levels"),
    "at-18": ("ks5", "Level 3", "People who finished level 3 study at 16 to 18, such as A levels"),
    "later": ("", "", ""),
}


@dataclass(frozen=True)
class PointToGo:
    label: str
    says: str
    href: str


@dataclass(frozen=True)
class RoutesPage:
    """The points at which people choose."""

    points: tuple[PointToGo, ...]


@dataclass(frozen=True)
class RouteShown:
    """One route by its facts, in the order that all are told in."""

    name: str
    facts: tuple[tuple[str, str], ...]
    source: str
    source_href: str


@dataclass(frozen=True)
class SpreadRow:
    """A line of a spread chart."""

    label: str
    least: float
    lower: float
    middle: float
    upper: float
    most: float
    here: float | None = None


@dataclass(frozen=True)
class NextShown:
    """What leavers did next, over the districts of England."""

    who: str
    year: int
    source: str
    rows: tuple[SpreadRow, ...]
    districts: int
    kept_back: int
    here: str


@dataclass(frozen=True)
class GroupShown:
    """What one group of leavers did next in all England."""

    group: str
    year: int
    source: str
    cohort: int | None
    measures: tuple[tuple[str, float | None], ...]
    apart: NextShown | None


@dataclass(frozen=True)
class PayShown:
    """How pay lies apart by highest level."""

    rows: tuple[SpreadRow, ...]
    top: int
    source: str


@dataclass(frozen=True)
class ComparePage:
    """All that the page of one point shows."""

    point: Point
    points: tuple[NavigationLink, ...]
    routes: tuple[RouteShown, ...]
    after: NextShown | None
    group: GroupShown | None
    pay: PayShown | None
    districts: tuple[tuple[str, str], ...]
    groups: tuple[str, ...]
    district: str
    chosen_group: str


@public_page("public/routes/front.html")
def front(request: HttpRequest) -> RoutesPage:
    return RoutesPage(
        tuple(PointToGo(each.label, each.says, reverse("routes_at", kwargs={"point": each.slug})) for each in points())
    )


@public_page("public/routes/compare.html")
def compare(request: HttpRequest, point: str) -> ComparePage:
    found = point_of(point)
    if found is None:
        raise Http404("There is no such point.")
    phase, cohort, who = _LEAVERS[point]
    district, group = request.GET.get("district", "")[:20], request.GET.get("group", "")[:150]
    routes = of_the_day(routes_at(point), timezone.localdate(), lambda route: route.name)
    districts = districts_held() if phase else ()
    levels = tuple(dict.fromkeys(route.level for route in sorted(routes, key=lambda route: route.level)))
    return ComparePage(
        point=found,
        points=tuple(
            NavigationLink(each.label, reverse("routes_at", kwargs={"point": each.slug}), each is found)
            for each in points()
        ),
        routes=tuple(_route(each) for each in routes),
        after=_after(afterwards(phase, cohort, here=district), who, dict(districts).get(district, ""))
        if phase
        else None,
        group=_group(group) if phase == "ks4" and group else None,
        pay=_pay(levels),
        districts=districts,
        groups=kinds_of_people() if phase == "ks4" else (),
        district=district,
        chosen_group=group,
    )


def _route(route: Any) -> RouteShown:
    return RouteShown(
        route.name,
        tuple((label, getattr(route, name)) for name, label in FACTS),
        route.source.name,
        route.source.href,
    )


def _after(found: Afterwards | None, who: str, here: str) -> NextShown | None:
    if found is None:
        return None
    spreads = [each.spread for each in found.measures if each.spread is not None]
    rows = tuple(_row(each.label, each.spread, each.here) for each in found.measures if each.spread is not None)
    of, kept_back = max((s.of for s in spreads), default=0), max((s.kept_back for s in spreads), default=0)
    return NextShown(who, found.year, found.source, rows, of, kept_back, here)


def _group(group: str) -> GroupShown | None:
    found = people_like_me(group)
    if found is None:
        return None
    apart = _after(like_me_by_council(group), group, "")
    return GroupShown(group, found.year, found.source, found.cohort, found.measures, apart)


def _pay(levels: tuple[str, ...]) -> PayShown | None:
    found = pay_after(levels)
    rows = tuple(_row(each.level, each.spread) for each in found if each.spread is not None)
    top = max((row.most for row in rows), default=0)
    return PayShown(rows, round(top * 1.05), found[0].source) if rows else None


def _row(label: str, spread: Any, here: float | None = None) -> SpreadRow:
    numbers = {name: value for name, value in asdict(spread).items() if name not in {"of", "kept_back"}}
    return SpreadRow(label, **numbers, here=here)
