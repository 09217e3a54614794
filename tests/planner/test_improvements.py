"""What may be planned, by whom, and what becomes of it."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from tests.factories import make_activity, make_school, make_user, scope_with
from tests.web.school.conftest import TODAY
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting
from waymark.planner.actions import (
    Planned,
    PlanRefused,
    add_action,
    change_action,
    copy_to_next_year,
    drop_action,
    finish_action,
    plan_together,
    reopen_action,
    say_progress,
)
from waymark.planner.models import ImprovementAction, ProgressNote
from waymark.planner.queries.plan import is_overdue, overdue_actions, plan_of, progress_of

pytestmark = pytest.mark.django_db
WANTED = Planned("Book an adviser for spring", date(2027, 3, 31), "gatsby-2024", "gb8", "gb8.guidance_by_16")


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def action(school, db_scope):
    return add_action(school=school, academic_year=2026, planned=WANTED, by=db_scope)


def test_an_action_is_kept_with_its_owner_and_activities(school, db_scope):
    owner = make_user("Sam Reed", ("teacher", school))
    visit = make_activity(school, "guidance")
    strange = make_activity(make_school("Oakmoor School", urn="900002"), "guidance")

    made = add_action(
        school=school,
        academic_year=2026,
        planned=replace(WANTED, owner_id=owner.pk, activities=(visit.public_id, strange.public_id)),
        by=db_scope,
    )

    assert (made.title, made.owner, made.state) == ("Book an adviser for spring", owner, "open")
    assert list(made.activities.all()) == [visit]
    assert AuditEvent.objects.filter(verb="improvement planned").get().details == {
        "need": "gb8.guidance_by_16",
        "benchmark": "gb8",
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "  "}, "Say what is to be done."),
        ({"owner_name": "Ada Vale", "owner_id": 1}, "Choose a colleague or type a name, not both."),
        ({"owner_id": 0x7FFF}, "Choose somebody who works with you in Waymark, or type their name."),
    ],
)
def test_what_cannot_be_planned_is_refused_in_words(school, db_scope, wrong, said):
    with pytest.raises(PlanRefused, match=said), transaction.atomic():
        add_action(school=school, academic_year=2026, planned=replace(WANTED, **wrong), by=db_scope)

    assert ImprovementAction.objects.count() == 0


def test_somebody_of_another_school_cannot_be_made_an_owner(school, db_scope):
    stranger = make_user("Sam Reed", ("teacher", make_school("Oakmoor School", urn="900002")))

    with pytest.raises(PlanRefused):
        add_action(school=school, academic_year=2026, planned=replace(WANTED, owner_id=stranger.pk), by=db_scope)


def test_saving_what_stands_writes_nothing(action, db_scope):
    before = AuditEvent.objects.count()

    change_action(action=action, planned=WANTED, by=db_scope)

    assert AuditEvent.objects.count() == before


def test_a_change_is_noted_by_the_names_of_its_fields_alone(action, db_scope):
    change_action(action=action, planned=replace(WANTED, note="Ask Sam about Tom Lee", owner_name="Ada"), by=db_scope)

    event = AuditEvent.objects.filter(verb="improvement changed").get()
    assert event.details == {"fields": ["note", "owner_name"]}
    assert "Tom" not in repr(AuditEvent.objects.values())


def test_done_is_done_once_and_can_be_opened_again(action, db_scope):
    done = finish_action(action=action, words="All booked.", by=db_scope)
    with pytest.raises(PlanRefused, match="marked it as done already"), transaction.atomic():
        drop_action(action=action, because="Too dear", by=db_scope)
    with pytest.raises(PlanRefused), transaction.atomic():
        change_action(action=action, planned=WANTED, by=db_scope)
    again = reopen_action(action=action, by=db_scope)

    assert (done.state, again.state, again.settled_at) == ("done", "open", None)
    assert [note.words for note in again.progress.all()] == ["All booked."]


def test_dropping_takes_a_reason(action, db_scope):
    with pytest.raises(PlanRefused), transaction.atomic():
        drop_action(action=action, because=" ", by=db_scope)
    dropped = drop_action(action=action, because="Done by the trust", by=db_scope)

    assert (dropped.state, dropped.dropped_because) == ("dropped", "Done by the trust")


def test_progress_is_only_ever_added_to(action, db_scope):
    said = say_progress(action=action, words="Two dates offered.", by=db_scope)
    said.words = "Three dates offered."

    with pytest.raises(TypeError, match="only ever added to"):
        said.save()
    assert ProgressNote.objects.get().words == "Two dates offered."


def test_whoever_sees_to_an_action_may_say_how_it_goes_and_nobody_else_of_their_role(school, action, db_scope):
    owner, other = make_user("Sam Reed", ("teacher", school)), make_user("Tam Reed", ("teacher", school))
    change_action(action=action, planned=replace(WANTED, owner_id=owner.pk), by=db_scope)
    action.refresh_from_db()

    with acting(scope_of(owner)) as by:
        finish_action(action=action, words="Booked.", by=by)
        with pytest.raises(NotPermitted):
            change_action(action=action, planned=WANTED, by=by)
    with acting(scope_of(other)) as by, pytest.raises(NotPermitted):
        say_progress(action=action, words="I was here too.", by=by)


@pytest.mark.parametrize("lacking", [Permission.ASSESS])
def test_planning_takes_leave_to(school, action, lacking):
    by = scope_with(school, *(each for each in Permission if each != lacking))
    for doing in (
        lambda: add_action(school=school, academic_year=2026, planned=WANTED, by=by),
        lambda: change_action(action=action, planned=WANTED, by=by),
        lambda: drop_action(action=action, because="x", by=by),
        lambda: reopen_action(action=action, by=by),
        lambda: copy_to_next_year(school=school, academic_year=2026, by=by),
        lambda: plan_together(school=school, academic_year=2026, planned={}, by=by),
    ):
        with pytest.raises(NotPermitted), transaction.atomic():
            doing()


def test_several_are_planned_together_and_saved_again_without_doubling(school, db_scope):
    rows = {
        code: Planned(f"Bring about {code}", date(2027, 7, 31), "gatsby-2024", "gb1", code)
        for code in ("gb1-head", "gb1-governors")
    }
    first = plan_together(school=school, academic_year=2026, planned=rows, by=db_scope)
    rows["gb1-head"] = replace(rows["gb1-head"], note="Speak to the head", title="Another title")
    second = plan_together(school=school, academic_year=2026, planned=rows, by=db_scope)

    assert (len(first), [each.need for each in second]) == (2, ["gb1-head"])
    kept = ImprovementAction.objects.get(need="gb1-head")
    assert (kept.title, kept.note) == ("Bring about gb1-head", "Speak to the head")
    assert ImprovementAction.objects.count() == 2


def test_what_is_open_goes_on_next_year_once(school, action, db_scope):
    gone = make_user("Sam Reed")
    change_action(action=action, planned=replace(WANTED, owner_name="Ada Vale"), by=db_scope)
    done = add_action(school=school, academic_year=2026, planned=replace(WANTED, title="Done"), by=db_scope)
    finish_action(action=done, by=db_scope)
    left = add_action(school=school, academic_year=2026, planned=replace(WANTED, title="Left"), by=db_scope)
    ImprovementAction.objects.filter(pk=left.pk).update(owner=gone, achieve_by=date(2028, 2, 29))

    copies = copy_to_next_year(school=school, academic_year=2026, by=db_scope)
    again = copy_to_next_year(school=school, academic_year=2026, by=db_scope)

    said = {(c.title, c.owner_id, c.owner_name, c.achieve_by, c.academic_year) for c in copies}
    assert said == {
        ("Book an adviser for spring", None, "Ada Vale", date(2028, 3, 31), 2027),
        ("Left", None, "", date(2029, 2, 28), 2027),
    }
    assert again == []


def test_overdue_is_open_past_its_day_and_not_carried_on(school, action, db_scope):
    late = add_action(
        school=school, academic_year=2026, planned=replace(WANTED, achieve_by=date(2026, 11, 21)), by=db_scope
    )
    on_the_day = add_action(school=school, academic_year=2026, planned=replace(WANTED, achieve_by=TODAY), by=db_scope)

    assert list(overdue_actions(school, on=TODAY)) == [late]
    assert [is_overdue(each, on=TODAY) for each in (late, on_the_day, action)] == [True, False, False]
    assert [(p.benchmark, p.open, p.done, p.overdue, p.all) for p in progress_of(plan_of(school, 2026), on=TODAY)] == [
        ("gb8", 3, 0, 1, 3)
    ]
    copy_to_next_year(school=school, academic_year=2026, by=db_scope)
    assert list(overdue_actions(school, on=TODAY)) == []
