"""The plan builder on a school's own records: what it proposes, and what becomes of it."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import expect, make_activity, make_learner, make_school
from waymark.kernel.telling import untold
from waymark.ledger.models import Expected
from waymark.planner.actions.proposals import accept_sessions, keep_proposal
from waymark.planner.building.asking import Asked, WhatIf, as_json, asked_of
from waymark.planner.building.handed_over import plan_year
from waymark.planner.models import OwnOffer, ProposedSession

FIRST, LAST = date(2026, 11, 23), date(2027, 7, 16)
MEANT = dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True)
TALK = {"title": "Talk by an engineer", "kind": "employer", "provider_name": "Lantern Works", **MEANT}


def offer(school, *dates, **facts):
    return OwnOffer.objects.create(organisation=school, dates=list(dates), **{**TALK, **facts})


def propose(school, by, **asked):
    asked = Asked(FIRST, LAST, seconds=5, **asked)
    return keep_proposal(school=school, found=plan_year(school, asked, None, untold, lambda: False), by=by)


@pytest.fixture
def school(db_scope):
    school = make_school()
    for number in range(6):
        make_learner(school, number, year_group=10, pupil_premium=number < 2)
    return school


def test_a_school_is_proposed_what_closes_most_for_its_money(school, db_scope):
    offer(school, "2026-12-03", fixed_cost=Decimal(60), cost_per_learner=Decimal(2))
    offer(school, "2026-12-10", title="Dear talk", fixed_cost=Decimal(500))

    proposal = propose(school, db_scope, budget=Decimal(100))

    session = proposal.sessions.get()
    assert (proposal.status, proposal.cost, proposal.closes) == ("optimal", Decimal("72.00"), 6)
    assert (session.title, session.learners, session.closes, session.closes_by_year) == (
        "Talk by an engineer", 6, 6, {"10": 6},
    )  # fmt: skip
    assert session.rival == {}
    assert proposal.value == proposal.bound == 4 * (4 + 2 * Decimal("1.5"))


def test_what_is_agreed_is_built_on(school, db_scope):
    learners = list(school.learners.order_by("pk"))
    visit = make_activity(school, "employer", held_on=date(2026, 12, 3), cost=Decimal(40), **MEANT)
    expect(visit, *learners[:4])
    offer(school, "2026-12-03", "2026-12-10", fixed_cost=Decimal(10))

    proposal = propose(school, db_scope, budget=Decimal(50))

    session = proposal.sessions.get()
    going = set(session.proposed_places.values_list("learner_id", flat=True))
    assert going == {each.pk for each in learners[4:]}
    assert proposal.asked["limits"]["budget"] == "10"


def test_accepted_sessions_become_planned_activities_with_their_learners(school, db_scope):
    offer(school, "2026-12-03", fixed_cost=Decimal(60), capacity=4)
    proposal = propose(school, db_scope)
    session = proposal.sessions.get()

    [activity] = accept_sessions(proposal=proposal, sessions=[session.public_id], today=FIRST, by=db_scope)

    assert (activity.title, activity.state, activity.held_on, activity.cost) == (
        "Talk by an engineer", "planned", date(2026, 12, 3), Decimal("60"),
    )  # fmt: skip
    assert set(Expected.objects.filter(activity=activity).values_list("learner_id", flat=True)) == set(
        session.proposed_places.values_list("learner_id", flat=True)
    )
    assert ProposedSession.objects.get().verdict == "accepted"
    again = propose(school, db_scope)
    assert [(x.learners, x.title) for x in again.sessions.all()] == []


def test_a_snow_day_says_what_is_lost_and_wins_back_what_it_can(school, db_scope):
    offer(school, "2026-12-03", "2027-01-14", fixed_cost=Decimal(60), sessions=1)
    proposal = propose(school, db_scope)
    held_on = proposal.sessions.get().held_on
    change = WhatIf("closed", on=held_on)
    asked = Asked(FIRST, LAST, seconds=5, close_to=proposal.public_id).changed(change)

    found = plan_year(school, asked, proposal, untold, lambda: False)

    assert found.figures["what_if"] == {
        "words": f"the school is closed on {held_on.day} {held_on:%B %Y}",
        "lost": 6,
        "lost_sessions": [["Talk by an engineer", held_on.isoformat()]],
        "lost_agreed": [],
        "won_back": 6,
        "still_lost": 0,
        "kept": 0,
        "dropped": 1,
        "added": 1,
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (WhatIf("budget", 20), "there is 20% less money"),
        (WhatIf("staff", 1), "there is 1 fewer member of staff a day"),
        (WhatIf("staff", 2), "there are 2 fewer members of staff a day"),
        (WhatIf("withdrawal", provider="Lantern Works"), "Lantern Works withdraws"),
    ],
)
def test_what_happens_is_said_as_it_follows_if(change, said):
    words = change.in_words

    assert words == said


def test_what_is_asked_survives_as_json():
    asked = Asked(FIRST, LAST, Decimal("9.50"), {10: 3}, 1, 2, (FIRST,), without=("Lantern",)).changed(
        WhatIf("closed", on=LAST)
    )

    assert asked_of(as_json(asked)) == asked
