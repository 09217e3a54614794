"""Signing in, in a browser and under the site's own content security policy: every page of it at two sizes."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp

from tests.browser import DESKTOP, PHONE, assert_accessible, shoot
from waymark.access.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "heron-lantern-quarry"


@pytest.fixture
def person(db):
    return User.objects.create_user("ade@fernhollow.example", name="Ade Marlow", password=PASSWORD)


def looked_at(page, name):
    """Hold the page to the standards at both sizes, and keep pictures of it."""
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        shoot(page, f"sign-in-{name}")
        assert_accessible(page)


def code_for(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def give_password(page, password=PASSWORD):
    page.get_by_label("E-mail address").fill("ade@fernhollow.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.get_by_role("link", name="Sign out").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")


def test_authenticator_app_is_set_up_and_asked_for(browser_page, person):
    page = browser_page("/account/login/")
    looked_at(page, "first")
    give_password(page, "wrong")
    looked_at(page, "wrong")
    give_password(page)
    page.goto("/account/2fa/")
    looked_at(page, "ways")
    page.goto("/account/reauthenticate/")
    looked_at(page, "still-you")
    page.goto("/account/password/change/")
    looked_at(page, "password")
    page.goto("/account/2fa/")
    page.get_by_role("button", name="Set up an authenticator app").click()
    looked_at(page, "authenticator")
    secret = page.locator(".govuk-summary-list__value").inner_text()
    page.get_by_label("Code that the app shows").fill(code_for(secret))
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    looked_at(page, "recovery-codes")
    assert len(page.locator(".wm-codes code").all()) == 10
    recovery_code = page.locator(".wm-codes code").first.inner_text()

    sign_out(page)
    give_password(page)
    looked_at(page, "second-step")
    page.get_by_label("Code from your authenticator app").fill(recovery_code)
    page.get_by_role("button", name="Sign in", exact=True).click()

    page.get_by_role("link", name="Sign out").wait_for()


def test_passkey_is_set_up_and_used_alone(browser_page, person):
    page = browser_page("/account/login/")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    give_password(page)
    page.goto("/account/2fa/webauthn/add/")
    looked_at(page, "passkey")
    page.get_by_label("A name for it").fill("school laptop")
    page.get_by_role("button", name="Set up the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto("/account/2fa/webauthn/")
    looked_at(page, "passkeys")
    assert page.locator("strong").inner_text() == "school laptop"
    page.get_by_role("link", name="Take away school laptop").click()
    looked_at(page, "passkey-away")

    sign_out(page)
    give_password(page)
    looked_at(page, "second-step-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_role("link", name="Sign out").wait_for()


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/account/password/reset/", "Choose a new password"),
        ("/account/password/reset/done/", "Look in your e-mail"),
        ("/account/password/reset/key/1-worn/", "This link no longer works"),
        ("/account/password/reset/key/done/", "Your password is changed"),
        ("/account/signup/", "Accounts come by invitation"),
        ("/account/inactive/", "This account is closed"),
    ],
)
def test_other_ways_in_read_well(browser_page, address, heading):
    page = browser_page(address)

    page.get_by_role("heading", level=1, name=heading).wait_for()
    looked_at(page, re.sub(r"\W+", "-", heading.lower()))


def test_password_is_changed_by_the_link_in_the_letter_with_scripts_off(browser_page, person, mailoutbox):
    page = browser_page("/account/password/reset/", scripts=False)
    page.get_by_label("E-mail address").fill("ade@fernhollow.example")
    page.get_by_role("button", name="Send the link").click()
    (letter,) = mailoutbox
    assert letter.subject.endswith("Choose a new password for Waymark")

    page.goto(re.search(r"http\S+", letter.body)[0])
    page.get_by_label("New password").fill("otter-bramble-signal")
    page.get_by_label("The same again").fill("otter-bramble-signal")
    page.get_by_role("button", name="Save the new password").click()

    page.get_by_role("heading", level=1, name="Your password is changed").wait_for()
    person.refresh_from_db()
    assert person.check_password("otter-bramble-signal")


def test_too_many_wrong_passwords_lock_the_account_for_every_spelling_of_its_address(client, person):
    for _ in range(8):
        client.post("/account/login/", {"login": "Ade@Fernhollow.example", "password": "wrong"})

    refused = client.post("/account/login/", {"login": "ade@fernhollow.example", "password": PASSWORD})

    assert refused.status_code == 429
    assert "Too many wrong passwords" in refused.content.decode()


@pytest.mark.parametrize(
    "address", ["/account/email/", "/account/confirm-email/", "/account/confirm-email/x/", "/account/password/set/"]
)
def test_doors_that_nobody_needs_are_shut(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "else@where.example", "action_add": ""}).status_code == 404


@pytest.mark.django_db
def test_what_is_wrong_is_called_as_the_page_calls_it_and_the_title_says_so_first(client):
    page = client.post("/account/login/", {}).content.decode()

    assert "<title>Error: Sign in – Waymark</title>" in page
    assert "“E-mail address” is needed." in page
