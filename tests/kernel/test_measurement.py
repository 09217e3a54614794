from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.measurement import last_passed, next_due, passed_between, point_on, points_of, year_before


def test_the_points_of_a_year_lie_in_its_three_terms():
    assert points_of(2026) == (date(2026, 12, 31), date(2027, 3, 31), date(2027, 7, 31))


@pytest.mark.parametrize(
    ("on", "passed", "due"),
    [
        pytest.param(date(2026, 11, 22), date(2026, 7, 31), date(2026, 12, 31), id="in autumn"),
        pytest.param(date(2026, 12, 31), date(2026, 7, 31), date(2026, 12, 31), id="on the day it is not yet over"),
        pytest.param(date(2027, 1, 1), date(2026, 12, 31), date(2027, 3, 31), id="the day after"),
        pytest.param(date(2027, 8, 31), date(2027, 7, 31), date(2027, 12, 31), id="in the last summer days"),
        pytest.param(date(2026, 9, 1), date(2026, 7, 31), date(2026, 12, 31), id="on the first day of a year"),
    ],
)
def test_the_last_point_and_the_next(on, passed, due):
    assert (last_passed(on), next_due(on)) == (passed, due)


@given(st.dates(date(2015, 1, 1), date(2090, 1, 1)))
def test_no_point_lies_between_the_last_and_the_next(on):
    last, due = last_passed(on), next_due(on)

    assert last < on <= due
    days = [last + timedelta(n) for n in range(1, (due - last).days)]
    assert [day for day in days if point_on(day)] == []
    assert point_on(last)
    assert point_on(due)


def test_the_points_passed_between_two_days():
    passed = passed_between(date(2026, 3, 31), date(2026, 12, 31))

    assert passed == (date(2026, 3, 31), date(2026, 7, 31))
    assert year_before(passed[0]) == date(2025, 3, 31)
