from datetime import date

import pytest

from waymark.kernel.facts import Activity, Encounter, Enrolment, Institution, encounters, standing, year_group_at
from waymark.kernel.vocabulary import Kind, Setting

HERE = Institution("100", Setting.SCHOOL)
THERE = Institution("200", Setting.COLLEGE)
INSTITUTIONS = {"100": HERE, "200": THERE}

# Two rolls in one academic year, with a month between them.
AUTUMN = Enrolment("100", 2025, 10, date(2025, 9, 20), date(2025, 12, 19))
SPRING = Enrolment("200", 2025, 9, date(2026, 1, 20))


def held(on, activity_id="a"):
    return Activity(activity_id, on, Kind.EMPLOYER)


@pytest.mark.parametrize(
    ("on", "year_group"),
    [
        pytest.param(date(2025, 9, 1), 10, id="before the first roll of the year: that of the first"),
        pytest.param(date(2025, 9, 20), 10, id="on the first day of a roll"),
        pytest.param(date(2025, 12, 19), 10, id="on its last day"),
        pytest.param(date(2026, 1, 5), 10, id="between rolls: that of the latest begun"),
        pytest.param(date(2026, 1, 20), 9, id="on the first day of the second"),
        pytest.param(date(2026, 8, 31), 9, id="to the end of the year"),
        pytest.param(date(2026, 9, 1), None, id="in a year on no roll"),
    ],
)
def test_year_group_at_a_day_of_a_year_with_two_rolls(on, year_group):
    assert year_group_at([SPRING, AUTUMN], on) == year_group


def test_enrolment_is_cut_to_its_academic_year():
    long = Enrolment("100", 2025, 10, date(2024, 3, 1), date(2028, 1, 1))

    assert (long.first_on, long.last_on) == (date(2025, 9, 1), date(2026, 8, 31))


def test_encounters_leave_out_later_days_and_years_on_no_roll():
    attended = [held(date(2026, 2, 1), "b"), held(date(2025, 10, 1)), held(date(2026, 3, 2)), held(date(2024, 10, 1))]

    had = encounters([AUTUMN, SPRING], attended, on=date(2026, 3, 1))

    assert had == (Encounter(held(date(2025, 10, 1)), 10), Encounter(held(date(2026, 2, 1), "b"), 9))


def test_standing_is_on_the_roll_that_covers_the_day():
    at = standing([AUTUMN, SPRING], INSTITUTIONS, on=date(2026, 2, 1), considering_he=True)

    assert (at.institution, at.year_group, at.academic_years, at.considering_he) == (THERE, 9, {2025}, True)


@pytest.mark.parametrize("on", [date(2025, 9, 19), date(2026, 1, 5), date(2026, 9, 1)])
def test_standing_is_none_when_on_no_roll(on):
    assert standing([AUTUMN, SPRING], INSTITUTIONS, on=on) is None
