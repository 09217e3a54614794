"""Jobs and work near you in a real browser: on a phone and a desk, with axe, and without scripts."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.opportunities.demo_jobs import bring_in
from waymark.access.scope import acting, everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demo():
    with acting(everything("test")) as scope:
        bring_in(scope)


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, demo, size):
    page = browser_page("about:blank", size=size)
    for name, address in (
        ("jobs", "/jobs/"),
        ("jobs-found", "/jobs/?q=nusre"),
        ("jobs-none-found", "/jobs/?q=zzzxqw"),
        ("job", "/jobs/nurse/?near=westmarch"),
        ("job-map", "/jobs/teaching-assistant/map/"),
        ("work-near-you", "/work-near-you/?q=atlantis"),
        ("work-in-an-area", "/work-near-you/westmarch-lsip/"),
    ):
        page.goto(address)
        shoot(page, name)
        assert_accessible(page)


def test_from_a_word_to_a_job_near_me_and_on_with_scripts_off_and_by_keyboard(browser_page, demo):
    page = browser_page("/jobs/", scripts=False, size=PHONE)
    page.get_by_label("A job, or something you would do there").fill("teachng asistant")
    page.get_by_role("button", name="Search").press("Enter")
    page.get_by_role("link", name="Teaching assistant").press("Enter")
    page.get_by_label("Your postcode or council").fill("Westmarch")
    page.get_by_role("button", name="Show").press("Enter")

    page.get_by_text("adverts for “care workers and helpers” stood online in Westmarch").wait_for()

    page.get_by_role("link", name="The whole map around Teaching assistant").press("Enter")
    page.get_by_role("link", name="Primary teacher", exact=True).press("Enter")

    page.get_by_role("heading", name="Jobs around Primary teacher").wait_for()
