"""The school's own pages about its careers page in a real browser."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.publishing.actions import edit_page, release
from waymark.publishing.models import AccessRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = {
    "overview": "",
    "leader": "write/leader/",
    "programme": "write/programme/",
    "access": "write/access/",
    "impact": "write/impact/",
    "figures": "write/figures/",
    "preview": "preview/",
    "releases": "releases/",
    "release": "releases/1/",
    "withdraw": "withdraw/",
    "requests": "requests/",
    "embedding": "embedding/",
}


@pytest.fixture
def leader():
    """A careers leader whose page is public, has changed since, lacks something and has a request waiting."""
    with acting(everything("test")) as scope:
        school, leader = make_publishing_school()
        write_everything(school, scope, leader_id=leader.pk, shown_figures=["gb5.employer_year", "pal.first"])
        release(school=school, on=ON, by=scope)
        edit_page(
            school=school,
            changes={"for_teachers": "", "guidance": "", "shown_figures": ["gb5.employer_year", "gb8.guidance_by_18"]},
            by=scope,
        )
        AccessRequest.objects.create(
            organisation=school,
            public_id="abc",
            provider="Harrowbeck College",
            contact_name="Sasha Penhallow",
            contact_email="sasha@harrowbeck.example",
            offers="An hour with our apprentices.",
            phases=["first"],
            wished_dates="Any Tuesday in March",
            sent_from="",
        )
    return leader


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_pages_read_well(browser_page, leader, size):
    page = browser_page("about:blank", user=leader, size=size)
    for name, end in {**PAGES, "request": "requests/abc/"}.items():
        page.goto(f"/schools/fernhill-school/careers-page/{end}")
        shoot(page, f"careers-page-{name}")
        assert_accessible(page)


def test_a_page_is_written_and_released_with_scripts_off(browser_page, leader):
    page = browser_page("/schools/fernhill-school/careers-page/", user=leader, scripts=False)
    page.get_by_role("link", name="Personal guidance", exact=True).click()
    page.get_by_label("How to get a meeting").fill("Ask your tutor.\n- or the careers room")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Preview and release").click()
    page.get_by_role("button", name="Release it now").click()

    page.get_by_role("link", name="See what the public sees").click()
    page.get_by_text("or the careers room").wait_for()
    page.get_by_text("This page is incomplete").wait_for()
