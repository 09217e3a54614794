"""Asking to be listed, and what comes of it."""

import re
from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import make_area, make_school, make_user, scope_with
from waymark.access.models import Invitation
from waymark.access.permissions import Permission
from waymark.access.scope import NOBODY, NotPermitted, acting, everything
from waymark.cli.main import run
from waymark.opportunities.actions.providers import provider_for
from waymark.places.models import Organisation
from waymark.providers.actions.listing import (
    ListingAnswered,
    ListingAsked,
    TooManyListings,
    UkprnRefused,
    add_provider,
    approve_listing,
    ask_to_be_listed,
    decline_listing,
    say_ukprn,
)
from waymark.providers.models import ListingRequest, Provider
from waymark.providers.rules.facts import EntryFacts

ON = date(2026, 11, 20)
SAID = {
    "name": "Harrowbeck Trades",
    "provider_kind": "itp",
    "summary": "Plumbing and plastering",
    "postcode": "",
    "website": "",
    "hub": "westmarch-careers-hub",
    "contact_name": "Sasha Penhallow",
    "contact_email": "Sasha@Harrowbeck.example",
}


def asking(hub=None, name="Harrowbeck Trades"):
    facts = EntryFacts(provider_kind="itp", summary="Plumbing")
    return ListingAsked(name=name, facts=facts, contact_name="Sasha", contact_email="s@harrowbeck.example", hub=hub)


def approve(request, at, by):
    return approve_listing(request=request, at=at, on=ON, address_of="https://x.example/join/{token}/", by=by)


@pytest.fixture
def hub(db):
    return make_area()


