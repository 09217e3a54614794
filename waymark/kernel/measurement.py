"""The measurement points of an academic year: the days as at which every school's evaluation is cut and compared."""

from dataclasses import dataclass
from datetime import date

from waymark.kernel.academic_year import academic_year, day_within


@dataclass(frozen=True, slots=True)
class MeasurementPoint:
    """A day of every academic year."""

    name: str
    label: str
    month: int
    day: int

    def within(self, year: int) -> date:
        """Its day in the academic year of this name."""
        return day_within(year, self.month, self.day)


POINTS = (
    MeasurementPoint("december", "31 December", 12, 31),
    MeasurementPoint("march", "31 March", 3, 31),
    MeasurementPoint("july", "31 July", 7, 31),
)


def points_of(year: int) -> tuple[date, ...]:
    """The days of an academic year's points, in their order."""
    return tuple(point.within(year) for point in POINTS)


def point_on(day: date) -> MeasurementPoint | None:
    """The point that falls on a day, if one does."""
    return next((point for point in POINTS if (point.month, point.day) == (day.month, day.day)), None)


def last_passed(on: date) -> date:
    """The day of the last point that was over before this day began: what is done on the day itself still counts."""
    year = academic_year(on)
    return max(day for day in (*points_of(year - 1), *points_of(year)) if day < on)


def next_due(on: date) -> date:
    """The day of the next point, this day itself included."""
    year = academic_year(on)
    return min(day for day in (*points_of(year), *points_of(year + 1)) if day >= on)


def passed_between(first: date, on: date) -> tuple[date, ...]:
    """The days of every point from `first` on that were over before `on`, in their order."""
    years = range(academic_year(first), academic_year(on) + 1)
    return tuple(day for year in years for day in points_of(year) if first <= day < on)


def year_before(day: date) -> date:
    """The same point a year earlier."""
    return day.replace(year=day.year - 1)
