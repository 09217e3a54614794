"""The worker as a process of its own, on a database whose one writer it is: stopped, killed, and two at once."""

import itertools
import json
import sqlite3
from contextlib import closing

import pytest

from tests.own_site import OwnSite, kill, until

TOLD = ("intake_job", "django_tasks_database_dbtaskresult", "access_auditevent")  # what is told of the work itself
A_SCHOOL = """
from waymark.ledger.models import Activity, Learner
from waymark.places.models import Organisation
from waymark.access.models import Membership, User
from datetime import date
school = Organisation.objects.create(name="Fernhill School", slug="fernhill", urn="900001", kind="school")
user = User.objects.create_user("robin@example.org", name="Robin Marsh")
Membership.objects.create(user=user, organisation=school, role="careers_leader")
some = range(300)
named = dict(organisation=school, given_name="A", family_name="B")
Learner.objects.bulk_create([Learner(upn=f"A{820_000_000_000 + n}", **named) for n in some])
held = dict(organisation=school, held_on=date(2026, 10, 7))
Activity.objects.bulk_create([Activity(school_reference=f"R{n}", title=f"R{n}", **held) for n in some])
"""
A_MERGE = """
from datetime import date
from waymark.access.models import User
from waymark.access.queries import scope_of
from waymark.access.scope import acting
from waymark.intake.jobs import do_work, hand_over
from waymark.ledger.sources.attendance.receiving import receive_attendance
from waymark.places.models import Organisation
rows = "".join(f"R{n % 300},A{820_000_000_000 + n // 300},attended\\n" for n in range(SIZE))
school = Organisation.objects.get(urn="900001")
said = dict(content=f"Activity,UPN,Status\\n{rows}".encode(), filename="a.csv", school=school, on=date(2026, 11, 20))
delivery, _ = receive_attendance(**said, by=by)
with acting(scope_of(User.objects.get())) as robin:
    job = hand_over(kind="merge records", organisation=school, delivery=delivery, by=robin)
do_work.enqueue(job.public_id)
print(job.public_id)
"""
A_WISH_TO_STOP = """
from waymark.intake.jobs import cancel_job
from waymark.intake.models import Job
cancel_job(job=Job.objects.get(public_id="NAME"), by=by)
"""
_sizes = itertools.count(80_000)


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker):
    site = OwnSite.at(tmp_path_factory.mktemp("jobs") / "data", django_db_blocker)
    site.run("check")  # makes the tables, where they were not copied
    site.python(A_SCHOOL)
    return site


@pytest.fixture
def merging(site):
    """A large merge that waits, queued twice: its name, and the site before it."""
    public_id = site.python(A_MERGE.replace("SIZE", str(next(_sizes)))).strip()
    return public_id, site.kept(but=TOLD)


@pytest.fixture
def worker(site):
    """Start the background worker; those still there at the end are killed."""
    started = []

    def start():
        started.append(site.start("worker"))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            kill(process)


def progress(site, public_id):
    """What is told of the work: done, total, words."""
    try:
        return json.loads((site.folder / "under-way" / f"{public_id}.json").read_text())
    except FileNotFoundError:
        return None


def is_writing(site, public_id):
    told = progress(site, public_id)
    return told and told[2] == "Writing marks"


def state(site, public_id):
    return site.rows(f"SELECT state, message FROM intake_job WHERE public_id = '{public_id}'")[0]


def ended(site, public_id):
    found = state(site, public_id)
    return found if found[0] not in {"waiting", "running"} else None


def test_a_merge_stopped_as_it_writes_leaves_the_database_as_it_was(site, merging, worker):
    public_id, before = merging
    worker()
    until(lambda: is_writing(site, public_id))

    (site.folder / "under-way" / f"{public_id}.stop").touch()

    assert until(lambda: ended(site, public_id)) == ("stopped", "Nothing was changed.")
    assert site.kept(but=TOLD) == before


def test_a_wish_to_stop_is_told_while_the_one_writer_writes(site, merging):
    """Whoever presses Cancel in the middle of a merge would otherwise wait until there is nothing left to cancel."""
    public_id, _ = merging
    with closing(sqlite3.connect(site.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        asking = site.start_python(A_WISH_TO_STOP.replace("NAME", public_id))

        until((site.folder / "under-way" / f"{public_id}.stop").exists)

        writer.rollback()
    asking.communicate(timeout=60)
    assert state(site, public_id) == ("stopped", "Nothing was changed.")


def test_a_worker_killed_as_it_writes_leaves_the_database_as_it_was_and_the_next_one_says_so(site, merging, worker):
    public_id, before = merging
    first = worker()
    until(lambda: is_writing(site, public_id))

    kill(first)

    assert state(site, public_id)[0] == "running"
    assert site.kept(but=TOLD) == before
    worker()
    stopped, said = until(lambda: ended(site, public_id))
    assert (stopped, said.split(".")[0]) == ("stopped", "The background worker was stopped in the middle")


def test_two_workers_do_a_merge_once_and_tell_of_it_forwards_only(site, merging, worker):
    public_id, _ = merging
    worker(), worker()
    told = []

    def over():
        told.append(tuple(progress(site, public_id) or ()))
        return ended(site, public_id)

    done, said = until(over)

    assert (done, said.split(":")[0]) == ("done", "Merged")
    steps = [each for each, _ in itertools.groupby(told) if each]
    words = [word for word, _ in itertools.groupby(each[2] for each in steps)]
    assert len(words) == len(set(words))
    for _, of_one in itertools.groupby(steps, key=lambda each: each[2]):
        amounts = [each[0] for each in of_one]
        assert amounts == sorted(amounts)
    assert site.rows("SELECT count(*) FROM access_auditevent WHERE verb = 'attendance merged'") == [(1,)]
    assert site.rows("SELECT state FROM intake_delivery ORDER BY id DESC LIMIT 1") == [("merged",)]


def test_a_worker_outlives_a_database_that_is_held_too_long(site, merging, worker):
    """It would otherwise end, and all that is handed over later would wait for nobody."""
    public_id, _ = merging
    with closing(sqlite3.connect(site.database)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        said = worker().stderr.readline()
        writer.rollback()

    assert said == "The database cannot be used just now: database is locked. Trying again.\n"
    assert until(lambda: ended(site, public_id))[0] == "done"
