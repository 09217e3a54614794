"""The demonstration's directory: invented providers around its schools, and what schools say of them."""

import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from waymark.access.scope import NOBODY, Scope
from waymark.demo.people import SignIn, take_up_all
from waymark.demo.places import HUB
from waymark.demo.postcodes import TOWNS, Town, postcodes_of, settle_postcodes
from waymark.kernel.academic_year import academic_year
from waymark.places.models import Organisation
from waymark.providers.actions.entries import make_entry, set_quality_marks, verify_entry
from waymark.providers.actions.listing import ListingAsked, add_provider, approve_listing, ask_to_be_listed
from waymark.providers.actions.offers import make_offer, make_resource
from waymark.providers.actions.reviews import ReviewFacts, reply_to_review, write_review
from waymark.providers.models import Need, Provider
from waymark.providers.rules.facts import EntryFacts, MarkFacts, OfferFacts, ResourceFacts

_SUBJECTS = ("maths", "english", "science", "geography", "history", "computing")
_WORDS = (
    (5, "Well prepared, and they listened to what our year group needed."),
    (4, "Good with quieter learners. Leave time for questions."),
    (4, "The apprentices made it: our learners believed them."),
    (3, "Useful, a little rushed. Ask for the longer session."),
    (5, ""),
)


def settle_directory(schools: dict[str, Organisation], *, seed: int, today: date, by: Scope) -> list[SignIn]:
    """Some sixty providers with their offers, resources and reviews; who signs in for the first of them."""
    chance = random.Random(f"directory {seed}")
    settle_postcodes()
    said = yaml.safe_load((Path(__file__).parent / "directory.yaml").read_text(encoding="utf-8"))
    towns = {town.outcode: town for town in TOWNS}
    lines = [[cell.strip() for cell in line.split("|")] for line in said["providers"].splitlines() if line.strip()]
    people: list[SignIn] = []
    made = []
    for number, (name, kind, sector, outcode, reach) in enumerate(lines):
        facts = _entry(chance, name, kind, sector, towns[outcode], reach, today)
        if number == 0:
            provider, person = _asked_to_be_listed(name, facts, today, by)
            people.append(person)
        else:
            place = add_provider(name=name, postcode=facts.postcode, town=facts.town)
            provider = make_entry(organisation=place, facts=facts, by=by)
        verify_entry(provider=provider, on=_verified(chance, number, today), by=by)
        _offers(chance, provider, said["offers"][kind], facts, today, by)
        made.append(provider)
    _resources(chance, made, said["resources"], by)
    _reviews(chance, made, list(schools.values()), today, by)
    return people


def _asked_to_be_listed(name: str, facts: EntryFacts, today: date, by: Scope) -> tuple[Provider, SignIn]:
    """The first comes in as anybody does: it asks, the hub says yes, its person takes the invitation up."""
    hub = Organisation.objects.get(slug=HUB[1])
    asked = ListingAsked(
        name=name, facts=facts, contact_name="Kit Sandell", contact_email="kit.sandell@brightwater.example", hub=hub
    )
    request = ask_to_be_listed(asked=asked, address="192.0.2.1", by=NOBODY)
    provider = approve_listing(request=request, at=hub, on=today, address_of="http://127.0.0.1/join/{token}/", by=by)
    make_entry(organisation=provider.organisation, facts=facts, by=by)
    provider.refresh_from_db()
    wanted = [("Kit Sandell", "provider"), ("Mina Farrow", "provider"), ("Jo Lindle", "provider_colleague")]
    return provider, take_up_all(provider.organisation, wanted, domain="brightwater.example", by=by)[0]


def _entry(chance: random.Random, name: str, kind: str, sector: str, town: Town, reach: str, today: date) -> EntryFacts:
    letters = "".join(each for each in name.lower() if each.isalnum())
    checked = chance.random() < 0.7
    return EntryFacts(
        provider_kind=kind,
        sector=sector,
        summary=f"{name} works with schools from {town.name}.",
        town=town.name,
        postcode=chance.choice(postcodes_of(town)),
        reach_miles=int(reach) if reach.isdecimal() else None,
        is_nationwide=reach == "all",
        website=f"https://{letters}.example",
        contact_name=chance.choice(("The schools team", "Outreach", "Reception")),
        contact_email=f"schools@{letters}.example",
        needs=tuple(sorted(chance.sample([need.value for need in Need], chance.choice((0, 1, 2, 3))))),
        safeguarding="checked" if checked else chance.choice(("policy", "unknown")),
        safeguarding_expires_on=today + timedelta(days=chance.randrange(-20, 600)) if checked else None,
        evidence="Learners were asked before and after: see our yearly report." if chance.random() < 0.3 else "",
    )


def _verified(chance: random.Random, number: int, today: date) -> date:
    """Most not long ago; a few so long ago that they are hidden, and one that is asked to look again."""
    if number and number % 19 == 0:
        return today - timedelta(days=400)
    return today - timedelta(days=310 if number == 7 else chance.randrange(5, 250))


