"""The night's work, as cron or the worker does it."""

from datetime import UTC, date, datetime

import pytest

from tests.factories import attend, make_activity, make_learner, make_school
from waymark.access.scope import acting, everything
from waymark.cli import night
from waymark.cli.main import run
from waymark.evaluation.models import Cut
from waymark.ledger.touching import touch_everyone

pytestmark = pytest.mark.django_db


@pytest.fixture
def a_january(time_machine):
    """A school whose records came in in November; now it is a night in January."""
    time_machine.move_to(datetime(2026, 11, 20, 10, tzinfo=UTC))
    with acting(everything("test", via="test")):
        school = make_school()
        learners = [make_learner(school, number) for number in range(8)]
        attend(make_activity(school), *learners)
        touch_everyone(school.pk)
    time_machine.move_to(datetime(2027, 1, 2, 2, 5, tzinfo=UTC))


def test_a_night_keeps_the_point_that_has_passed_and_the_next_does_nothing(a_january, capsys):
    assert run(["night"]) == 0
    first = capsys.readouterr().out
    assert run(["night"]) == 0
    second = capsys.readouterr().out

    assert first == "Fernhill School: evaluation kept as at 31 December 2026.\n"
    assert second == "No evaluation was due.\n"
    with acting(everything("test", via="test")):
        assert [(cut.on, cut.made_by) for cut in Cut.objects.all()] == [(date(2026, 12, 31), None)]


def test_a_night_before_the_point_has_nothing_to_keep(a_january, capsys):
    assert run(["night", "--on", "2026-12-31"]) == 0
    assert capsys.readouterr().out == "No evaluation was due.\n"


def test_a_day_to_come_is_refused(a_january, capsys):
    assert run(["night", "--on", "2027-01-03"]) == 2
    assert capsys.readouterr().err == "2027-01-03 is still to come.\n"


def test_one_work_that_fails_does_not_keep_the_others_from_theirs(a_january, capsys, monkeypatch):
    works = {"something else": "waymark.cli.night:no_such_work", **night.WORKS}
    monkeypatch.setattr(night, "WORKS", works)

    assert run(["night"]) == 1

    told = capsys.readouterr()
    assert told.out == "Fernhill School: evaluation kept as at 31 December 2026.\n"
    assert told.err.splitlines()[-1] == "Not all of the night's work was done: something else failed."


@pytest.mark.parametrize(
    ("now", "done", "due"),
    [
        pytest.param(datetime(2027, 1, 2, 1, 59), date(2027, 1, 1), False, id="before two"),
        pytest.param(datetime(2027, 1, 2, 2, 0), date(2027, 1, 1), True, id="at two"),
        pytest.param(datetime(2027, 1, 2, 14, 0), None, True, id="started in the afternoon, the night was missed"),
        pytest.param(datetime(2027, 1, 2, 14, 0), date(2027, 1, 2), False, id="done already"),
    ],
)
def test_when_the_worker_does_it(now, done, due):
    assert night.is_due(now, done) is due
