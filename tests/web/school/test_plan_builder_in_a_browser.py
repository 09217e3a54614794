"""The plan builder's whole walk in a real browser: ask, watch, stop or wait, decide, accept, what if."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.web.school.test_plan_builder import add_offers
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.ledger.models import Activity

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def do_the_work():
    with acting(everything("test")):
        (job,) = Job.objects.filter(state="waiting")
    do_work.call(job.public_id)


def test_a_year_from_asking_to_accepting(browser_page, big_school, leader):
    with acting(everything("test")):
        add_offers(big_school)
    page = browser_page(f"/schools/{big_school.slug}/plan-builder/", user=leader, size=DESKTOP)
    page.get_by_label("Money for these days, in pounds").fill("120")
    page.get_by_text("Lessons missed, days to keep free").click()
    assert_accessible(page)
    shoot(page, "plan-builder-ask")
    page.get_by_role("button", name="Plan", exact=True).click()
    page.get_by_text("Waiting to start").first.wait_for()
    do_the_work()
    page.get_by_role("heading", name="Why not more?").wait_for()
    assert_accessible(page)
    shoot(page, "plan-builder-proposal")

    page.get_by_label("Apprenticeships talk").check()
    page.get_by_role("button", name="Accept them").click()
    page.get_by_text("1 session put on your year plan.").wait_for()
    page.get_by_role("button", name="What if?").click()
    page.get_by_label("An employer, provider or adviser withdraws").check()
    page.get_by_label("Who withdraws?").select_option("Lantern Works")
    assert_accessible(page)
    shoot(page, "plan-builder-what-if")
    page.get_by_role("button", name="See what would be lost").click()
    page.get_by_text("Waiting to start").first.wait_for()
    do_the_work()
    page.get_by_role("heading", name="If Lantern Works withdraws").wait_for()
    shoot(page, "plan-builder-what-if-found")

    with acting(everything("test")):
        assert Activity.objects.filter(proposed_session__isnull=False).count() == 1


def test_on_a_phone_without_scripts(browser_page, big_school, leader):
    with acting(everything("test")):
        add_offers(big_school)
    page = browser_page(f"/schools/{big_school.slug}/plan-builder/", user=leader, size=PHONE, scripts=False)
    page.get_by_role("button", name="Plan", exact=True).click()
    do_the_work()
    page.get_by_role("link", name="Look again now").click()
    shoot(page, "plan-builder-proposal-phone")
    page.get_by_role("link", name="go to").first.click()
    shoot(page, "plan-builder-going-phone")
    page.goto(f"/schools/{big_school.slug}/plan-builder/offers/")
    shoot(page, "plan-builder-offers-phone")
