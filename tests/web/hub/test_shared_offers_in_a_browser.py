"""Sharing offers out in a real browser: the pages at two sizes, and all of it without scripts on a phone."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, assert_no_sideways_scroll, shoot
from tests.web.hub.test_shared_offers import offers, share_out  # noqa: F401 - a fixture and what makes a sharing
from waymark.access.scope import acting, everything
from waymark.intake.jobs import do_work
from waymark.intake.models import Job
from waymark.planner.models import SharedSession

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = "/areas/westmarch-careers-hub/plan/"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_pages_read_well(browser_page, hub, hub_lead, offers, signed_in, size):  # noqa: F811
    shared = share_out(signed_in(hub_lead), hub)
    page = browser_page("about:blank", user=hub_lead, size=size)
    for name, address in (("before", WHERE), ("shared", shared)):
        page.goto(address)
        shoot(page, f"hub-plan-{name}")
        assert_accessible(page)


def test_offers_are_shared_out_without_scripts_on_a_phone(browser_page, hub, hub_lead, offers):  # noqa: F811
    page = browser_page(WHERE, user=hub_lead, size=PHONE, scripts=False)
    for group, day in (("From", ("23", "11", "2026")), ("To", ("16", "7", "2027"))):
        for label, value in zip(("Day", "Month", "Year"), day, strict=True):
            page.get_by_role("group", name=group, exact=True).get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Share out").click()
    page.get_by_text("You may close this page").wait_for()
    with acting(everything("test")):
        do_work.call(Job.objects.get(state="waiting").public_id)

    with acting(everything("test")):
        session = SharedSession.objects.select_related("school").first()
    page.get_by_text(session.title).first.wait_for()  # the waiting page asks again by itself
    page.wait_for_load_state()
    page.get_by_text(session.school.name).first.wait_for()
    assert "0.0% more" not in page.content()
    assert_no_sideways_scroll(page)
