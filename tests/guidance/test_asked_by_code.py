"""Asking by a school's code: kept until somebody says whose it is, then a request of that day; limited; forgotten."""

from datetime import date, timedelta

import pytest

from tests.factories import make_learner, make_school, make_user
from waymark.access.models import AuditEvent
from waymark.access.queries import scope_of
from waymark.access.scope import NOBODY, NotPermitted
from waymark.guidance.actions import asked_by_code
from waymark.guidance.actions.asked_by_code import (
    KEPT,
    NoSuchPage,
    TooMany,
    Typed,
    close_asking_page,
    forget_typed,
    match_typed,
    open_asking_page,
    set_typed_aside,
    type_request,
)
from waymark.guidance.actions.requests import Wanted
from waymark.guidance.models import InterviewRequest, TypedRequest
from waymark.guidance.queries.asked_by_code import likely_learners, school_of_code
from waymark.guidance.rules.states import InterviewRefused

ON = date(2026, 11, 22)


@pytest.fixture
def code(school, by):
    return open_asking_page(school=school, by=by).code


def typed(code, name="Amara Ashdown", **more):
    type_request(code=code, typed=Typed("learner", name, **more), address="192.0.2.1", by=NOBODY)
    return TypedRequest.objects.order_by("-pk").first()


def test_what_was_typed_is_a_request_of_its_day_once_somebody_says_whose(school, by, code, learners, time_machine):
    row = typed(code, form="11A", reason="  An   apprenticeship ", parent_attends=True)
    time_machine.shift(timedelta(days=3))

    asked = match_typed(typed=row, learner=learners[0], wanted=Wanted(reason=row.reason, priority=7), by=by)

    assert (asked.learner, asked.asked_on, asked.asker, asked.reason) == (
        learners[0],
        ON,
        "learner",
        "An apprenticeship",
    )
    assert not TypedRequest.objects.exists()


def test_matching_twice_is_refused_and_what_was_typed_stays(school, by, code, learners):
    first, second = typed(code), typed(code)
    match_typed(typed=first, learner=learners[0], wanted=Wanted(), by=by)

    with pytest.raises(InterviewRefused):
        match_typed(typed=second, learner=learners[0], wanted=Wanted(), by=by)
    set_typed_aside(typed=second, by=by)

    assert InterviewRequest.objects.count() == 1
    assert not TypedRequest.objects.exists()


def test_of_two_who_see_to_the_same_one_the_second_is_told(school, by, code, learners):
    row = typed(code)
    first, second = TypedRequest.objects.get(pk=row.pk), TypedRequest.objects.get(pk=row.pk)
    match_typed(typed=first, learner=learners[0], wanted=Wanted(), by=by)

    with pytest.raises(InterviewRefused, match="just seen to"):
        match_typed(typed=second, learner=learners[1], wanted=Wanted(), by=by)
    with pytest.raises(InterviewRefused, match="just seen to"):
        set_typed_aside(typed=second, by=by)

    assert [each.learner for each in InterviewRequest.objects.all()] == [learners[0]]
    assert not AuditEvent.objects.filter(verb="typed request set aside").exists()


def test_where_it_came_from_is_forgotten_by_the_next_night_though_nobody_types_again(school, db_scope, code):
    row = typed(code)
    forget_typed(school=school, on=ON, by=db_scope)
    row.refresh_from_db()
    same_day = row.sent_from

    forget_typed(school=school, on=ON + timedelta(days=1), by=db_scope)
    row.refresh_from_db()

    assert (bool(same_day), row.sent_from) == (True, "")


def test_no_name_is_on_the_trail(school, by, code):
    set_typed_aside(typed=typed(code, name="Zephyrine Quillfeather"), by=by)

    trail = str(list(AuditEvent.objects.values()))
    assert "typed request set aside" in trail
    assert "Zephyrine" not in trail


def test_another_code_shuts_the_former_out_and_closing_shuts_all(school, by, code):
    another = open_asking_page(school=school, by=by).code
    assert (school_of_code(code), school_of_code(another)) == (None, school.name)

    close_asking_page(school=school, by=by)

    assert school_of_code(another) is None
    with pytest.raises(NoSuchPage):
        typed(another)


def test_more_than_a_school_would_type_is_refused(code, monkeypatch):
    monkeypatch.setattr(asked_by_code, "MOST_FROM_ONE_ADDRESS", 2)
    typed(code)
    typed(code)

    with pytest.raises(TooMany):
        typed(code)


def test_where_it_came_from_is_forgotten_in_a_day_and_all_of_it_in_time(school, db_scope, code, time_machine):
    first = typed(code)
    time_machine.shift(timedelta(days=2))
    second = typed(code)
    first.refresh_from_db()
    assert (first.sent_from, bool(second.sent_from)) == ("", True)

    kept = forget_typed(school=school, on=ON + KEPT, by=db_scope)
    gone = forget_typed(school=school, on=ON + KEPT + timedelta(days=1), by=db_scope)

    assert (kept, gone) == (0, 1)


def test_nobody_matches_a_request_of_another_school(school, by, code, db_scope):
    elsewhere = make_school("Coldharrow High School", urn="999002")
    stranger = make_learner(elsewhere, 9)
    row = typed(code)

    with pytest.raises(ValueError, match="of that school"):
        match_typed(typed=row, learner=stranger, wanted=Wanted(), by=by)
    with pytest.raises(NotPermitted):
        set_typed_aside(typed=row, by=scope_of(make_user("Ann Elsewhere", ("careers_leader", elsewhere))))


def test_the_likely_learners_are_those_whose_name_is_like_it_the_form_first(school, code):
    for number, (given, family, form) in enumerate(
        [("Amara", "Ashdown", "10B"), ("Amara", "Ashdown", "10C"), ("Amarah", "Ashdowne", "9A"), ("Tom", "Lee", "10C")]
    ):
        make_learner(school, number, year_group=10, form=form, given_name=given, family_name=family)

    found = likely_learners(typed(code, "ashdown, AMARA", form="10 c"), on=ON)

    assert [(each.name, each.form) for each in found] == [
        ("Amara Ashdown", "10C"),
        ("Amara Ashdown", "10B"),
        ("Amarah Ashdowne", "9A"),
    ]
