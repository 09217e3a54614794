"""A problem in, an answer out: what `waymark plan` and the pages that plan ask for."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Literal

from waymark.kernel.framework import Framework
from waymark.planner.solver import Watch
from waymark.planner.year_plan.cheapest import cheapest_plan
from waymark.planner.year_plan.gaps import Needs, find_needs
from waymark.planner.year_plan.locks import conflicting_locks
from waymark.planner.year_plan.plan import Plan
from waymark.planner.year_plan.reading import Records
from waymark.planner.year_plan.relaxing import Unmet, unmet
from waymark.planner.year_plan.search import Found, Tell, best_plan
from waymark.planner.year_plan.staying import closest_plan
from waymark.planner.year_plan.terms import Limits, Lock, Offer, Term
from waymark.planner.year_plan.world import Site, World, build_world

Objective = Literal["value", "cheapest"]
OBJECTIVES: tuple[Objective, ...] = ("value", "cheapest")
EarlierRows = Collection[tuple[str, date, str]]  # offer, date, learner


@dataclass(frozen=True, slots=True)
class Question:
    """One institution's year to be planned. `replace` its offers or limits to ask what would be if."""

    institution_id: str
    term: Term
    needs: Sequence[Needs]
    offers: tuple[Offer, ...]
    limits: Limits


@dataclass(frozen=True, slots=True)
class Asking:
    """How to go about it. `seconds` is for the plan; what stays open is looked into for at most half as long more.

    `no_later` is a moment of the monotonic clock by which all is to be done. `tell` hears the best value so far and
    what none can be above; `should_stop` is asked often, and when true the best plan so far is taken.
    """

    seconds: float = 60.0
    seed: int = 0
    objective: Objective = "value"
    stay_close: EarlierRows | None = None
    explain_unmet: bool = True
    no_later: float = float("inf")
    tell: Tell = lambda value, bound: None
    should_stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan with its world, or the locks that cannot hold together, and then no plan."""

    world: World
    found: Found | None
    conflicting: tuple[Lock, ...]
    unmet: tuple[Unmet, ...]
    seconds: float

    @property
    def status(self) -> str:
        if self.found is None:
            return "infeasible"
        return "optimal" if self.found.is_proven else "feasible"

    @property
    def plan(self) -> Plan:
        """The plan; ask only when there is one."""
        assert self.found is not None
        return self.found.plan

    def weight(self, units: int) -> Fraction:
        """A whole number of the world's units of weight, as a weight."""
        return units * self.world.unit


def question(records: Records, institution_id: str, term: Term, frameworks: Sequence[Framework]) -> Question:
    """What a folder's records ask."""
    needs = find_needs(records, institution_id, term, frameworks)
    return Question(institution_id, term, needs, records.offers, records.limits)


def answer(asked: Question, how: Asking) -> Answer:
    """Plan. Same question, seed and enough time: same plan."""
    started = time.monotonic()
    world = build_world([Site(asked.institution_id, asked.limits, asked.needs)], asked.offers, asked.term)
    conflicting = conflicting_locks(asked.offers, asked.limits, asked.term)
    if conflicting:
        return Answer(world, None, conflicting, (), time.monotonic() - started)
    watch = Watch(min(started + how.seconds, how.no_later), how.should_stop)
    found = _found(world, how, watch)
    rest = Watch(min(time.monotonic() + how.seconds / 2, how.no_later), how.should_stop)
    left_open = unmet(world, found.plan, rest) if how.explain_unmet else []
    return Answer(world, found, (), tuple(left_open), time.monotonic() - started)


def what_if(asked: Question, **changed: object) -> Question:
    """The same question with other `offers` or `limits`."""
    return replace(asked, **changed)  # type: ignore[arg-type]


def _found(world: World, how: Asking, watch: Watch) -> Found:
    if how.stay_close is not None:
        return closest_plan(world, _numbered(world, how.stay_close), watch=watch, seed=how.seed, tell=how.tell)
    if how.objective == "cheapest":
        return cheapest_plan(world, watch=watch, seed=how.seed, tell=how.tell)
    return best_plan(world, watch=watch, seed=how.seed, tell=how.tell)


def _numbered(world: World, rows: EarlierRows) -> set[tuple[int, int]]:
    """Rows of an earlier plan that are still there: the slot is offered, the learner on roll."""
    slots: Mapping[tuple[str, date], int] = {(s.offer.offer_id, s.date): m for m, s in enumerate(world.slots)}
    learners = {learner: x for x, learner in enumerate(world.learners)}
    return {
        (slots[offer, day], learners[learner])
        for offer, day, learner in rows
        if (offer, day) in slots and learner in learners
    }
