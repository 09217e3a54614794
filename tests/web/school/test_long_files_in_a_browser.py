"""A large file of attendance in a real browser: on a phone without scripts, at a desk with them."""

import re

import pytest
from django.urls import reverse

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_activity, make_learner, make_school, make_user
from tests.ledger.learner_files import upn
from waymark.access.scope import acting, everything
from waymark.intake import under_way
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.ledger.models import Encounter

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROWS = 30_100  # a few more than are read at once


@pytest.fixture
def school(transactional_db):
    with acting(everything("test")):
        school = make_school()
        for number in range(110):
            make_activity(school, school_reference=f"FAIR{number}")
        for number in range(280):
            make_learner(school, number, upn=upn(number))
        return school


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def marks(tmp_path):
    kept = tmp_path / "autumn-registers.csv"
    rows = (f"FAIR{n // 280},{upn(n % 280)},attended\n" for n in range(ROWS))
    kept.write_text("Activity,UPN,Status\n" + "".join(rows))
    return kept


def send(page, marks):
    page.locator("input[type=file]").set_input_files(marks)
    page.get_by_role("button", name="Check this file").click()
    page.get_by_text("Waiting to start").first.wait_for()


def hear(page, words):
    """A screen reader is told `words`, a moment after the page shows them."""
    page.get_by_role("status").filter(has_text=re.compile(f"^{words}$")).wait_for(state="attached")


def job_waiting():
    with acting(everything("test")):
        return Job.objects.get(state="waiting")


def test_a_large_file_on_a_phone_without_scripts(browser_page, school, leader, marks):
    address = reverse("bring_attendance", kwargs={"slug": school.slug})
    page = browser_page(address, user=leader, size=PHONE, scripts=False)
    send(page, marks)
    shoot(page, "large-file-waits-phone")

    do_work.call(job_waiting().public_id)

    page.get_by_text("Check what this file would change").wait_for()  # by itself
    shoot(page, "large-file-read-phone")
    page.get_by_role("button", name="Merge this file").click()
    page.get_by_role("heading", name="Merging your file").wait_for()
    page.get_by_role("button", name="Cancel this").click()
    page.get_by_text("Nothing was changed.").wait_for()
    page.get_by_role("link", name="Go back to it").click()
    page.get_by_role("button", name="Merge this file").click()
    page.get_by_role("heading", name="Merging your file").wait_for()
    do_work.call(job_waiting().public_id)
    page.get_by_text("Merged", exact=True).first.wait_for()
    with acting(everything("test")):
        assert Encounter.objects.count() == ROWS


def test_how_far_it_is_at_a_desk(browser_page, school, leader, marks):
    page = browser_page(reverse("bring_attendance", kwargs={"slug": school.slug}), user=leader, size=DESKTOP)
    send(page, marks)
    assert_accessible(page)
    job = job_waiting()
    Job._base_manager.update(state="running")
    with under_way.doing(job.public_id):
        under_way.tell(job.public_id, under_way.Progress(41_200, 100_000, "Checking rows"))
        page.get_by_text("Checking rows: 41,200 of 100,000").wait_for()
        hear(page, "Checking rows, a quarter done")
        page.get_by_role("button", name="Cancel this").focus()
        under_way.tell(job.public_id, under_way.Progress(61_200, 100_000, "Checking rows"))
        page.get_by_text("Checking rows: 61,200 of 100,000").wait_for()
        hear(page, "Checking rows, half done")
        assert page.evaluate("document.activeElement.textContent") == "Cancel this"
        assert_accessible(page)
        shoot(page, "large-file-under-way")
        page.set_viewport_size(PHONE)
        assert_accessible(page)
        shoot(page, "large-file-under-way-phone")
    Job._base_manager.update(state="waiting")

    do_work.call(job.public_id)

    page.get_by_text("Check what this file would change").wait_for()
