"""What is known of work in an area, put together for the page that anybody reads and for the sheet for a lesson."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from waymark.opportunities.models import Breakdown, Destination, Earnings, Industry, MarketArea, PanelAnalysis
from waymark.opportunities.queries.areas import boundaries_of, first_told, with_wholes
from waymark.opportunities.queries.market import (
    Adverts,
    Growth,
    adverts_by_group,
    adverts_by_month,
    growth_in,
    leavers_in,
)
from waymark.opportunities.queries.panels import analyses_of
from waymark.opportunities.queries.shortage import Shortage, shortages_in
from waymark.web.employers_near import EmployerNear, employers_within
from waymark.web.formats import number, pounds

_SIGNS = {"c": "kept back", "supp": "kept back", "low": "too few to say", "z": "does not apply", "x": "not known"}
_LEAVERS = "Explore education statistics"  # the one release that counts leavers by district


@dataclass(frozen=True)
class Told:
    """Growth as a table row has it: the group, people then and later, and the change in words."""

    group: str
    first: int
    last: int
    change: str
    direction: str  # grows, shrinks or stays

    @classmethod
    def of(cls, grown: Growth) -> "Told":
        percent = grown.percent or 0.0
        rounded = round(percent)
        direction = "grows" if rounded > 0 else "shrinks" if rounded < 0 else "stays"
        words = "about the same" if direction == "stays" else f"{abs(rounded)}% {'more' if rounded > 0 else 'fewer'}"
        return cls(grown.group, grown.first, grown.last, words, direction)


@dataclass(frozen=True)
class Ahead:
    """A forecast for an area: its sectors, and the kinds of job that grow and shrink most."""

    place: str
    first_year: int
    last_year: int
    sectors: tuple[Told, ...]
    growing: tuple[Told, ...]
    shrinking: tuple[Told, ...]
    source: str
    published_in: int


@dataclass(frozen=True)
class AdvertsShown:
    """Adverts in an area: how many in the same month of each year, and for which kinds of job now."""

    place: str
    month: date | None
    years: tuple[tuple[str, int | None], ...]
    groups: tuple[Adverts, ...]
    groups_month: date | None
    total: int
    source: str

    @property
    def top(self) -> int:
        """The height of a chart of the years: the greatest of them, rounded up."""
        most = max((count or 0 for _, count in self.years), default=0)
        step = 10 ** max(len(str(most)) - 1, 1)
        return max(step, -(-most // step) * step)


@dataclass(frozen=True)
class PayShown:
    """What people earn in the nine groups of jobs, in the whole country: no file we take in says it by area."""

    rows: tuple[tuple[str, str], ...]
    source: str
    year: int


@dataclass(frozen=True)
class LeaversShown:
    """What one group of leavers did next, in numbers or in words for those kept back."""

    who: str
    year: int
    cells: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class AnalysisShown:
    """What a skills panel says, as theirs."""

    public_id: str
    title: str
    paragraphs: tuple[str, ...]
    author: str
    whose: str
    written_on: date
    source: str


@dataclass(frozen=True)
class AreaWork:
    """All that is known of work in an area; a part that nothing is known of is None or empty."""

    name: str
    slug: str
    kind: str
    around: tuple[tuple[str, str, str], ...]  # name, kind and slug of the areas it lies in
    ahead: Ahead | None
    adverts: AdvertsShown | None
    pay: PayShown | None
    shortages: tuple[Shortage, ...]
    shortage_place: str
    employers: tuple[EmployerNear, ...]
    has_boundary: bool
    leavers: tuple[LeaversShown, ...]
    analyses: tuple[AnalysisShown, ...]


def area_work(area: MarketArea) -> AreaWork:
    """What is known of an area; where figures are about a wider one only, of that, and its name is said with them."""
    areas = [area, *(each for each in with_wholes([area]) if each.pk != area.pk)]
    shortage_place, shortages = first_told(areas, shortages_in)
    boundaries = boundaries_of(area)
    return AreaWork(
        name=area.name,
        slug=area.slug,
        kind=str(MarketArea.Kind(area.kind).label),
        around=tuple((each.name, str(MarketArea.Kind(each.kind).label), each.slug) for each in areas[1:]),
        ahead=first_told(areas, _ahead)[1],
        adverts=first_told(areas, _adverts)[1],
        pay=_pay(),
        shortages=shortages or (),
        shortage_place=shortage_place,
        employers=_with_industries(employers_within(boundaries)),
        has_boundary=bool(boundaries),
        leavers=first_told(areas, _leavers)[1] or (),
        analyses=tuple(_analysis(each) for each in analyses_of(areas)),
    )


def _ahead(area: MarketArea) -> Ahead | None:
    sectors = growth_in(area, Breakdown.SECTOR)
    kinds = growth_in(area, Breakdown.SUB_MAJOR)
    some = sectors or kinds
    if not some:
        return None
    told = [Told.of(each) for each in kinds]
    return Ahead(
        place=area.name,
        first_year=some[0].first_year,
        last_year=some[0].last_year,
        sectors=tuple(Told.of(each) for each in sectors),
        growing=tuple(each for each in told if each.direction == "grows")[:5],
        shrinking=tuple(each for each in reversed(told) if each.direction == "shrinks")[:5],
        source=some[0].source,
        published_in=some[0].published_in,
    )


def _adverts(area: MarketArea) -> AdvertsShown | None:
    months = adverts_by_month(area)
    groups = adverts_by_group(area, Breakdown.SUB_MAJOR) or adverts_by_group(area, Breakdown.MAJOR)
    if not months and not groups:
        return None
    latest = months[-1].month if months else None
    same = [each for each in months if latest and each.month.month == latest.month]
    return AdvertsShown(
        place=area.name,
        month=latest,
        years=tuple((f"{each.month:%B %Y}", each.adverts) for each in same),
        groups=groups[:8],
        groups_month=groups[0].month if groups else None,
        total=sum(each.adverts or 0 for each in groups),
        source=(months or groups)[-1].source,
    )


def _pay() -> PayShown | None:
    rows = Earnings.objects.filter(measure=Earnings.Measure.ANNUAL, soc2020__regex=r"^[1-9]?$").order_by("-year")
    newest = rows.first()
    if newest is None:
        return None
    told = sorted(rows.filter(year=newest.year), key=lambda row: row.soc2020)
    return PayShown(
        tuple((row.description, "not given" if row.median is None else pounds(float(row.median))) for row in told),
        newest.source,
        newest.year,
    )


def _with_industries(employers: Sequence[EmployerNear]) -> tuple[EmployerNear, ...]:
    titles = dict(Industry.objects.filter(sic__in={each.section for each in employers}).values_list("sic", "title"))
    return tuple(
        EmployerNear(each.name, each.size, each.miles, titles.get(each.section, "").capitalize()) for each in employers
    )


def _leavers(area: MarketArea) -> tuple[LeaversShown, ...]:
    found = [row for row in leavers_in(area) if row.release == _LEAVERS]
    found.sort(key=lambda row: (row.phase, row.cohort != "Total", row.cohort))
    return tuple(_leavers_row(row) for row in found)


def _leavers_row(row: Destination) -> LeaversShown:
    who = "Left Year 11" if row.phase == Destination.Phase.KS4 else "Left sixth form or college"
    cohort = "" if row.cohort in {"", "Total"} else f", {row.cohort.lower()}"
    measures = ("cohort", "education", "appren", "all_work", "all_notsust", "all_unknown")
    return LeaversShown(f"{who}{cohort}", row.year, tuple(_said(row.counts.get(each)) for each in measures), row.source)


def _said(value: int | float | str | None) -> str:
    if isinstance(value, str):
        return _SIGNS.get(value.casefold(), "kept back")
    return number(value)


def _analysis(analysis: PanelAnalysis) -> AnalysisShown:
    return AnalysisShown(
        public_id=analysis.public_id,
        title=analysis.title,
        paragraphs=tuple(part.strip() for part in analysis.text.splitlines() if part.strip()),
        author=analysis.author,
        whose=analysis.organisation.name,
        written_on=analysis.written_on,
        source=analysis.source,
    )
