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
    label: str
    value: float | None


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

    def score(figures: SchoolFigures) -> float | None:
        found = figures.scores.get(benchmark)
        return found.score if found else None

    return _trend(school, measure, benchmark, score)


def trend_in_met(school: Organisation, measure: Measure, entitlement: str) -> Trend | None:
    """The share of the cohort that met one entitlement; None with fewer than two years to compare."""

    def share(figures: SchoolFigures) -> float | None:
        found = figures.figure(entitlement)
        return 100 * found.met / found.n if found and found.n and found.met is not None else None

    return _trend(school, measure, entitlement, share)


def _trend(
    school: Organisation, measure: Measure, code: str, value: Callable[[SchoolFigures], float | None]
) -> Trend | None:
    years = trend_of(school, on=measure.on, framework_name=PROVIDER_ACCESS if code.startswith("pal") else None)
    points = tuple(TrendPoint(in_words(year.academic_year), value(year.figures)) for year in years)
    if sum(point.value is not None for point in points) < _FEWEST_TO_COMPARE:
        return None
    return Trend(points, _said(years[0].academic_year, code, measure.on))


def _said(first: int, code: str, on: date) -> str:
    said = f"Each past year as it stood on 31 July, by the rules then in force; the last as at {day(on)}."
    if code.startswith("gb") and first < _RULES_CHANGED <= academic_year(on):
        said += " The benchmarks of September 2025 ask for more, so years before and after are not alike."
    return said
