"""A measurement point, from the hub to one school and its comparison, in a real Chromium; and axe finds nothing."""

from datetime import UTC, date, datetime

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.evaluation.cuts.conftest import fill
from tests.factories import make_area, make_school, make_user
from waymark.access.models import Sharing
from waymark.access.scope import acting, everything
from waymark.evaluation.cuts.actions import cut
from waymark.places.models import Belonging

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hub_lead(db, time_machine):
    time_machine.move_to(datetime(2027, 1, 4, 10, 0, tzinfo=UTC))
    with acting(everything("test", via="test")) as by:
        hub, school = make_area(), make_school()
        Belonging.objects.create(member=school, whole=hub)
        Sharing.objects.create(school=school, shared_with=hub)
        fill(school, met=96, roll=((9, 60), (11, 60)))
        cut(school=school, on=date(2026, 12, 31), by=by)
    return make_user("Hollis Grey", ("hub_lead", hub))


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_from_a_measurement_point_to_a_school(browser_page, hub_lead, size):
    page = browser_page("/areas/westmarch-careers-hub/points/", user=hub_lead, size=size)
    assert_accessible(page)
    shoot(page, "hub-points")

    page.get_by_role("link", name="Set targets").click()
    page.get_by_label("Benchmarks a school achieves, on average").fill("2.5")
    page.get_by_role("button", name="Set the targets").click()
    page.get_by_text("target 2.5, not reached").wait_for()
    assert_accessible(page)

    page.get_by_role("table", name="School by school").get_by_role("link", name="Fernhill School").click()
    page.get_by_role("heading", name="Your evaluation over time").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="31 Dec 2026").click()
    page.get_by_role("heading", name="As at 31 December 2026").wait_for()
    assert_accessible(page)
