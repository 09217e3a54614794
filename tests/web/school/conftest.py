"""A school of some two hundred learners, with records that have gaps in them."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import _FAMILY as FAMILY
from tests.factories import _GIVEN as GIVEN
from tests.factories import attend, expect, make_activity, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.ledger.models import Activity, Enrolment, FieldScope, Learner, SchoolSettings
from waymark.ledger.touching import touch_everyone

TODAY = date(2026, 11, 22)
MEANT = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
PROVIDED = {"purpose_shared": True, "outcomes_set": True, "met_staff_and_learners": True, "reflection": True}
WORKED = {**MEANT, "task_set": True, "employer_feedback": True}


def _roll(school) -> list[Learner]:
    """Twenty-eight in each of Years 7 to 13, with the years before that we have of them: most, not all."""
    places = [(year_group, number) for year_group in range(7, 14) for number in range(28)]
    learners = Learner.objects.bulk_create(
        [
            Learner(
                organisation=school,
                given_name=GIVEN[number % len(GIVEN)],
                family_name=FAMILY[(number // len(GIVEN) + year_group * number) % len(FAMILY)],
                sex="FM"[number % 2],
                sen="K" if number % 9 == 0 else "N",
                pupil_premium=number % 4 == 0,
                considering_he=year_group > 11 and number % 3 == 0,
            )
            for year_group, number in places
        ]
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                organisation=school,
                learner=learner,
                academic_year=2026 - back,
                year_group=year_group - back,
                form=f"{year_group - back}{'AB'[number % 2]}",
                from_on=date(2026 - back, 9, 1),
                to_on=date(2027 - back, 8, 31) if back else None,
            )
            for learner, (year_group, number) in zip(learners, places, strict=True)
            for back in range(year_group - 6 if number % 11 else 1)
        ]
    )
    return learners


def _history(school, learners: list[Learner]) -> None:
    for september in range(2021, 2027):
        for year in range(7, 14):
            then = year - (2026 - september)
            if then >= 7:
                _year(school, september, then, learners[(year - 7) * 28 : (year - 6) * 28])


def _year(school, september: int, then: int, people: list[Learner]) -> None:
    """What those who were in year group `then` had in one academic year."""
    talk = make_activity(
        school, "employer", held_on=date(september, 10, 7 + then % 5), title=f"Meet an employer, Year {then}", **MEANT
    )
    attend(talk, *people[: 27 - then])
    if then in (8, 10, 12):
        facts = {"provider_kind": "fe_college" if then == 8 else "itp", "pal_content": True, **PROVIDED}
        visit = make_activity(school, "provider", held_on=date(september, 11, 4), title="College visit", **facts)
        attend(visit, *people[:22])
    if then == 10:
        day, facts = date(september + 1, 3, 9), {"minutes": 1500, **WORKED}
        week = make_activity(school, "workplace", held_on=day, title="Work experience week", **facts)
        if september < 2026:
            attend(week, *people[3:])
        else:
            expect(week, *people)
    if then == 11:
        day, facts = date(september, 11, 2), {"adviser_level": 6}
        guidance = make_activity(school, "guidance", held_on=day, title="Guidance meetings", **facts)
        attend(guidance, *people[:15])


@pytest.fixture
def the_day(time_machine):
    """22 November 2026: the last day but a hundred on which two encounters with providers are in time."""
    time_machine.move_to(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    return TODAY


@pytest.fixture
def big_school(db, the_day):
    with acting(everything("test", via="test")):
        school = make_school("Fernhill School")
        SchoolSettings.objects.create(organisation=school, learner_word="pupil")
        for field in ("sen", "pupil_premium"):
            FieldScope.objects.create(organisation=school, field=field)
        learners = _roll(school)
        _history(school, learners)
        waiting = make_activity(school, "lmi", held_on=date(2026, 11, 12), title="Pay and prospects lesson")
        expect(waiting, *learners[56:84])
        Activity.objects.filter(pk=waiting.pk).update(state=Activity.State.PLANNED)
        touch_everyone(school.pk)
    return school


@pytest.fixture
def leader(big_school):
    return make_user("Robin Marsh", ("careers_leader", big_school))


@pytest.fixture
def teacher(big_school):
    return make_user("Toby Lark", ("teacher", big_school))


@pytest.fixture
def governor(big_school):
    return make_user("Greta Vane", ("governor", big_school))
