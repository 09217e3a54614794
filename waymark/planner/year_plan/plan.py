"""A plan: which sessions run and who goes; and what stands as one is put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from waymark.planner.year_plan.world import World

Session = tuple[int, int]  # slot, site


class Worth(NamedTuple):
    """What makes one plan better than another: greater is better, the first part first."""

    value: int
    saved: int  # minus the cost in pence
    sessions: int  # minus their number
    places: int  # minus their number


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes to each session, by slot and site; learners in order. A locked-in session may have nobody."""

    seats: Mapping[Session, tuple[int, ...]]

    @property
    def places(self) -> int:
        return sum(len(learners) for learners in self.seats.values())

    def rows(self) -> set[tuple[int, int]]:
        """Slot and learner, for each place."""
        return {(m, learner) for (m, _), learners in self.seats.items() for learner in learners}


def attended(world: World, plan: Plan) -> np.ndarray:
    """Units that sessions add to each gap, never capped (l, n)."""
    had = np.zeros(world.units.shape, dtype=np.int64)
    for (m, _), learners in plan.seats.items():
        if learners:
            places = np.array(learners)
            had[places] += world.closes[world.pattern[places], m]
    return had


def closed(world: World, plan: Plan) -> np.ndarray:
    """Units of each gap that the plan closes (l, n)."""
    return np.minimum(attended(world, plan), world.units)


def cost(world: World, plan: Plan) -> int:
    """Pence."""
    return int(sum(world.fixed[m] + world.each[m] * len(learners) for (m, _), learners in plan.seats.items()))


def worth(world: World, plan: Plan) -> Worth:
    value = int((closed(world, plan) * world.weight).sum())
    return Worth(value, -cost(world, plan), -len(plan.seats), -plan.places)


class Draft:
    """A plan being put together, with what is still free. `live` (l, n) is the weight of one more unit of each gap."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.left = world.units.copy()
        self.live = np.where(self.left > 0, world.weight, 0)
        self.been = np.zeros((len(world.learners), len(world.offers)), dtype=bool)
        self.busy = np.zeros((len(world.learners), len(world.dates)), dtype=bool)
        self.periods = world.most_periods.copy()
        sites = range(len(world.sites))
        self.money = np.array([world.limit(s, "budget") for s in sites], dtype=np.int64)
        days = (len(world.sites), len(world.dates))
        self.rooms = np.full(days, 1, dtype=np.int64) * _column(world, "rooms_per_day")
        self.staff = np.full(days, 1, dtype=np.int64) * _column(world, "staff_per_day")
        self.sessions = world.most_sessions.copy()
        self.taken = np.zeros(len(world.slots), dtype=bool)  # a slot runs at one site only
        self.seats: dict[Session, list[int]] = {}

    @classmethod
    def of(cls, world: World, plan: Plan) -> "Draft":
        draft = cls(world)
        for session in plan.seats:
            draft.run(session)
        for session, learners in plan.seats.items():
            draft.seat(session, np.array(learners, dtype=np.int64))
        return draft

    def plan(self) -> Plan:
        """As it stands: sessions without anybody only where they are locked in."""
        return Plan({
            (m, s): tuple(sorted(learners))
            for (m, s), learners in sorted(self.seats.items())
            if learners or self.world.must[s, m]
        })  # fmt: skip

    def can_run(self) -> np.ndarray:
        """Which sessions there is a session, a room and staff for, money aside (m, s)."""
        world = self.world
        o, d = world.offer_of, world.date_of
        room = (self.rooms[:, d] >= world.rooms) & (self.staff[:, d] >= world.staff)
        return (room & world.allowed & (self.sessions[o] > 0) & ~self.taken).T

    def run(self, session: Session) -> None:
        """Put a session on, with nobody in it yet."""
        m, s = session
        world = self.world
        self.seats[session] = []
        self.money[s] -= world.fixed[m]
        self.rooms[s, world.date_of[m]] -= world.rooms[m]
        self.staff[s, world.date_of[m]] -= world.staff[m]
        self.sessions[world.offer_of[m]] -= 1
        self.taken[m] = True

    def drop(self, session: Session) -> None:
        """Take a session off, and everybody out of it."""
        m, s = session
        world = self.world
        self.unseat(session, np.array(self.seats[session], dtype=np.int64))
        del self.seats[session]
        self.money[s] += world.fixed[m]
        self.rooms[s, world.date_of[m]] += world.rooms[m]
        self.staff[s, world.date_of[m]] += world.staff[m]
        self.sessions[world.offer_of[m]] += 1
        self.taken[m] = False

    def free(self, m: int, learners: np.ndarray) -> np.ndarray:
        """Of these learners, who may go to a slot as things stand."""
        return self.free_of_periods(m, learners) & (self.periods[learners] >= self.world.periods[m])

    def free_of_periods(self, m: int, learners: np.ndarray) -> np.ndarray:
        """The same, however many periods they may still miss."""
        world = self.world
        return (
            world.may[world.pattern[learners], m]
            & ~self.been[learners, world.offer_of[m]]
            & ~self.busy[learners, world.date_of[m]]
        )

    def gains(self, m: int, learners: np.ndarray) -> np.ndarray:
        """What a place would be worth to each of these learners, whether they may go or not."""
        return (self.live[learners] * self.world.closes[self.world.pattern[learners], m]).sum(axis=1)

    def room_left(self, session: Session) -> int:
        """How many more learners fit into a session, and into the money."""
        m, s = session
        seats = int(self.world.capacity[m]) - len(self.seats.get(session, ()))
        money = int(self.money[s]) - (0 if session in self.seats else int(self.world.fixed[m]))
        if money < 0:
            return 0
        return min(seats, money // int(self.world.each[m])) if self.world.each[m] else seats

    def seat(self, session: Session, learners: np.ndarray) -> None:
        """Give these learners a place."""
        if len(learners) == 0:
            return
        m, s = session
        world = self.world
        self.seats[session] += learners.tolist()
        self.been[learners, world.offer_of[m]] = True
        self.busy[learners, world.date_of[m]] = True
        self.periods[learners] -= world.periods[m]
        self.left[learners] -= world.closes[world.pattern[learners], m]
        self._revalue(learners)
        self.money[s] -= int(world.each[m]) * len(learners)

    def unseat(self, session: Session, learners: np.ndarray) -> None:
        """Take their place from these learners."""
        if len(learners) == 0:
            return
        m, s = session
        world = self.world
        out = set(learners.tolist())
        self.seats[session] = [learner for learner in self.seats[session] if learner not in out]
        self.been[learners, world.offer_of[m]] = False
        self.busy[learners, world.date_of[m]] = False
        self.periods[learners] += world.periods[m]
        self.left[learners] += world.closes[world.pattern[learners], m]
        self._revalue(learners)
        self.money[s] += int(world.each[m]) * len(learners)

    def _revalue(self, learners: np.ndarray) -> None:
        self.live[learners] = np.where(self.left[learners] > 0, self.world.weight[learners], 0)


def _column(world: World, name: str) -> np.ndarray:
    return np.array([[world.limit(s, name)] for s in range(len(world.sites))], dtype=np.int64)
