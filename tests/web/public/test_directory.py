"""The directory for anybody: without signing in, and without whose word a review is."""

import pytest

from tests.factories import make_offer, make_provider, make_school
from waymark.access.scope import acting, everything
from waymark.providers.actions.reviews import ReviewFacts, write_review
from waymark.providers.models import Resource


@pytest.fixture
def offer(db, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z")
    return make_offer(make_provider("Brightwater Training", summary="Trades for everybody", town="Woking"))


def test_anybody_searches_and_reads_an_offer_without_an_account(client, offer):
    found = client.get("/directory/?q=aprentice").content.decode()
    read = client.get(f"/directory/offers/{offer.public_id}/").content.decode()

    assert "Apprentice for a morning" in found
    assert f"/directory/offers/{offer.public_id}/" in found
    assert "Brightwater Training" in read


def test_a_providers_page_lists_what_it_offers_and_gives_away(client, offer):
    lesson = Resource.objects.create(provider=offer.provider, title="A lesson on trades", url="https://example.org/l")

    page = client.get(f"/directory/entries/{offer.provider.public_id}/").content.decode()
    read = client.get(f"/directory/resources/{lesson.public_id}/").content.decode()

    assert "Apprentice for a morning" in page
    assert "A lesson on trades" in page
    assert "https://example.org/l" in read


def test_the_public_reads_what_reviews_come_to_and_nobodys_words(client, offer):
    with acting(everything("test")) as by:
        school = make_school()
        facts = ReviewFacts(stars=4, words="Our pupils loved it")
        write_review(school=school, provider=offer.provider, offer=offer, facts=facts, by=by)

    pages = [
        client.get(where).content.decode()
        for where in (
            "/directory/",
            f"/directory/offers/{offer.public_id}/",
            f"/directory/entries/{offer.provider.public_id}/",
        )
    ]

    assert all("4.0 out of 5, 1 review" in page for page in pages)
    assert not any("Our pupils loved it" in page or "Fernhill School" in page for page in pages)


@pytest.mark.parametrize("query", ["?page=0", "?page=99999999999", "?miles=x&year=200&gap=none&sort=?", "?mode=<b>"])
def test_what_an_address_says_wrongly_asks_for_nothing(client, offer, query):
    assert client.get(f"/directory/{query}").status_code == 200


def test_a_page_past_the_last_is_the_last(client, offer):
    page = client.get("/directory/?page=99").content.decode()

    assert "Apprentice for a morning" in page
    assert "Nothing in the directory" not in page


def test_programs_read_the_same_directory_a_page_at_a_time(client, offer, monkeypatch):
    make_offer(make_provider("Hidden Training", is_listed=False), "Hidden")
    lesson = Resource.objects.create(provider=offer.provider, title="A lesson", url="https://example.org/l")
    monkeypatch.setattr("waymark.web.public.directory.finding._SERVICES_A_PAGE", 1)

    pages = [client.get(f"/directory/services.json?page={number}").json() for number in (1, 2, 3)]

    assert [page["total_items"] for page in pages] == [2, 2, 2]
    assert [[each["name"] for each in page["contents"]] for page in pages] == [[offer.title], [lesson.title], []]
    assert [page["last_page"] for page in pages] == [False, True, True]
    assert pages[0]["contents"][0]["careers"]["provider_kind"] == "itp"
