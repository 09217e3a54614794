"""Marks made by mistake are cleared and leave no figure; a cancelled activity is planned again."""

from datetime import date

import pytest

from tests.factories import attend, expect, make_activity, make_learner, make_school, make_user, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting, everything
from waymark.evaluation.queries import figures_of
from waymark.ledger.actions.activities import cancel_activity, reinstate_activity
from waymark.ledger.actions.registers import clear_marks, take_register
from waymark.ledger.models import Activity, Encounter, Expected
from waymark.ledger.queries import revision_of, standing_encounters
from waymark.ledger.rules.marks import LastMark, merging_marks, pair
from waymark.ledger.rules.registers import ReasonNeeded

ON = date(2026, 11, 20)
MEANT = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def by(school):
    return scope_with(school)


@pytest.fixture
def marked(school):
    """Three learners of Year 9 at an activity that counts, all of them there."""
    learners = [make_learner(school, number) for number in range(3)]
    activity = make_activity(school, **MEANT)
    attend(activity, *learners)
    return activity, learners


def test_a_cleared_mark_counts_for_nothing_and_is_kept(marked, school, by):
    activity, (first, second, third) = marked
    before = figures_of(school, "gatsby-2024", on=ON).figure("gb5.employer_year").met
    revision = revision_of(school.pk)

    assert clear_marks(activity=activity, learner_ids=[first.pk, second.pk], reason="Wrong register", by=by) == 2

    assert set(standing_encounters().values_list("learner_id", flat=True)) == {third.pk}
    assert Encounter.objects.filter(learner=first).count() == 2
    assert revision_of(school.pk) > revision
    assert (before, figures_of(school, "gatsby-2024", on=ON).figure("gb5.employer_year").met) == (3, 1)
    assert AuditEvent.objects.filter(verb="marks cleared", because="Wrong register").count() == 1


def test_clearing_twice_or_what_is_not_marked_does_nothing(marked, school, by):
    activity, (first, *_) = marked
    clear_marks(activity=activity, learner_ids=[first.pk], reason="x", by=by)
    stranger = make_learner(school, 9)

    assert clear_marks(activity=activity, learner_ids=[first.pk, stranger.pk], reason="x", by=by) == 0
    assert Encounter.objects.count() == 4


def test_it_needs_a_reason_and_the_permission(marked, school, by):
    activity, (first, *_) = marked

    with pytest.raises(ReasonNeeded):
        clear_marks(activity=activity, learner_ids=[first.pk], reason="  ", by=by)
    with pytest.raises(NotPermitted):
        clear_marks(
            activity=activity, learner_ids=[first.pk], reason="x", by=scope_with(school, Permission.REGISTER_TAKE)
        )
    assert Encounter.objects.count() == 3


def test_a_person_can_mark_anew_without_another_reason(marked, by):
    activity, (first, *_) = marked
    clear_marks(activity=activity, learner_ids=[first.pk], reason="x", by=by)

    outcome = take_register(activity=activity, marks={first.pk: "absent"}, by=by)

    assert outcome.added == 1
    assert standing_encounters().get(learner=first).status == "absent"


@pytest.mark.parametrize(("by_hand", "renewed", "kept"), [(True, 0, (7,)), (False, 1, ())])
def test_a_file_does_not_bring_back_what_a_person_cleared(by_hand, renewed, kept):
    one = pair(1, 2)

    plan = merging_marks({one: ("attended", 7)}, {one: LastMark(5, "undone", by_hand)})

    assert (len(plan.renewed), plan.kept) == (renewed, kept)


def test_a_cancelled_activity_is_planned_again_with_those_it_is_for_now(school, by):
    activity = make_activity(school, held_on=date(2026, 12, 9))
    activity.audiences.create(what="year", value="9")
    make_learner(school)
    cancel_activity(activity=activity, by=by)
    make_learner(school, 1)

    reinstate_activity(activity=activity, by=by)

    activity.refresh_from_db()
    assert activity.state == Activity.State.PLANNED
    assert Expected.objects.filter(activity=activity).count() == 2
    assert AuditEvent.objects.filter(verb="activity reinstated").count() == 1


def test_one_that_is_done_stays_done(marked, by):
    activity, _ = marked
    activity.refresh_from_db()

    assert reinstate_activity(activity=activity, by=by).state == Activity.State.DONE


def test_the_pages_ask_and_do(school, marked, signed_in):
    activity, (first, *_) = marked
    planned = make_activity(school, title="Visit", held_on=date(2026, 12, 9))
    expect(planned, first)
    browser = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    at = f"/schools/fernhill-school/activities/{activity.public_id}/clear-marks/"
    assert "Clear marks made by mistake" in browser.get(at.removesuffix("clear-marks/")).content.decode()
    assert browser.post(at, {"who": [], "reason": ""}).status_code == 422

    browser.post(at, {"who": [first.public_id], "reason": "Not there"})

    assert "attended became nothing" in browser.get(at.removesuffix("clear-marks/")).content.decode()
    again = f"/schools/fernhill-school/activities/{planned.public_id}/"
    browser.post(f"{again}cancel/", {"reason": "Snow"})
    assert "Plan it again" in browser.get(again).content.decode()
    browser.post(f"{again}plan-again/")
    with acting(everything("test")):
        assert Activity.objects.get(pk=planned.pk).state == Activity.State.PLANNED
