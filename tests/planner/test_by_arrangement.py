"""Offers without days of their own: they stand on days the school could ask for, and accepting one is asking for it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.factories import make_learner, make_offer, make_provider, make_school, make_user
from tests.planner.test_building import FIRST, LAST, offer, propose
from waymark.access.queries import scope_of
from waymark.ledger.actions.settings import TermDates, close_day, set_terms
from waymark.ledger.models import Activity, Expected
from waymark.planner.actions.asked import plan_what_was_asked
from waymark.planner.actions.proposals import ProposalRefused, accept_sessions
from waymark.planner.building.asking import Asked, SessionLock, as_json, asked_of
from waymark.planner.building.ground import ground_of
from waymark.planner.building.offering import MOST_DAYS, NOTICE
from waymark.planner.models import ProposedPlace, ProposedSession
from waymark.planner.queries.proposals import still_asked_for
from waymark.post.models import Letter
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.asking import Candidate, Wish, make_request
from waymark.providers.actions.moving import secret_of
from waymark.providers.models import Approach, Offer, Request
from waymark.providers.rules.approaches import Move

MEANT = dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True)
TUESDAYS = {"miles": 10, "arranged": (1,)}


@pytest.fixture
def school(db_scope):
    school = make_school()
    terms = [TermDates("Autumn", FIRST, date(2026, 12, 18)), TermDates("Spring", date(2027, 1, 4), date(2027, 3, 26))]
    set_terms(school=school, year=2026, terms=terms, by=db_scope)
    for number in range(4):
        make_learner(school, number, year_group=10)
    return school


@pytest.fixture
def leader(school):
    return scope_of(make_user("Robin Marsh", ("careers_leader", school)))


@pytest.fixture
def arranged(db_scope):
    provider = make_provider("Lantern Works", contact_email="pat@lantern.example", is_nationwide=True)
    return make_offer(provider, "Talk by an engineer", kind="employer", provider_kind="", **MEANT)


@pytest.fixture
def proposal(school, arranged, db_scope):
    return propose(school, db_scope, **TUESDAYS)


def accept(proposal, by):
    sessions = list(proposal.sessions.values_list("public_id", flat=True))
    return accept_sessions(proposal=proposal, sessions=sessions, today=FIRST, by=by)


def answered(request, move):
    approach = Approach.objects.get(request=request)
    answer_by_link(secret=secret_of(approach), answer=Answer(move), on=FIRST, by=scope_of(make_user("X")))
    return Approach.objects.get(pk=approach.pk)


def dates_of(school, **asked):
    ground = ground_of(school, Asked(FIRST, LAST, **asked))
    return [offering.dates for offering in ground.offerings.values()]


def test_it_stands_on_open_days_of_the_school_far_enough_ahead(school, arranged, db_scope):
    close_day(school=school, on=date(2027, 1, 5), reason="INSET day", by=db_scope)

    (days,) = dates_of(school, **TUESDAYS)

    assert days[0] >= FIRST + NOTICE
    assert {day.weekday() for day in days} == {1}
    assert date(2027, 1, 5) not in days
    assert not [day for day in days if date(2026, 12, 18) < day < date(2027, 1, 4) or day > date(2027, 3, 26)]
    assert days == tuple(sorted(days))


def test_its_days_are_spread_and_no_more_than_the_planner_can_weigh(school, arranged, db_scope):
    make_offer(arranged.provider, "Another", kind="employer", **MEANT)

    one, other = dates_of(school, miles=10, arranged=(0, 1, 2, 3, 4))

    assert len(one) <= MOST_DAYS
    assert max(b - a for a, b in pairwise(one)) <= timedelta(weeks=4)  # over Christmas
    assert not set(one) & set(other)


def test_no_weekday_is_no_offer_by_arrangement(school, arranged):
    assert dates_of(school, miles=10) == []


def test_a_day_that_must_run_stays_whatever_is_spread(school, arranged):
    lock = SessionLock(f"dir-{arranged.public_id}", date(2027, 3, 3), True)

    (days,) = dates_of(school, locks=(lock,), **TUESDAYS)

    assert date(2027, 3, 3) in days


def test_accepting_it_asks_for_the_day_and_plans_nothing_yet(proposal, school, arranged, leader):
    session = proposal.sessions.get()

    [request] = accept(proposal, leader)

    approach = Approach.objects.get(request=request)
    assert session.is_to_be_asked
    assert (request.wished_on, request.learners, request.year_groups) == (session.held_on, 10, [10])
    assert (request.kind, request.mode, approach.offer) == ("employer", "in_person", arranged)
    assert Letter.objects.get().to == "pat@lantern.example"
    assert ProposedSession.objects.get().verdict == "asked"
    assert not Activity.objects.exists()
    assert accept(proposal, leader) == []


def test_planned_again_it_is_kept_and_not_asked_for_twice(proposal, school, leader, db_scope):
    [request] = accept(proposal, leader)
    asked = still_asked_for(proposal).get()
    again = propose(school, db_scope, **TUESDAYS, locks=(SessionLock(asked.offer_id, asked.held_on, True),))
    same = again.sessions.get(held_on=asked.held_on)

    assert accept_sessions(proposal=again, sessions=[same.public_id], today=FIRST, by=leader) == [request]
    assert Request.objects.count() == 1


def test_once_they_say_yes_it_is_for_those_of_the_plan(proposal, school, leader):
    make_learner(school, 9, year_group=10)  # came since: in the year group, and not of the plan
    [request] = accept(proposal, leader)
    approach = answered(request, Move.ACCEPT)

    made = plan_what_was_asked(approach=approach, by=leader)

    listed = set(Expected.objects.filter(activity=made.activity).values_list("learner", flat=True))
    assert listed == set(ProposedPlace.objects.values_list("learner", flat=True))
    assert len(listed) == 4
    assert not still_asked_for(proposal).exists()


def test_once_they_say_yes_all_that_the_plan_knew_is_known_of_it(school, arranged, leader, db_scope):
    Offer.objects.update(fixed_cost=60, cost_per_learner=2, periods=3, rooms=1, staff=2, minutes=45)
    proposal = propose(school, db_scope, **TUESDAYS)
    [request] = accept(proposal, leader)

    activity = plan_what_was_asked(approach=answered(request, Move.ACCEPT), by=leader).activity

    assert (activity.cost, activity.minutes, activity.provider_name) == (68, 45, "Lantern Works")
    planned = activity.planned
    assert (planned.periods, planned.rooms, planned.staff) == (3, 1, 2)
    assert (planned.offer, planned.proposal) == (arranged.public_id, proposal.public_id)
    agreed = ground_of(school, Asked(FIRST, LAST)).agreed
    assert [(each.offer_id, each.cost, each.periods) for each in agreed] == [(f"dir-{arranged.public_id}", 6800, 3)]


@pytest.mark.parametrize(("level", "known"), [(6, 6), (None, 0)])
def test_guidance_that_was_asked_for_can_be_planned(level, known, school, arranged, leader, db_scope):
    Offer.objects.update(kind="guidance", adviser_level=level)
    request = make_request(
        school=school,
        wish=Wish("A talk with an adviser", FIRST + timedelta(weeks=4), 4, kind="guidance", year_groups=(10,)),
        candidates=[Candidate(provider=arranged.provider, offer=Offer.objects.get())],
        on=FIRST,
        by=leader,
    )

    activity = plan_what_was_asked(approach=answered(request, Move.ACCEPT), by=leader).activity

    assert activity.adviser_level == known


def test_once_they_say_no_it_is_open_to_be_planned_anew(proposal, leader):
    [request] = accept(proposal, leader)

    answered(request, Move.DECLINE)

    assert not still_asked_for(proposal).exists()


def test_who_cannot_be_asked_is_said_and_nothing_is_accepted(school, arranged, leader, db_scope):
    offer(school, "2026-12-03", kind="lmi", provider_name="")
    proposal = propose(school, db_scope, **TUESDAYS)
    arranged.provider.contact_email = ""
    arranged.provider.save()

    with pytest.raises(ProposalRefused, match="nobody at Lantern Works to write to"):
        accept(proposal, leader)

    assert not Activity.objects.exists()
    assert not Request.objects.exists()


def test_an_offer_taken_off_since_is_said(proposal, arranged, leader):
    arranged.is_open = False
    arranged.save()

    with pytest.raises(ProposalRefused, match="not in the directory any more"):
        accept(proposal, leader)


def test_what_is_asked_survives_as_json_and_what_was_asked_before_is_read():
    asked = Asked(FIRST, LAST, miles=5, arranged=(1, 3))
    before = {name: value for name, value in as_json(asked).items() if name != "arranged"}

    assert asked_of(as_json(asked)) == asked
    assert asked_of(before) == replace(asked, arranged=())
