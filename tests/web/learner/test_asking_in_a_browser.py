"""Asking for an interview by a school's code in a real browser: without scripts, on a phone and at a desk."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_school, make_user
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.guidance.actions.asked_by_code import open_asking_page
from waymark.guidance.models import TypedRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def code(db):
    with acting(everything("test")):
        school = make_school()
    with acting(scope_of(make_user("Robin Marsh", ("careers_leader", school)))) as by:
        return open_asking_page(school=school, by=by).in_fours


def fill_in(page, code):
    page.get_by_label("Your school’s code").fill(code)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("I am, for myself").check()
    page.get_by_label("First and last name of who wants the interview").fill("Amara Ashdown")
    page.get_by_label("Their form, or year group").fill("10B")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_each_page_reads_well(browser_page, code, size):
    page = browser_page("/interview/", size=size, may_complain=True)  # of the form that is sent back
    assert_accessible(page)
    fill_in(page, code)
    page.get_by_label("Their form, or year group").fill("")
    page.get_by_role("button", name="Ask for it").click()
    page.get_by_text("There is a problem").wait_for()
    assert_accessible(page)
    shoot(page, "interview-ask")
    page.goto("/interview/sent/")
    assert_accessible(page)


def test_it_is_asked_for_without_scripts(browser_page, code):
    page = browser_page("/interview/", size=PHONE, scripts=False)
    fill_in(page, code)
    page.get_by_role("button", name="Ask for it").click()

    page.get_by_role("heading", name="Your school has it").wait_for()
    with acting(everything("test")):
        assert TypedRequest.objects.get().name == "Amara Ashdown"


def test_a_code_that_opens_nothing_reads_well(browser_page, code):
    page = browser_page("/interview/aaaa-aaaa/", size=PHONE, may_complain=True)  # of the 404

    page.get_by_text("We do not know that code.").wait_for()
    assert_accessible(page)
