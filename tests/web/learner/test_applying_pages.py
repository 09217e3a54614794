"""Applying, as an applicant, as whoever writes a reference, and as the college, on the pages."""

import re
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from tests.browser import PHONE, assert_accessible
from tests.factories import make_user
from waymark.access.models import User
from waymark.access.scope import acting, everything
from waymark.opportunities.models import Application
from waymark.places.actions import add_place
from waymark.places.models import Kind

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
    client = Client()
    client.force_login(
        make_user("Sam Admissions", ("provider", college)),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    days = {"opens_on_day": "1", "opens_on_month": "9", "opens_on_year": str(date.today().year - 1)}
    days |= {"closes_on_day": "31", "closes_on_month": "8", "closes_on_year": str(date.today().year + 1)}
    assert (
        client.post("/providers/tideway/applications/opening/", days | {"offers_stand_days": "28"}).status_code == 302
    )
    return client


def begin(client):
    """An account by the letter, as anybody would."""
    assert client.post("/me/", {"name": "Ada Sample", "email": "Ada@Example.org"}).status_code == 302
    link = re.search(r"http://testserver(/me/begin/\S+)", mail.outbox[-1].body)[1]
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
    reference = re.search(r"http://testserver(/me/reference/\S+)", mail.outbox[-1].body)[1]
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
    for address in (f"/me/{part}" for part in parts):
        page = browser_page(address, user=user)
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page = browser_page("/me/")
    assert_accessible(page)
