"""Where last year's days fall this year: the same week of the same half-term and weekday, on a day learners are in."""

from datetime import date

import pytest

from waymark.planner.rules.clashes import SchoolDays
from waymark.planner.rules.same_place import day_in, nearest_school_day, same_place

WAS = (
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
)
NOW = (
    (date(2027, 9, 6), date(2027, 10, 22)),
    (date(2027, 11, 8), date(2027, 12, 17)),
)
DAYS = SchoolDays(NOW, {date(2027, 9, 6): "INSET day", date(2027, 9, 7): "INSET day"})


@pytest.mark.parametrize(
    ("was", "now"),
    [
        pytest.param(date(2026, 9, 16), date(2027, 9, 22), id="third week, Wednesday"),
        pytest.param(date(2026, 11, 3), date(2027, 11, 9), id="first week of the second half"),
        pytest.param(date(2026, 9, 2), date(2027, 9, 8), id="first week: after the INSET days"),
        pytest.param(date(2026, 9, 3), date(2027, 9, 9), id="the day after"),
        pytest.param(date(2026, 12, 17), date(2027, 12, 16), id="a seventh week where there are six: the last"),
    ],
)
def test_the_same_week_and_weekday(was, now):
    assert same_place(was, was=WAS, now=NOW, days=DAYS, year=2027) == now


def test_a_closed_monday_goes_later_in_its_week_and_a_closed_friday_earlier():
    monday, friday = date(2027, 9, 20), date(2027, 9, 24)
    days = SchoolDays(NOW, {monday: "INSET day", friday: "INSET day"})

    assert nearest_school_day(monday, days) == date(2027, 9, 21)
    assert nearest_school_day(friday, days) == date(2027, 9, 23)


def test_without_terms_of_either_year_it_is_the_week_of_the_calendar():
    assert same_place(date(2026, 10, 7), was=(), now=(), days=SchoolDays(), year=2027) == date(2027, 10, 6)
    assert same_place(date(2026, 9, 1), was=(), now=(), days=SchoolDays(), year=2027) == date(2027, 9, 7)
    assert same_place(date(2024, 10, 9), was=(), now=(), days=SchoolDays(), year=2027) == date(2027, 10, 6)


def test_a_template_s_week():
    assert day_in(NOW, 1, 3, 2, DAYS) == date(2027, 9, 22)
    assert day_in(NOW, 1, 1, 0, DAYS) == date(2027, 9, 8)
    assert day_in(NOW, 2, 9, 4, DAYS) == date(2027, 12, 17)
    assert day_in(NOW, 3, 1, 0, DAYS) is None
