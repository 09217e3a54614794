"""Finds a hub's plan school by school: prices for what is scarce say how much each school may ask for.

The prices come from the whole hub's problem with parts of sessions allowed, which also bounds what any plan is worth.
"""

import math
from dataclasses import replace

import numpy as np

from waymark.planner.solver import Ending, Watch, solve
from waymark.planner.year_plan.choosing import Choice, choose
from waymark.planner.year_plan.classes import merged
from waymark.planner.year_plan.dealing import spend
from waymark.planner.year_plan.greedy import Audience, greedy
from waymark.planner.year_plan.plan import Draft, Plan
from waymark.planner.year_plan.search import Best, Found, Tell, seat_and_deal
from waymark.planner.year_plan.world import Slot, World

_SCHOOL_SECONDS = 4.0
_CHOOSING = 0.5  # of a school's time; the rest is for seating and dealing what was chosen
_GAP = 0.004


def shared_plan(world: World, *, watch: Watch, seed: int = 0, tell: Tell = lambda value, bound: None) -> Found:
    """The plan that closes most by weight over all sites; never worse than greedy."""
    best = Best(world, greedy(world), tell)
    prices = _prices(world, best, watch)
    best.limit(_bound(world, prices, watch))
    everyone = Audience(world)
    schools = sorted(range(len(world.sites)), key=lambda s: (-int(world.weight[world.site == s].sum()), s))
    plan, first = Plan({}), True
    while not watch.is_over() and not best.is_reached:
        before = best.worth
        for place, s in enumerate(schools):
            if watch.is_over():
                break
            share = watch.left() / (2 * (len(schools) - place)) if first else _SCHOOL_SECONDS
            part = watch.within(min(_SCHOOL_SECONDS, share))
            plan = _planned_anew(world, plan, s, prices if first else {}, part, seed)
            if not first:
                best.offer(plan)
        draft = Draft.of(world, plan)
        spend(draft, everyone)
        best.offer(draft.plan())
        plan = best.plan
        if not first and best.worth == before:
            break
        first = False
    return best.found(is_proven=False, was_stopped=watch.is_over())


def _prices(world: World, best: Best, watch: Watch) -> dict[int, float]:
    """What a session of each offer is worth to whoever does not get it; nothing where time did not suffice."""
    choice = choose(world, merged(world), with_dates=False)
    choice.model.whole = [False] * choice.model.width
    solved = solve(
        choice.model, choice.value, watch=watch.within(watch.left() * 0.5), maximise=True, whole_objective=False
    )
    if solved.prices is None:
        return {}
    return {o: float(solved.prices[row]) for o, row in choice.shared.items() if solved.prices[row] > 1e-6}


def _bound(world: World, prices: dict[int, float], watch: Watch) -> float:
    """No plan is worth more than schools could make of it at these prices, and what all there is would cost them.

    Holds whatever the prices are, and so asks for no faith in how they were found.
    """
    bound = sum(price * min(int(world.most_sessions[o]), len(world.slots_of[o])) for o, price in prices.items())
    for s in range(len(world.sites)):
        alone, _, _ = only(world, s, Plan({}))
        choice = choose(alone, merged(alone), with_dates=False)
        choice.model.whole = [False] * choice.model.width
        solved = solve(
            choice.model, choice.value - _charged(choice, prices), watch=watch, maximise=True, whole_objective=False
        )
        if solved.ending is not Ending.PROVEN:
            return math.inf
        bound += solved.bound
    return bound


def _planned_anew(world: World, plan: Plan, s: int, prices: dict[int, float], watch: Watch, seed: int) -> Plan:
    """The plan with one school's part made again from what the others leave; as it was if that is no better."""
    rest = Plan({session: learners for session, learners in plan.seats.items() if session[1] != s})
    alone, slots, learners = only(world, s, rest)
    before = Best(alone, _inside(plan, s, slots, learners), lambda value, bound: None)
    classes = merged(alone)
    choice = choose(alone, classes)
    solved = solve(
        choice.model, choice.value - _charged(choice, prices), watch=watch.within(watch.left() * _CHOOSING),
        maximise=True, gap=_GAP, seed=seed, start=choice.start(before.plan), whole_objective=False,
    )  # fmt: skip
    if solved.values is not None:
        seat_and_deal(alone, classes, choice, solved.values, before, Audience(alone), watch.within(math.inf), seed)
    mine = {
        (int(slots[m]), s): tuple(int(x) for x in learners[list(seated)])
        for (m, _), seated in before.plan.seats.items()
    }
    return Plan({**rest.seats, **mine})


def _charged(choice: Choice, prices: dict[int, float]) -> np.ndarray:
    charged = np.zeros(choice.model.width)
    for (o, _), columns in choice.runs.items():
        charged[columns] = prices.get(o, 0.0)
    return charged


def _inside(plan: Plan, s: int, slots: np.ndarray, learners: np.ndarray) -> Plan:
    """A school's part of a plan, in the numbers of its own world."""
    slot = {int(m): place for place, m in enumerate(slots)}
    known = {int(x): place for place, x in enumerate(learners)}
    return Plan({
        (slot[m], 0): tuple(known[x] for x in seated) for (m, site), seated in plan.seats.items() if site == s
    })  # fmt: skip


def only(world: World, s: int, rest: Plan) -> tuple[World, np.ndarray, np.ndarray]:
    """One school's problem, with what a plan of the others leaves; and its slots and learners in the whole world."""
    used = np.zeros(len(world.offers), dtype=np.int64)
    taken = np.zeros(len(world.slots), dtype=bool)
    for m, _ in rest.seats:
        used[world.offer_of[m]] += 1
        taken[m] = True
    offers = tuple(
        offer if offer.sessions is None else replace(offer, sessions=int(offer.sessions - used[o]))
        for o, offer in enumerate(world.offers)
    )
    learners, patterns = np.flatnonzero(world.site == s), np.flatnonzero(world.site_of_pattern == s)
    slots = np.arange(len(world.slots))
    pattern = np.full(len(world.may), -1, dtype=np.int64)
    pattern[patterns] = np.arange(len(patterns))
    alone = replace(
        world,
        sites=(world.sites[s],),
        offers=offers,
        slots=tuple(Slot(offers[world.offer_of[m]], slot.date) for m, slot in enumerate(world.slots)),
        models=tuple(world.models[p] for p in patterns),
        learners=tuple(world.learners[x] for x in learners),
        site=np.zeros(len(learners), dtype=np.int64),
        pattern=pattern[world.pattern[learners]],
        year_group=world.year_group[learners],
        most_periods=world.most_periods[learners],
        units=world.units[learners],
        weight=world.weight[learners],
        site_of_pattern=np.zeros(len(patterns), dtype=np.int64),
        may=world.may[patterns],
        closes=world.closes[patterns],
        allowed=world.allowed[[s]]
        & ~taken
        & (np.array([o.sessions is None or o.sessions > 0 for o in offers])[world.offer_of]),
        must=world.must[[s]],
    )
    return alone, slots, learners
