"""The public pages in a real browser: on a phone and a desk, with axe, and without scripts."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.access.scope import acting, everything
from waymark.publishing.actions import release
from waymark.publishing.models import AccessRequest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def school():
    with acting(everything("test")) as scope:
        school, leader = make_publishing_school()
        write_everything(
            school, scope, leader_id=leader.pk, shown_figures=["gb5.employer_year", "pal.first", "gb8.guidance_by_16"]
        )
        release(school=school, on=ON, by=scope)
    return school


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_public_pages_read_well(browser_page, school, size):
    page = browser_page("about:blank", size=size)
    for name, address in (
        ("careers-page", f"/careers/{school.slug}/"),
        ("careers-page-embedded", f"/careers/{school.slug}/embed/"),
        ("careers-pages-found", "/careers/?q=fern"),
        ("careers-page-ask", f"/careers/{school.slug}/ask/"),
    ):
        page.goto(address)
        shoot(page, name)
        assert_accessible(page)


def test_a_provider_asks_with_scripts_off_and_by_keyboard(browser_page, school):
    page = browser_page(f"/careers/{school.slug}/", scripts=False, size=PHONE, may_complain=True)
    page.get_by_role("link", name="Ask for access").click()
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="There is a problem").wait_for()

    for label, words in (
        ("Your organisation", "Harrowbeck College"),
        ("Your name", "Sasha Penhallow"),
        ("Your e-mail address", "sasha@harrowbeck.example"),
        ("What you would like to do", "An hour with our apprentices."),
        ("When", "Any Tuesday in March"),
    ):
        page.get_by_label(label, exact=True).fill(words)
    page.get_by_label("Years 8 and 9").press("Space")
    page.wait_for_timeout(4000)  # a person takes longer than a program
    page.get_by_role("button", name="Send the request").press("Enter")

    page.get_by_role("heading", name="Request sent").wait_for()
    with acting(everything("test")):
        assert AccessRequest.objects.get().phases == ["first"]


def test_another_page_can_frame_the_embedded_page_and_not_the_whole_one(school, chromium, live_server):
    page = chromium.new_page()
    there = f"{live_server.url}/careers/{school.slug}/"
    frames = f'<iframe title="embedded" src="{there}embed/"></iframe><iframe title="whole" src="{there}"></iframe>'
    page.route("**/theirs", lambda route: route.fulfill(body=frames, content_type="text/html"))
    page.goto(f"{live_server.url}/theirs")  # Chromium lets no other host frame one of this machine

    page.frame_locator('[title="embedded"]').get_by_role("heading", name="Careers programme").wait_for()

    assert page.frame_locator('[title="whole"]').get_by_role("heading", name="Careers programme").count() == 0
    page.close()
