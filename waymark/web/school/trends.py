"""One figure over the academic years, and what must be known before the years are compared."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from waymark.evaluation.queries import SchoolFigures, trend_of
from waymark.kernel.academic_year import academic_year, in_words
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.school.measures import PROVIDER_ACCESS, Measure

_RULES_CHANGED = 2025
_FEWEST_TO_COMPARE = 2


@dataclass(frozen=True)
class TrendPoint:
    """One year's value; None where there is none, or (`is_hidden`) where it may not be shown."""

    label: str
    value: float | None
    is_hidden: bool = False


@dataclass(frozen=True)
class Trend:
    """Points by academic year, and a sentence on what they may not be compared across."""

    points: tuple[TrendPoint, ...]
    says: str

    @property
    def drawn(self) -> list[dict]:
        """The points as the chart takes them."""
        return [asdict(point) for point in self.points]


def trend_in_score(school: Organisation, measure: Measure, benchmark: str) -> Trend | None:
    """The benchmark's evidence score; None with fewer than two years to compare."""

    def score(label: str, figures: SchoolFigures) -> TrendPoint:
        found = figures.scores.get(benchmark)
        return TrendPoint(label, found.score, found.is_hidden) if found else TrendPoint(label, None)

    return _trend(school, measure, benchmark, score)


def trend_in_met(school: Organisation, measure: Measure, entitlement: str) -> Trend | None:
    """The share of the cohort that met one entitlement; None with fewer than two years to compare."""

    def share(label: str, figures: SchoolFigures) -> TrendPoint:
        found = figures.figure(entitlement)
        if found is None:
            return TrendPoint(label, None)
        if not found.n or found.met is None:
            return TrendPoint(label, None, is_hidden=True)
        return TrendPoint(label, 100 * found.met / found.n)

    return _trend(school, measure, entitlement, share)


def _trend(
    school: Organisation, measure: Measure, code: str, point_of: Callable[[str, SchoolFigures], TrendPoint]
) -> Trend | None:
    years = trend_of(school, on=measure.on, framework_name=PROVIDER_ACCESS if code.startswith("pal") else None)
    points = tuple(point_of(in_words(year.academic_year), year.figures) for year in years)
    if sum(point.value is not None for point in points) < _FEWEST_TO_COMPARE:
        return None
    return Trend(points, _said(years[0].academic_year, code, measure.on))


def _said(first: int, code: str, on: date) -> str:
    said = f"Each past year as it stood on 31 July, by the rules then in force; the last as at {day(on)}."
    if code.startswith("gb") and first < _RULES_CHANGED <= academic_year(on):
        said += " The benchmarks of September 2025 ask for more, so years before and after are not alike."
    return said
