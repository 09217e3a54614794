"""The hub's pages in a real Chromium: on a desk, on a phone; and axe finds nothing."""

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.providers.asking import make_employer
from waymark.access.scope import acting, everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_hubs_home_and_a_school_read_well(browser_page, hub_lead, size):
    page = browser_page("/areas/westmarch-careers-hub/", user=hub_lead, size=size)
    assert_accessible(page)
    shoot(page, "hub-home")

    page.get_by_role("link", name="Birchwood School").click()
    page.get_by_role("heading", name="Benchmarks", level=1).wait_for()
    assert_accessible(page)
    shoot(page, "hub-school")

    page.goto("/schools/birchwood-school/benchmarks/entitlements/gb5.employer_year/")
    assert_accessible(page)
    shoot(page, "hub-entitlement")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_an_employer_and_inviting_somebody_there_read_well(browser_page, hub, hub_lead, size):
    with acting(everything("test")):
        employer = make_employer(hub)
        contact = employer.contacts.get()
    where = f"/areas/{hub.slug}/employers/{employer.public_id}/"
    page = browser_page(f"{where}people/{contact.public_id}/invite/", user=hub_lead, size=size)
    assert_accessible(page)
    shoot(page, "hub-invite")

    page.get_by_role("button", name="Send the invitation").click()

    page.get_by_text("Pat, invited, can come until").wait_for()
    assert_accessible(page)
    shoot(page, "hub-employer")
