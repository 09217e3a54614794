"""The directory as a school reads it, and the reviews it writes."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_offer, make_provider, make_school, make_user
from waymark.access.scope import acting, everything
from waymark.places.models import Postcode
from waymark.providers.actions.reviews import ReviewFacts, reply_to_review, write_review
from waymark.providers.models import Resource, Review

WHERE = "/schools/fernhill-school/providers/"


@pytest.fixture
def school(db, time_machine):
    time_machine.move_to(datetime(2026, 11, 22, 10, 0, tzinfo=UTC))
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    return make_school("Fernhill School", postcode="GU1 3BB")


@pytest.fixture
def browse(school, signed_in):
    return signed_in(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def offer(school):
    return make_offer(
        make_provider("Brightwater Training", latitude=51.3, longitude=-0.5671, precision="postcode", town="Woking")
    )


def test_a_school_finds_who_can_close_a_gap_measured_from_its_own_place(browse, offer):
    page = browse.get(f"{WHERE}?gap=gb7.itp&year=10&miles=15&mode=in_person&cost=free").content.decode()

    assert "Apprentice for a morning" in page
    assert "Woking, 4.2 miles away" in page
    assert "A training or apprenticeship provider by the end of Year 11 (Years 7 to 11)" in page
    assert "1 entry: 1 within 15 miles" in page


def test_an_offer_says_what_keeps_it_from_counting(browse, offer):
    offer.reflection = False
    offer.save()

    page = browse.get(f"{WHERE}offers/{offer.public_id}/").content.decode()

    assert "As described, it counts for no entitlement by itself." in page
    assert (
        "A training or apprenticeship provider by the end of Year 11 – if learners have time to think it over" in page
    )


def test_an_offer_and_its_provider_can_be_asked_for_a_date(browse, offer):
    read = browse.get(f"{WHERE}offers/{offer.public_id}/").content.decode()
    entry = browse.get(f"{WHERE}entries/{offer.provider.public_id}/").content.decode()

    assert f"/schools/fernhill-school/requests/new/?offer={offer.public_id}" in read
    assert f"/schools/fernhill-school/requests/new/?provider={offer.provider.public_id}" in entry


def test_an_entitlement_leads_to_who_can_close_it(browse):
    page = browse.get("/schools/fernhill-school/benchmarks/entitlements/gb7.itp/").content.decode()

    assert "/schools/fernhill-school/providers/?gap=gb7.itp" in page


def test_a_postcode_nobody_knows_is_said_and_no_distance_shown(browse, offer):
    page = browse.get(f"{WHERE}?postcode=ZZ99+9ZZ&miles=5").content.decode()

    assert "We do not know where ZZ99 9ZZ is, so no distance is shown." in page
    assert "miles away" not in page


def test_a_review_is_read_by_another_school_and_answered_by_the_provider(browse, offer, signed_in):
    said = {"stars": "4", "would_have_again": "yes", "words": "Our pupils asked good questions."}
    answer = browse.post(f"{WHERE}offers/{offer.public_id}/review/", said)
    with acting(everything("test")) as by:
        reply_to_review(review=Review.objects.get(), reply="Come again.", by=by)
        other = make_school("Oakmoor School", urn="900002")
        page = signed_in(make_user("Ada Moss", ("careers_leader", other)))
    read = page.get(f"/schools/oakmoor-school/providers/offers/{offer.public_id}/").content.decode()

    assert answer.status_code == 302
    assert "Our pupils asked good questions." in read
    assert "Fernhill School" in read
    assert "Come again." in read
    assert "Take this review back" not in read


def test_a_second_review_takes_the_place_of_the_first_and_can_be_taken_back(browse, offer, school):
    with acting(everything("test")) as by:
        for stars in (2, 5):
            write_review(school=school, provider=offer.provider, offer=offer, facts=ReviewFacts(stars=stars), by=by)
    standing = Review.objects.get(withdrawn_at=None)

    browse.post(f"{WHERE}reviews/withdraw/", {"review": standing.public_id})

    assert standing.stars == 5
    assert not Review.objects.filter(withdrawn_at=None).exists()


def test_a_school_takes_back_no_review_but_its_own(browse, offer, school):
    with acting(everything("test")) as by:
        other = make_school("Oakmoor School", urn="900002")
        theirs = write_review(school=other, provider=offer.provider, facts=ReviewFacts(stars=1), by=by)

    answer = browse.post(f"{WHERE}reviews/withdraw/", {"review": theirs.public_id})

    assert answer.status_code == 404
    assert Review.objects.get().withdrawn_at is None


@pytest.mark.parametrize("role", ["teacher", "governor"])
def test_who_may_not_ask_providers_finds_no_such_page(school, offer, signed_in, role):
    page = signed_in(make_user("Tom Lee", (role, school)))

    assert [page.get(where).status_code for where in (WHERE, f"{WHERE}offers/{offer.public_id}/")] == [404, 404]


def test_an_offer_of_a_stale_or_hidden_entry_is_no_page(browse, offer):
    address = f"{WHERE}offers/{offer.public_id}/"
    offer.provider.is_listed = False
    offer.provider.save()

    assert browse.get(address).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(browse, offer, rows):
    Resource.objects.create(provider=offer.provider, title="Lesson", url="https://example.org/")
    for n in range(1, rows):
        provider = make_provider(f"Training {n}")
        make_offer(provider, f"Offer {n}")
        Resource.objects.create(provider=provider, title=f"Lesson {n}", url="https://example.org/")
    browse.get(WHERE)  # the index is made

    with CaptureQueriesContext(connection) as asked:
        browse.get(WHERE)

    assert len(asked) == 10
