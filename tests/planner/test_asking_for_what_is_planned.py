"""What a school accepted of the directory's offers is on its plan; then their providers are asked for it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import make_learner, make_offer, make_provider, make_school, make_user
from tests.planner.test_building import FIRST, offer, propose
from waymark.access.queries import scope_of
from waymark.access.scope import NOBODY
from waymark.ledger.models import Activity
from waymark.planner.actions.asked import plan_what_was_asked
from waymark.planner.actions.proposals import accept_sessions
from waymark.planner.actions.proposed_requests import ask_for_accepted
from waymark.planner.actions.school_year import move_planned
from waymark.planner.building.asking import Asked
from waymark.planner.building.ground import ground_of
from waymark.planner.models import AskedActivity, Planned, ProposedSession
from waymark.planner.queries.proposals import not_asked_yet
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.asking import Candidate, ask_next, put_on_list
from waymark.providers.actions.moving import secret_of
from waymark.providers.actions.settling import agree, call_off
from waymark.providers.models import Approach, Offer, Provider, Request
from waymark.providers.rules.approaches import Move

MEANT = dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True)
DAY = date(2026, 12, 8)


@pytest.fixture
def school(db_scope):
    school = make_school()
    for number in range(4):
        make_learner(school, number, year_group=10)
    return school


@pytest.fixture
def leader(school):
    return make_user("Robin Marsh", ("careers_leader", school))


@pytest.fixture
def by(leader):
    return scope_of(leader)


@pytest.fixture
def proposal(school, db_scope, by):
    provider = make_provider("Lantern Works", contact_email="pat@lantern.example", is_nationwide=True)
    make_offer(provider, "Talk by an engineer", kind="employer", provider_kind="", dates=[DAY.isoformat()], **MEANT)
    offer(school, "2026-12-03", kind="lmi", title="Our own talk", provider_name="")
    made = propose(school, db_scope, miles=10)
    sessions = list(made.sessions.values_list("public_id", flat=True))
    accept_sessions(proposal=made, sessions=sessions, today=FIRST, by=by)
    return made


def answered(move, approach=None, **more):
    approach = approach or Approach.objects.get()
    answer_by_link(secret=secret_of(approach), answer=Answer(move, **more), on=FIRST, by=NOBODY)
    return Approach.objects.get(pk=approach.pk)


@pytest.fixture
def instead(proposal, by):
    """Another who was asked in the place of the one whose offer is on the plan, and said yes."""
    ask_for_accepted(proposal=proposal, today=FIRST, by=by)
    other = make_provider("Tallow Mill", contact_email="jo@tallow.example", is_nationwide=True)
    theirs = make_offer(other, "A miller comes", kind="employer", provider_kind="", stem=True, cost_per_learner=3)
    put_on_list(request=Request.objects.get(), candidate=Candidate(provider=other, offer=theirs), by=by)
    answered(Move.DECLINE, Approach.objects.get(position=1))
    return answered(Move.ACCEPT, Approach.objects.get(position=2))


def test_only_the_directory_s_are_asked_for_and_once(proposal, by):
    made, refused = ask_for_accepted(proposal=proposal, today=FIRST, by=by)

    assert [(each.title, each.wished_on, each.learners) for each in made] == [("Talk by an engineer", DAY, 10)]
    assert refused == []
    assert Activity.objects.count() == 2  # both are on the plan, as before
    assert ask_for_accepted(proposal=proposal, today=FIRST, by=by) == ([], [])


def test_a_provider_is_told_no_exact_count(proposal, school, by):
    session = ProposedSession.objects.get(provider_name="Lantern Works")
    told = {}
    for many in (1, 6, 10, 11, 148):
        ProposedSession.objects.filter(pk=session.pk).update(learners=many, request=None)
        [request], _ = ask_for_accepted(proposal=proposal, today=FIRST, by=by)
        told[many] = request.learners

    assert told == {1: 10, 6: 10, 10: 10, 11: 15, 148: 150}


def test_what_the_school_moved_is_asked_for_on_the_day_it_stands_on(proposal, by):
    later = DAY + timedelta(days=2)
    planned = ProposedSession.objects.get(provider_name="Lantern Works").activity
    move_planned(activity=planned, to_on=later, by=by)

    [request], _ = ask_for_accepted(proposal=proposal, today=DAY, by=by)

    assert request.wished_on == later


def test_what_the_school_moved_to_a_day_that_is_past_is_not_asked_for(proposal, by):
    planned = ProposedSession.objects.get(provider_name="Lantern Works").activity
    move_planned(activity=planned, to_on=FIRST + timedelta(days=1), by=by)

    assert not not_asked_yet(proposal, FIRST + timedelta(days=2)).exists()


def test_no_more_are_asked_for_than_the_offer_takes(proposal, by):
    Offer.objects.update(capacity=6)

    (request,), _ = ask_for_accepted(proposal=proposal, today=FIRST, by=by)

    assert request.learners == 6


def test_what_they_say_yes_to_is_what_is_planned(proposal, by):
    ask_for_accepted(proposal=proposal, today=FIRST, by=by)
    planned = ProposedSession.objects.get(provider_name="Lantern Works").activity

    made = plan_what_was_asked(approach=answered(Move.ACCEPT), by=by)

    assert made.activity == planned
    assert Activity.objects.count() == 2


def test_on_another_day_it_is_moved_there(proposal, by):
    ask_for_accepted(proposal=proposal, today=FIRST, by=by)
    approach = answered(Move.PROPOSE, day=DAY + timedelta(days=1))
    agree(approach=approach, said="", by=by)

    made = plan_what_was_asked(approach=Approach.objects.get(), by=by)

    assert made.activity.held_on == DAY + timedelta(days=1)
    assert Activity.objects.count() == 2


def test_what_somebody_else_says_yes_to_takes_the_place_of_what_is_planned(instead, proposal, school, by):
    planned = ProposedSession.objects.get(provider_name="Lantern Works").activity
    Activity.objects.filter(pk=planned.pk).update(notes="In the hall", cost=Decimal(90))

    made = plan_what_was_asked(approach=instead, by=by)

    activity = made.activity
    assert (activity, Activity.objects.count()) == (planned, 2)
    assert (activity.provider_name, activity.stem, activity.two_way) == ("Tallow Mill", True, False)
    assert (activity.cost, activity.notes) == (12, "In the hall")
    assert activity.expected.count() == 4
    assert Planned.objects.get(activity=activity).offer == instead.offer.public_id
    agreed = {each.public_id: each.offer_id for each in ground_of(school, Asked(FIRST, DAY)).agreed}
    assert agreed[activity.public_id] == f"dir-{instead.offer.public_id}"


def test_after_a_yes_that_was_called_off_the_next_yes_takes_its_place(proposal, by):
    ask_for_accepted(proposal=proposal, today=FIRST, by=by)
    first = plan_what_was_asked(approach=answered(Move.ACCEPT), by=by)
    other = make_provider("Tallow Mill", contact_email="jo@tallow.example")
    put_on_list(request=first.approach.request, candidate=Candidate(provider=other), by=by)
    call_off(approach=Approach.objects.get(position=1), by=by)
    ask_next(request=first.approach.request, on=FIRST, by=by)
    second = answered(Move.ACCEPT, Approach.objects.get(position=2))

    made = plan_what_was_asked(approach=second, by=by)

    assert (made.activity, made.activity.provider_name) == (first.activity, "Tallow Mill")
    assert AskedActivity.objects.get() == made
    assert plan_what_was_asked(approach=second, by=by) == made


def test_who_cannot_be_asked_is_said_and_the_rest_is_asked(proposal, by):
    Provider.objects.update(contact_email="")

    made, refused = ask_for_accepted(proposal=proposal, today=FIRST, by=by)

    assert made == []
    assert "nobody at Lantern Works to write to" in refused[0]
    assert not_asked_yet(proposal, FIRST).count() == 1


def test_a_day_that_is_past_is_not_asked_for(proposal, by):
    assert ask_for_accepted(proposal=proposal, today=DAY, by=by) == ([], [])


def test_the_page_asks_and_tells_what_came_of_it(proposal, school, leader, signed_in, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: FIRST)
    client, here = signed_in(leader), reverse("plan_proposal", args=[school.slug, proposal.public_id])
    assert "Ask the providers of 1 session" in client.get(here).content.decode()

    asked = client.post(here, {"do": "ask"}, follow=True).content.decode()

    assert "1 session asked for." in asked
    assert "On your year plan, and asked for" in asked
    assert "Ask the providers" not in asked
    answered(Move.DECLINE)
    assert "nobody has said yes" in client.get(here).content.decode()


def test_the_page_says_whose_yes_it_is(instead, proposal, school, leader, signed_in):
    here = reverse("plan_proposal", args=[school.slug, proposal.public_id])

    page = signed_in(leader).get(here).content.decode()

    assert "On your year plan; somebody else said yes" in page
    assert "and they said yes" not in page


@pytest.mark.parametrize("role", ["governor", "teacher"])
def test_who_may_not_read_requests_is_told_what_was_decided_and_no_more(role, proposal, school, by, signed_in):
    ask_for_accepted(proposal=proposal, today=FIRST, by=by)
    here = reverse("plan_proposal", args=[school.slug, proposal.public_id])

    page = signed_in(make_user("Ines Hale", (role, school))).get(here).content.decode()

    assert "Accepted: on your year plan" in page
    assert "nobody has said yes" not in page
    assert "See the request" not in page


def test_who_plans_or_oversees_requests_is_led_to_them(proposal, school, by, signed_in):
    ask_for_accepted(proposal=proposal, today=FIRST, by=by)
    here = reverse("plan_proposal", args=[school.slug, proposal.public_id])

    page = signed_in(make_user("Ines Hale", ("senior_leader", school))).get(here).content.decode()

    assert "On your year plan, and asked for" in page
    assert "See the request" in page
