"""Plans anew while moving few: among plans nearly as good as the best, the one that keeps most of an earlier one."""

from collections import defaultdict
from collections.abc import Collection

import numpy as np

from waymark.planner.solver import Ending, Watch
from waymark.planner.year_plan.classes import single
from waymark.planner.year_plan.dealing import fill_seats
from waymark.planner.year_plan.exact import Stages, all_sessions, pairs, plan_of
from waymark.planner.year_plan.greedy import Audience, fill_up
from waymark.planner.year_plan.plan import Draft, Plan, Session, Worth, worth
from waymark.planner.year_plan.search import SMALL, Found, Tell, best_plan
from waymark.planner.year_plan.seating import Seating, seat
from waymark.planner.year_plan.world import World

Rows = Collection[tuple[int, int]]  # slot and learner
_FOR_THE_BEST = 0.6  # of the time


class _Closest:
    """The plan so far that keeps most rows, of those worth the target."""

    def __init__(self, world: World, plan: Plan, kept: Rows, target: int) -> None:
        self.world, self.kept, self.target = world, set(kept), target
        self.plan, self.worth = plan, worth(world, plan)

    def rank(self, plan: Plan) -> tuple[int, Worth]:
        return len(self.kept & plan.rows()), worth(self.world, plan)

    def offer(self, plan: Plan) -> bool:
        rank = self.rank(plan)
        if rank[1].value < self.target or rank <= self.rank(self.plan):
            return False
        self.plan, self.worth = plan, rank[1]
        return True


def closest_plan(
    world: World, earlier: Rows, *, watch: Watch, seed: int = 0, tell: Tell = lambda value, bound: None
) -> Found:
    """Among plans within 1% of the best value, the one with most rows of an earlier plan; then the best of those."""
    first = best_plan(world, watch=watch.within(watch.left() * _FOR_THE_BEST), seed=seed, tell=tell)
    kept = {
        (m, x) for m, x in earlier
        if world.may[world.pattern[x], m] and (world.allowed[world.site[x], m] or world.must[world.site[x], m])
    }  # fmt: skip
    best = _Closest(world, first.plan, kept, -(-99 * first.worth.value // 100))
    carried = carry_over(world, kept)
    best.offer(carried)
    sessions = set(all_sessions(world)) | {(m, int(world.site[x])) for m, x in kept}
    if pairs(world) + len(kept) > SMALL:
        sessions = set(first.plan.seats) | set(carried.seats)
    proven = _exactly(world, best, sorted(sessions), watch, seed)
    proven = proven and first.is_proven and pairs(world) + len(kept) <= SMALL
    bound = first.worth.value if first.is_proven else first.bound
    stopped = first.was_stopped or (watch.is_over() and not proven)
    return Found(best.plan, best.worth, max(bound, best.worth.value), proven, stopped, first.greedy)


def carry_over(world: World, kept: Rows) -> Plan:
    """Of an earlier plan all that can still be, the fullest sessions first; then whatever can be added to it."""
    draft, everyone = keep_what_stands(world, kept), Audience(world)
    fill_seats(draft, everyone)
    fill_up(draft, everyone)
    return draft.plan()


def keep_what_stands(world: World, kept: Rows) -> Draft:
    """Of an earlier plan all that can still be, the fullest sessions first, and what is locked in; nothing else."""
    draft = Draft(world)
    by_session: defaultdict[Session, list[int]] = defaultdict(list)
    for m, x in kept:
        by_session[m, int(world.site[x])].append(x)
    locked = [(int(m), int(s)) for m, s in np.argwhere(world.must.T)]
    for session in locked:
        draft.run(session)
    for session in sorted(by_session, key=lambda session: (-len(by_session[session]), session)):
        m, s = session
        if session not in draft.seats:
            if not draft.can_run()[m, s] or draft.money[s] < world.fixed[m]:
                continue
            draft.run(session)
        learners = np.array(sorted(by_session[session]), dtype=np.int64)
        learners = learners[draft.free(m, learners)]
        draft.seat(session, learners[: max(draft.room_left(session), 0)])
    return draft


def _exactly(world: World, best: _Closest, sessions: list[Session], watch: Watch, seed: int) -> bool:
    """Keep the most there can be, then value, cost, sessions and places, as far as time goes."""
    slots: defaultdict[int, set[int]] = defaultdict(set)
    for m, x in best.kept:
        slots[x].add(m)
    classes = single(world, also=set(slots))
    keep = {g: slots[int(members[0])] for g, members in enumerate(classes.members) if int(members[0]) in slots}
    seating = seat(world, classes, sessions, keep=keep)
    rows = np.zeros(seating.model.width)
    for (g, (m, _)), column in seating.seats.items():
        rows[column] = float(m in keep.get(g, ()))
    stages = Stages(seating, watch, seed, seating.start(world, classes, best.plan))
    stages.hold(seating.value, best.target, maximise=True)

    def take(values: np.ndarray) -> None:
        best.offer(plan_of(classes, seating.taken(values)))

    for objective, maximise in ((rows, True), (seating.value, True), (seating.cost, False)):
        if not _reached(stages, seating, objective, maximise, take):
            return False
    stages.fewest(take)
    return True


def _reached(stages: Stages, seating: Seating, objective: np.ndarray, maximise: bool, take) -> bool:
    solved = stages.improve(objective, maximise=maximise, found=lambda values, bound: take(values))
    if solved.values is None:
        return False
    take(solved.values)
    stages.hold(objective, float(round(objective @ solved.values)), maximise=maximise)
    return solved.ending is Ending.PROVEN
