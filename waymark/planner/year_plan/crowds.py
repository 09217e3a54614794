"""Learners counted strand by strand: of gaps that no session ties together, each can be looked at by itself."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from waymark.planner.year_plan.classes import reachable
from waymark.planner.year_plan.world import World

_FEW = 0.05  # of a pattern's learners: so few more may be counted among them though they could go to less


@dataclass(frozen=True, slots=True)
class Crowd:
    """Learners of a site and year group who lack the same of one strand.

    `pattern` stands for them all: whatever closes something for one of them closes as much for its learners. `names`
    are those of the strand that they lack, `units` and `weight` by name, `periods` what all of them may miss together.
    """

    pattern: int
    names: np.ndarray
    units: np.ndarray
    weight: np.ndarray
    size: int
    periods: int


def strands(reach: np.ndarray) -> list[np.ndarray]:
    """Names of lacks, taken together where one session closes both; `reach` as of `reached`."""
    if not reach.any():
        return []
    closings = reach.reshape(-1, reach.shape[2]).astype(np.float32)
    tied = closings.T @ closings > 0
    for _ in range(len(tied)):  # and whatever hangs on those
        tied |= tied.astype(np.float32) @ tied.astype(np.float32) > 0
    return [np.flatnonzero(row) for row in np.unique(tied[tied.any(axis=1)], axis=0)]


def reached(world: World) -> np.ndarray:
    """p, m, n: what each slot that may run closes for learners of a pattern who may go and lack it.

    A pattern of few that reaches less than one of many of its year group – those who leave – is taken to reach as much.
    """
    lacked = np.zeros((len(world.may), len(world.names)), dtype=bool)
    np.logical_or.at(lacked, world.pattern, world.weight > 0)
    runs = world.may & world.allowed[world.site_of_pattern]
    reach = world.closes & runs[:, :, None] & lacked[:, None, :]
    sizes = np.bincount(world.pattern, minlength=len(world.may))
    for names in strands(reach):
        of_place: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for p in np.argsort(-sizes, kind="stable").tolist():
            place = of_place[_place(world, p)]
            for q in place:
                if sizes[p] <= _FEW * sizes[q] and not (reach[p][:, names] & ~reach[q][:, names]).any():
                    reach[p][:, names] = reach[q][:, names]
                    break
            else:
                place.append(p)
    return reach


def crowds(world: World, reach: np.ndarray) -> list[Crowd]:
    """Everybody who can gain, once in each strand of which they lack something."""
    can_be_closed = reachable(world)[world.pattern]
    weight = np.where(can_be_closed & (world.units > 0), world.weight, 0)
    units = np.where(weight > 0, world.units, 0)
    found = []
    for names in strands(reach):
        able = np.flatnonzero((weight[:, names] > 0).any(axis=1))
        if not len(able):
            continue
        stands = _standing_for(world, reach[:, :, names])[world.pattern[able]]
        keys = np.concatenate([stands[:, None], units[able][:, names], weight[able][:, names]], axis=1)
        alike, inverse = np.unique(keys, axis=0, return_inverse=True)
        for key, members in zip(alike, _members(inverse, len(alike)), strict=True):
            of_units, of_weight = key[1 : 1 + len(names)], key[1 + len(names) :]
            lacked = of_weight > 0
            periods = int(world.most_periods[able[members]].sum())
            crowd = Crowd(int(key[0]), names[lacked], of_units[lacked], of_weight[lacked], len(members), periods)
            found.append(crowd)
    return found


def _members(inverse: np.ndarray, many: int) -> list[np.ndarray]:
    inverse = inverse.reshape(-1)
    order = np.argsort(inverse, kind="stable")
    return np.split(order, np.searchsorted(inverse[order], np.arange(1, many)))


def _standing_for(world: World, reach: np.ndarray) -> np.ndarray:
    """Of each pattern the first one of its site and year group with the same reach."""
    first: dict[tuple[tuple[int, int], bytes], int] = {}
    return np.array([first.setdefault((_place(world, p), reach[p].tobytes()), p) for p in range(len(reach))])


def _place(world: World, p: int) -> tuple[int, int]:
    return int(world.site_of_pattern[p]), world.models[p].at.year_group
