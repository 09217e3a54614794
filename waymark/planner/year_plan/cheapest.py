"""The cheapest plan that is worth no less than another: what the same result need cost."""

import math

import numpy as np

from waymark.planner.solver import Ending, Watch, solve
from waymark.planner.year_plan.choosing import Choice, choose
from waymark.planner.year_plan.classes import Classes, merged, single
from waymark.planner.year_plan.dealing import deal_only, fill_up_to, tidy
from waymark.planner.year_plan.exact import Stages, all_sessions, pairs, plan_of
from waymark.planner.year_plan.greedy import Audience, greedy
from waymark.planner.year_plan.plan import Draft, Plan, Worth, cost, worth
from waymark.planner.year_plan.scheduling import seated_by_ways
from waymark.planner.year_plan.search import SMALL, Found, Tell, ceiling
from waymark.planner.year_plan.seating import seat
from waymark.planner.year_plan.timetable import timetable
from waymark.planner.year_plan.world import World

_ROUNDS = ((0.03, 0.0), (0.01, 0.004), (0.0, 0.0))  # gap, and what is asked beyond the target, for dealing loses some
_SEATING_SECONDS = 5.0
_WAYS_SECONDS = 4.0
_THRIFTS = (0.05, 0.15, 0.3)  # how much a place's cost counts against what it closes, while sessions are seated


class _Cheapest:
    """The cheapest plan so far that reaches the target, and the least that any could cost."""

    def __init__(self, world: World, plan: Plan, target: int, tell: Tell) -> None:
        self.world, self.target, self._tell = world, target, tell
        self.plan, self.worth = plan, worth(world, plan)
        self.least = 0

    def offer(self, plan: Plan) -> bool:
        better = worth(self.world, plan)
        if better.value < self.target or _rank(better) <= _rank(self.worth):
            return False
        self.plan, self.worth = plan, better
        self._tell(better.value * self.world.unit, None)
        return True

    def limit(self, bound: float) -> None:
        if math.isfinite(bound):
            self.least = max(self.least, math.ceil(bound - 1e-4))


def _rank(of: Worth) -> tuple[int, int, int, int]:
    return of.saved, of.value, of.sessions, of.places


def cheapest_plan(world: World, *, watch: Watch, seed: int = 0, tell: Tell = lambda value, bound: None) -> Found:
    """The least cost among plans worth at least the greedy plan; then the highest value, fewest sessions and places."""
    first = greedy(world)
    best = _Cheapest(world, first, worth(world, first).value, tell)
    bound = ceiling(world)
    proven = False
    if pairs(world) > SMALL:
        bound = _choose_and_deal(world, best, watch, seed, bound)
    else:
        proven = _exactly(world, best, watch, seed)
    least = -best.worth.saved if proven else best.least
    made_by_hand = worth(world, first)
    stopped = watch.is_over() and not proven
    return Found(best.plan, best.worth, max(bound, best.worth.value), proven, stopped, made_by_hand, least)


def _choose_and_deal(world: World, best: _Cheapest, watch: Watch, seed: int, bound: int) -> int:
    classes, everyone = merged(world), Audience(world)
    relaxed = choose(world)
    relaxed.model.whole = [False] * relaxed.model.width
    solved = solve(relaxed.model, relaxed.value, watch=watch.within(10), maximise=True, whole_objective=False)
    if solved.ending is Ending.PROVEN:
        bound = min(bound, math.floor(solved.bound + 1e-6))
    choice = choose(world)
    worthy = np.flatnonzero(choice.value)
    worth_it = choice.model.row(worthy.tolist(), choice.value[worthy].tolist(), low=float(best.target))
    start = choice.start(best.plan)
    for gap, beyond in _ROUNDS:
        if watch.is_over():
            break
        part = watch.within(watch.left() * 0.5)
        choice.model.row_low[worth_it] = best.target * (1 + beyond)
        solved = solve(
            choice.model, choice.cost, watch=part, maximise=False, start=start, gap=gap, seed=seed,
            whole_objective=False, bound_known=(lambda bound: None) if beyond else best.limit,
        )  # fmt: skip
        if not beyond:
            best.limit(solved.bound)
        if solved.values is not None:
            start = solved.values
            _seat_and_deal(world, classes, choice, solved.values, best, everyone, watch, seed)
        if -best.worth.saved <= best.least:
            break
    return bound


