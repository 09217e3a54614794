"""The page of a long piece of work: how far it is, why it waits, stopping it, and where it leads."""

from datetime import timedelta

import pytest

from tests.factories import make_school, make_user
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.intake import under_way
from waymark.intake.jobs import Ended, Work, do_work, hand_over, register_work
from waymark.intake.models import Job
from waymark.web.school.work import ShownWork, show_work

register_work(Work("count", Permission.LEDGER_WRITE, "tests.web.school.test_work_page:counted"))
show_work(
    "count",
    ShownWork(
        "Counting", lambda job, school: f"/schools/{school.slug}/{job.result.get('to', '')}", "school_home", "Home"
    ),
)


def counted(job, tell, by):
    return lambda: Ended("Counted.", {"to": "files/"})


@pytest.fixture
def school(db):
    with acting(everything("test")):
        return make_school()


@pytest.fixture
def leader(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def job(school, leader):
    with acting(scope_of(make_user("Sam Reed", ("careers_leader", school)))) as by:
        return hand_over(kind="count", organisation=school, title="autumn.csv", by=by)


@pytest.fixture
def address(school, job):
    return f"/schools/{school.slug}/under-way/{job.public_id}/"


def shown(client, address):
    return client.get(address).content.decode()


def test_work_under_way_is_told_in_numbers_to_the_eye_and_in_quarters_to_the_ear(leader, job, address):
    Job.objects.model._base_manager.update(state="running")
    with under_way.doing(job.public_id):
        under_way.tell(job.public_id, under_way.Progress(41_200, 100_000, "Checking rows"))
        page = shown(leader, address)

    assert "Checking rows: 41,200 of 100,000" in page
    assert 'data-said="Checking rows, a quarter done"' in page
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "autumn.csv" in page


def test_work_that_waits_says_why_once_it_has_waited(leader, job, address):
    assert "Nothing is running" not in shown(leader, address)
    job._meta.model._base_manager.update(started_at=job.started_at - timedelta(seconds=11))

    assert "Ask whoever runs this site to start its background worker." in shown(leader, address)
    with under_way.working():
        assert "Other work is being done first." in shown(leader, address)


def test_work_is_stopped_from_its_page(leader, job, address):
    assert leader.post(address).status_code == 302

    page = shown(leader, address)

    assert "Nothing was changed." in page
    assert "Cancel this" not in page
    assert "http-equiv" not in page


def test_work_that_is_done_leads_on_by_itself(leader, job, address, school):
    do_work.call(job.public_id)

    assert leader.get(address)["Location"] == f"/schools/{school.slug}/files/"
    asked_by_a_script = leader.get(address, headers={"HX-Request": "true"})
    assert asked_by_a_script["HX-Redirect"] == f"/schools/{school.slug}/files/"


def test_who_may_not_see_the_work_finds_no_page(signed_in, school, job, address):
    assert signed_in(make_user("Gov Ernor", ("governor", school))).get(address).status_code == 404
