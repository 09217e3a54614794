"""What a school accepted of the directory's offers is on its plan; then their providers are asked for it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import make_learner, make_offer, make_provider, make_school, make_user
from tests.planner.test_building import FIRST, offer, propose
from waymark.access.queries import scope_of
from waymark.ledger.models import Activity
from waymark.planner.actions.asked import plan_what_was_asked
from waymark.planner.actions.proposals import accept_sessions
from waymark.planner.actions.proposed_requests import ask_for_accepted
from waymark.planner.models import ProposedSession
from waymark.planner.queries.proposals import not_asked_yet
from waymark.providers.actions.answering import Answer, answer_by_link
from waymark.providers.actions.moving import secret_of
from waymark.providers.actions.settling import agree
from waymark.providers.models import Approach, Provider
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


def answered(move, **more):
    approach = Approach.objects.get()
    answer_by_link(secret=secret_of(approach), answer=Answer(move, **more), on=FIRST, by=scope_of(make_user("X")))
    return Approach.objects.get()


def test_only_the_directory_s_are_asked_for_and_once(proposal, by):
    made, refused = ask_for_accepted(proposal=proposal, today=FIRST, by=by)

    assert [(each.title, each.wished_on, each.learners) for each in made] == [("Talk by an engineer", DAY, 4)]
    assert refused == []
    assert Activity.objects.count() == 2  # both are on the plan, as before
    assert ask_for_accepted(proposal=proposal, today=FIRST, by=by) == ([], [])


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
