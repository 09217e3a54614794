"""What is known of work in an area: forecasts with their range, adverts, and what leavers did next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from waymark.opportunities.models import AdvertCount, Breakdown, Destination, MarketArea, Projection

FROM_YEAR = "2025"  # growth is told from the year nearest to now that every forecast has


@dataclass(frozen=True)
class Growth:
    """How many people work in a group and will in the last year of the forecast.

    `low` and `high` are the growth in percent between the areas we hold of it, the least and the most, or the
    publisher's own bounds where it gives any (`is_published`); None where there is nothing to compare.
    """

    group: str
    soc2020: str
    first_year: int
    first: int
    last_year: int
    last: int
    source: str
    published_in: int
    low: float | None = None
    high: float | None = None
    is_published: bool = False

    @property
    def change(self) -> int:
        """How many more people, or fewer."""
        return self.last - self.first

    @property
    def percent(self) -> float | None:
        """The growth in percent; None from nobody."""
        return _percent(self.first, self.last)


def growth_in(area: MarketArea, breakdown: str) -> tuple[Growth, ...]:
    """The groups of an area's forecast, those that grow most first."""
    rows = list(Projection.objects.filter(area=area, breakdown=breakdown))
    spans = _spans(breakdown, [row.group for row in rows]) if rows else {}
    found = [grown for row in rows if (grown := _growth(row, spans))]
    return tuple(sorted(found, key=lambda each: (-(each.percent or 0), each.group)))


def growth_of(area: MarketArea, soc2020: str) -> Growth | None:
    """The forecast of the two-digit group that an occupation is in; None where there is none of it."""
    row = Projection.objects.filter(area=area, breakdown=Breakdown.SUB_MAJOR, soc2020=soc2020[:2]).first()
    return _growth(row, _spans(Breakdown.SUB_MAJOR, [row.group])) if row else None


def _spans(breakdown: str, groups: Sequence[str]) -> dict[str, tuple[float, float]]:
    """By group the least and the most it grows by among the areas we hold, England itself left out."""
    found: dict[str, list[float]] = {}
    rows = Projection.objects.filter(breakdown=breakdown, group__in=groups)
    for group, years in rows.exclude(area__kind=MarketArea.Kind.COUNTRY).values_list("group", "years"):
        first, last = years.get(_first_of(years)), years.get(max(years))
        grown = _percent(first, last) if first is not None and last is not None else None
        if grown is not None:
            found.setdefault(group, []).append(grown)
    return {group: (min(grown), max(grown)) for group, grown in found.items() if len(grown) > 1}


def _first_of(years: dict[str, int]) -> str:
    return FROM_YEAR if FROM_YEAR in years else min(years)


def _percent(first: int, last: int) -> float | None:
    return 100 * (last - first) / first if first else None


def _growth(row: Projection, spans: dict[str, tuple[float, float]]) -> Growth | None:
    years = row.years
    if len(years) < 2:
        return None
    start, end = _first_of(years), max(years)
    low, high = spans.get(row.group, (None, None))
    is_published = row.low is not None and row.high is not None
    if row.low is not None and row.high is not None:
        low, high = _percent(years[start], row.low), _percent(years[start], row.high)
    return Growth(
        row.group, row.soc2020, int(start), years[start], int(end), years[end], row.source, row.published_in, low, high,
        is_published,
    )  # fmt: skip


@dataclass(frozen=True)
class Adverts:
    """How many adverts stood online in a month; `adverts` None where the publisher kept the number back."""

    group: str
    month: date
    adverts: int | None
    source: str


def adverts_by_month(area: MarketArea) -> tuple[Adverts, ...]:
    """All adverts of an area, the first month first."""
    rows = AdvertCount.objects.filter(area=area, breakdown=Breakdown.TOTAL).order_by("month")
    return tuple(Adverts(row.group, row.month, row.adverts, row.source) for row in rows)


def adverts_by_group(area: MarketArea, breakdown: str) -> tuple[Adverts, ...]:
    """The adverts of an area's latest month by group, the most first; without those of unknown group."""
    latest = AdvertCount.objects.filter(area=area, breakdown=breakdown).order_by("-month").first()
    if latest is None:
        return ()
    rows = AdvertCount.objects.filter(area=area, breakdown=breakdown, month=latest.month).exclude(group="Unknown")
    told = [Adverts(row.group, row.month, row.adverts, row.source) for row in rows]
    return tuple(sorted(told, key=lambda each: (-(each.adverts or -1), each.group)))


def adverts_of(area: MarketArea, soc2020: str) -> Adverts | None:
    """The latest count of adverts in the two-digit group that an occupation is in."""
    rows = AdvertCount.objects.filter(area=area, breakdown=Breakdown.SUB_MAJOR, soc2020=soc2020[:2])
    row = rows.order_by("-month").first()
    return Adverts(row.group, row.month, row.adverts, row.source) if row else None


def leavers_in(area: MarketArea) -> tuple[Destination, ...]:
    """What leavers of an area did next, by the newest year of each release and phase, the whole cohort only."""
    places = {area.name, area.code} - {""}
    rows = Destination.objects.filter(level=area.kind, place__in=places, breakdown__in=("Total", ""))
    newest: dict[tuple[str, str, str], Destination] = {}
    for row in rows.order_by("year", "pk"):
        newest[row.phase, row.release, row.cohort] = row
    return tuple(newest.values())


def areas_with_figures() -> tuple[MarketArea, ...]:
    """The skills areas, combined authorities and countries that a forecast was brought in for."""
    rows = MarketArea.objects.filter(pk__in=Projection.objects.values("area"))
    return tuple(rows.exclude(kind__in=(MarketArea.Kind.DISTRICT, MarketArea.Kind.COUNCIL)))
