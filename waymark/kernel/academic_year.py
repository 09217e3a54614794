"""The academic year: 1 September to 31 August, named by its September."""

from datetime import date


def academic_year(on: date) -> int:
    """The year whose September began the academic year that holds this day."""
    return on.year if on.month >= 9 else on.year - 1


def first_day(year: int) -> date:
    return date(year, 9, 1)


def last_day(year: int) -> date:
    return date(year + 1, 8, 31)


def day_within(year: int, month: int, day: int) -> date:
    """The one day of the academic year with this month and day; ValueError for 29 February when it has none."""
    return date(year if month >= 9 else year + 1, month, day)


def in_words(year: int) -> str:
    """As people say it: 2026 is “2026 to 2027”."""
    return f"{year} to {year + 1}"
