"""The demonstration's employers: eighty invented ones that the hub keeps, and what its schools have asked of them."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from waymark.access.models import Membership
from waymark.access.queries import scope_of
from waymark.access.scope import NOBODY, Scope
from waymark.demo.places import HUB
from waymark.demo.postcodes import TOWNS, postcodes_of
from waymark.ledger.actions.registers import take_register
from waymark.ledger.queries.activities import expected_at
from waymark.places.models import Organisation
from waymark.planner.actions.asked import plan_what_was_asked, say_it_took_place, thank
from waymark.post.actions import Report, note_bounce
from waymark.post.actions.delivering import deliver_letter
from waymark.post.models import Letter
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.asking import Candidate, Wish, make_request
from waymark.providers.actions.clock import pass_day
from waymark.providers.actions.employers import add_employer, keep_contact
from waymark.providers.actions.helping import Offered, offer_help
from waymark.providers.actions.moving import secret_of
from waymark.providers.actions.settling import call_off, withdraw, write_message
from waymark.providers.models import Approach, Employer, Help
from waymark.providers.rules.approaches import Move

# First words, and what follows with its SIC class.
_FIRST = ("Lantern", "Tallow", "Marram", "Curlew", "Saltbox", "Gannet", "Bramble", "Quayside", "Harbour", "Fenwick")
_TRADES = (
    ("Dairies", "10511"), ("Joinery", "16230"), ("Boatyard", "30120"), ("Care Homes", "87100"), ("Software", "62012"),
    ("Hotel", "55100"), ("Haulage", "49410"), ("Surveyors", "74902"),
)  # fmt: skip
_PEOPLE = (
    "Ada Moss", "Bryn Calder", "Cleo Danvers", "Dev Sandhu", "Elsie Frame", "Femi Ladd", "Greta Holm", "Hari Nair",
)  # fmt: skip
_HELPERS = (("Otter Prints", "Ida Wren"), ("Sedge Nursery", "Jon Peel"), ("Heron Upholstery", "Kay Lund"))
_SIZES = ("self", "micro", "small", "small", "under_250", "to_499", "to_999", "to_4999")


def settle_employers(places: dict[str, Organisation], *, seed: int, today: date, by: Scope) -> None:
    """The hub's employers with their people, and three offers of help that wait."""
    chance = random.Random(f"employers {seed}")
    hub = places[HUB[1]]
    for number in range(80):
        first, (trade, sic) = _FIRST[number % 10], _TRADES[number // 10]
        town = TOWNS[number % len(TOWNS)]
        size = "self" if number % 16 == 5 else chance.choice(_SIZES)
        facts = {
            "name": f"{first} {trade}",
            "reference": f"E{number + 1:03}",
            "postcode": chance.choice(list(postcodes_of(town))),
            "address": f"{chance.randrange(1, 90)} Wharf Road, {town.name}",
            "size": size,
            "sic_codes": [sic],
            "is_self_employed": size == "self",
            "is_stem": sic in {"62012", "74902", "30120"},
            "is_cornerstone": number % 20 == 3,
            "has_stem_ambassadors": number % 8 == 4,
            "has_enterprise_adviser": number % 9 == 2,
            "has_alumni": number % 7 == 1,
            "offers": sorted(chance.sample(Help.values, chance.randrange(1, 4))),
            "when_said": chance.choice(["Any day in term", "Tuesdays and Thursdays", "Not in December", ""]),
            "reach_miles": chance.choice([5, 10, 20, 30]),
            "welcomes_visits": number % 3 == 0,
            "works_online": number % 5 == 0,
        }
        employer = add_employer(keeper=hub, facts=facts, cap=chance.choice([1, 2, 2, 3, 4, None]), by=by)
        if number % 13 != 12:  # a few have nobody to write to yet
            name = _PEOPLE[number % len(_PEOPLE)]
            address = f"{name.split()[0].lower()}@{first.lower()}-{trade.lower().replace(' ', '-')}.example"
            heard = today - timedelta(days=chance.randrange(10, 640))
            keep_contact(employer=employer, facts={"name": name, "email": address, "heard_on": heard}, by=by)
    for number, (business, name) in enumerate(_HELPERS):
        offered = Offered(
            business=business,
            postcode=next(iter(postcodes_of(TOWNS[number]))),
            name=name,
            email=f"{name.split()[0].lower()}@{business.split()[0].lower()}.example",
            offers=("talk", "visit"),
            said="Happy to show what we do.",
        )
        offer_help(hub=hub, offered=offered, address=f"demonstration {number}", by=NOBODY)


@dataclass(frozen=True)
class _Story:
    """One request: how long ago it was made, for which day from today, and what became of it."""

    title: str
    ago: int
    ahead: int
    kind: str = "employer"
    becomes: str = "sent"


_STORIES = (
    _Story("A talk on what engineers do", 3, 40),
    _Story("Mock interviews for Year 11", 10, 30, becomes="reminded"),
    _Story("A visit to the workplace", 8, 45, kind="workplace", becomes="other_date"),
    _Story("An assembly on starting a business", 20, 25, becomes="accepted"),
    _Story("A stand at the careers fair", 30, 20, becomes="declined"),
    _Story("A challenge for Year 8", 35, 35, becomes="silent"),
    _Story("A talk on care work", 12, 28, becomes="withdrawn"),
    _Story("A day on the shop floor", 25, 15, kind="workplace", becomes="called_off"),
    _Story("A talk on life at sea", 45, -10, becomes="delivered"),
)


def ask_employers(schools: dict[str, Organisation], *, today: date, by: Scope) -> None:
    """Requests in every state, of the first three schools; the first employer has more than it can take."""
    leaders = Membership.objects.filter(role="careers_leader", ended_at=None).select_related("user")
    first_three = list(schools.values())[:3]
    asking = [(school, scope_of(leaders.filter(organisation=school)[0].user)) for school in first_three]
    can = Employer.objects.filter(contacts__email__contains="@", is_active=True).exclude(cap_per_month=0).distinct()
    kept = list(can.order_by("pk"))
    for number, story in enumerate(_STORIES):
        school, leader = asking[number % len(asking)]
        first = 3 * number + 4
        candidates = [Candidate(employer=each) for each in kept[first : first + 3]]
        _told(story, school, candidates, today, leader, by)
    _bounced(by)
    busy = next(each for each in kept if each.cap_per_month == 1)
    for school, leader in asking:  # one gets the place, two wait
        wish = Wish("A talk in National Careers Week", today + timedelta(days=60), 120, year_groups=(9,))
        make_request(school=school, wish=wish, candidates=[Candidate(employer=busy)], on=today, by=leader)


def _bounced(by: Scope) -> None:
    """One letter came back: its address is wrong."""
    letter = Letter.objects.filter(state=Letter.State.QUEUED, subject__startswith="A reminder").order_by("pk").first()
    if letter is not None:
        deliver_letter.call(letter.public_id)
        note_bounce(report=Report(letter.to, "550 5.1.1 No such mailbox"), at=timezone.now(), by=by)


def _told(
    story: _Story, school: Organisation, candidates: list[Candidate], today: date, leader: Scope, by: Scope
) -> None:
    on, day = today - timedelta(days=story.ago), today + timedelta(days=story.ahead)
    wish = Wish(story.title, day, 30, kind=story.kind, year_groups=(9,), begins_at=time(9, 30), minutes=50)
    request = make_request(school=school, wish=wish, candidates=candidates, on=on, by=leader)
    first = Approach.objects.get(request=request, position=1)

    def answers(move: Move, said: str, other: date | None = None) -> Approach:
        answer = Answer(move, said, other, time(10))
        answer_by_link(secret=secret_of(first), answer=answer, on=on + timedelta(days=2), by=NOBODY)
        return _whole(first)

    if story.becomes in {"reminded", "silent"}:
        pass_day(on=on + timedelta(days=7), by=by)
    if story.becomes == "silent":
        pass_day(on=on + timedelta(days=14), by=by)
    if story.becomes == "declined":
        answers(Move.DECLINE, "We are short of people that week.")
    if story.becomes == "withdrawn":
        withdraw(approach=_whole(first), said="We found a day with somebody else. Thank you.", by=leader)
    if story.becomes == "other_date":
        answers(Move.PROPOSE, "The week after would suit us better.", day + timedelta(days=7))
    if story.becomes in {"accepted", "called_off", "delivered"}:
        accepted = answers(Move.ACCEPT, "Gladly. We will bring two apprentices.")
        if story.becomes == "accepted":
            write_message(approach=accepted, text="Please sign in at the front desk.", by=leader)
        if story.becomes == "called_off":
            call_off(approach=accepted, said="Our hall is being mended. We are sorry.", by=leader)
        if story.becomes == "delivered":
            _delivered(accepted, leader)


def _delivered(approach: Approach, leader: Scope) -> None:
    activity = plan_what_was_asked(approach=approach, by=leader).activity
    came = sorted(expected_at(activity))[:30]
    marks = {each: "attended" if each in came else "absent" for each in expected_at(activity)}
    take_register(activity=activity, marks=marks, seen={}, by=leader)
    say_it_took_place(approach=_whole(approach), by=leader)
    thank(approach=_whole(approach), feedback="They still talk about the storm. Thank you.", by=leader)


def _whole(approach: Approach) -> Approach:
    return Approach.objects.select_related(
        "request__organisation", "request__made_by", "employer", "contact", "provider__organisation", "offer"
    ).get(pk=approach.pk)
