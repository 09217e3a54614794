"""Sharing offers out in a real browser: the pages at two sizes."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.web.hub.test_shared_offers import offers, share_out  # noqa: F401 - a fixture and what makes a sharing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHERE = "/areas/westmarch-careers-hub/plan/"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_pages_read_well(browser_page, hub, hub_lead, offers, signed_in, size):  # noqa: F811
    shared = share_out(signed_in(hub_lead), hub)
    for name, address in (("before", WHERE), ("shared", shared)):
        page = browser_page(address, user=hub_lead, size=size)
        shoot(page, f"hub-plan-{name}")
        assert_accessible(page)
