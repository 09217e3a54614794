"""A site's proposals, counted anew from its exported records by code that knows only PLANNING.md §3 and §4."""

import csv
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.planner.test_building import FIRST, LAST
from tests.planner.year_plan.checker import Problem
from tests.web.school.conftest import MEANT, PROVIDED, WORKED
from waymark.access.scope import acting, everything
from waymark.intake.exchange.folders import write_tables
from waymark.intake.exchange.further import OFFERS
from waymark.kernel.telling import untold
from waymark.ledger.actions.exports import give_out_records
from waymark.ledger.models import Activity
from waymark.planner.actions.proposals import keep_proposal
from waymark.planner.building.asking import Asked, SessionLock
from waymark.planner.building.handed_over import plan_year
from waymark.planner.models import OwnOffer

DAYS = ["2026-12-03", "2027-01-14", "2027-02-04", "2027-03-02"]


def add_offers(school):
    for number, (kind, facts) in enumerate(
        (
            ("employer", {**MEANT, "capacity": 30, "fixed_cost": 60, "rooms": 1, "staff": 2, "periods": 2}),
            ("workplace", {**WORKED, "capacity": 12, "cost_per_learner": Decimal("4.50"), "staff": 1, "periods": 5}),
            ("provider", {**PROVIDED, "provider_kind": "itp", "pal_content": True, "rooms": 1, "sessions": 2}),
            ("provider", {**PROVIDED, "provider_kind": "university", "year_from": 10, "fixed_cost": 110}),
            ("lmi", {"capacity": 56, "fixed_cost": 5, "rooms": 1, "periods": 1}),
            ("guidance", {"adviser_level": 6, "capacity": 5, "fixed_cost": 45, "year_from": 11}),
            ("curriculum", {"subject": "maths", "year_to": 9, "cost_per_learner": 1}),
        )
    ):
        OwnOffer.objects.create(
            organisation=school, title=f"Offer {number}", kind=kind, dates=DAYS[number % 2 :: 1 + number % 3], **facts
        )


def recounted(school, proposal, folder):
    """The problem as files say it, and the proposal as a plan of it."""
    folder.mkdir()
    write_tables(folder, give_out_records(schools=[school], on=FIRST, by=everything("test")), "csv")
    with (folder / "offers.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, [c.name for c in OFFERS.columns], restval="", extrasaction="ignore")
        writer.writeheader()
        for row in proposal.offers:
            plain = {name: "" if value is None else value for name, value in row.items()}
            flags = {name: str(value).lower() for name, value in plain.items() if isinstance(value, bool)}
            writer.writerow(plain | flags | {"dates": ";".join(row["dates"])})
    limits = {name: value for name, value in proposal.asked["limits"].items() if value is not None}
    limits["budget"] = float(limits["budget"])
    limits["weights"] = {name: float(value) for name, value in limits["weights"].items()}
    (folder / "limits.json").write_text(json.dumps(limits))
    plan = {
        (session.offer_id, session.held_on): set(session.proposed_places.values_list("learner__public_id", flat=True))
        for session in proposal.sessions.all()
    }
    return Problem(folder, school.institution_id, FIRST, LAST), plan


@pytest.mark.parametrize("locks", [(), (("Offer 3", "2027-01-14", True), ("Offer 0", "2026-12-03", False))])
def test_a_proposal_holds_every_rule_and_is_worth_what_it_says(big_school, tmp_path, locks):
    with acting(everything("test")) as by:
        Activity.objects.filter(state="planned").update(state="cancelled")  # what is agreed is no part of §3
        add_offers(big_school)
        named = {each.title: f"own-{each.public_id}" for each in OwnOffer.objects.all()}
        held = tuple(SessionLock(named[title], date.fromisoformat(on), run) for title, on, run in locks)
        asked = Asked(
            FIRST, LAST, Decimal(420), {10: 6, 11: 3}, 2, 3, (date(2027, 2, 4),), locks=held, seconds=4
        )  # fmt: skip
        found = plan_year(big_school, asked, None, untold, lambda: False)
        proposal = keep_proposal(school=big_school, found=found, by=by)

        problem, plan = recounted(big_school, proposal, tmp_path / "files")

        assert problem.broken(plan) == []
        assert len(plan) > 3
        assert (Fraction(proposal.value), proposal.cost * 100) == (problem.value(plan), problem.cost(plan))
        assert proposal.by_hand_value <= proposal.value <= proposal.bound
        closed = problem.closed(plan)
        assert proposal.closes == sum(closed.values())
        assert proposal.stays_open == sum(most for most, _ in problem.gaps.values()) - proposal.closes
        told = {
            (x.learner.public_id, x.entitlement): (x.units_before, x.units_before - x.units_after)
            for x in proposal.closings.select_related("learner")
        }
        assert told == {key: (problem.gaps[key][0], units) for key, units in closed.items()}
        left = Counter()
        for (learner, gap), (most, _) in problem.gaps.items():
            left[gap, problem.year_groups[learner]] += most - closed.get((learner, gap), 0)
        assert {(x.entitlement, x.year_group): x.units for x in proposal.left_open.all()} == {
            key: units for key, units in left.items() if units
        }
        for session in proposal.sessions.all()[:3]:  # all would take long to count so plainly
            slot = (session.offer_id, session.held_on)
            without = {key: learners for key, learners in plan.items() if key != slot}
            lost = Counter()
            for (learner, gap), units in closed.items():
                lost[str(problem.year_groups[learner])] += units - problem.closed(without).get((learner, gap), 0)
            assert session.closes_by_year == {year: units for year, units in lost.items() if units}
            assert (session.learners, session.cost * 100) == (len(plan[slot]), problem.cost({slot: plan[slot]}))
            if session.rival and session.verdict != "keep":  # what is locked in leaves its place to nothing
                assert is_possible(problem, without, session, named)


def is_possible(problem, without, session, named):
    """Whether as many units as the rival is said to close can be closed in the session's place: seat them greedily."""
    slot = (named[session.rival["title"]], date.fromisoformat(session.rival["held_on"]))
    filled = problem._filled(without, slot)
    assert filled is not None
    gained = sum(problem.closed(filled).values()) - sum(problem.closed(without).values())
    return gained == session.rival["closes"]


def test_the_same_question_is_answered_the_same(big_school):
    with acting(everything("test")):
        add_offers(big_school)
        OwnOffer.objects.exclude(kind__in=["employer", "lmi"]).delete()
        asked = Asked(FIRST, LAST, Decimal(200), seconds=60)
        found = [plan_year(big_school, asked, None, untold, lambda: False) for _ in range(2)]

        assert found[0].sessions == found[1].sessions


def test_stopped_at_once_it_keeps_a_plan_no_worse_than_by_hand(big_school):
    with acting(everything("test")):
        add_offers(big_school)
        found = plan_year(big_school, Asked(FIRST, LAST, Decimal(420)), None, untold, lambda: True)

        assert found.sessions
        assert found.figures["was_stopped"]
        assert found.figures["value"] >= found.figures["by_hand_value"] > 0
        assert {row.needs for row in found.left_open} == {""}
