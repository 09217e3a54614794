"""The catalogue in a browser: every component in every state, at two sizes."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.web.catalogue_urls"),
]


@pytest.mark.parametrize("size", [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop")])
def test_catalogue_is_accessible(browser_page, size):
    page = browser_page("/catalogue/", size=size)

    shoot(page, "catalogue")
    page.get_by_role("heading", name="register_row").wait_for()
    assert_accessible(page)


def test_register_marks_everyone_and_keeps_what_was_not_sent(browser_page):
    page = browser_page("/catalogue/")
    page.get_by_role("button", name="Mark everyone attended").click()
    assert page.locator("[data-register-count]").inner_text() == "1 of 1 marked"

    page.on("dialog", lambda leaving: leaving.accept())
    page.reload()

    assert page.locator("[data-words]").inner_text() == (
        "We put back 1 mark you had not saved. Check and save the register."
    )
    assert page.evaluate("sessionStorage.getItem('register:sample')") == '{"s-1":"attended"}'


def test_register_says_when_the_connection_is_lost_and_sends_again(browser_page):
    page = browser_page("/catalogue/", may_complain=True)
    page.get_by_role("radio", name="Attended").first.check(force=True)
    page.context.set_offline(True)
    page.get_by_role("button", name="Save the register").click()
    page.get_by_role("button", name="Send again").wait_for()
    assert "Your marks are kept in this tab" in page.locator("[data-words]").inner_text()

    with page.expect_request(lambda sent: sent.method == "POST") as again:
        page.context.set_offline(False)

    assert "s-1=attended" in again.value.post_data


def test_a_changed_form_asks_before_it_is_left(browser_page):
    page = browser_page("/catalogue/")
    asked = []
    page.on("dialog", lambda leaving: (asked.append(leaving.type), leaving.accept()))
    page.get_by_role("radio", name="Absent").first.check(force=True)

    page.goto("/about/privacy/")

    assert asked == ["beforeunload"]
