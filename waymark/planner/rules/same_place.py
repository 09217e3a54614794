"""Where a day of one school year falls in another: the same week of the same half-term, the same weekday."""

from collections.abc import Sequence
from datetime import date, timedelta

from waymark.kernel.academic_year import academic_year
from waymark.planner.rules.clashes import SchoolDays

TermDays = tuple[date, date]  # first and last day


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_in(term: TermDays, day: date) -> int:
    """In which week of a term a day lies, the term's first being 1."""
    return (monday_of(day) - monday_of(term[0])).days // 7 + 1


def day_in(terms: Sequence[TermDays], term: int, week: int, weekday: int, days: SchoolDays) -> date | None:
    """The day of a term (from 1), week (from 1) and weekday (0 is Monday); a nearby one where learners are not in.

    A term with fewer weeks has its last in place of those it lacks. None where there is no such term.
    """
    if not 1 <= term <= len(terms):
        return None
    first, last = terms[term - 1]
    weeks = week_in((first, last), last)
    wanted = monday_of(first) + timedelta(weeks=min(week, weeks) - 1, days=weekday)
    return nearest_school_day(min(max(wanted, first), last), days)


def same_place(day: date, *, was: Sequence[TermDays], now: Sequence[TermDays], days: SchoolDays, year: int) -> date:
    """Where `day` falls in the academic year `year`, whose terms are `now`; on a day learners are in, if there is one.

    Terms are told apart by their order, so both years must have as many: where they have not, or the day lies in no
    term, it is the same weekday of the same week of the calendar.
    """
    if len(was) == len(now):
        for place, term in enumerate(was, start=1):
            if term[0] <= day <= term[1]:
                found = day_in(now, place, week_in(term, day), day.weekday(), days)
                assert found is not None  # as many terms there as here
                return found
    later = day + timedelta(weeks=52 * (year - academic_year(day)))
    while academic_year(later) < year:
        later += timedelta(weeks=1)
    while academic_year(later) > year:
        later -= timedelta(weeks=1)
    return nearest_school_day(later, days)


def nearest_school_day(day: date, days: SchoolDays) -> date:
    """The day itself if learners are in; else the nearest on which they are, later in the same week first.

    Within three weeks, and within the academic year; where there is none, the day itself.
    """
    if days.are_in(day):
        return day
    later = [day + timedelta(days=step) for step in range(1, 5 - day.weekday())]
    around = [day + timedelta(days=step * sign) for step in range(1, 22) for sign in (-1, 1)]
    year = academic_year(day)
    return next((each for each in (*later, *around) if academic_year(each) == year and days.are_in(each)), day)
