from datetime import date

import pytest

from waymark.kernel.academic_year import academic_year, day_within, first_day, in_words, last_day


@pytest.mark.parametrize(
    ("on", "year"),
    [
        pytest.param(date(2026, 8, 31), 2025, id="the last day of a year"),
        pytest.param(date(2026, 9, 1), 2026, id="the first day of the next"),
        pytest.param(date(2027, 1, 1), 2026, id="New Year is in the middle"),
    ],
)
def test_academic_year_is_named_by_its_september(on, year):
    assert academic_year(on) == year
    assert first_day(year) <= on <= last_day(year)


def test_day_within_finds_the_day_on_its_side_of_new_year():
    assert [day_within(2025, 9, 1), day_within(2025, 2, 28)] == [date(2025, 9, 1), date(2026, 2, 28)]


def test_day_within_refuses_29_february_in_a_year_without_it():
    with pytest.raises(ValueError, match="day is out of range"):
        day_within(2025, 2, 29)


def test_in_words_as_people_say_it():
    assert in_words(2026) == "2026 to 2027"
