"""From a ground to a plan as it is kept: planned, explained session by session, and what stays open looked into."""

from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from waymark.kernel.academic_year import academic_year
from waymark.ledger.rules.facts import plain
from waymark.planner.building.asking import Asked, as_json
from waymark.planner.building.ground import Ground
from waymark.planner.building.offering import facts_of_offering
from waymark.planner.rules.proposed import FoundOpen, FoundPlan, FoundSession
from waymark.planner.year_plan.explaining import Explained, explain
from waymark.planner.year_plan.plan import attended
from waymark.planner.year_plan.planning import Answer, Asking, answer
from waymark.planner.year_plan.relaxing import Unmet
from waymark.planner.year_plan.terms import Limits


def find_plan(asked: Asked, ground: Ground, how: Asking) -> tuple[Answer, FoundPlan]:
    """Plan, and put what was found into the words it is kept in."""
    found = answer(ground.question, how)
    figures = _asked(asked, ground) | {"status": found.status, "seconds": round(found.seconds, 3)}
    if found.found is None:
        return found, FoundPlan(figures | {"conflicting": _conflicting(found, ground)})
    sessions = [
        _session(each, ground)
        for each in explain(found.world, found.plan, ground.premium or ())
        if each.offer_id in ground.offerings
    ]
    closings = tuple(_closings(found, ground))
    left = np.maximum(found.world.units - attended(found.world, found.plan), 0)
    return found, FoundPlan(
        figures | _figures(found) | {"stays_open": int(left.sum())},
        tuple(sessions),
        closings,
        tuple(_open(each) for each in found.unmet),
    )


def limits_json(limits: Limits) -> dict[str, Any]:
    """As a `limits.json` says it: what a plan was made within can be counted anew from this."""
    weights = limits.weights
    return {
        "budget": None if limits.budget is None else str(_pounds(limits.budget)),
        "periods_per_learner": {str(year): most for year, most in sorted(limits.periods_per_learner.items())},
        "rooms_per_day": limits.rooms_per_day,
        "staff_per_day": limits.staff_per_day,
        "closed_dates": [day.isoformat() for day in sorted(limits.closed_dates)],
        "weights": {
            "last_chance": str(_decimal(weights.last_chance)),
            "otherwise": str(_decimal(weights.otherwise)),
            "disadvantaged_factor": str(_decimal(weights.disadvantaged_factor)),
        },
        "locks": [{"offer_id": x.offer_id, "date": x.date.isoformat(), "run": x.run} for x in limits.locks],
    }


def _asked(asked: Asked, ground: Ground) -> dict[str, Any]:
    asking = as_json(asked) | {
        "limits": limits_json(ground.question.limits),
        "agreed": len(ground.agreed),
        "agreed_cost": str(_pounds(sum(each.cost for each in ground.agreed))),
    }
    return {
        "academic_year": academic_year(asked.first),
        "from_on": asked.first,
        "to_on": asked.last,
        "asked": asking,
        "offers": [each.row | {"provider": each.provider} for each in ground.offerings.values()],
    }


def _figures(found: Answer) -> dict[str, Any]:
    plan = found.found
    assert plan is not None
    return {
        "value": _decimal(found.weight(plan.worth.value)),
        "bound": _decimal(found.weight(plan.bound)),
        "by_hand_value": _decimal(found.weight(plan.greedy.value)),
        "cost": _pounds(-plan.worth.saved),
        "by_hand_cost": _pounds(-plan.greedy.saved),
        "places": -plan.worth.places,
        "closes": int(np.minimum(attended(found.world, plan.plan), found.world.units).sum()),
        "was_stopped": plan.was_stopped,
    }


def _session(each: Explained, ground: Ground) -> FoundSession:
    offering, cost = ground.offerings[each.offer_id], _pounds(each.cost)
    row = offering.row
    facts = facts_of_offering(row, title=offering.title, provider=offering.provider, held_on=each.date, cost=cost)
    kept = {name: plain(value) for name, value in asdict(facts).items()}
    locked = {(lock.offer_id, lock.date) for lock in ground.question.limits.locks if lock.run}
    return FoundSession(
        offer_id=each.offer_id,
        title=offering.title,
        provider_name=offering.provider,
        held_on=each.date,
        facts={"activity": kept, "takes": {"rooms": row["rooms"] or 0, "staff": row["staff"] or 0}},
        learners=tuple(ground.learners[learner] for learner in each.learners),
        cost=cost,
        periods=row["periods"] or 0,
        closes=each.closes,
        closes_by_year={str(year): units for year, units in each.by_year.items()},
        closes_of_premium=None if ground.premium is None else each.of_chosen,
        rival=_rival(each, ground),
        verdict="keep" if (each.offer_id, each.date) in locked else "open",
        is_to_be_asked=offering.is_arranged,
    )


def _rival(each: Explained, ground: Ground) -> dict[str, Any]:
    if each.rival is None:
        return {}
    offering = ground.offerings[each.rival.offer_id]
    return {"title": offering.title, "held_on": each.rival.date.isoformat(), "closes": each.rival.closes}


def _closings(found: Answer, ground: Ground) -> Iterable[tuple[int, str, int, int]]:
    world, had = found.world, attended(found.world, found.plan)
    for x, n in np.argwhere((had > 0) & (world.units > 0)):
        before = int(world.units[x, n])
        yield ground.learners[world.learners[x]], world.names[n], before, max(before - int(had[x, n]), 0)


def _open(each: Unmet) -> FoundOpen:
    found = each.relaxation
    told = (each.entitlement, each.year_group, each.learners, each.units)
    if found is None:
        return FoundOpen(*told)
    if found.kind == "offer":  # its cost is how many learners it must hold
        return FoundOpen(*told, found.kind, found.amount, found.closes, Decimal(found.cost))
    return FoundOpen(*told, found.kind, found.amount, found.closes, _pounds(found.cost))


def _conflicting(found: Answer, ground: Ground) -> list[dict[str, str]]:
    agreed = {f"agreed-{each.public_id}": each.title for each in ground.agreed}
    titles = agreed | {each.offer_id: each.title for each in ground.offerings.values()}
    return [{"title": titles[x.offer_id], "held_on": x.date.isoformat()} for x in found.conflicting]


def _pounds(pence: int) -> Decimal:
    return Decimal(pence) / 100


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.0001"))
