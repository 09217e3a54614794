"""A leader leaves and a colleague loses a phone, in a real Chromium: axe finds nothing, and no script is needed."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from tests.factories import make_school, make_user
from waymark.access.actions.tokens import make_token
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "copper lantern meadow"


@pytest.mark.parametrize(("size", "scripts"), [(DESKTOP, True), (PHONE, True), (DESKTOP, False)])
def test_a_program_loses_access_and_a_lost_phone_is_seen_to(browser_page, size, scripts):
    school = make_school()
    leaver = make_user("Robin Marsh", ("careers_leader", school))
    make_user("Jo Penn", ("senior_leader", school))
    teacher = make_user("Sam Reed", ("teacher", school), password=PASSWORD)
    Authenticator.objects.create(user=teacher, type=Authenticator.Type.TOTP, data={"secret": "x"})
    left = make_user("Alex Brook", ("careers_administrator", school), password=PASSWORD)
    asked = {"organisation": school, "permissions": [Permission.FIGURES_VIEW], "days": 90}
    for label in ("Attendance from our MIS", "Dashboard"):
        make_token(label=label, **asked, by=scope_of(leaver))
    page = browser_page(reverse("people", kwargs={"slug": school.slug}), user=left, size=size, scripts=scripts)

    def look(name):
        if scripts:
            assert_accessible(page)
            shoot(page, name)

    def press(role, name):
        with page.expect_navigation():
            page.get_by_role(role, name=name).click()

    look("people-with-lost-phone")
    press("link", "End this role of Robin Marsh")
    look("end-role-with-programs")
    press("button", "End the role")
    look("people-after-a-leader")
    press("link", "Programs that have access")
    look("tokens-lost")
    press("link", "Make a new token for Dashboard")
    look("token-like-another")
    page.goto(reverse("people", kwargs={"slug": school.slug}))
    press("link", "Lost their phone (Sam Reed)")
    look("lost-phone-still-you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press("button", "Continue")
    look("lost-phone")
    press("button", "Take it away")
    look("people-after-a-lost-phone")

    assert "Sam Reed can set up a new second step." in page.content()
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert Membership.objects.get(user=leaver).ended_at is not None
