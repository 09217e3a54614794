"""Work in the background: done once, told of, stopped when asked, and never half done."""

import logging

import pytest
from django_tasks_db.models import DBTaskResult

from tests.factories import make_school, make_user, scope_with
from waymark.access.models import AuditEvent, Membership
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting, active_scope
from waymark.intake import under_way
from waymark.intake.jobs import (
    Ended,
    Work,
    WorkRefused,
    cancel_job,
    do_work,
    hand_over,
    pick_up,
    register_work,
    standing_of,
)
from waymark.intake.models import Job
from waymark.intake.queries import job_named
from waymark.places.models import Organisation

register_work(Work("paint", Permission.EVIDENCE_VIEW, "tests.intake.test_jobs:painted"))
UPN = "A" + "820000000001"


def painted(job, tell, by):
    """Renames the school in its writing; `asked` says what goes wrong, and when."""
    tell(1, 2, "Mixing")
    match job.asked.get("trouble"):
        case "refused":
            raise WorkRefused("There is no paint left.")
        case "fault":
            raise KeyError(f"{UPN} Amara Ashdown")
        case "stop while mixing":
            under_way.ask_to_stop(job.public_id)
            tell(2, 2, "Mixing")
        case "killed":
            raise SystemExit(1)

    def write():
        assert active_scope() == by
        Organisation.objects.filter(pk=job.organisation_id).update(name="Painted School")
        tell(2, 2, "Painting")
        if job.asked.get("trouble") == "stop while painting":
            under_way.ask_to_stop(job.public_id)
        return Ended("It is painted.", {"colour": "blue"})

    return write


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def ask(school, leader):
    def asked(**how):
        return hand_over(kind="paint", organisation=school, title="Walls", asked=how, by=scope_of(leader))

    return asked


def state_of(job):
    job.refresh_from_db()
    return job.state, job.message


def name_of(school):
    return Organisation.objects.get(pk=school.pk).name


def test_work_is_done_as_the_person_who_asked_and_says_what_came_of_it(ask, school):
    job = ask()
    assert (standing_of(job).state, name_of(school)) == ("waiting", "Fernhill School")

    do_work.call(job.public_id)

    assert state_of(job) == ("done", "It is painted.")
    assert (job.done, job.total, job.result, job.key) == (2, 2, {"colour": "blue"}, None)
    assert name_of(school) == "Painted School"


@pytest.mark.parametrize(
    ("trouble", "state", "said"),
    [
        ("refused", "failed", "There is no paint left."),
        ("stop while mixing", "stopped", "Nothing was changed."),
        ("stop while painting", "stopped", "Nothing was changed."),
        ("killed", "stopped", "The background worker was stopped in the middle."),
        ("fault", "failed", "Waymark itself failed. Nothing was changed."),
    ],
)
def test_work_that_is_not_finished_changes_nothing_and_says_why(ask, school, trouble, state, said):
    job = ask(trouble=trouble)

    do_work.call(job.public_id)

    assert state_of(job)[0] == state
    assert state_of(job)[1].startswith(said)
    assert name_of(school) == "Fernhill School"


def test_a_fault_leaves_its_place_in_the_log_and_no_persons_data(ask, caplog):
    job = ask(trouble="fault")

    with caplog.at_level(logging.ERROR, "waymark.work"):
        do_work.call(job.public_id)

    (record,) = caplog.records
    assert "KeyError at" in record.getMessage()
    assert "painted" in record.getMessage()
    assert "Ashdown" not in caplog.text
    assert UPN not in caplog.text


def test_the_same_work_asked_for_twice_is_one_and_done_once(ask, school):
    first, again, other = ask(), ask(), ask(trouble="refused")
    assert (first == again, first == other) == (True, False)

    do_work.call(first.public_id)
    Organisation.objects.filter(pk=school.pk).update(name="Fernhill School")
    do_work.call(first.public_id)

    assert name_of(school) == "Fernhill School"
    assert ask() != first


def test_two_workers_do_a_piece_of_work_once(ask, school, monkeypatch):
    monkeypatch.setattr(under_way, "_PATIENCE", 0.05)
    job = ask()

    with under_way.doing(job.public_id):  # the other worker
        do_work.call(job.public_id)

    assert state_of(job)[0] == "waiting"


def test_work_waiting_is_stopped_before_it_begins(ask, school, leader, settings):
    job = ask()

    cancel_job(job=job, by=scope_of(leader))
    do_work.call(job.public_id)

    assert state_of(job) == ("stopped", "Nothing was changed.")
    assert name_of(school) == "Fernhill School"
    assert "work asked to stop" in AuditEvent.objects.values_list("verb", flat=True)
    assert list(settings.WAYMARK_UNDER_WAY.iterdir()) == []  # nothing of it is left


def test_work_that_has_ended_is_not_asked_to_stop(ask, leader):
    job = ask()
    do_work.call(job.public_id)
    job.refresh_from_db()

    cancel_job(job=job, by=scope_of(leader))

    assert not under_way.is_asked_to_stop(job.public_id)


def test_who_may_no_longer_do_it_when_it_begins_changes_nothing(ask, school):
    job = ask()
    Membership.objects.all().delete()

    do_work.call(job.public_id)

    assert state_of(job) == ("failed", "You may not do this here any more. Nothing was changed.")
    assert name_of(school) == "Fernhill School"


def test_work_dropped_by_a_killed_worker_is_seen_as_stopped_and_can_be_asked_for_again(ask):
    job = ask()
    Job.objects.update(state="running")  # and no process holds it
    job.refresh_from_db()

    assert standing_of(job).state == "stopped"
    assert ask() != job
    assert state_of(job)[0] == "stopped"


def test_a_worker_that_starts_ends_what_was_dropped_and_queues_what_waits(ask):
    dropped, waiting = ask(), ask(trouble="refused")
    Job.objects.filter(pk=dropped.pk).update(state="running")
    DBTaskResult.objects.all().delete()

    pick_up()

    assert state_of(dropped)[1].startswith("The background worker was stopped in the middle.")
    assert [row.args_kwargs["args"] for row in DBTaskResult.objects.all()] == [[waiting.public_id]]


def test_work_under_way_is_not_taken_for_dropped(ask):
    job = ask()
    Job.objects.update(state="running")
    job.refresh_from_db()

    with under_way.doing(job.public_id):
        under_way.tell(job.public_id, under_way.Progress(3, 9, "Mixing"))
        standing = standing_of(job)

    assert (standing.state, standing.progress) == ("running", under_way.Progress(3, 9, "Mixing"))


def test_it_is_known_whether_a_worker_runs(ask):
    job = ask()
    assert standing_of(job).is_nobody_there

    with under_way.working():
        assert not standing_of(job).is_nobody_there


def test_work_is_seen_by_who_holds_what_that_work_needs(ask, school):
    job = ask()
    other = Job.objects.create(kind="learners", organisation=school)

    with acting(scope_with(school, Permission.EVIDENCE_VIEW)):
        assert [job_named(school, each.public_id) for each in (job, other)] == [job, None]
    with acting(scope_with(school, Permission.LEDGER_WRITE)):
        assert [job_named(school, each.public_id) for each in (job, other)] == [None, other]


def test_work_is_handed_over_and_stopped_by_who_holds_what_it_needs(ask, school):
    job = ask()
    by = scope_with(school, *(each for each in Permission if each != Permission.EVIDENCE_VIEW))

    with pytest.raises(NotPermitted):
        hand_over(kind="paint", organisation=school, by=by)
    with pytest.raises(NotPermitted):
        cancel_job(job=job, by=by)
