"""The whole problem in one model, learner by learner: for small schools, and to prove what is left of larger ones."""

from collections.abc import Callable, Mapping
from typing import Protocol

import numpy as np

from waymark.planner.solver import Ending, Solved, Watch, solve
from waymark.planner.year_plan.classes import Classes, single
from waymark.planner.year_plan.plan import Plan, Session, Worth
from waymark.planner.year_plan.seating import Seating, seat
from waymark.planner.year_plan.world import World


class Improving(Protocol):
    """Where better plans and better bounds go."""

    plan: Plan
    worth: Worth

    def offer(self, plan: Plan) -> bool: ...

    def limit(self, bound: float) -> None: ...


def pairs(world: World) -> int:
    """How many learners could usefully go to how many slots."""
    sizes = np.bincount(world.pattern, minlength=len(world.may))
    return int((world.useful & world.allowed[world.site_of_pattern]).sum(axis=1) @ sizes)


def all_sessions(world: World) -> list[Session]:
    """Every slot at every site where it may run, and would be of use to somebody or is locked in."""
    found = []
    for s in range(len(world.sites)):
        useful = world.useful[world.site_of_pattern == s].any(axis=0)
        found += [(int(m), s) for m in np.flatnonzero((world.allowed[s] & useful) | world.must[s])]
    return sorted(found)


def plan_of(classes: Classes, taken: Mapping[Session, Mapping[int, int]]) -> Plan:
    """A plan from a seating of classes of one."""
    return Plan({
        session: tuple(sorted(int(classes.members[g][0]) for g in of_classes))
        for session, of_classes in sorted(taken.items())
    })  # fmt: skip


class Stages:
    """A model solved for one thing after another: what was reached is held while the next is improved."""

    def __init__(self, seating: Seating, watch: Watch, seed: int, start: np.ndarray | None) -> None:
        self.seating, self.watch, self.seed = seating, watch, seed
        self.values = start

    def improve(self, objective: np.ndarray, *, maximise: bool, **more: object) -> Solved:
        """The best that can be; from then on it may not get worse."""
        solved = solve(
            self.seating.model, objective, watch=self.watch, maximise=maximise, start=self.values, seed=self.seed,
            **more,  # type: ignore[arg-type]
        )  # fmt: skip
        if solved.values is not None:
            self.values = np.where(self.seating.model.whole, np.round(solved.values), solved.values)
        return solved

    def hold(self, objective: np.ndarray, reached: float, *, maximise: bool) -> None:
        """From now on no worse than `reached`."""
        columns = np.flatnonzero(objective)
        scale = float(np.gcd.reduce(objective[columns].astype(np.int64))) if len(columns) else 1.0
        bounds = {"low": reached / scale - 0.5} if maximise else {"high": reached / scale + 0.5}
        self.seating.model.row(columns.tolist(), (objective[columns] / scale).tolist(), **bounds)

    def fewest(self, take: Callable[[np.ndarray], object]) -> None:
        """Fewest sessions, and among those fewest places, as one objective."""
        seating = self.seating
        solved = self.improve(seating.sessions * (seating.places.sum() + 1) + seating.places, maximise=False)
        if solved.values is not None:
            take(solved.values)


def best_exactly(world: World, best: Improving, watch: Watch, seed: int) -> bool:
    """Highest value, then lowest cost, fewest sessions, fewest places; True if value and cost are proven."""
    classes = single(world)
    seating = seat(world, classes, all_sessions(world))
    stages = Stages(seating, watch, seed, seating.start(world, classes, best.plan))

    def take(values: np.ndarray) -> None:
        best.offer(plan_of(classes, seating.taken(values)))

    solved = stages.improve(
        seating.value, maximise=True, bound_known=best.limit, found=lambda values, bound: take(values)
    )
    best.limit(solved.bound)
    if solved.values is not None:
        take(solved.values)
    if solved.ending is not Ending.PROVEN:
        return False
    stages.hold(seating.value, best.worth.value, maximise=True)
    proven = _cheaper(stages, seating, take)
    if proven:
        stages.hold(seating.cost, -best.worth.saved, maximise=False)
        stages.fewest(take)
    return proven


def _cheaper(stages: Stages, seating: Seating, take: Callable[[np.ndarray], object]) -> bool:
    solved = stages.improve(seating.cost, maximise=False, found=lambda values, bound: take(values))
    if solved.values is not None:
        take(solved.values)
    return solved.ending is Ending.PROVEN
