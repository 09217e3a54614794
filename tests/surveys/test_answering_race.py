"""The same form sent twice at once, for real: two connections, two threads."""

import threading
from datetime import UTC, date, datetime

from django.db import connection, connections

from tests.factories import make_school, scope_with
from tests.surveys.conftest import on_roll
from waymark.access.scope import NOBODY, acting, everything
from waymark.surveys.actions.answering import begin_sitting, finish_sitting, save_answers
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import Answer, Response, Wave
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor, NotOpen

AT, ON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC), date(2026, 11, 23)


def begun():
    """A form with one answer, ready to be sent: its secret."""
    with acting(everything("race", via="test")):
        school = make_school()
        on_roll(school, y8=12)
        by = scope_with(school)
        with acting(by):
            survey = make_survey(
                school=school,
                asked=newest("years-8-9"),
                wave=Wave.AUTUMN,
                opens_on=ON,
                closes_on=ON,
                codes_for=CodesFor.YEAR_GROUPS,
                year_groups=(8,),
                on=ON,
                by=by,
            )
            code = survey.codes.get().code
    token = begin_sitting(code=code, address="192.0.2.1", at=AT, on=ON, by=NOBODY)
    save_answers(token=token, answers={"know_choices": "yes"}, comments={}, at=AT, on=ON, by=NOBODY)
    return token


def test_of_two_that_send_the_same_form_at_once_one_counts(shared_file):
    token = begun()
    shared_file()
    gate, came = threading.Barrier(2), []

    def send():
        try:
            gate.wait()
            came.append(finish_sitting(token=token, at=AT, on=ON, by=NOBODY))
        except NotOpen:
            came.append("too late")
        finally:
            connections.close_all()

    both = [threading.Thread(target=send) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    connection.close()

    assert sorted(map(str, came)) == ["True", "too late"]
    with acting(everything("race", via="test")):
        assert (Response.objects.count(), Answer.objects.count()) == (1, 1)
