"""Why each session of a plan is in it: counted from the plan itself, and against what would close most in its place."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from waymark.planner.year_plan.greedy import Audience
from waymark.planner.year_plan.plan import Draft, Plan, Session
from waymark.planner.year_plan.world import World


@dataclass(frozen=True, slots=True)
class Rival:
    """What would close most units in a session's place: another offer, with all else in the plan as it is."""

    offer_id: str
    date: date
    closes: int


@dataclass(frozen=True, slots=True)
class Explained:
    """A session: who goes, what it costs in pence, and the units that would stay open without it.

    `of_chosen` are those of the learners that were asked about.
    """

    offer_id: str
    date: date
    learners: tuple[str, ...]
    cost: int
    closes: int
    by_year: dict[int, int]
    of_chosen: int
    rival: Rival | None


def explain(world: World, plan: Plan, chosen: Collection[str] = ()) -> list[Explained]:
    """Every session of one institution's plan, in order of offer and date; `chosen` are ids of learners."""
    draft, everyone = Draft.of(world, plan), Audience(world)
    is_chosen = np.isin(np.array(world.learners, dtype=str), np.array(sorted(chosen), dtype=str))
    return [_explained(draft, session, everyone, is_chosen) for session in sorted(plan.seats)]


def _explained(draft: Draft, session: Session, everyone: Audience, is_chosen: np.ndarray) -> Explained:
    world, (m, _) = draft.world, session
    learners = np.array(draft.seats[session], dtype=np.int64)
    units = _only_here(draft, m, learners)
    draft.drop(session)
    rival = _rival(draft, session, everyone)
    draft.run(session)
    draft.seat(session, learners)
    years = world.year_group[learners]
    by_year = {int(year): int(units[years == year].sum()) for year in np.unique(years[units > 0])}
    return Explained(
        offer_id=world.slots[m].offer.offer_id,
        date=world.slots[m].date,
        learners=tuple(world.learners[x] for x in sorted(learners.tolist())),
        cost=int(world.fixed[m] + world.each[m] * len(learners)),
        closes=int(units.sum()),
        by_year=by_year,
        of_chosen=int(units[is_chosen[learners]].sum()),
        rival=rival,
    )


def _only_here(draft: Draft, m: int, learners: np.ndarray) -> np.ndarray:
    """Of each learner there, how many units would be open again without the session."""
    world = draft.world
    lacked = world.units[learners] > 0
    opened = world.closes[world.pattern[learners], m] & (draft.left[learners] >= 0) & lacked
    return opened.sum(axis=1)


def _rival(draft: Draft, session: Session, everyone: Audience) -> Rival | None:
    """Of all other offers that could then be run, the session that closes most; the first of equals."""
    world, (m, s) = draft.world, session
    best: tuple[int, int] | None = None
    for other in np.flatnonzero(draft.can_run()[:, s]).tolist():
        if world.offer_of[other] == world.offer_of[m] or (other, s) in draft.seats:
            continue
        closes = _would_close(draft, (other, s), everyone)
        if closes and (best is None or closes > best[0]):
            best = closes, other
    if best is None:
        return None
    slot = world.slots[best[1]]
    return Rival(slot.offer.offer_id, slot.date, best[0])


def _would_close(draft: Draft, session: Session, everyone: Audience) -> int:
    """Units closed by those who fit in and gain most by weight, as a session would be filled."""
    m, _ = session
    learners = everyone.of(session)
    learners = learners[draft.free(m, learners)]
    gains = draft.gains(m, learners)
    order = np.argsort(-gains, kind="stable")[: max(draft.room_left(session), 0)]
    chosen = learners[order[gains[order] > 0]]
    world = draft.world
    return int((world.closes[world.pattern[chosen], m] & (draft.live[chosen] > 0)).sum())
