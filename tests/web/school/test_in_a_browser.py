"""The school's pages in a real Chromium: on a desk, on a phone, with scripts off; and axe finds nothing."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_area
from waymark.access.scope import acting, everything
from waymark.ledger.models import Learner
from waymark.places.models import Belonging

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCHOOL = "/schools/fernhill-school/"
PAGES = {
    "school-home": "",
    "benchmarks": "benchmarks/",
    "benchmark": "benchmarks/gb5/",
    "benchmark-answered-by-people": "benchmarks/gb1/",
    "provider-access": "benchmarks/pal/",
    "entitlement": "benchmarks/entitlements/gb8.guidance_by_16/",
    "entitlement-on-a-past-day": "benchmarks/entitlements/gb5.stem/?on_day=31&on_month=7&on_year=2025",
    "entitlement-on-no-day": "benchmarks/entitlements/gb5.stem/?on_day=32&on_month=7&on_year=2025",
    "entitlement-list": "benchmarks/entitlements/gb5.employer_year/learners/?answer=not_yet&sort=-form",
    "entitlement-list-of-nobody": "benchmarks/entitlements/gb5.employer_year/learners/?q=nobody",
    "learners": "learners/?year=11",
    "settings": "settings/",
    "calendar": "settings/calendar/",
    "sensitive-facts": "settings/sensitive/",
    "sensitive-fact-off": "settings/sensitive/sen/",
    "sensitive-fact-on": "settings/sensitive/eal/",
    "sharing": "settings/sharing/",
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_every_page_reads_well(browser_page, leader, big_school, size):
    Belonging.objects.create(member=big_school, whole=make_area())
    with acting(everything("test")):
        public_id = Learner.objects.filter(enrolments__year_group=11, enrolments__academic_year=2026).first().public_id
    page = browser_page(SCHOOL, user=leader, size=size)
    for name, where in {**PAGES, "learner": f"learners/{public_id}/"}.items():
        page.goto(SCHOOL + where)
        assert_accessible(page)
        shoot(page, name)


def test_on_a_phone_each_row_of_the_list_to_act_on_shows_its_answer_without_scrolling(browser_page, leader):
    page = browser_page(f"{SCHOOL}benchmarks/entitlements/gb5.employer_year/learners/", user=leader, size=PHONE)

    places = [page.locator("tbody tr").first.get_by_role(role).last.bounding_box() for role in ("rowheader", "cell")]

    assert all(place["x"] >= 0 and place["x"] + place["width"] <= PHONE["width"] for place in places)
    assert page.get_by_role("columnheader").count() == 5


def test_from_a_figure_to_the_row_it_rests_on_without_scripts(browser_page, leader):
    page = browser_page(f"{SCHOOL}benchmarks/", user=leader, scripts=False)

    page.get_by_role("link", name="Personal guidance").click()
    page.get_by_role("link", name="A guidance meeting by the end of Year 11").first.click()
    page.get_by_role("link", name="See who").first.click()
    page.get_by_role("link", name="Calloway").first.click()

    page.get_by_text("What counted: Guidance meetings (2 Nov 2026)").wait_for()
    page.get_by_role("row", name="Guidance meetings").get_by_text("By hand").wait_for()


def test_a_list_is_narrowed_without_scripts(browser_page, leader):
    page = browser_page(f"{SCHOOL}learners/", user=leader, scripts=False)

    page.get_by_label("Name").fill("ashdown")
    page.get_by_label("Year group").select_option("Year 11")
    page.get_by_role("button", name="Show").click()

    page.get_by_role("link", name="Stop filtering by Year 11").wait_for()
    assert {row.inner_text()[:7] for row in page.locator("tbody th").all()} == {"Ashdown"}


def test_the_day_and_the_rules_are_chosen_without_scripts(browser_page, leader):
    page = browser_page(f"{SCHOOL}benchmarks/gb6/", user=leader, scripts=False)

    page.get_by_text("Another day, or other rules").click()
    for label, value in (("Day", "31"), ("Month", "7"), ("Year", "2025")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Show").click()

    page.get_by_text("by Gatsby Benchmarks, 2014").wait_for()
