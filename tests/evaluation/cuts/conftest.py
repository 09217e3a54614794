"""A school with enough learners to show something of, and few enough in places to have something to hide."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.ledger.touching import touch_everyone

TODAY = date(2027, 1, 4)
DECEMBER, MARCH = date(2026, 12, 31), date(2027, 3, 31)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}


def fill(school, *, met=40, roll=((9, 30), (11, 30), (13, 3)), held_on=date(2026, 10, 7)):
    learners = [
        make_learner(school, number, year_group=year_group, sex="FM"[number % 2], pupil_premium=number % 6 == 0)
        for year_group, count in roll
        for number in range(count)
    ]
    attend(make_activity(school, "employer", held_on=held_on, **GOOD), *learners[:met])
    touch_everyone(school.pk)
    return learners


@pytest.fixture
def the_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    return time_machine


@pytest.fixture
def school(the_day, db):
    """Its records came in on 20 November; now it is January."""
    with acting(everything("test", via="test")):
        school = make_school()
        fill(school)
    the_day.move_to(datetime(2027, 1, 4, 10, 0, tzinfo=UTC))
    return school


@pytest.fixture
def by(school, acting_as):
    return acting_as(everything("test", via="test"))


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def governor(school):
    return make_user("Gale Frost", ("governor", school))
