"""What every answer carries, whatever it says: nothing is kept, framed or sniffed; nothing is posted unasked."""

import logging
import re

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from tests.access.test_isolation import filled, named, ours, things  # noqa: F401  (fixtures)
from tests.factories import make_school, make_user
from waymark.access.actions.invitations import invite
from waymark.access.actions.tokens import GRANTABLE, make_token
from waymark.access.models import ApiToken, Invitation, Membership
from waymark.access.queries import scope_of
from waymark.access.scope import acting, everything
from waymark.config.logs import Discreet

pytestmark = pytest.mark.django_db
PASSWORD = "copper lantern meadow"
OPENS, SECRET = {"secret", "token", "code", "key"}, "7074177070"
STANDS_FOR = {"number": 1, "kind": "csv"}
OPEN_NOTHING = {  # what is named here by a code lets nobody in: a benchmark, an entitlement, a row of tokens
    "benchmark",
    "entitlement",
    "entitlement_learners",
    "entitlement_learners_file",
    "plan_for_list",
    "plan_together",
    "assessment_answer",
    "assessment_benchmark",
    "assessment_clashes",
    "revoke_token",
}


def faults_of(response):
    headers = response.headers
    wrong = [
        name
        for name, said in (
            ("X-Frame-Options", "DENY"),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        )
        if headers.get(name) != said
    ]
    policy = headers.get("Content-Security-Policy", "")
    loads = re.search(r"default-src '(self|none)'", policy)
    if not loads or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
        wrong.append("Content-Security-Policy")
    return wrong


def owner(things):  # noqa: F811
    with acting(everything("test")):
        return Membership.objects.get(pk=things["membership"]).user


def addresses(things):  # noqa: F811
    found = [
        filled(address, name, things["slug"], things)
        for address, name in named(get_resolver().url_patterns)
        if not address.startswith("areas/")
    ]
    return [*found, "/", "/about/privacy/", "/account/2fa/", "/account/password/change/", "/nowhere/", "/api/nowhere"]


def test_whoever_is_signed_in_leaves_nothing_behind(things, signed_in):  # noqa: F811
    client = signed_in(owner(things))
    wrong = []
    for at in addresses(things):
        response = client.get(at)
        if "no-store" not in response.get("Cache-Control", ""):
            wrong.append((at, response.status_code, response.get("Cache-Control")))
        wrong += [(at, response.status_code, fault) for fault in faults_of(response)]

    assert wrong == []


def test_a_file_as_it_was_sent_is_never_shown_in_place(things, signed_in):  # noqa: F811
    sent = signed_in(owner(things)).get(f"/schools/{things['slug']}/files/{things['delivery']}/as-sent")

    assert sent["Content-Type"] == "application/octet-stream"
    assert sent["Content-Disposition"].startswith("attachment;")


def test_an_error_carries_what_every_answer_carries(client, settings):
    refused = {
        404: client.get("/nowhere/"),
        405: client.post("/careers/"),
        400: client.get("/", headers={"Host": "elsewhere.example"}),
        401: client.get("/api/learners"),
        302: client.get("/schools/somewhere/"),
        403: Client(enforce_csrf_checks=True).post("/account/login/"),
        410: client.get("/join/not-a-token/"),
    }

    assert {status: answer.status_code for status, answer in refused.items()} == {status: status for status in refused}
    assert {status: faults for status, answer in refused.items() if (faults := faults_of(answer))} == {}


def test_no_page_is_posted_to_from_elsewhere(things):  # noqa: F811
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner(things), backend="allauth.account.auth_backends.AuthenticationBackend")
    taken = {at for at in addresses(things) if client.post(at).status_code != 403}

    assert taken == {"/nowhere/", "/api/nowhere"}  # where there is nothing to post to


def test_a_session_opens_nothing_of_the_api(things, signed_in):  # noqa: F811
    client = signed_in(owner(things))

    assert client.get("/api/learners").status_code == 401
    assert client.post("/api/activities", {}, content_type="application/json").status_code == 401


