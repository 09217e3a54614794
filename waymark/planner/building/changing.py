"""What is lost of a proposal if something happens, before anything is planned anew: counted in the plan itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np

from waymark.planner.building.ground import Ground
from waymark.planner.year_plan.plan import attended
from waymark.planner.year_plan.staying import keep_what_stands
from waymark.planner.year_plan.world import Site, World, build_world

Rows = Collection[tuple[str, date, str]]  # offer, day, learner


@dataclass(frozen=True, slots=True)
class Loss:
    """Units that were open before and are open now, and the sessions of the proposal that cannot be any more."""

    open_before: int
    open_after: int
    sessions: tuple[tuple[str, date], ...]
    agreed: int  # activities that were agreed

    @property
    def units(self) -> int:
        return max(self.open_after - self.open_before, 0)


def loss(rows: Rows, before: Ground, after: Ground) -> Loss:
    """What the change takes from a plan: as much of it as can still be stands, and nothing is put in its place."""
    stood, open_before = standing(rows, before)
    stands, open_after = standing(rows, after)
    gone = sorted(set(stood) - set(stands))
    return Loss(open_before, open_after, tuple(gone), len(after.lost))


def standing(rows: Rows, ground: Ground) -> tuple[list[tuple[str, date]], int]:
    """Which sessions of a plan can be on this ground, and how many units it then leaves open."""
    asked = ground.question
    world = build_world([Site(asked.institution_id, asked.limits, asked.needs)], asked.offers, asked.term)
    plan = keep_what_stands(world, numbered(world, rows)).plan()
    left = np.maximum(world.units - attended(world, plan), 0)
    return [_named(world, m) for (m, _), seated in plan.seats.items() if seated], int(left.sum())


def numbered(world: World, rows: Rows) -> set[tuple[int, int]]:
    """Places that there still could be, as numbers of this world: slot and learner."""
    slots = {(slot.offer.offer_id, slot.date): m for m, slot in enumerate(world.slots)}
    learners = {learner: x for x, learner in enumerate(world.learners)}
    found = {(slots.get((offer, day)), learners.get(learner)) for offer, day, learner in rows}
    return {(m, x) for m, x in found if m is not None and x is not None and world.may[world.pattern[x], m]}


def _named(world: World, m: int) -> tuple[str, date]:
    return world.slots[m].offer.offer_id, world.slots[m].date
