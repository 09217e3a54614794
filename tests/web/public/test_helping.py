"""“I can help”, from outside."""

import pytest
from django.core import signing
from django.urls import reverse

from tests.providers.asking import make_hub, make_school
from waymark.access.models import AuditEvent
from waymark.places.models import Postcode
from waymark.providers.models import HelpOffer
from waymark.web.public import pace

THERE = "/directory/i-can-help/"


@pytest.fixture(autouse=True)
def _no_hurry(monkeypatch):
    monkeypatch.setattr(pace, "SOONEST", 0)


@pytest.fixture
def hubs(db_scope):
    """Two hubs, each with a school; the postcodes of both are known."""
    for code, latitude in (("GU1 3BB", 51.2), ("LS1 4AP", 53.8)):
        Postcode.objects.create(code=code, latitude=latitude, longitude=-1)
    near = make_hub(make_school(postcode="GU1 3BB"))
    far = make_hub(make_school("Oakmoor School", urn="900002", postcode="LS1 4AP"), name="Eastmere Careers Hub")
    return near, far


def said(**more):
    stamp = signing.TimestampSigner(salt="public.helping").sign("opened")
    return {
        "business": "Lantern Dairies",
        "postcode": "GU1 3BB",
        "offers": ["talk", "visit"],
        "cap_per_month": "2",
        "name": "Pat Okafor",
        "email": "Pat@lantern.example",
        "started": stamp,
    } | more


def test_the_form_sets_no_cookie(client, hubs):
    answer = client.get(THERE)

    assert answer.status_code == 200
    assert not answer.cookies


def test_an_offer_goes_to_the_hub_of_the_nearest_school(client, hubs):
    answer = client.post(THERE, said())

    assert answer["Location"] == reverse("i_can_help_sent")
    offer = HelpOffer.objects.get()
    assert (offer.organisation, offer.email, offer.cap_per_month) == (hubs[0], "pat@lantern.example", 2)
    assert "Pat" not in "".join(f"{each.about}{each.because}{each.details}" for each in AuditEvent.objects.all())


def test_an_area_that_was_chosen_stands(client, hubs):
    client.post(THERE, said(hub=hubs[1].slug))

    assert HelpOffer.objects.get().organisation == hubs[1]


def test_where_the_place_is_not_known_the_area_is_asked_for(client, hubs):
    assert client.post(THERE, said(postcode="ZE1 0AA")).status_code == 422
    assert client.post(THERE, said(postcode="ZE1 0AA", hub=hubs[1].slug)).status_code == 302


@pytest.mark.parametrize(
    "wrong", [{"business": ""}, {"postcode": "here"}, {"offers": []}, {"email": "x"}, {"started": "forged"}]
)
def test_what_cannot_be_kept_is_sent_back(wrong, client, hubs):
    assert client.post(THERE, said(**wrong)).status_code == 422
    assert HelpOffer.objects.count() == 0


def test_a_program_is_told_what_it_wants_to_hear(client, hubs):
    assert client.post(THERE, said(website="https://spam.example")).status_code == 302
    assert HelpOffer.objects.count() == 0


def test_too_quick_is_sent_back(client, hubs, monkeypatch):
    monkeypatch.setattr(pace, "SOONEST", 3)

    assert client.post(THERE, said()).status_code == 422


def test_the_sixth_in_an_hour_from_one_address_is_refused(client, hubs):
    assert [client.post(THERE, said()).status_code for _ in range(6)] == [302] * 5 + [429]
    assert HelpOffer.objects.count() == 5


def test_the_fifty_first_in_a_day_to_one_hub_is_refused(client, hubs):
    for n in range(51):
        answer = client.post(THERE, said(), REMOTE_ADDR=f"10.0.0.{n}")

    assert answer.status_code == 429
    assert client.post(THERE, said(hub=hubs[1].slug), REMOTE_ADDR="10.0.1.1").status_code == 302


def test_without_a_hub_there_is_no_form(client, db):
    assert client.get(THERE).status_code == 404
