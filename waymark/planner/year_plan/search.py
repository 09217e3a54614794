"""Looks for the best plan: choose sessions, seat classes, deal to learners; then prove, or say how much is open."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from waymark.planner.solver import Ending, Watch, solve
from waymark.planner.year_plan.choosing import choose
from waymark.planner.year_plan.classes import Classes, merged, reachable
from waymark.planner.year_plan.dealing import deal, spend
from waymark.planner.year_plan.exact import best_exactly, pairs
from waymark.planner.year_plan.greedy import Audience, greedy
from waymark.planner.year_plan.plan import Draft, Plan, Session, Worth, worth
from waymark.planner.year_plan.polishing import polish
from waymark.planner.year_plan.scheduling import seated_by_ways
from waymark.planner.year_plan.seating import seat
from waymark.planner.year_plan.timetable import timetable
from waymark.planner.year_plan.world import World

Tell = Callable[[Fraction, Fraction | None], None]  # the best value so far, and what none can be above

SMALL = 6_000  # pairs of learner and slot up to which the whole problem is solved at once
_MIDDLING = 60_000
_ROUNDS = (0.01, 0.0)
_SEATING_SECONDS = 6.0
_TIMETABLE_SECONDS = 3.0
_WAYS_SECONDS = 6.0


@dataclass(frozen=True, slots=True)
class Found:
    """The best plan found. `bound`: no plan's value is above it. Proven: value and cost cannot be better."""

    plan: Plan
    worth: Worth
    bound: int
    is_proven: bool
    was_stopped: bool
    greedy: Worth  # of the plan made by hand
    least_cost: int | None = None  # that a plan of this value can cost, where that was asked


class Best:
    """The best plan so far and the best bound, told to whoever listens."""

    def __init__(self, world: World, plan: Plan, tell: Tell) -> None:
        self.world, self._tell = world, tell
        self.plan, self.worth = plan, worth(world, plan)
        self.greedy = self.worth
        self.bound = math.inf

    def offer(self, plan: Plan) -> bool:
        """Take it if it is better."""
        better = worth(self.world, plan)
        if better <= self.worth:
            return False
        self.plan, self.worth = plan, better
        self.tell()
        return True

    def limit(self, bound: float) -> None:
        """No plan has a value above this; values are whole."""
        if math.isfinite(bound) and math.floor(bound + 1e-6) < self.bound:
            self.bound = math.floor(bound + 1e-6)
            self.tell()

    def tell(self) -> None:
        unit = self.world.unit
        self._tell(self.worth.value * unit, int(self.bound) * unit if math.isfinite(self.bound) else None)

    @property
    def is_reached(self) -> bool:
        return self.worth.value >= self.bound

    def found(self, *, is_proven: bool, was_stopped: bool) -> Found:
        bound = self.worth.value if is_proven else max(int(min(self.bound, ceiling(self.world))), self.worth.value)
        return Found(self.plan, self.worth, bound, is_proven, was_stopped, self.greedy)


def best_plan(world: World, *, watch: Watch, seed: int = 0, tell: Tell = lambda value, bound: None) -> Found:
    """The plan of the highest value, then the lowest cost, the fewest sessions, the fewest places.

    Never worse than the greedy plan. The locks must hold together.
    """
    best = Best(world, greedy(world), tell)
    best.limit(ceiling(world))
    was_cut = pairs(world) > SMALL and not choose_and_deal(world, best, watch, seed)
    if not watch.is_over() and (pairs(world) <= _MIDDLING or best.is_reached):
        proven = best_exactly(world, best, watch, seed)
        return best.found(is_proven=proven, was_stopped=not proven)
    return best.found(is_proven=False, was_stopped=was_cut or watch.is_over())


def ceiling(world: World) -> int:
    """What could be closed for anybody at all, ignoring every limit."""
    units = np.where(reachable(world)[world.pattern], world.units, 0)
    return int((world.weight * units).sum())


def choose_and_deal(world: World, best: Best, watch: Watch, seed: int) -> bool:
    """Round after round with less left open; each round's plan is dealt out, and the last one polished.

    True if the best choice was found and proven; what remains open then is what dealing it out has lost.
    """
    classes, everyone, proven = merged(world), Audience(world), False
    choice = choose(world)
    start = choice.start(best.plan)
    for gap in _ROUNDS:
        if watch.is_over() or best.is_reached:
            break
        part = watch.within(watch.left() * (0.5 if gap else 0.65))
        solved = solve(
            choice.model, choice.value, watch=part, maximise=True, start=start, gap=gap, seed=seed,
            whole_objective=False, bound_known=best.limit,
        )  # fmt: skip
        best.limit(solved.bound)
        if solved.values is not None:
            start = solved.values
            days = watch.within(min(_TIMETABLE_SECONDS, watch.left() * 0.3))
            sessions = timetable(world, choice, solved.values, days, seed)
            seat_and_deal(world, classes, sessions, best, everyone, watch, seed)
        proven = solved.ending is Ending.PROVEN and not gap
    polish(world, best, watch, seed)
    return proven


def seat_and_deal(
    world: World,
    classes: Classes,
    sessions: Iterable[Session],
    best: Best,
    everyone: Audience,
    watch: Watch,
    seed: int,
) -> None:
    """Seat the classes in these sessions, deal the seats to learners, and seat them again by ways to spend the year."""
    seating = seat(world, classes, sessions, fixed=True)
    part = watch.within(min(_SEATING_SECONDS, max(watch.left() * 0.5, 1.0)))
    solved = solve(seating.model, seating.value, watch=part, maximise=True, gap=0.0002, seed=seed)
    if solved.values is None:
        return
    dealt = deal(world, classes, seating.taken(solved.values), everyone)
    best.offer(dealt)
    if not watch.is_over():
        anew = seated_by_ways(world, classes, dealt, watch.within(_WAYS_SECONDS), seed)
        if anew is not None:
            draft = Draft.of(world, anew)
            spend(draft, everyone)
            best.offer(draft.plan())
