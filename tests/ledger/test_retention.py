"""What goes when its period is over, what goes by itself, and what a hold keeps."""
# ruff: noqa: F811 - fixtures that two files ask for

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.factories import enrol, make_learner, make_user, scope_with
from tests.ledger.leavers import FILE, ON, by, school, verity  # noqa: F401
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted
from waymark.intake.models import Delivery
from waymark.ledger.actions.erasing import Erased, erase_learner, erase_what_is_due
from waymark.ledger.actions.retention import (
    RetentionRefused,
    ask_to_lift,
    lift_hold,
    place_hold,
    set_period,
    switch_erasing_off,
    switch_erasing_on,
)
from waymark.ledger.models import Erasure, Learner, RetentionPeriod
from waymark.ledger.queries.retention import due_on, retention_plan
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners


def test_nothing_goes_by_itself_until_it_is_switched_on(school, by, verity):
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    assert Learner.objects.get(pk=verity.pk).given_name == "Verity"

    switch_erasing_on(school=school, reason="Our policy", by=by)

    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(1, 0)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    assert Erasure.objects.get().why == "period"
    switch_erasing_off(school=school, by=by)
    make_learner(school, year_group=9, year=2019)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)


@pytest.mark.parametrize(
    ("to_on", "months", "is_due"),
    [
        pytest.param(date(2023, 11, 22), 36, True, id="three years to the day"),
        pytest.param(date(2023, 11, 23), 36, False, id="a day short"),
        pytest.param(date(2023, 11, 23), 35, True, id="a shorter period"),
        pytest.param(None, 36, False, id="to the end of the year"),
    ],
)
def test_somebody_is_due_when_the_period_is_over(school, by, to_on, months, is_due):
    learner = make_learner(school, year_group=None)
    enrol(learner, year_group=11, year=2023, to_on=to_on)
    set_period(school=school, what="learner", months=months, reason="Our policy", by=by)

    assert (due_on(school, on=ON)[learner.pk] <= ON) is is_due


def test_who_is_on_roll_is_not_erased_by_hand_or_by_itself(school, by):
    learner = make_learner(school, year_group=9, year=2026)
    switch_erasing_on(school=school, reason="Our policy", by=by)

    with pytest.raises(RetentionRefused, match="on roll"):
        erase_learner(learner=learner, on=ON, reason="Asked", by=by)
    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)


def test_files_go_when_their_period_is_over_and_not_while_they_wait(
    school, by, tmp_path, django_capture_on_commit_callbacks
):
    done, _ = receive_learners(content=FILE.encode(), filename="a.csv", school=school, on=date(2022, 10, 1), by=by)
    merge_learners(delivery=done, by=by)
    waiting, _ = receive_learners(
        content=FILE.replace("11B", "11C").encode(), filename="b.csv", school=school, on=date(2022, 11, 1), by=by
    )
    Delivery.objects.update(taken_at="2025-11-21T09:00:00Z")
    set_period(school=school, what="learner", months=72, reason="Our policy", by=by)
    switch_erasing_on(school=school, reason="Our policy", by=by)

    with django_capture_on_commit_callbacks(execute=True):
        assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 1)

    kept = {delivery.pk: bool(delivery.content) for delivery in Delivery.objects.all()}
    assert kept == {done.pk: False, waiting.pk: True}
    assert len(list(Path(tmp_path).rglob("*.bin"))) == 1


def test_a_file_that_speaks_of_somebody_on_hold_stays(school, by, verity):
    done, _ = receive_learners(content=FILE.encode(), filename="a.csv", school=school, on=date(2022, 10, 1), by=by)
    merge_learners(delivery=done, by=by)
    Delivery.objects.update(taken_at="2025-11-21T09:00:00Z")
    place_hold(school=school, learner=verity, reason="A claim", by=by)
    switch_erasing_on(school=school, reason="Our policy", by=by)

    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    assert Delivery.objects.get().content


def test_a_hold_is_lifted_by_two_people(school, verity):
    first, second = (scope_of(make_user(name, ("careers_leader", school))) for name in ("Robin Marsh", "Pat Moss"))
    hold = place_hold(school=school, learner=verity, reason="A claim", by=first)
    with pytest.raises(RetentionRefused, match="legal hold"):
        erase_learner(learner=verity, on=ON, reason="Asked", by=first)
    with pytest.raises(RetentionRefused, match="ask first"):
        lift_hold(hold=hold, by=first)

    ask_to_lift(hold=hold, by=first)

    with pytest.raises(RetentionRefused, match="Somebody else"):
        lift_hold(hold=hold, by=first)
    lift_hold(hold=hold, by=second)
    assert erase_learner(learner=verity, on=ON, reason="Asked", by=first).why == "asked"


def test_a_hold_of_everybody_holds_everything(school, by, verity):
    switch_erasing_on(school=school, reason="Our policy", by=by)
    place_hold(school=school, learner=None, reason="An inquiry", by=by)

    assert erase_what_is_due(school=school, on=ON, by=by) == Erased(0, 0)
    plan = retention_plan(school, on=ON)
    assert (plan.now, plan.held, plan.all_on_hold) == (0, 1, True)


def test_the_plan_says_who_is_due_and_when(school, by, verity):
    enrol(make_learner(school, year_group=None), year_group=11, year=2024, to_on=date(2025, 7, 4))

    plan = retention_plan(school, on=ON)

    assert (plan.now, plan.is_on, plan.months) == (1, False, {"learner": 36, "files": 12})
    assert [(due.left_in, due.learners, due.first) for due in plan.to_come] == [(2024, 1, date(2028, 7, 4))]


def test_a_period_is_never_edited_and_has_a_reason(school, by):
    with pytest.raises(RetentionRefused, match="reason"):
        set_period(school=school, what="learner", months=24, reason=" ", by=by)
    set_period(school=school, what="learner", months=24, reason="Our policy", by=by)
    set_period(school=school, what="learner", months=24, reason="Again", by=by)
    set_period(school=school, what="learner", months=48, reason="The trust's policy", by=by)

    assert list(RetentionPeriod.objects.values_list("months", flat=True)) == [48, 24]


def test_erasing_takes_two_permissions(school, verity):
    for lacking in (Permission.LEARNER_WRITE, Permission.SETTINGS_WRITE):
        by = scope_with(school, *(each for each in Permission if each != lacking))
        with pytest.raises(NotPermitted):
            erase_learner(learner=verity, on=ON, reason="Asked", by=by)


def test_it_is_not_done_twice_and_not_without_a_reason(school, by, verity):
    with pytest.raises(RetentionRefused, match="reason"):
        erase_learner(learner=verity, on=ON, reason="  ", by=by)
    erase_learner(learner=verity, on=ON, reason="Asked", by=by)

    with pytest.raises(RetentionRefused, match="already"):
        erase_learner(learner=verity, on=ON + timedelta(days=1), reason="Asked", by=by)