def with_what_is_in_it(patterns, held=()):
    """Every view's name, with the names of what stands in its address."""
    for each in patterns:
        here = (*held, *each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from with_what_is_in_it(each.url_patterns, here)
        else:
            yield each.name, here


def line_of(address):
    return logging.makeLogRecord({"msg": "Not Found: %s", "args": (address,)})


@pytest.fixture
def secret():
    """A school's invitation, by its secret."""
    with acting(everything("test")) as by:
        said = {"email": "pat@example.org", "name": "Pat Moss", "role": "governor", "address_of": "/join/{token}/"}
        return invite(organisation=make_school(), **said, by=by)[1]


def test_an_invitations_page_is_not_kept_and_its_address_is_told_to_nobody(client, secret):
    page = client.get(f"/join/{secret}/")

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "same-origin"


def test_joining_begins_another_session(client, secret):
    client.get(f"/join/{secret}/")
    client.session["planted"] = "by somebody else"
    before = client.session.session_key
    joined = client.post(f"/join/{secret}/", {"password": PASSWORD})

    assert joined.status_code == 302
    assert client.session.session_key != before
    assert "planted" not in client.session


def test_only_hashes_of_secrets_are_kept_and_none_is_logged(client, secret, caplog, db):
    caplog.set_level("DEBUG")
    school = Invitation.objects.get().organisation
    by = scope_of(make_user("Robin Marsh", ("careers_leader", school)))
    _, token = make_token(organisation=school, label="MIS", permissions=GRANTABLE, days=9, by=by)
    client.get("/api/access", headers={"Authorization": f"Bearer {token}"})
    client.post(f"/join/{secret}/", {"password": PASSWORD})
    kept = repr([*Invitation.objects.values(), *ApiToken.objects.values()])

    assert secret not in kept
    assert token not in kept
    assert [each.name for each in caplog.records if token in each.getMessage()] == []
    assert [each.name for each in caplog.records if PASSWORD in each.getMessage()] == []


def test_an_invitation_still_open_is_not_in_the_log(client, secret, caplog):
    """A password too weak is refused, and Django logs the address of what is refused."""
    refused = client.post(f"/join/{secret}/", {"password": "short"})
    said = "\n".join(map(Discreet().format, caplog.records))

    assert refused.status_code == 422
    assert "/join/(secret)/" in said
    assert secret not in said


@pytest.mark.parametrize(
    ("name", "of"),
    [("answer_request", "secret"), ("answer_impact", "secret"), ("ask_by_code", "code"), ("survey", "code")],
)
def test_what_opens_an_answering_page_is_not_in_the_log(client, caplog, name, of):
    """Django logs the address of what is refused: of an answer with a fault in it, of a link that is over."""
    refused = client.get(reverse(name, kwargs={of: "opens-by-this"}))
    said = "\n".join(map(Discreet().format, caplog.records))

    assert refused.status_code in {404, 410}
    assert "/(secret)/" in said
    assert "opens-by-this" not in said


def test_no_address_that_lets_its_bearer_in_is_logged():
    addresses = {
        name: reverse(name, kwargs={each: SECRET if each in OPENS else STANDS_FOR.get(each, "known") for each in of})
        for name, of in with_what_is_in_it(get_resolver().url_patterns)
        if OPENS & set(of)
    }
    logged = {name for name, address in addresses.items() if SECRET in Discreet().format(line_of(address))}

    assert {"answer_impact", "survey_invited", "account_confirm_email", "calendar_feed"} <= set(addresses)
    assert logged == OPEN_NOTHING


@pytest.mark.parametrize("next_page", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client, next_page):
    user = make_user("Jo Penn", ("governor", make_school()), password=PASSWORD)
    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": next_page})

    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert "elsewhere" not in answer["Location"]
