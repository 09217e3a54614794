"""Finds a hub's plan: what runs where is chosen for the whole hub at once, and dealt out school by school.

The choice leaves open on which of the days that are alike a session is. These are then set for all schools together,
for a slot is at one school only; who goes is each school's own affair.
"""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from waymark.planner.solver import Ending, Watch, solve
from waymark.planner.year_plan.choosing import choose
from waymark.planner.year_plan.classes import merged
from waymark.planner.year_plan.dealing import spend
from waymark.planner.year_plan.exact import best_exactly, pairs
from waymark.planner.year_plan.greedy import Audience, greedy
from waymark.planner.year_plan.plan import Draft, Plan, Session
from waymark.planner.year_plan.search import SMALL, Best, Found, Tell, ceiling, choose_and_deal, seat_and_deal
from waymark.planner.year_plan.timetable import timetable
from waymark.planner.year_plan.world import Slot, World

_CHOOSING = 0.65  # of the time
_RELAXING = 0.75  # of the time for choosing; and of what is left of that, for what is whole
_DEALING = 0.75  # of what is left then
_SCHOOL_SECONDS = 6.0
_PART = 1e-6  # of a session: less is none
_GAP = 0.001


def shared_plan(world: World, *, watch: Watch, seed: int = 0, tell: Tell = lambda value, bound: None) -> Found:
    """The plan that closes most by weight over all sites; never worse than greedy."""
    best, everyone = Best(world, greedy(world), tell), Audience(world)
    best.limit(ceiling(world))
    if pairs(world) <= SMALL and best_exactly(world, best, watch, seed):
        return best.found(is_proven=True, was_stopped=False)
    sessions = _chosen(world, best, watch.within(watch.left() * _CHOOSING), seed)
    if sessions:
        dealt = _dealt(world, sessions, watch.within(watch.left() * _DEALING), seed)
        best.offer(_spent(world, dealt, everyone))
    while not watch.is_over() and not best.is_reached:
        plan, before = best.plan, best.worth
        for s in _by_weight(world):
            if watch.is_over():
                break
            plan = _planned_anew(world, plan, s, watch.within(_SCHOOL_SECONDS), seed)
            best.offer(plan)
        best.offer(_spent(world, plan, everyone))
        if best.worth == before:
            break
    return best.found(is_proven=False, was_stopped=watch.is_over())


def _chosen(world: World, best: Best, watch: Watch, seed: int) -> list[Session]:
    """Sessions chosen for all schools at once; none where time did not suffice.

    With parts of sessions allowed the choice bounds what any plan is worth. Few of the sessions that there could be
    have a part in it, and the best whole choice among these few is nearly as good.
    """
    choice = choose(world, with_days=False)
    start, whole = choice.start(best.plan), choice.model.whole
    choice.model.whole = [False] * choice.model.width
    relaxed = solve(
        choice.model, choice.value, watch=watch.within(watch.left() * _RELAXING), maximise=True, seed=seed,
        whole_objective=False, at_a_corner=True,
    )  # fmt: skip
    choice.model.whole = whole
    if relaxed.ending is not Ending.PROVEN or relaxed.values is None:
        return []
    best.limit(relaxed.bound)
    for run in choice.every_run():
        if relaxed.values[run.column] < _PART and not start[run.column]:
            choice.model.high[run.column] = choice.model.low[run.column]
    solved = solve(
        choice.model, choice.value, watch=watch.within(watch.left() * _RELAXING), maximise=True, start=start, gap=_GAP,
        seed=seed, whole_objective=False,
    )  # fmt: skip
    return [] if solved.values is None else timetable(world, choice, solved.values, watch, seed)


def _spent(world: World, plan: Plan, everyone: Audience) -> Plan:
    """A plan with what is left over spent."""
    draft = Draft.of(world, plan)
    spend(draft, everyone)
    return draft.plan()


def _by_weight(world: World) -> list[int]:
    """Schools, those with most to close first."""
    return sorted(range(len(world.sites)), key=lambda s: (-int(world.weight[world.site == s].sum()), s))


def _dealt(world: World, sessions: Iterable[Session], watch: Watch, seed: int) -> Plan:
    """These sessions with who goes, school by school; where time does not suffice, with nobody in them yet."""
    plan = Plan(dict.fromkeys(sorted(sessions), ()))
    schools = _by_weight(world)
    for place, s in enumerate(schools):
        part = watch.within(watch.left() / (len(schools) - place))
        mine = [session for session in plan.seats if session[1] == s]
        rest = Plan({session: seated for session, seated in plan.seats.items() if session[1] != s})
        alone, slots, learners = only(world, s, rest)
        empty = _inside(Plan(dict.fromkeys(mine, ())), s, slots, learners)
        best = Best(alone, empty, lambda value, bound: None)
        seat_and_deal(alone, merged(alone), empty.seats, best, Audience(alone), part, seed)
        plan = Plan({**rest.seats, **_outside(best.plan, s, slots, learners)})
    return plan


def _planned_anew(world: World, plan: Plan, s: int, watch: Watch, seed: int) -> Plan:
    """The plan with one school's part made again from what the others leave; as it was if that is no better."""
    rest = Plan({session: learners for session, learners in plan.seats.items() if session[1] != s})
    alone, slots, learners = only(world, s, rest)
    best = Best(alone, _inside(plan, s, slots, learners), lambda value, bound: None)
    choose_and_deal(alone, best, watch, seed)
    return Plan({**rest.seats, **_outside(best.plan, s, slots, learners)})


def _inside(plan: Plan, s: int, slots: np.ndarray, learners: np.ndarray) -> Plan:
    """A school's part of a plan, in the numbers of its own world."""
    slot = {int(m): place for place, m in enumerate(slots)}
    known = {int(x): place for place, x in enumerate(learners)}
    return Plan({
        (slot[m], 0): tuple(known[x] for x in seated) for (m, site), seated in plan.seats.items() if site == s
    })  # fmt: skip


def _outside(plan: Plan, s: int, slots: np.ndarray, learners: np.ndarray) -> dict[Session, tuple[int, ...]]:
    """A school's part in the numbers of the whole world."""
    return {(int(slots[m]), s): tuple(int(x) for x in learners[list(seated)]) for (m, _), seated in plan.seats.items()}


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
