"""An approval keeps what was approved, and tells when it has changed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from tests.factories import make_school
from tests.planner.test_improvements import WANTED
from tests.web.school.conftest import TODAY
from waymark.access.models import AuditEvent
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.planner.actions import (
    PlanRefused,
    add_action,
    approve_evaluation,
    approve_plan,
    change_action,
    drop_action,
    finish_action,
    say_progress,
    take_back_approval,
)
from waymark.planner.actions.approvals import Agreed
from waymark.planner.queries.approved import evaluation_content
from waymark.planner.queries.plan import approvals_of, changes_since, has_changed_since, plan_content

AGREED = Agreed("governors", "Ada Vale", "Chair of governors", TODAY, "Full board, autumn term")


@pytest.fixture
def school(db_scope, the_day):
    return make_school()


@pytest.fixture
def action(school, db_scope):
    return add_action(school=school, academic_year=2026, planned=WANTED, by=db_scope)


def test_saying_how_it_goes_does_not_change_what_was_approved(school, action, db_scope):
    approved = approve_plan(school=school, academic_year=2026, agreed=AGREED, by=db_scope)
    say_progress(action=action, words="Under way.", by=db_scope)
    finish_action(action=action, by=db_scope)

    assert not has_changed_since(approved, plan_content(school, 2026))
    assert len(approved.sha256) == 64


def test_another_day_another_action_and_one_dropped_are_changes(school, action, db_scope):
    other = add_action(school=school, academic_year=2026, planned=replace(WANTED, title="Visit a UTC"), by=db_scope)
    approved = approve_plan(school=school, academic_year=2026, agreed=AGREED, by=db_scope)
    change_action(action=action, planned=replace(WANTED, achieve_by=date(2027, 5, 1)), by=db_scope)
    drop_action(action=other, because="Too far", by=db_scope)
    add_action(school=school, academic_year=2026, planned=replace(WANTED, title="Alumni evening"), by=db_scope)
    now = plan_content(school, 2026)

    assert has_changed_since(approved, now)
    assert sorted(changes_since(approved, now)) == [
        "Added: Alumni evening",
        "Changed: Book an adviser for spring",
        "Dropped: Visit a UTC",
    ]


def test_an_empty_plan_is_not_approved_nor_one_in_the_future(school, db_scope):
    with pytest.raises(PlanRefused, match="nothing in the plan"), transaction.atomic():
        approve_plan(school=school, academic_year=2026, agreed=AGREED, by=db_scope)
    add_action(school=school, academic_year=2026, planned=WANTED, by=db_scope)
    with pytest.raises(PlanRefused, match="in the future"), transaction.atomic():
        approve_plan(
            school=school, academic_year=2026, agreed=replace(AGREED, approved_on=date(2026, 11, 23)), by=db_scope
        )


def test_what_is_taken_back_stays_and_counts_no_more(school, action, db_scope):
    approved = approve_plan(school=school, academic_year=2026, agreed=AGREED, by=db_scope)
    with pytest.raises(PlanRefused), transaction.atomic():
        take_back_approval(approval=approved, because="", by=db_scope)
    take_back_approval(approval=approved, because="Wrong meeting", by=db_scope)
    take_back_approval(approval=approved, because="Wrong again", by=db_scope)

    approved.refresh_from_db()
    assert approved.taken_back_because == "Wrong meeting"
    assert list(approvals_of(school, 2026)) == []
    assert AuditEvent.objects.filter(verb="approval taken back").count() == 1


def test_an_evaluation_is_approved_once_it_is_finished_and_without_the_words_people_typed(school, db_scope):
    assessment = start_assessment(school=school, on=TODAY, by=db_scope)
    answer_item(assessment=assessment, item="gb1-head", answer="no", reason="Mr Lee is against it", saw=0, by=db_scope)
    with pytest.raises(PlanRefused, match="Finish the self-assessment first"), transaction.atomic():
        approve_evaluation(assessment=assessment, agreed=AGREED, by=db_scope)
    assessment = finish_assessment(assessment=assessment, by=db_scope)
    approved = approve_evaluation(assessment=assessment, agreed=AGREED, by=db_scope)

    assert approved.content["answers"]["gb1-head"] == ["no", "claimed_only"]
    assert "Lee" not in repr(approved.content)
    assert not has_changed_since(approved, evaluation_content(assessment))
