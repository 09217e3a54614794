"""Answering without an account: once a sitting, whatever is sent twice, and nothing that tells who or when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from waymark.access.models import AuditEvent
from waymark.access.scope import NOBODY, acting, everything
from waymark.surveys.actions.answering import (
    MOST_WRONG_CODES,
    begin_sitting,
    carry_on,
    drop_sitting,
    finish_sitting,
    note_wrong_code,
    save_answers,
    wrong_codes_are_too_many,
)
from waymark.surveys.actions.running import close_survey
from waymark.surveys.models import Answer, Comment, Knock, Response, Sitting, SurveyCode
from waymark.surveys.queries.answering import DoorState, door_of, plain_code, unfinished_of
from waymark.surveys.rules import NotOpen, TooOften

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ON = date(2026, 11, 23)


@pytest.fixture
def code(make):
    return SurveyCode.objects.get(survey=make(), year_group=8)


@pytest.fixture
def begun(code):
    """A form begun by the code: its secret."""
    return begin(code)


def begin(code, *, at=AT, address="192.0.2.1"):
    with acting(NOBODY):
        return begin_sitting(code=code.code, address=address, at=at, on=ON, by=NOBODY)


def save(token, answers, comments=None, *, at=AT, on=ON):
    with acting(NOBODY):
        save_answers(token=token, answers=answers, comments=comments or {}, at=at, on=on, by=NOBODY)


def finish(token, *, at=AT, on=ON):
    with acting(NOBODY):
        return finish_sitting(token=token, at=at, on=on, by=NOBODY)


def test_a_finished_form_is_rows_of_nobody(begun, code):
    save(begun, {"know_choices": "yes", "any_job": "no"}, {"best": "  A visit  "})
    save(begun, {"any_job": ""})

    assert finish(begun)

    (response,) = Response.objects.all()
    assert (response.code, response.answered_on) == (code, ON)
    assert list(Answer.objects.values_list("item", "choice")) == [("know_choices", "yes")]
    assert list(Comment.objects.values_list("question", "text")) == [("best", "A visit")]
    assert Sitting.objects.count() == 0


def test_nothing_kept_tells_who_answered_or_when(begun):
    """Neither a moment nor an order: the keys are drawn, and the trail says nothing."""
    with acting(everything("test")):
        trail = AuditEvent.objects.count()
    save(begun, {"know_choices": "yes"})
    finish(begun)

    fields = {f.name for model in (Response, Answer, Comment) for f in model._meta.concrete_fields}
    assert fields == {"id", "code", "answered_on", "response", "item", "choice", "question", "text"}
    assert Response.objects.get().pk > 2**30
    with acting(everything("test")):
        assert AuditEvent.objects.count() == trail


def test_what_is_not_asked_is_not_kept(begun):
    save(begun, {"know_choices": "perhaps", "favourite_colour": "yes", "know_local": "yes"}, {"name": "Ash"})
    finish(begun)

    assert list(Answer.objects.values_list("item", "choice")) == [("know_local", "yes")]
    assert Comment.objects.count() == 0


def test_a_form_that_answers_nothing_is_not_kept(begun):
    save(begun, {}, {"best": "words alone"})

    assert not finish(begun)
    assert (Response.objects.count(), Comment.objects.count(), Sitting.objects.count()) == (0, 0, 0)


def test_a_form_is_finished_once(begun):
    save(begun, {"know_choices": "yes"})
    finish(begun)

    with pytest.raises(NotOpen):
        finish(begun)
    with pytest.raises(NotOpen):
        save(begun, {"know_choices": "no"})
    assert Response.objects.count() == 1


def test_an_hour_without_a_word_throws_a_form_away(begun, code):
    save(begun, {"know_choices": "yes"})

    with pytest.raises(NotOpen):
        finish(begun, at=AT + timedelta(minutes=61))
    assert unfinished_of(begun, at=AT + timedelta(minutes=61)) is None
    begin(code, at=AT + timedelta(minutes=61))
    assert Sitting.objects.count() == 1


def test_who_carries_on_does_not_see_what_was_answered_before(begun):
    save(begun, {"know_choices": "yes"})
    with acting(NOBODY):
        carry_on(token=begun, page=3, at=AT, on=ON, by=NOBODY)

    assert unfinished_of(begun, at=AT).locked_before == 3


def test_who_starts_afresh_leaves_nothing(begun):
    save(begun, {"know_choices": "yes"})
    with acting(NOBODY):
        drop_sitting(token=begun, by=NOBODY)

    assert unfinished_of(begun, at=AT) is None
    assert Response.objects.count() == 0


def test_a_survey_that_closes_takes_no_form_begun_before(begun, code, by):
    save(begun, {"know_choices": "yes"})
    close_survey(survey=code.survey, on=ON, by=by)

    for late in (lambda: begin(code), lambda: finish(begun)):
        with pytest.raises(NotOpen):
            late()
    assert Sitting.objects.count() == 0


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 15), DoorState.EARLY),
        (date(2026, 11, 16), DoorState.OPEN),
        (date(2026, 11, 27), DoorState.OPEN),
        (date(2026, 11, 28), DoorState.OVER),
    ],
)
def test_a_code_leads_to_its_survey(code, on, state):
    with acting(NOBODY):
        door = door_of(plain_code(f" {code.in_fours.upper()} "), on=on)

    assert (door.school, door.asked.name, door.year_group, door.state) == ("Fernhill School", "years-8-9", 8, state)
    assert door_of("zzzzzzzz", on=on) is None


def test_wrong_codes_are_counted_by_the_hour_and_not_by_name(db):
    for _ in range(MOST_WRONG_CODES):
        note_wrong_code(address="192.0.2.7", at=AT, by=NOBODY)

    with pytest.raises(TooOften):
        note_wrong_code(address="192.0.2.7", at=AT, by=NOBODY)
    assert wrong_codes_are_too_many("192.0.2.7", AT)
    assert not wrong_codes_are_too_many("192.0.2.8", AT)
    assert not wrong_codes_are_too_many("192.0.2.7", AT + timedelta(hours=1))
    assert "192.0.2" not in Knock.objects.get().sent_from
    note_wrong_code(address="192.0.2.8", at=AT + timedelta(days=2), by=NOBODY)
    assert Knock.objects.count() == 1


def test_one_code_takes_no_more_than_people_would_send(code):
    code.invited = 1
    code.save()
    for _ in range(22):
        token = begin(code)
        save(token, {"know_choices": "yes"})
        finish(token)

    with pytest.raises(TooOften):
        begin(code)
