"""Seats everybody anew in the sessions of a plan: a class chooses among ways in which its learners can spend the year.

A way is a set of sessions that one learner can go to. Ways are thought up where prices say that places are worth more
than they cost, and a model settles how many of a class go which way; so what is settled can be dealt out to the letter.
"""

from collections import Counter

import numpy as np

from waymark.planner.solver import Model, Watch, solve
from waymark.planner.year_plan.classes import Classes
from waymark.planner.year_plan.plan import Plan, Session
from waymark.planner.year_plan.world import NO_LIMIT, World

Way = tuple[int, ...]  # places in the list of sessions, in order
_ROUNDS = 60
_ENOUGH = 2e-5  # of the value: what a round must add for another one to be worth its while
_LAST = 0.4  # of the time, for settling whole numbers
_GAP = 0.0003


def seated_by_ways(
    world: World, classes: Classes, plan: Plan, watch: Watch, seed: int = 0, *, penny: float = 0.0
) -> Plan | None:
    """The plan with its sessions seated as well as was found in the time; None where nothing was found.

    Whoever is in no class keeps their place. `penny`: what one for places counts against what they close.
    """
    ways = _Ways(world, classes, plan, penny)
    if not ways.sessions or not ways.of_class:
        return None
    thinking, reached = watch.within(watch.left() * (1 - _LAST)), 0.0
    for _ in range(_ROUNDS):
        value, prices = ways.relaxed(thinking)
        if prices is None or thinking.is_over() or not ways.think_up(prices) or value < reached * (1 + _ENOUGH):
            break
        reached = value
    return ways.settled(watch, seed)


