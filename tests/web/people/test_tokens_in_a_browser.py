"""Giving a program access, and the API reference, in a real Chromium: axe finds nothing, and no script is needed."""

import pytest
from django.urls import reverse

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_school, make_user
from waymark.access.models import ApiToken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)])
def test_a_program_is_given_access_and_loses_it(browser_page, size, scripts):
    school = make_school()
    leader = make_user("Robin Marsh", ("careers_leader", school))
    address = reverse("tokens", kwargs={"slug": school.slug})
    page = browser_page(address, user=leader, size=size, scripts=scripts, may_complain=True)  # of the form refused

    def look(name):
        if scripts:
            assert_accessible(page)
            shoot(page, name)

    def press(role, name):
        with page.expect_navigation():
            page.get_by_role(role, name=name).click()

    look("tokens-none")
    press("button", "Give a program access")
    press("button", "Make the token")
    look("token-form-with-faults")
    page.get_by_label("Which program is it for?").fill("Attendance from our MIS")
    page.get_by_label("Take a register").check()
    press("button", "Make the token")
    look("token-made")
    press("link", "Programs that have access")
    look("tokens")
    press("link", "End access")
    look("token-end")
    press("button", "End access")

    assert "Attendance from our MIS no longer has access." in page.content()
    assert ApiToken.objects.get().revoked_at is not None


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_the_api_reference_reads_well(browser_page, size):
    page = browser_page("/api/", size=size)

    assert_accessible(page)
    shoot(page, "api-reference")
