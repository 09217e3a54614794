from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user
from tests.web.school.conftest import MEANT, TODAY
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.ledger.models import Term
from waymark.publishing.models import AccessRequest
from waymark.web.school.home import school_home

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(the_day):
    return make_school()


@pytest.fixture
def steps_for(rf, school):
    """The titles of what somebody is told to do next."""

    def ask(*roles: str) -> list[str]:
        user = make_user("Robin Marsh", *((role, school) for role in roles))
        return [step.title for step in shown_to(rf, user, school).steps]

    return ask


def shown_to(rf, user, school):
    """The page object of the home page, as this person gets it."""
    request = rf.get(f"/schools/{school.slug}/")
    request.user = user

    with acting(scope_of(user)) as scope:
        request.scope = scope
        return school_home.__wrapped__(request, school)


def test_an_empty_school_is_told_to_bring_in_its_learners_first(steps_for):
    assert steps_for("careers_leader") == [
        "Bring in your learners",
        "Say when your terms of 2026 to 2027 are",
        "Invite a second administrator",
        "Release your careers page",
    ]


def test_nobody_is_told_to_do_what_they_may_not(steps_for):
    assert steps_for("governor") == []


def test_a_register_not_taken_comes_before_what_is_still_in_time(school, steps_for):
    with acting(everything("test")):
        Term.objects.create(organisation=school, academic_year=2026, name="Autumn", from_on=TODAY, to_on=TODAY)
        learner = make_learner(school, year_group=13)
        expect(make_activity(school, held_on=TODAY.replace(day=1), title="Meet a vet"), learner)
        attend(make_activity(school, "curriculum", subject="maths"), learner)

    assert steps_for("teacher") == [
        "Take the register of “Meet a vet”",
        "Two technical or apprenticeship providers in Years 12 and 13: 1 learner to go",
        "Careers and job market information in Years 12 and 13: 1 learner to go",
        "Careers in every subject this year: 1 learner to go",
        "An employer encounter this year: 1 learner to go",
    ]


def test_the_register_of_today_comes_first_and_that_of_tomorrow_not_yet(school, steps_for):
    with acting(everything("test")):
        learner = make_learner(school)
        for title, days in (("Meet a baker", 0), ("Meet a vet", 1)):
            expect(make_activity(school, held_on=TODAY + timedelta(days=days), title=title), learner)

    steps = steps_for("teacher")

    assert steps[0] == "Take the register of “Meet a baker”"
    assert "Take the register of “Meet a vet”" not in steps


@pytest.mark.parametrize(("role", "is_told"), [("careers_leader", True), ("teacher", False)])
def test_a_provider_who_waits_for_an_answer_is_among_what_to_do_next(school, steps_for, role, is_told):
    with acting(everything("test")):
        for number in range(2):
            AccessRequest.objects.create(
                organisation=school,
                provider=f"College {number}",
                sent_at=datetime(2026, 11, 18 + number, 9, tzinfo=UTC),
            )

    assert ("Answer 2 providers who ask to meet your learners" in steps_for(role)) is is_told


def test_what_is_met_is_not_asked_for(school, steps_for):
    with acting(everything("test")):
        attend(make_activity(school, "employer", held_on=TODAY.replace(day=2), **MEANT), make_learner(school))

    assert "An employer encounter this year: 1 learner to go" not in steps_for("teacher")