class _Ways:
    """The ways of each class so far, and the model of how many go each."""

    def __init__(self, world: World, classes: Classes, plan: Plan, penny: float) -> None:
        self.world, self.classes, self.penny = world, classes, penny
        self.sessions: list[Session] = sorted(plan.seats)
        self.slot = np.array([m for m, _ in self.sessions], dtype=np.int64)
        self.site = np.array([s for _, s in self.sessions], dtype=np.int64)
        self.of_class: dict[int, dict[Way, float]] = {}
        self.now: dict[int, Counter[Way]] = {}
        group = np.full(len(world.learners), -1, dtype=np.int64)
        for g, members in enumerate(classes.members):
            group[members] = g
        self.others = {x: tuple(seated) for x, seated in self._outside(plan, group).items()}
        self._begin(plan, group)
        self.seats = [int(world.capacity[m]) - len(self.others[m, s]) for m, s in self.sessions]
        self.money = [self._left(s) for s in range(len(world.sites))]

    def _outside(self, plan: Plan, group: np.ndarray) -> dict[Session, list[int]]:
        return {session: [x for x in plan.seats[session] if group[x] < 0] for session in self.sessions}

    def _begin(self, plan: Plan, group: np.ndarray) -> None:
        """The ways that the plan has, and of every class the one of staying away."""
        place = {session: i for i, session in enumerate(self.sessions)}
        going: dict[int, list[int]] = {}
        for session, learners in plan.seats.items():
            for x in learners:
                if group[x] >= 0:
                    going.setdefault(x, []).append(place[session])
        self.able = [self._useful(g) for g in range(len(self.classes.members))]
        for g, members in enumerate(self.classes.members):
            if len(self.able[g]):
                found = Counter(tuple(sorted(going.get(int(x), ()))) for x in members)
                self.now[g] = found
                self.of_class[g] = {way: self._value(g, way) for way in found}

    def _useful(self, g: int) -> np.ndarray:
        """Sessions that one of the class may go to and gain from."""
        world, classes, p = self.world, self.classes, int(self.classes.pattern[g])
        gains = (world.closes[p, self.slot] & (classes.weight[g] > 0)).any(axis=1)
        fits = world.periods[self.slot] <= classes.most_periods[g]
        return np.flatnonzero(gains & fits & world.may[p, self.slot] & (self.site == classes.site[g]))

    def _value(self, g: int, way: Way) -> float:
        had = self.world.closes[self.classes.pattern[g], self.slot[list(way)]].sum(axis=0)
        closed = int((np.minimum(had, self.classes.units[g]) * self.classes.weight[g]).sum())
        return closed - self.penny * self._pence(way)

    def _left(self, s: int) -> float:
        """Money for places: what the sessions themselves, and the places of others, do not take."""
        budget, world = self.world.limit(s, "budget"), self.world
        if budget >= NO_LIMIT:
            return float("inf")
        mine = [(i, m) for i, (m, site) in enumerate(self.sessions) if site == s]
        return budget - sum(int(world.fixed[m] + world.each[m] * len(self.others[self.sessions[i]])) for i, m in mine)

    def relaxed(self, watch: Watch) -> tuple[float, np.ndarray | None]:
        """What could be closed with parts of learners, and the prices of classes, sessions and money."""
        model, value, _ = self._model(whole=False)
        solved = solve(model, value, watch=watch, maximise=True, whole_objective=False, at_a_corner=True)
        return solved.bound, solved.prices

    def _model(self, *, whole: bool) -> tuple[Model, np.ndarray, list[tuple[int, Way]]]:
        model, columns, value = Model(), [], []
        in_session: list[list[int]] = [[] for _ in self.sessions]
        rows: list[tuple[list[int], int]] = []
        for g, ways in self.of_class.items():
            mine = []
            for way, worth in ways.items():
                column = model.column(len(self.classes.members[g]), whole=whole)
                mine.append(column)
                columns.append((g, way))
                value.append(float(worth))
                for i in way:
                    in_session[i].append(column)
            rows.append((mine, len(self.classes.members[g])))
        for mine, size in rows:
            model.row(mine, [1.0] * len(mine), high=size)
        for i, inside in enumerate(in_session):
            model.row(inside, [1.0] * len(inside), high=float(max(self.seats[i], 0)))
        for s, left in enumerate(self.money):
            paid = [float(self._pence(way)) if self.classes.site[g] == s else 0.0 for g, way in columns]
            some = [c for c, pence in enumerate(paid) if pence]
            if left < float("inf") and some:
                model.row(some, [paid[c] / 100 for c in some], high=left / 100)
            else:
                model.row([], [])
        return model, np.array(value), columns

    def _pence(self, way: Way) -> int:
        return int(self.world.each[self.slot[list(way)]].sum())

    def think_up(self, prices: np.ndarray) -> int:
        """Add ways that are worth more than their places cost; how many were new."""
        known, many = list(self.of_class), len(self.of_class)
        of_session = prices[many : many + len(self.sessions)]
        of_money = prices[many + len(self.sessions) :]
        added = 0
        for row, g in enumerate(known):
            price = of_session + self.world.each[self.slot] * (of_money[self.classes.site[g]] / 100 + self.penny)
            for thrift in (0.0, 0.5):
                way, gain = self._best_way(g, price, thrift)
                if gain > prices[row] + 1e-6 and way not in self.of_class[g]:
                    self.of_class[g][way] = self._value(g, way)
                    added += 1
        return added

    def _best_way(self, g: int, price: np.ndarray, thrift: float) -> tuple[Way, float]:
        """A good way at these prices: again and again the session that adds most, lessons counted with thrift."""
        world, able = self.world, self.able[g]
        m = self.slot[able]
        closes, weight = world.closes[self.classes.pattern[g], m], self.classes.weight[g]
        left, free = self.classes.units[g].copy(), np.ones(len(able), dtype=bool)
        periods, took = int(self.classes.most_periods[g]), list[int]()
        asked = price[able] + thrift * world.periods[m]
        while True:
            adds = np.where(free, closes @ np.where(left > 0, weight, 0) - asked, -1.0)
            best = int(np.argmax(adds))
            if adds[best] <= 1e-9:
                break
            took.append(best)
            left = left - closes[best]
            periods -= int(world.periods[m[best]])
            free &= (world.offer_of[m] != world.offer_of[m[best]]) & (world.date_of[m] != world.date_of[m[best]])
            free &= world.periods[m] <= periods
        way = tuple(sorted(int(able[i]) for i in took))
        gain = self._value(g, way) - float((price - self.penny * world.each[self.slot])[list(way)].sum())
        return way, gain  # what places cost is in the way's value already

    def settled(self, watch: Watch, seed: int) -> Plan | None:
        """How many of each class go which way, dealt out in order of learner."""
        model, value, columns = self._model(whole=True)
        start = np.array([float(self.now[g].get(way, 0)) for g, way in columns])
        solved = solve(
            model, value, watch=watch, maximise=True, start=start, gap=_GAP, seed=seed, whole_objective=not self.penny
        )
        if solved.values is None:
            return None
        seats = {session: list(self.others[session]) for session in self.sessions}
        following = {g: iter(self.classes.members[g].tolist()) for g in self.of_class}
        for (g, way), many in zip(columns, np.round(solved.values).astype(int), strict=True):
            for _ in range(many):
                x = next(following[g])
                for i in way:
                    seats[self.sessions[i]].append(x)
        return Plan({session: tuple(sorted(learners)) for session, learners in seats.items()})
