"""Betters a plan part by part: a year group's learners are seated anew, one by one and exactly; the rest stays."""

import numpy as np

from waymark.planner.solver import Watch, solve
from waymark.planner.year_plan.classes import single
from waymark.planner.year_plan.dealing import spend
from waymark.planner.year_plan.exact import Improving, plan_of
from waymark.planner.year_plan.greedy import Audience
from waymark.planner.year_plan.plan import Draft, Plan
from waymark.planner.year_plan.seating import seat
from waymark.planner.year_plan.world import World

_PART_SECONDS = 4.0


def polish(world: World, best: Improving, watch: Watch, seed: int) -> None:
    """Go round the parts of a plan until a whole round betters nothing or time is up."""
    everyone = Audience(world)
    parts = sorted({(int(s), int(y)) for s, y in zip(world.site, world.year_group, strict=True)})
    while not watch.is_over():
        bettered = False
        for s, year_group in parts:
            if watch.is_over():
                return
            learners = np.flatnonzero((world.site == s) & (world.year_group == year_group))
            plan = seated_anew(world, best.plan, learners, watch.within(_PART_SECONDS), seed)
            if plan is not None:
                draft = Draft.of(world, plan)
                spend(draft, everyone)
                bettered |= best.offer(draft.plan())
        if not bettered:
            return


def seated_anew(world: World, plan: Plan, learners: np.ndarray, watch: Watch, seed: int) -> Plan | None:
    """The plan with these learners seated as well as can be in its sessions; None if nothing was found in time."""
    part = set(learners.tolist())
    rest = {session: [x for x in seated if x not in part] for session, seated in plan.seats.items()}
    mine = Plan({session: tuple(x for x in seated if x in part) for session, seated in plan.seats.items()})
    classes = single(world, learners)
    if not classes.members:
        return None
    known = {int(members[0]) for members in classes.members}
    mine = Plan({session: tuple(x for x in seated if x in known) for session, seated in mine.seats.items()})
    others = {session: len(seated) for session, seated in rest.items()}
    seating = seat(world, classes, plan.seats, fixed=True, others=others)
    solved = solve(
        seating.model, seating.value, watch=watch, maximise=True, seed=seed,
        start=seating.start(world, classes, mine),
    )  # fmt: skip
    if solved.values is None:
        return None
    anew = plan_of(classes, seating.taken(solved.values))
    return Plan({session: tuple(sorted([*rest[session], *anew.seats[session]])) for session in plan.seats})
