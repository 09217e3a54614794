"""Sharing a self-assessment in a real browser: a link made, opened by somebody unsigned, counted, and withdrawn."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.evaluation.test_joining import POINT, answered
from tests.factories import make_school, make_user
from waymark.access.scope import acting, everything
from waymark.ledger.touching import touch_everyone

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = "/schools/westmarch-college/self-assessment/"


@pytest.fixture
def leader(time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z")
    with acting(everything("test")) as by:
        college = make_school("Westmarch College", urn="", ukprn="19900001", setting="college")
        touch_everyone(college.pk)
        for part in ("", "Bridge", "Quay"):
            answered(college, part, POINT, by, gb1_head="yes" if part == "Quay" else "no", gb1_leader="yes")
    return make_user("Robin Marsh", ("careers_leader", college))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_link_from_its_making_to_its_withdrawal(browser_page, leader, size):
    page = browser_page(WHERE, user=leader, size=size)
    page.get_by_role("link", name="All sites in one view").click()
    shoot(page, "sites")
    assert_accessible(page)
    page.goto(page.url.replace("sites", "shared"))
    page.get_by_role("link", name="Self-assessment of 31 July 2026", exact=True).click()
    shoot(page, "share")
    assert_accessible(page)
    page.get_by_label("Anybody who has a link").check()
    page.get_by_label("Whom is the link for?").fill("The chair")
    page.get_by_role("button", name="Share it").click()
    link = page.locator("code").inner_text()
    assert_accessible(page)

    theirs = browser_page(link, size=size)
    shoot(theirs, "shared-by-link")
    assert_accessible(theirs)
    page.goto(page.url.partition("?")[0].replace("new/", ""))
    page.get_by_role("link", name="A link for The chair").click()
    shoot(page, "shared")
    assert_accessible(page)
    looked = page.get_by_role("row", name="By the link")
    assert [looked.get_by_text(said, exact=True).is_visible() for said in ("22 November 2026", "1")] == [True, True]
    page.get_by_role("button", name="Withdraw it").click()

    gone = browser_page(link, size=size, may_complain=True)
    assert gone.get_by_text("Westmarch College has withdrawn this.").is_visible()
    assert_accessible(gone)


def test_what_is_shared_with_nobody_is_said_so(browser_page, leader):
    page = browser_page("/shared/", user=leader, size=PHONE)

    page.get_by_text("Nothing is shared with you at the moment.").wait_for()
    assert_accessible(page)
