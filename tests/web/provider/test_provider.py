"""A provider keeps its entry, its offers and its resources, and nobody else's."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_offer, make_provider, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.providers.actions.reviews import ReviewFacts, write_review
from waymark.providers.models import Offer, OfferFile, Provider, QualityMark, Resource, Review

WHERE = "/providers/brightwater-training/"


@pytest.fixture
def provider(db, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z", tick=False)
    return make_provider("Brightwater Training", verified_on=None)


@pytest.fixture
def keep(provider, signed_in):
    return signed_in(make_user("Kit Sandell", ("provider", provider.organisation)))


@pytest.fixture
def next_door(db):
    other = make_provider("Oakmoor Training")
    return make_offer(other, "Their offer", external_id="T")


def test_a_new_entry_is_hidden_until_its_provider_says_that_it_is_right(keep, client, provider):
    make_offer(provider)
    hidden = client.get("/directory/").content.decode()

    said = keep.post(f"{WHERE}verify/", follow=True).content.decode()

    assert "Apprentice for a morning" not in hidden
    assert "Schools see your entry. You said on 22 November 2026 that it is right" in said
    assert "say so again before 23 November 2027" in said
    assert "Apprentice for a morning" in client.get("/directory/").content.decode()


def test_an_entry_taken_off_is_found_by_nobody_and_lost_by_nobody(keep, client, provider):
    keep.post(f"{WHERE}verify/")
    offer = make_offer(provider)

    keep.post(f"{WHERE}list/", {"shown": "no"})
    gone = client.get(f"/directory/offers/{offer.public_id}/").status_code
    keep.post(f"{WHERE}list/", {"shown": "yes"})

    assert (gone, client.get(f"/directory/offers/{offer.public_id}/").status_code) == (404, 200)


def test_the_form_of_the_entry_keeps_what_is_right_and_says_what_is_not(keep, provider):
    said = {"summary": "Trades", "provider_kind": "itp", "safeguarding": "unknown", "postcode": "nowhere"}
    wrong = keep.post(f"{WHERE}entry/", {**said, "website": "brightwater"})
    right = keep.post(f"{WHERE}entry/", {**said, "postcode": "gu13bb", "needs": ["autism"], "reach_miles": "20"})

    provider.refresh_from_db()
    assert wrong.status_code == 422
    assert "Enter a real postcode" in wrong.content.decode()
    assert "Enter a web address that begins with https:// or http://." in wrong.content.decode()
    assert right.status_code == 302
    assert (provider.summary, provider.postcode, provider.needs, provider.reach_miles) == (
        "Trades",
        "GU1 3BB",
        ["autism"],
        20,
    )


def test_an_offer_is_made_and_says_at_once_what_it_counts_for(keep):
    said = {"title": "A morning", "kind": "provider", "provider_kind": "itp", "mode": "in_person", "venue": "at_school"}
    ticks = ["purpose_shared", "outcomes_set", "met_staff_and_learners"]
    half = keep.post(f"{WHERE}offers/new/", {**said, "ticks": ticks, "dates": "12/03/2027\n05/03/2027"}, follow=True)
    offer = Offer.objects.get()
    whole = keep.post(
        f"{WHERE}offers/{offer.public_id}/", {**said, "ticks": [*ticks, "reflection"], "is_open": "on"}, follow=True
    )

    assert offer.dates == ["2027-03-05", "2027-03-12"]
    assert "if learners have time to think it over afterwards" in half.content.decode()
    assert "A training or apprenticeship provider by the end of Year 11 (Years 7 to 11)" in whole.content.decode()


@pytest.mark.parametrize("dates", ["tomorrow", "31/02/2027"])
def test_a_date_that_is_none_is_said(keep, dates):
    said = {"title": "A", "kind": "lmi", "mode": "virtual", "venue": "at_school", "dates": dates}

    answer = keep.post(f"{WHERE}offers/new/", said)

    assert answer.status_code == 422
    assert f"“{dates}” is not a date. Write it like 12/03/2027." in answer.content.decode()


def test_a_resource_and_a_quality_mark_are_kept(keep, provider):
    keep.post(
        f"{WHERE}resources/new/", {"title": "Lesson", "url": "https://example.org/", "subjects": "Maths, English"}
    )
    keep.post(f"{WHERE}quality-marks/", {"name": "matrix Standard"})
    kept = QualityMark.objects.get()
    keep.post(f"{WHERE}quality-marks/", {"remove": kept.pk})

    assert Resource.objects.get().subjects == ["maths", "english"]
    assert not QualityMark.objects.exists()


def test_a_file_is_looked_at_first_and_taken_in_when_said_so(keep, provider):
    text = b"offer_id,title,kind\nA,Talk on trades,lmi\nB,Nothing,party\n"
    looked = keep.post(f"{WHERE}files/", {"file": SimpleUploadedFile("offers.csv", text)}, follow=True)
    before = Offer.objects.count()
    with acting(everything("test")):
        file = OfferFile.objects.get()
    merged = keep.post(f"{WHERE}files/{file.public_id}/", follow=True).content.decode()

    assert "This is what taking it in would do" in looked.content.decode()
    assert "employer, workplace, provider, curriculum, guidance, lmi or other" in looked.content.decode()
    assert before == 0
    assert "The file was taken in." in merged
    assert Offer.objects.get().title == "Talk on trades"


def test_a_file_is_undone_and_what_stays_is_said_before_and_after(keep, provider):
    text = b"offer_id,title,kind\nA,Talk on trades,lmi\nB,Tools,lmi\n"
    keep.post(f"{WHERE}files/", {"file": SimpleUploadedFile("offers.csv", text)})
    with acting(everything("test")) as by:
        where = f"{WHERE}files/{OfferFile.objects.get().public_id}/"
        keep.post(where)
        tools = Offer.objects.get(title="Tools")
        write_review(school=make_school(), provider=provider, offer=tools, facts=ReviewFacts(stars=3), by=by)

    before = keep.get(where).content.decode()
    after = keep.post(where, {"doing": "undo"}, follow=True).content.decode()
    again = keep.post(where, {"doing": "undo"}, follow=True).content.decode()

    assert "Undoing it would leave this as it is" in before
    assert "“Tools” has a school’s review." in before
    assert "All else is as it was before, but this stays" in after
    assert "Undo it" not in again
    assert [offer.title for offer in Offer.objects.all()] == ["Tools"]
    assert "Undone" in keep.get(f"{WHERE}files/").content.decode()


def test_a_file_of_which_all_stays_is_not_undone(keep):
    text = b"offer_id,title,kind\nA,Talk on trades,lmi\n"
    keep.post(f"{WHERE}files/", {"file": SimpleUploadedFile("offers.csv", text)})
    with acting(everything("test")):
        where = f"{WHERE}files/{OfferFile.objects.get().public_id}/"
        keep.post(where)
        Offer.objects.update(title="Talk, changed since")

    said = keep.post(where, {"doing": "undo"}, follow=True).content.decode()

    assert "Undone" not in said
    assert "Undo it" not in said
    with acting(everything("test")):
        assert OfferFile.objects.get().undone_at is None


def test_a_provider_answers_a_review(keep, provider, client):
    with acting(everything("test")) as by:
        review = write_review(school=make_school(), provider=provider, facts=ReviewFacts(stars=3, words="Late"), by=by)

    keep.post(f"{WHERE}reviews/{review.public_id}/", {"reply": "The train."})

    assert Review.objects.get().reply == "The train."
    assert "The train." in keep.get(f"{WHERE}reviews/").content.decode()


def test_what_is_next_door_is_no_page_here(keep, next_door):
    theirs = next_door.provider
    review = None
    with acting(everything("test")) as by:
        review = write_review(school=make_school(), provider=theirs, facts=ReviewFacts(stars=3), by=by)
    addresses = [
        "/providers/oakmoor-training/",
        "/providers/oakmoor-training/entry/",
        "/providers/oakmoor-training/offers/",
        f"{WHERE}offers/{next_door.public_id}/",
        f"{WHERE}reviews/{review.public_id}/",
    ]

    assert [keep.get(address).status_code for address in addresses] == [404] * 5
    assert keep.post(f"{WHERE}offers/{next_door.public_id}/", {"title": "Mine now"}).status_code == 404
    assert Offer.objects.get().title == "Their offer"


@pytest.mark.parametrize("page", ["", "entry/", "quality-marks/", "offers/", "offers/new/", "resources/", "files/"])
def test_somebody_who_has_no_entry_yet_may_open_every_page(keep, provider, page):
    Provider.objects.all().delete()

    assert keep.get(f"{WHERE}{page}").status_code == 200
    assert not Provider.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "template"])
def test_a_providers_offers_are_taken_away_and_nobody_elses(keep, provider, next_door, kind):
    make_offer(provider, "Ours")

    answer = keep.get(f"{WHERE}download/{kind}/")

    assert answer.status_code == 200
    assert b"Their offer" not in answer.content


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_offers_asks_as_often_for_three_as_for_one(keep, provider, rows):
    for n in range(rows):
        make_offer(provider, f"Offer {n}")

    with CaptureQueriesContext(connection) as asked:
        keep.get(f"{WHERE}offers/")

    assert len(asked) == 6


def test_a_school_or_a_teacher_there_is_no_provider(provider, signed_in):
    school = make_school()

    answer = signed_in(make_user("Tom Lee", ("careers_leader", school))).get(WHERE)

    assert answer.status_code == 404
