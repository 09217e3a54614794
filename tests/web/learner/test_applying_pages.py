"""Applying, as an applicant, as whoever writes a reference, and as the college, on the pages."""

import json
import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests.browser import DESKTOP, PHONE, assert_accessible
from tests.factories import make_user
from waymark.access.models import User
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.opportunities.models import Application
from waymark.places.actions import add_place
from waymark.places.models import Kind
from waymark.post.actions import deliver_due
from waymark.post.models import Letter

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {
    "given_name": "Ada", "family_name": "Sample", "born_on_day": "4", "born_on_month": "3", "born_on_year": "2010",
    "address": "1 Mill Lane", "postcode": "GU1 1AA", "education": "Maths, GCSE, 6 predicted\nArt, GCSE",
    "statement": "I like engines.",
}  # fmt: skip
PASSWORD = "violet anchor biscuit"


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def college(db):
    with acting(everything("test")):
        return add_place(kind=Kind.COLLEGE, name="Tideway College", ukprn="10000099", slug="tideway", setting="college")


@pytest.fixture
def admissions(college, signed_in):
    client, officer = Client(), make_user("Sam Admissions", ("provider", college))
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    days = {"opens_on_day": "1", "opens_on_month": "9", "opens_on_year": str(date.today().year - 1)}
    days |= {"closes_on_day": "31", "closes_on_month": "8", "closes_on_year": str(date.today().year + 1)}
    assert (
        client.post("/providers/tideway/applications/opening/", days | {"offers_stand_days": "28"}).status_code == 302
    )
    return client


def begin(client):
    """An account by the letter, as anybody would."""
    assert client.post("/me/", {"name": "Ada Sample", "email": "Ada@Example.org"}).status_code == 302
    link = re.search(r"https?://[^/]+(/me/begin/\S+)", mail.outbox[-1].body)[1]
    assert client.post(link, {"password": "short"}).status_code == 422
    assert client.post(link, {"password": PASSWORD})["Location"] == "/me/form/"
    return link


def test_the_whole_way_to_an_accepted_place(client, admissions):
    link = begin(client)
    assert Client().get(link).status_code == 410
    assert client.post("/me/form/", FORM).status_code == 302
    assert client.get("/")["Location"] == "/me/applications/"
    assert "Tideway College" in words(client.get("/me/apply/"))
    address = client.post("/me/apply/tideway/", {"course": "Engineering"})["Location"]

    client.post("/me/references/", {"name": "Mo Teacher", "email": "mo@example.org"})
    reference = re.search(r"https?://[^/]+(/me/reference/\S+)", mail.outbox[-1].body)[1]
    assert "A reference for Ada Sample" in words(Client().get(reference))
    assert "Thank you" in words(Client().post(reference, {"text": "Reliable."}))
    assert Client().get(reference).status_code == 410

    assert client.post(address, {"to": "submitted"}).status_code == 302
    inbox = admissions.get("/providers/tideway/applications/")
    assert "Ada Sample" in words(inbox)
    theirs = re.search(r'href="(/providers/tideway/applications/[0-9a-f]{16}/)"', inbox.content.decode())[1]
    seen = words(admissions.get(theirs))
    assert "Reference from Mo Teacher Reliable." in seen
    assert "Maths GCSE 6 predicted" in seen

    assert admissions.post(theirs, {"to": "offer"}).status_code == 409  # not before it was read
    assert admissions.post(theirs, {"to": "viewed"}).status_code == 302
    assert admissions.post(theirs, {"to": "conditional_offer", "words": "Grade 5 in maths"}).status_code == 302
    assert "On these conditions: Grade 5 in maths" in words(client.get(address))
    assert client.post(address, {"to": "accepted"}).status_code == 302
    assert "Place accepted" in words(admissions.get(theirs))
    listed = admissions.get("/providers/tideway/applications/?as=csv").content.decode("utf-8-sig")
    assert "Ada,Sample,04/03/2010" in listed
    taken = client.get("/me/everything.json").json()
    assert (taken["form"]["statement"], taken["applications"][0]["state"]) == ("I like engines.", "accepted")


