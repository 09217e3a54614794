"""Learners merged: those who lack the same, may go to the same and have the same limits are one class with a size."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from waymark.planner.year_plan.world import NO_LIMIT, World


@dataclass(frozen=True)
class Classes:
    """`members` by class, each in order of learner. Arrays by class `g`: as of any member.

    `units` and `weight` leave out what no session could close.
    """

    members: tuple[np.ndarray, ...]
    pattern: np.ndarray
    site: np.ndarray
    most_periods: np.ndarray
    units: np.ndarray
    weight: np.ndarray

    @property
    def size(self) -> np.ndarray:
        return np.array([len(members) for members in self.members], dtype=np.int64)

    def only(self, wanted: Sequence[int]) -> "Classes":
        """These classes, in this order."""
        w = np.array(wanted, dtype=np.int64)
        members = tuple(self.members[g] for g in wanted)
        return Classes(members, self.pattern[w], self.site[w], self.most_periods[w], self.units[w], self.weight[w])


def reachable(world: World) -> np.ndarray:
    """p, n: whether some session that may run would close something of this name for learners of this pattern."""
    runs = world.allowed[world.site_of_pattern]
    return (world.closes & (world.may & runs)[:, :, None]).any(axis=1)


def merged(world: World, apart: np.ndarray | None = None, also: Collection[int] = ()) -> Classes:
    """Everybody who can gain at all, merged, and those in `also`. Learners with different `apart` are kept apart."""
    units = np.where(reachable(world)[world.pattern], world.units, 0)
    weight = np.where(units > 0, world.weight, 0)
    keys = [world.pattern[:, None], np.minimum(world.most_periods, NO_LIMIT)[:, None], units, weight]
    if apart is not None:
        keys.append(apart[:, None])
    _, inverse = np.unique(np.concatenate(keys, axis=1), axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    order = np.argsort(inverse, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(inverse[order])) + 1) if len(order) else []
    wanted = [group for group in groups if (weight[group[0]] > 0).any() or int(group[0]) in also]
    return _classes(world, wanted, units, weight)


def single(world: World, learners: np.ndarray | None = None, also: Collection[int] = ()) -> Classes:
    """Everybody who can gain (and those in `also`), or those of these learners, each a class of one."""
    units = np.where(reachable(world)[world.pattern], world.units, 0)
    weight = np.where(units > 0, world.weight, 0)
    able = np.array((weight > 0).any(axis=1))
    able[list(also)] = True
    asked = range(len(world.learners)) if learners is None else sorted(learners.tolist())
    return _classes(world, [np.array([learner]) for learner in asked if able[learner]], units, weight)


def _classes(world: World, groups: Sequence[np.ndarray], units: np.ndarray, weight: np.ndarray) -> Classes:
    first = np.array([group[0] for group in groups], dtype=np.int64)
    return Classes(
        tuple(groups),
        world.pattern[first],
        world.site[first],
        world.most_periods[first],
        units[first],
        weight[first],
    )