def test_somebody_asks_a_hub_lists_them_and_they_sign_in_and_keep_their_entry(
    client, hub, signed_in, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to("2026-11-24T10:00:00Z", tick=False)
    lead = make_user("Rafi Pember", ("hub_lead", hub))
    started = re.search(r'name="started" value="([^"]+)"', client.get("/directory/join/").content.decode())[1]
    time_machine.shift(40)
    sent = client.post("/directory/join/", {**SAID, "started": started})
    asked = ListingRequest.objects.get()
    page = signed_in(lead)
    with django_capture_on_commit_callbacks(execute=True):
        page.post(f"/areas/{hub.slug}/listings/{asked.public_id}/", {"answer": "yes"})

    provider, invitation = Provider.objects.get(), Invitation.objects.get()
    assert sent.url == reverse("directory_joined")
    assert (provider.organisation.name, provider.organisation.kind, provider.summary) == (
        "Harrowbeck Trades",
        "provider",
        "Plumbing and plastering",
    )
    assert (invitation.email, invitation.role) == ("sasha@harrowbeck.example", "provider")
    assert mail.outbox[0].to == ["sasha@harrowbeck.example"]
    assert "/join/" in mail.outbox[0].body
    assert "Harrowbeck Trades" in client.get("/directory/").content.decode()


def test_a_program_is_told_what_it_wants_and_nothing_is_kept(client, hub):
    answer = client.post("/directory/join/", {**SAID, "company": "x", "started": ""})

    assert answer.status_code == 302
    assert not ListingRequest.objects.exists()


def test_the_sixth_request_in_an_hour_from_one_place_is_refused(hub):
    with acting(NOBODY):
        for n in range(5):
            ask_to_be_listed(asked=asking(name=f"N{n}"), address="192.0.2.1", by=NOBODY)
        with pytest.raises(TooManyListings):
            ask_to_be_listed(asked=asking(), address="192.0.2.1", by=NOBODY)
        ask_to_be_listed(asked=asking(), address="192.0.2.2", by=NOBODY)

    assert ListingRequest.objects.count() == 6
    assert not ListingRequest.objects.filter(sent_from__contains="192.0").exists()


def test_another_hubs_request_is_neither_seen_nor_answered(hub, signed_in):
    other = make_area("Eastmarch Careers Hub")
    request = ask_to_be_listed(asked=asking(other), address="x", by=NOBODY)
    page = signed_in(make_user("Rafi Pember", ("hub_lead", hub)))

    assert page.get(f"/areas/{hub.slug}/listings/{request.public_id}/").status_code == 404
    by = scope_with(hub, Permission.EMPLOYERS_WRITE)
    with acting(by), pytest.raises(NotPermitted):
        approve(request, hub, by)
    with acting(by), pytest.raises(NotPermitted):
        approve(request, None, by)
    assert not Provider.objects.exists()


def test_what_was_sent_to_no_hub_is_read_and_answered_at_hubs_and_never_at_a_school(hub, signed_in):
    school = make_school()
    request = ask_to_be_listed(asked=asking(), address="x", by=NOBODY)
    page = signed_in(make_user("Robin Marsh", ("careers_leader", school)))
    address = f"/areas/{school.slug}/listings/"

    assert [page.get(at).status_code for at in (address, f"{address}{request.public_id}/")] == [404, 404]
    assert page.post(f"{address}{request.public_id}/", {"answer": "yes"}).status_code == 404
    by = scope_with(school, Permission.EMPLOYERS_WRITE)
    with acting(by), pytest.raises(NotPermitted):
        approve(request, school, by)
    with acting(by), pytest.raises(NotPermitted):
        decline_listing(request=request, at=school, reply="No", by=by)
    lead = signed_in(make_user("Rafi Pember", ("hub_lead", hub)))
    assert lead.get(f"/areas/{hub.slug}/listings/{request.public_id}/").status_code == 200


def test_an_answered_request_is_not_answered_twice(hub):
    by = scope_with(hub, Permission.EMPLOYERS_WRITE)
    with acting(by):
        request = ask_to_be_listed(asked=asking(hub), address="x", by=NOBODY)
        decline_listing(request=request, at=hub, reply="No", by=by)
        with pytest.raises(ListingAnswered):
            approve(request, hub, by)

    assert not Organisation.objects.filter(kind="provider").exists()


def test_two_providers_of_one_name_have_two_addresses(hub):
    by = scope_with(hub, Permission.EMPLOYERS_WRITE)
    with acting(by):
        made = [approve(ask_to_be_listed(asked=asking(hub), address="x", by=NOBODY), hub, by) for _ in range(2)]

    assert [each.organisation.slug for each in made] == ["harrowbeck-trades", "harrowbeck-trades-2"]


@pytest.mark.django_db
def test_only_whoever_runs_the_site_says_a_ukprn_and_no_two_have_one():
    with acting(everything("test")) as by:
        ours, theirs = add_provider(name="Ours"), add_provider(name="Theirs", ukprn="10000002")
        for wrong, words in (("10000002", "is the UKPRN of Theirs"), ("1000", "eight digits"), ("90000001", "eight")):
            with pytest.raises(UkprnRefused, match=words):
                say_ukprn(organisation=ours, ukprn=wrong, by=by)
        say_ukprn(organisation=ours, ukprn="10000001", by=by)
        provider = provider_for(organisation=Organisation.objects.get(pk=ours.pk), by=by)
    with pytest.raises(NotPermitted):
        say_ukprn(organisation=theirs, ukprn="10000003", by=scope_with(theirs))

    assert (provider.ukprn, provider.organisation_id) == ("10000001", ours.pk)


@pytest.mark.django_db
def test_the_command_says_a_ukprn(capsys):
    with acting(everything("test")):
        add_provider(name="Harrowbeck Trades")

    assert run(["listings", "ukprn", "harrowbeck-trades", "10000001"]) == 0
    assert run(["listings", "ukprn", "nobody", "10000001"]) == 2
    assert run(["listings", "ukprn", "harrowbeck-trades", "1"]) == 2
    assert Organisation.objects.get(slug="harrowbeck-trades").ukprn == "10000001"
