"""The directory's search beside a plain reading of the rows, written without the index; and answers worked by hand."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import make_offer, make_provider
from waymark.evaluation.frameworks import framework
from waymark.kernel.distance import miles_apart
from waymark.places.models import Postcode
from waymark.places.queries import position_of
from waymark.providers.models import TICKS, DirectoryRevision, Offer, Provider, Resource
from waymark.providers.queries.kept_index import directory_index, forget_index
from waymark.providers.queries.search import Asked, directory_found
from waymark.providers.rules.counting import counts_for
from waymark.providers.rules.searching import words_of

ON = date(2026, 11, 20)
RULES = (framework("gatsby-2024"), framework("provider-access"))
HERE = (51.2394, -0.5671)


def found(**asked):
    return directory_found(directory_index(on=ON, frameworks=RULES), Asked(ON, limit=1000, **asked))


def titles(answer):
    offers = Offer.objects.in_bulk([hit.pk for hit in answer.hits if hit.what == "offer"])
    return [offers[hit.pk].title for hit in answer.hits if hit.what == "offer"]


@pytest.fixture
def here(db):
    Postcode.objects.create(code="GU1 3BB", latitude=HERE[0], longitude=HERE[1])
    return position_of("GU1 3BB")


def _north(miles: float) -> tuple[float, float]:
    """A place so many miles north of here: a degree of the meridian is 69.0934 miles on our globe."""
    return HERE[0] + miles / 69.0934, HERE[1]


def at(miles: float) -> dict:
    latitude, longitude = _north(miles)
    return {"latitude": latitude, "longitude": longitude, "precision": "postcode"}


@pytest.mark.django_db
def test_who_can_close_a_gap_for_year_10_within_15_miles_in_person_and_free(here):
    near = make_provider("Near Training", **at(10))
    make_offer(near, "The one")
    make_offer(near, "Costs", fixed_cost=50)
    make_offer(near, "Online", mode="virtual")
    make_offer(near, "Year 8 only", year_from=8, year_to=8)
    make_offer(near, "Nothing to think over", reflection=False)
    make_offer(near, "A college", provider_kind="fe_college")
    make_offer(near, "All its dates are past", dates=["2026-11-19"])
    make_offer(near, "Taken off", is_open=False)
    make_offer(make_provider("Far Training", **at(15.1)), "Too far")
    make_offer(make_provider("Nowhere Training"), "Place unknown")
    make_offer(make_provider("Homely Training", reach_miles=5, **at(9)), "Does not come so far")
    make_offer(make_provider("Old Training", verified_on=date(2025, 11, 19), **at(1)), "Not verified for over a year")
    make_offer(make_provider("Hidden Training", is_listed=False, **at(1)), "Not listed")

    answer = found(
        gap="gb7.itp",
        year_group=10,
        place=here,
        miles=15,
        chosen={"mode": frozenset({"in_person"}), "cost": frozenset({"free"})},
    )

    assert titles(answer) == ["The one"]
    assert (answer.total, answer.too_far, answer.do_not_come) == (1, 2, 1)
    assert answer.hits[0].miles == pytest.approx(10, abs=0.01)
    assert answer.hits[0].reaches is None
    # Each facet is counted with the others' choices, and without its own.
    assert answer.facets["cost"] == {"free": 1, "paid": 1}
    assert answer.facets["mode"] == {"in_person": 1, "virtual": 1}


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("enginering", "Engineering at work"),
        ("aprentice", "Apprentice for a day"),
        ("apprentices", "Apprentice for a day"),
        ("engineering near", "Engineering at work"),
        ("robtics", "Robotics and you"),
        ("robo", "Robotics and you"),
    ],
)
@pytest.mark.django_db
def test_words_are_found_with_a_slip_a_plural_or_only_their_beginning(typed, title):
    provider = make_provider("Near Training")
    for each in ("Engineering at work", "Apprentice for a day", "Robotics and you"):
        make_offer(provider, each)

    assert titles(found(text=typed))[:1] == [title]


@pytest.mark.django_db
def test_a_word_spelt_right_is_not_taken_for_another():
    provider = make_provider("Near Training")
    make_offer(provider, "Farming")
    make_offer(provider, "Framing")

    assert titles(found(text="farming")) == ["Farming"]


@pytest.mark.django_db
def test_how_far_is_only_said_where_it_is_known(here):
    make_offer(make_provider("Near Training", reach_miles=20, **at(3)), "Near")
    make_offer(make_provider("Nowhere Training"), "Unknown")
    make_offer(make_provider("Wide Training", is_nationwide=True, **at(200)), "Everywhere")
    make_offer(make_provider("Net Training", **at(1)), "Online", mode="virtual")

    answer = found(place=here, miles=10)
    everything = found(place=here)

    said = {title: (hit.where, hit.reaches) for title, hit in zip(titles(answer), answer.hits, strict=True)}
    assert said == {"Near": ("near", True), "Everywhere": ("nationwide", True), "Online": ("online", True)}
    assert titles(everything) == ["Near", "Everywhere", "Online", "Unknown"]
    assert everything.hits[3].miles is None


@pytest.mark.django_db
def test_an_index_brought_up_to_date_is_as_one_made_anew(here):
    chance = random.Random(7)
    providers = [make_provider(f"Training {n}", **at(chance.uniform(0, 60))) for n in range(12)]
    offers = [make_offer(chance.choice(providers), f"Offer {n} robot") for n in range(60)]
    found()
    Offer.objects.filter(pk=offers[3].pk).update(title="Weaving", changed_at=timezone.now(), dates=["2027-02-01"])
    Offer.objects.filter(pk=offers[5].pk).update(is_open=False)
    Provider.objects.filter(pk=providers[1].pk).update(summary="Looms", sector="C", changed_at=timezone.now())
    make_offer(providers[2], "Spinning", subject="textiles")
    Resource.objects.create(provider=providers[3], title="Felt", url="https://example.org/felt", stages=["ks3"])
    DirectoryRevision.move_on()

    questions = [{}, {"text": "robot"}, {"text": "loom"}, {"text": "weavin"}, {"place": here, "miles": 30}]
    questions += [{"gap": "gb7.itp", "year_group": 9}, {"dates": (date(2027, 1, 1), date(2027, 3, 1))}]
    mended = [_content(found(**each)) for each in questions]
    forget_index()

    assert mended == [_content(found(**each)) for each in questions]


def _content(answer):
    facets = {name: {word: n for word, n in words.items() if n} for name, words in answer.facets.items()}
    hits = sorted((hit.what, hit.pk, hit.where, round(hit.miles or -1, 6)) for hit in answer.hits)
    return answer.total, hits, facets, answer.too_far, answer.do_not_come


@pytest.mark.django_db
def test_a_hundred_random_questions_answer_as_a_plain_reading_does(here):
    chance = random.Random(11)
    _random_directory(chance)
    offers = list(Offer.objects.select_related("provider__organisation"))

    for _ in range(100):
        asked = {
            "gap": chance.choice(["", "", "gb7.itp", "gb5.employer_year", "gb6.by_16", "pal.first", "gb5.stem"]),
            "year_group": chance.choice([None, 8, 9, 10, 12]),
            "miles": chance.choice([None, 5, 20, 40]),
            "text": chance.choice(["", "", "robot", "nurse farm"]),
            "chosen": {
                facet: frozenset(chance.sample(words, chance.randint(1, 2)))
                for facet, words in (("mode", ["in_person", "virtual"]), ("cost", ["free", "paid"]), ("needs", NEEDS))
                if chance.random() < 0.4
            },
        }

        answer = found(place=here, **asked)

        assert {hit.pk for hit in answer.hits} == {each.pk for each in offers if _plainly(each, asked)}


NEEDS = ["autism", "hearing", "vision"]


def _random_directory(chance: random.Random) -> None:
    for n in range(20):
        placed = at(chance.uniform(0, 60)) if chance.random() < 0.8 else {}
        provider = make_provider(
            f"Provider {n}",
            provider_kind=chance.choice(["itp", "fe_college"]),
            reach_miles=chance.choice([None, 10, 30]),
            is_nationwide=chance.random() < 0.2,
            **placed,
        )
        for _ in range(10):
            first = chance.choice([None, 7, 9, 11])
            days = [(ON + timedelta(days=chance.randrange(-30, 300))).isoformat() for _ in range(chance.randint(0, 2))]
            make_offer(
                provider,
                " ".join(chance.sample(["robot", "nurse", "farm", "law"], 2)),
                kind=chance.choice(["provider", "employer", "workplace"]),
                mode=chance.choice(["in_person", "blended", "virtual"]),
                venue=chance.choice(["at_school", "at_provider"]),
                year_from=first,
                year_to=chance.choice([None, 13]),
                fixed_cost=chance.choice([None, 20]),
                stem=chance.random() < 0.5,
                needs=chance.sample(NEEDS, chance.randint(0, 2)),
                dates=sorted(days),
                **{tick: chance.random() < 0.95 for tick in (*TICKS, "pal_content")},
            )


def _plainly(offer: Offer, asked) -> bool:
    """Whether an offer answers, thought through one condition after another."""
    provider = offer.provider
    place = None if provider.latitude is None else miles_apart(*HERE, provider.latitude, provider.longitude)
    online, comes = offer.mode == "virtual", offer.venue == "at_school"
    everywhere = comes and provider.is_nationwide
    if not online and not everywhere:
        if asked["miles"] is not None and (place is None or place > asked["miles"]):
            return False
        if comes and place is not None and provider.reach_miles is not None and place > provider.reach_miles:
            return False
    year = asked["year_group"]
    if year is not None and year not in offer.years:
        return False
    if asked["gap"]:
        days = [date.fromisoformat(day) for day in offer.dates]
        years = [year] if year is not None else range(7, 15)
        counts = {}
        for each in RULES:
            counts |= counts_for(each, offer.activity, years=years, dates=days if year is not None else (), on=ON)
        if asked["gap"] not in counts:
            return False
    words = set(words_of(offer.title))
    if not set(words_of(asked["text"])) <= words:
        return False
    held = {"mode": {offer.mode}, "cost": {"free" if offer.is_free else "paid"}, "needs": set(offer.needs)}
    return all(held[facet] & chosen for facet, chosen in asked["chosen"].items())