def _offers(
    chance: random.Random,
    provider: Provider,
    templates: list[dict[str, Any]],
    facts: EntryFacts,
    today: date,
    by: Scope,
) -> None:
    wanted = chance.sample(templates, min(len(templates), chance.choice((3, 4, 5))))
    if "guidance" in str(facts.summary).lower() or provider.sector == "N":
        wanted += [each for each in templates if each["kind"] == "guidance" and each not in wanted]
    for number, said in enumerate(wanted):
        facts_of_offer = _offer(chance, said, provider, today)
        make_offer(provider=provider, facts=facts_of_offer, external_id=f"OFFER-{number + 1}", by=by)
    if chance.random() < 0.4:
        until = today + timedelta(days=chance.randrange(30, 900))
        set_quality_marks(provider=provider, marks=[MarkFacts(name="Westmarch Quality Mark", expires_on=until)], by=by)


def _offer(chance: random.Random, said: dict[str, Any], provider: Provider, today: date) -> OfferFacts:
    of_provider = said["kind"] == "provider"
    keeps = {"purpose_shared", "outcomes_set", "reflection"} if chance.random() < 0.85 else {"purpose_shared"}
    return OfferFacts(
        title=said["title"],
        summary=said["summary"],
        kind=said["kind"],
        provider_kind=provider.provider_kind if of_provider else "",
        sector=provider.sector,
        stem=provider.sector in "CDJM" and said["kind"] != "provider",
        self_employed=said["kind"] == "employer" and chance.random() < 0.2,
        subject=chance.choice(_SUBJECTS) if said.get("subjects") else "",
        minutes=said["minutes"],
        mode=said.get("mode", "in_person"),
        venue=said.get("venue", "at_school"),
        purpose_shared="purpose_shared" in keeps,
        outcomes_set="outcomes_set" in keeps,
        reflection="reflection" in keeps,
        two_way=bool(said.get("two_way")),
        task_set=bool(said.get("task")) or said["kind"] == "workplace",
        employer_feedback=bool(said.get("task")) or said["kind"] == "workplace",
        met_staff_and_learners=of_provider,
        pal_content=of_provider and provider.provider_kind in ("itp", "fe_college"),
        adviser_level=said.get("level"),
        year_from=said["years"][0],
        year_to=said["years"][1],
        capacity=said["capacity"],
        fixed_cost=Decimal(said["cost"]) if "cost" in said and chance.random() < 0.8 else None,
        cost_per_learner=Decimal(said["each"]) if "each" in said else None,
        sessions=chance.choice((None, 2, 4)),
        dates=_dates(chance, today),
        periods=said.get("periods"),
        rooms=said.get("rooms"),
        staff=said.get("staff"),
        benchmarks=_BENCHMARKS[said["kind"]],
    )


_BENCHMARKS: dict[str, tuple[str, ...]] = {
    "provider": ("gb7",),
    "employer": ("gb5",),
    "workplace": ("gb6",),
    "curriculum": ("gb4",),
    "guidance": ("gb8",),
    "lmi": ("gb2",),
}


def _dates(chance: random.Random, today: date) -> tuple[date, ...]:
    """School days to come before the summer, for two offers of three; the rest are by arrangement."""
    if chance.random() < 0.33:
        return ()
    last = date(academic_year(today) + 1, 7, 15)
    coming = [today + timedelta(days=n) for n in range(14, max(15, (last - today).days))]
    days = [day for day in coming if day.weekday() < 5 and not _is_holiday(day)]
    return tuple(sorted(chance.sample(days, min(len(days), chance.randint(2, 6)))))


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 4) or (day.month == 8)


def _resources(chance: random.Random, made: list[Provider], said: str, by: Scope) -> None:
    """Each of the list once or twice, from different providers."""
    lines = [[cell.strip() for cell in line.split("|")] for line in said.splitlines() if line.strip()]
    for number, (title, benchmarks, stages, subjects, audiences) in enumerate(lines * 2):
        again = number >= len(lines)
        provider = made[(number * 7 + 3) % len(made)]
        facts = ResourceFacts(
            title=f"{title}: easier to read" if again else title,
            summary="A lesson with slides, a sheet for learners and notes for the teacher.",
            url=f"{provider.website}/lessons/{number + 1}",
            benchmarks=tuple(benchmarks.split()),
            stages=tuple(stages.split()),
            subjects=(subjects,) if subjects else (),
            audiences=tuple(audiences.split()),
            needs=("learning", "specific") if again else (),
            minutes=chance.choice((20, 50, 60)),
            licence="CC BY 4.0",
        )
        make_resource(provider=provider, facts=facts, external_id=f"LESSON-{number + 1}", by=by)


def _reviews(chance: random.Random, made: list[Provider], schools: list[Organisation], today: date, by: Scope) -> None:
    for provider in made:
        for school in chance.sample(schools, chance.choice((0, 0, 1, 2, 3))):
            stars, words = chance.choice(_WORDS)
            facts = ReviewFacts(stars=stars, words=words, visited_on=today - timedelta(days=chance.randrange(20, 300)))
            review = write_review(school=school, provider=provider, facts=facts, by=by)
            if stars < 4:
                reply_to_review(review=review, reply="Thank you. We have made the session longer.", by=by)
