"""The course search in a real browser: on a phone and a desk, by keyboard, and without scripts."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.opportunities.makers import make_course, make_provider, make_run, make_venue
from waymark.places.models import Postcode

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plumbing():
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    provider = make_provider()
    venue = make_venue(provider)
    course = make_course(provider, level="2", entry="Nothing but old clothes.", learn="Pipes.\nTaps.")
    near = make_run(course, venue, name="Plumbing by the river")
    make_run(course, make_venue(provider, "V2", town="Woking"), name="Plumbing by the canal")
    make_run(course, name="Plumbing on screen")
    make_run(course, name="Plumbing at work", delivery_mode=3, is_national=True)
    return near


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, plumbing, size):
    page = browser_page("about:blank", size=size)
    for name, address in (
        ("courses", "/courses/?q=plumming&place=GU1+3BB&level=2"),
        ("courses-none", "/courses/?q=pottery&place=GU1+3BB"),
        ("course", f"/courses/{plumbing.pk}/?from=q%3Dplumbing"),
    ):
        page.goto(address)
        shoot(page, name)
        assert_accessible(page)


def test_a_place_that_nobody_knows_reads_well(browser_page, plumbing):
    page = browser_page("/courses/?place=nowhere", size=PHONE, may_complain=True)
    shoot(page, "courses-trouble")
    assert_accessible(page)


def test_a_course_is_found_with_scripts_off_and_by_keyboard(browser_page, plumbing):
    page = browser_page("/courses/", scripts=False, size=PHONE)
    page.get_by_label("Course or subject").fill("plumbing")
    page.get_by_label("Postcode or town").fill("gu1 3bb")
    page.get_by_role("button", name="Search").press("Enter")
    page.get_by_text("More ways to narrow the list").click()
    page.get_by_label("Level 2 (4)").check()
    page.get_by_role("button", name="Search").press("Enter")
    page.get_by_role("link", name="Plumbing by the river").press("Enter")

    page.get_by_role("heading", name="Other dates and places").wait_for()

    page.get_by_role("link", name="Back to the list of courses").press("Enter")
    assert page.get_by_label("Level 2 (4)").is_checked()
    assert page.get_by_label("Postcode or town").input_value() == "gu1 3bb"


def test_names_are_suggested_as_one_types(browser_page, plumbing):
    page = browser_page("/courses/", size=DESKTOP)
    page.get_by_label("Course or subject").press_sequentially("plum")
    page.locator("#q-suggestions option").first.wait_for(state="attached")
    names = page.locator("#q-suggestions option").evaluate_all("each => each.map(option => option.value)")

    assert set(names) == {
        "Plumbing on screen", "Plumbing at work", "Plumbing by the river", "Plumbing by the canal",
    }  # fmt: skip
    assert page.get_by_label("Course or subject").get_attribute("list") == "q-suggestions"
