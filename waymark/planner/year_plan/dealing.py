"""Deals what was settled by class out to learners, so that as little as can be of its worth is lost."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from waymark.planner.year_plan.classes import Classes
from waymark.planner.year_plan.greedy import Audience, fill_up
from waymark.planner.year_plan.plan import Draft, Plan, Session, worth
from waymark.planner.year_plan.world import World

Taken = Mapping[Session, Mapping[int, int]]


def deal(world: World, classes: Classes, taken: Taken, everyone: Audience | None = None) -> Plan:
    """A plan of these sessions; then whatever is left over is spent on what it can still close."""
    draft = deal_only(world, classes, taken)
    spend(draft, everyone or Audience(world))
    return draft.plan()


def deal_only(world: World, classes: Classes, taken: Taken) -> Draft:
    """The sessions with those who were dealt a place, and no more; what is locked in runs in any case."""
    draft = Draft(world)
    locked = {(int(m), int(s)) for m, s in np.argwhere(world.must.T)}
    for session in sorted({*taken, *locked}):
        draft.run(session)
    by_class: defaultdict[int, list[tuple[Session, int]]] = defaultdict(list)
    for session, of_classes in taken.items():
        for g, many in of_classes.items():
            by_class[g].append((session, many))
    for g, wanted in sorted(by_class.items()):
        _deal_class(draft, classes.members[g], wanted)
    return draft


def spend(draft: Draft, everyone: Audience) -> None:
    """Use what is left: empty seats first, then further sessions; what closes nothing is taken back."""
    tidy(draft)
    fill_seats(draft, everyone)
    fill_up(draft, everyone)
    fill_seats(draft, everyone)
    tidy(draft)


def _deal_class(draft: Draft, members: np.ndarray, wanted: list[tuple[Session, int]]) -> None:
    """Session by session, the fullest first, to those of the class who gain most and have most time left."""
    for session, many in sorted(wanted, key=lambda pair: (-pair[1], pair[0])):
        m = session[0]
        able = members[draft.free(m, members)]
        gains = draft.gains(m, able)
        order = np.lexsort((able, -draft.periods[able], -gains))[: min(many, max(draft.room_left(session), 0))]
        draft.seat(session, np.sort(able[order[gains[order] > 0]]))


def fill_up_to(draft: Draft, everyone: Audience, target: int) -> None:
    """Seats, then sessions, until the plan is worth the target; it may go beyond it."""
    if worth(draft.world, draft.plan()).value < target:
        fill_seats(draft, everyone)
    if worth(draft.world, draft.plan()).value < target:
        fill_up(draft, everyone, enough=lambda: worth(draft.world, draft.plan()).value >= target)


def fill_seats(draft: Draft, everyone: Audience) -> None:
    """Give empty seats of running sessions to whoever gains, dearest gain per penny first."""
    while True:
        best: tuple[float, Session, np.ndarray] | None = None
        for session in sorted(draft.seats):
            room = draft.room_left(session)
            if room <= 0:
                continue
            learners = everyone.of(session)
            learners = learners[draft.free(session[0], learners)]
            gains = draft.gains(session[0], learners)
            order = np.argsort(-gains, kind="stable")[:room]
            order = order[gains[order] > 0]
            if len(order) == 0:
                continue
            rate = float(gains[order].sum()) / max(int(draft.world.each[session[0]]) * len(order), 0.01)
            if best is None or rate > best[0]:
                best = rate, session, np.sort(learners[order])
        if best is None:
            return
        draft.seat(best[1], best[2])


def tidy(draft: Draft) -> None:
    """Take back places that close nothing, dearest first, and sessions that nobody needs."""
    world = draft.world
    order = sorted(draft.seats, key=lambda session: (-int(world.each[session[0]]), session))
    for session in order:
        learners = np.array(draft.seats[session], dtype=np.int64)
        if len(learners):
            m = session[0]
            # Without this place, would a unit with weight be open again?
            needed = (draft.left[learners] >= 0) & world.closes[world.pattern[learners], m]
            needed &= (world.weight[learners] > 0) & (world.units[learners] > 0)
            draft.unseat(session, learners[~needed.any(axis=1)])
        if not draft.seats[session] and not world.must[session[1], session[0]]:
            draft.drop(session)