def _seat_and_deal(
    world: World,
    classes: Classes,
    choice: Choice,
    values: np.ndarray,
    best: _Cheapest,
    everyone: Audience,
    watch: Watch,
    seed: int,
) -> None:
    sessions = timetable(world, choice, values, watch.within(2.0), seed)
    for thrift in _THRIFTS:
        seating = seat(world, classes, sessions, fixed=True)
        part = watch.within(min(_SEATING_SECONDS, max(watch.left() * 0.3, 1.0)))
        penny = thrift * best.target / max(-best.worth.saved, 1)
        objective = seating.value - seating.cost * penny
        solved = solve(seating.model, objective, watch=part, maximise=True, gap=0.001, seed=seed, whole_objective=False)
        if solved.values is None:
            continue
        dealt = deal_only(world, classes, seating.taken(solved.values)).plan()
        anew = seated_by_ways(world, classes, dealt, watch.within(_WAYS_SECONDS), seed, penny=penny)
        draft = Draft.of(world, dealt if anew is None else anew)
        fill_up_to(draft, everyone, best.target)
        trim(draft, best.target)
        best.offer(draft.plan())


def trim(draft: Draft, target: int) -> None:
    """Take back what saves most for what it loses, as long as the plan stays worth the target."""
    tidy(draft)
    while True:
        plan = draft.plan()
        spare = worth(draft.world, plan).value - target
        best: tuple[float, tuple[int, int], np.ndarray] | None = None
        for session, learners in plan.seats.items():
            if draft.world.must[session[1], session[0]] or not learners:
                continue
            lost = loss(draft, session, np.array(learners))
            saved = int(draft.world.fixed[session[0]]) + int(draft.world.each[session[0]]) * len(learners)
            if lost <= spare and saved and (best is None or saved / max(lost, 0.5) > best[0]):
                best = saved / max(lost, 0.5), session, np.array(learners)
        if best is None:
            break
        draft.drop(best[1])
    _trim_places(draft, target)


def _trim_places(draft: Draft, target: int) -> None:
    spare = worth(draft.world, draft.plan()).value - target
    for session in sorted(draft.seats, key=lambda session: (-int(draft.world.each[session[0]]), session)):
        if not draft.world.each[session[0]]:
            continue
        for learner in list(draft.seats[session]):
            lost = loss(draft, session, np.array([learner]))
            if lost <= spare:
                draft.unseat(session, np.array([learner]))
                spare -= lost
    tidy(draft)


def loss(draft: Draft, session: tuple[int, int], learners: np.ndarray) -> int:
    """What the plan would be worth less without these places."""
    world = draft.world
    opened = world.closes[world.pattern[learners], session[0]] & (draft.left[learners] >= 0)
    return int((world.weight[learners] * opened).sum())


def _exactly(world: World, best: _Cheapest, watch: Watch, seed: int) -> bool:
    classes = single(world)
    seating = seat(world, classes, all_sessions(world))
    stages = Stages(seating, watch, seed, seating.start(world, classes, best.plan))
    stages.hold(seating.value, best.target, maximise=True)

    def take(values: np.ndarray) -> None:
        best.offer(plan_of(classes, seating.taken(values)))

    solved = stages.improve(
        seating.cost, maximise=False, bound_known=best.limit, found=lambda values, bound: take(values)
    )
    best.limit(solved.bound)
    if solved.values is not None:
        take(solved.values)
    if solved.ending is not Ending.PROVEN:
        return False
    stages.hold(seating.cost, cost(world, best.plan), maximise=False)
    solved = stages.improve(seating.value, maximise=True)
    if solved.values is not None:
        take(solved.values)
    if solved.ending is not Ending.PROVEN:
        return False
    stages.hold(seating.value, best.worth.value, maximise=True)
    stages.fewest(take)
    return True