def test_asking_tells_nobody_whether_an_address_has_an_account(client, db):
    make_user("Ada Sample")
    known = client.post("/me/", {"name": "X", "email": "ada.sample@example.org"})
    unknown = client.post("/me/", {"name": "X", "email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert "/me/begin/" not in mail.outbox[0].body
    assert "/me/begin/" in mail.outbox[1].body
    assert User.objects.count() == 1


def test_letters_are_limited(client, db):
    answers = [client.post("/me/", {"name": "X", "email": "one@example.org"}).status_code for _ in range(4)]

    assert answers == [302, 302, 302, 429]
    assert len(mail.outbox) == 3


def test_a_cell_that_would_be_a_formula_is_defused_and_a_line_without_a_comma_is_named(client, admissions):
    begin(client)
    odd = client.post("/me/form/", FORM | {"education": "Maths, GCSE\nArt"})
    assert odd.status_code == 422
    assert "Line 2: write the subject, a comma" in words(odd)
    client.post("/me/form/", FORM | {"given_name": "=HYPERLINK(1)"})
    client.post(client.post("/me/apply/tideway/", {"course": "Engineering"})["Location"], {"to": "submitted"})

    assert "'=HYPERLINK(1)" in admissions.get("/providers/tideway/applications/?as=csv").content.decode("utf-8-sig")


def test_nobody_opens_anothers(client, admissions):
    begin(client)
    client.post("/me/form/", FORM)
    address = client.post("/me/apply/tideway/", {"course": "Engineering"})["Location"]
    client.post(address, {"to": "submitted"})
    other = Client()
    other.force_login(make_user("Bo Other"), backend="allauth.account.auth_backends.AuthenticationBackend")

    assert other.get(address).status_code == 404
    assert other.get("/providers/tideway/applications/").status_code == 404
    assert Client().get("/me/applications/").status_code == 302
    with acting(everything("test")):
        assert Application.objects.get().state == "submitted"


def test_applications_elsewhere_are_kept_an_eye_on(client, db):
    begin(client)
    assert (
        client.post("/me/elsewhere/", {"kind": "ucas", "where": "Northam University", "stage": "applied"}).status_code
        == 302
    )
    page = client.get("/me/applications/")
    row = re.search(r'href="(/me/elsewhere/\d+/)"', page.content.decode())[1]
    client.post(row, {"kind": "ucas", "where": "Northam University", "stage": "offer", "deadline_on_day": "1",
                      "deadline_on_month": "5", "deadline_on_year": "2027"})  # fmt: skip

    assert "Northam University: offer by 1 May 2027" in words(client.get("/me/applications/"))
    other = Client()
    other.force_login(make_user("Bo Other"), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert other.get(row).status_code == 404


def test_documents_are_kept_given_out_and_taken_away(client, db):
    from django.core.files.uploadedfile import SimpleUploadedFile

    begin(client)
    client.post("/me/documents/", {"title": "Notes", "file": SimpleUploadedFile("n.txt", b"First aid")})
    href = re.search(r'href="(/me/documents/[0-9a-f]{16}/)"', client.get("/me/documents/").content.decode())[1]

    assert client.get(href).content == b"First aid"
    client.post("/me/documents/", {"take_away": href.split("/")[3]})
    assert client.get(href).status_code == 404


@pytest.mark.browser
def test_applying_in_a_browser(browser_page, admissions):
    user = make_user("Cleo Applicant")
    parts = ("applications/", "form/", "references/", "documents/", "elsewhere/", "apply/", "apply/tideway/")
    page = browser_page("about:blank", user=user)
    for address in (f"/me/{part}" for part in parts):
        page.set_viewport_size(DESKTOP)
        page.goto(address)
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page = browser_page("/me/")
    assert_accessible(page)


def test_a_letter_that_came_back_is_said_to_whoever_asked_and_sent_again_with_one_press(client, settings):
    begin(client)
    settings.EMAIL_BACKEND = "tests.post.conftest.RefusesTheAddress"
    client.post("/me/references/", {"name": "Mo Teacher", "email": "mo@exmaple.org"})
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    page = client.get("/me/references/")
    said = words(page)
    assert [each in said for each in ("mo@exmaple.org", "Came back", "No such person here")] == [True] * 3
    again = re.search(r'action="(/me/references/[0-9]+/again/)"', page.content.decode())[1]
    assert client.get(again).status_code == 200
    assert client.post(again, {"email": "no address"}).status_code == 422
    assert client.post(again, {"email": "mo@example.org"})["Location"] == "/me/references/"

    assert mail.outbox[-1].to == ["mo@example.org"]
    page = words(client.get("/me/references/"))
    assert "Sent, not answered yet" in page
    assert "Came back" not in page
    assert "less than a day ago" in words(client.post(again, {"email": "mo@example.org"}))
    reference = re.search(r"https?://[^/]+(/me/reference/\S+)", mail.outbox[-1].body)[1]
    assert "Thank you" in words(Client().post(reference, {"text": "Reliable."}))
    assert client.get(again).status_code == 404, "what was answered is not asked again"


def test_nobody_else_finds_or_sends_a_persons_letter(client, admissions, signed_in):
    begin(client)
    client.post("/me/references/", {"name": "Mo Teacher", "email": "mo@example.org"})
    again = re.search(r'action="(/me/references/[0-9]+/again/)"', client.get("/me/references/").content.decode())[1]
    sent = len(mail.outbox)

    assert admissions.get(again).status_code == 404
    assert admissions.post(again, {"email": "eve@example.org"}).status_code == 404
    assert "mo@example.org" not in words(admissions.get("/providers/tideway/letters/"))
    assert len(mail.outbox) == sent


def test_an_account_can_be_asked_for_while_the_mail_server_is_away(client, settings, capsys):
    settings.EMAIL_BACKEND = "tests.post.conftest.IsAway"
    assert client.post("/me/", {"name": "Ada Sample", "email": "ada@example.org"}).status_code == 302

    assert run(["post", "count", "--json"]) == 0
    said = capsys.readouterr().out
    assert json.loads(said)["nobody"] == {"queued": 1}
    assert "ada@example.org" not in said
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with acting(everything("test")) as by:
        assert deliver_due(at=timezone.now() + timedelta(hours=1), by=by) == 1
    link = re.search(r"https?://[^/]+(/me/begin/\S+)", mail.outbox[-1].body)[1]
    assert client.post(link, {"password": PASSWORD})["Location"] == "/me/form/"
    assert "/me/begin/" not in Letter._base_manager.get().text, "nobody reads a link in the outbox"


@pytest.mark.browser
def test_the_letters_to_referees_can_be_read_on_a_phone_and_by_all(browser_page, client, settings):
    begin(client)
    settings.EMAIL_BACKEND = "tests.post.conftest.RefusesTheAddress"
    client.post("/me/references/", {"name": "Mo Teacher", "email": f"{'a-very-long-address-' * 3}@example.org"})
    again = re.search(r'action="(/me/references/[0-9]+/again/)"', client.get("/me/references/").content.decode())[1]
    for address in ("/me/references/", again):
        page = browser_page(address, user=User.objects.get(email="ada@example.org"))
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
