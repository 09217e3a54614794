"""A school with an adviser, a diary and learners who ask, on Sunday 22 November 2026."""

from datetime import UTC, datetime

import pytest

from tests.factories import make_learner, make_school, make_user
from waymark.access.queries import scope_of
from waymark.guidance.actions.diaries import Span, add_adviser, add_times

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def the_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))


@pytest.fixture
def school(db_scope, the_day):
    return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def by(school, leader):
    return scope_of(leader)


@pytest.fixture
def adviser(school, by):
    """Of level 6, to be seen on Monday from 9 to 11 in room A1."""
    made = add_adviser(school=school, name="Ada Fell", level=6, by=by)
    add_times(adviser=made, spans=[Span(at(9), at(11), "A1")], by=by)
    return made


@pytest.fixture
def learners(school):
    return [make_learner(school, number, year_group=11, form="11A") for number in range(6)]
