"""A hub of four schools: one of many learners, one where small numbers lurk, one with nothing yet, one that keeps to
itself."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import attend, make_activity, make_area, make_learner, make_school, make_user
from waymark.access.models import Sharing
from waymark.access.scope import acting, everything
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Belonging

TODAY = date(2026, 11, 22)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
# How many learners in each year group, and how many of them met an employer this year.
MANY = {7: (12, 12), 9: (14, 14), 11: (20, 20), 13: (8, 8)}
FEW = {7: (14, 9), 8: (11, 11), 9: (16, 14), 11: (19, 8), 12: (9, 0), 13: (3, 2)}


@pytest.fixture
def the_day(time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    return TODAY


@pytest.fixture
def hub(db, the_day):
    with acting(everything("test", via="test")):
        hub = make_area()
        schools = [
            make_school(name, urn=f"90000{number}")
            for number, name in enumerate(("Ashdown School", "Birchwood School", "Calder School", "Dene School"), 1)
        ]
        for school in schools:
            Belonging.objects.create(member=school, whole=hub)
        for school in schools[:3]:
            Sharing.objects.create(school=school, shared_with=hub)
        _fill(schools[0], MANY)
        _fill(schools[1], FEW)
    return hub


@pytest.fixture
def hub_lead(hub):
    return make_user("Hollis Grey", ("hub_lead", hub))


def _fill(school, years):
    employers = make_activity(school, "employer", held_on=date(2026, 10, 7), **GOOD)
    lessons = make_activity(school, "lmi", held_on=date(2026, 10, 8))
    guidance = make_activity(school, "guidance", held_on=date(2026, 10, 9), adviser_level=6)
    for year_group, (count, met) in years.items():
        learners = [
            make_learner(
                school, number, year_group=year_group, sex="FM"[number % 2], considering_he=number % 3 == 0,
                pupil_premium=number % 5 == 0, sen="K" if number % 7 == 0 else "N",
            )
            for number in range(count)
        ]  # fmt: skip
        attend(employers, *learners[:met])
        attend(lessons, *learners[: met // 2])
        attend(guidance, *learners[: met // 3])
    touch_everyone(school.pk)
