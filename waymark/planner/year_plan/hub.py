"""A hub's plan: schools share offers that cannot go round, by need, each within its own money, rooms, staff and time.

A session is hosted by one school; the sessions of an offer are shared by all, one a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from waymark.kernel.framework import Framework
from waymark.planner.solver import Watch
from waymark.planner.year_plan.gaps import needs_by_school
from waymark.planner.year_plan.greedy import Audience
from waymark.planner.year_plan.plan import Draft, Plan, Session
from waymark.planner.year_plan.reading import Records
from waymark.planner.year_plan.search import Found, Tell
from waymark.planner.year_plan.sharing import shared_plan
from waymark.planner.year_plan.terms import Term
from waymark.planner.year_plan.world import Site, World, build_world


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a session goes to a school: by weight, what it closes there, and would at the school that comes next.

    `next_best` is blank where no other school could still host it.
    """

    offer_id: str
    date: date
    institution_id: str
    learners: int
    closes: Fraction
    next_best: str
    would_close: Fraction

    @property
    def in_words(self) -> str:
        here = f"closes {float(self.closes):g} by weight at {self.institution_id}"
        if not self.next_best:
            return f"{here}; no other school could host it"
        return f"{here}; the next best, {self.next_best}, would close {float(self.would_close):g}"


def hub_world(records: Records, institutions: Sequence[str], term: Term, frameworks: Sequence[Framework]) -> World:
    """The problem of schools whose records stand in one folder; the limits there are each school's."""
    needs = needs_by_school(records, sorted(institutions), term, frameworks)
    sites = [Site(institution, records.limits, of_school) for institution, of_school in needs.items()]
    return build_world(sites, records.offers, term)


def share(world: World, *, watch: Watch, seed: int = 0, tell: Tell = lambda value, bound: None) -> Found:
    """The plan that closes most, by weight, over all schools. Locks of a school must hold together."""
    return shared_plan(world, watch=watch, seed=seed, tell=tell)


def reasons(world: World, plan: Plan) -> list[Reason]:
    """Of every session, why it is where it is; in order of offer and date."""
    draft, everyone = Draft.of(world, plan), Audience(world)
    found = []
    for session in sorted(plan.seats):
        m, s = session
        learners = np.array(plan.seats[session], dtype=np.int64)
        closes = _lost(draft, m, learners)
        draft.drop(session)
        rivals = [(_would_close(draft, (m, t), everyone), -t) for t in range(len(world.sites)) if t != s]
        best, place = max(rivals, default=(0, 0))
        draft.run(session)
        draft.seat(session, learners)
        slot = world.slots[m]
        found.append(
            Reason(
                slot.offer.offer_id,
                slot.date,
                world.sites[s].institution_id,
                len(learners),
                closes * world.unit,
                world.sites[-place].institution_id if best else "",
                best * world.unit,
            )
        )
    return found


def _lost(draft: Draft, m: int, learners: np.ndarray) -> int:
    world = draft.world
    needed = world.closes[world.pattern[learners], m] & (draft.left[learners] >= 0)
    return int((world.weight[learners] * needed).sum())


def _would_close(draft: Draft, session: Session, everyone: Audience) -> int:
    m, s = session
    if not draft.can_run()[m, s]:
        return 0
    learners = everyone.of(session)
    gains = np.sort(draft.gains(m, learners[draft.free(m, learners)]))[::-1]
    return int(gains[: max(draft.room_left(session), 0)].sum())
