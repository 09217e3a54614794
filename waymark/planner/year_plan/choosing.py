"""Which sessions to run: a model of flows that leaves open who exactly goes, and so finds and bounds the best value.

Learners of a class flow to kinds of sessions – those that close the same for them – and kinds share out among offers.
A learner's one place a day is left to the dealing; everything else holds, so no plan is worth more than the bound.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from waymark.planner.solver import Model
from waymark.planner.year_plan.classes import Classes
from waymark.planner.year_plan.plan import Plan, Session
from waymark.planner.year_plan.world import NO_LIMIT, World

_PENCE = 100.0


@dataclass(frozen=True, slots=True)
class Share:
    """The column of how many learners of a pattern an offer takes at a site, on some of its slots."""

    pattern: int
    column: int
    slots: frozenset[int]


@dataclass(frozen=True)
class Choice:
    """The model, what is worth what in it, and where to read the sessions.

    `runs`: the columns of an offer at a site; with dates one for each of its slots, without a single count.
    """

    model: Model
    value: np.ndarray
    cost: np.ndarray
    runs: dict[tuple[int, int], list[int]]
    slots: dict[tuple[int, int], list[int]]
    shares: dict[tuple[int, int], list[Share]]
    shared: dict[int, int]  # of an offer, the row that limits its sessions
    with_dates: bool

    def start(self, plan: Plan) -> np.ndarray:
        """A plan's sessions as a start; who goes is left open."""
        values = np.full(self.model.width, np.nan)
        for (o, s), columns in self.runs.items():
            on = [float((m, s) in plan.seats) for m in self.slots[o, s]]
            values[columns] = on if self.with_dates else [sum(on)]
        return values

    def counts(self, values: np.ndarray) -> dict[tuple[int, int], int]:
        """How often each offer runs at each site."""
        found = {key: round(float(values[columns].sum())) for key, columns in self.runs.items()}
        return {key: times for key, times in found.items() if times}

    def sessions(self, values: np.ndarray) -> list[Session]:
        """The sessions of a solution with dates; without dates, the first slots of each offer."""
        if not self.with_dates:
            return [(m, s) for (o, s), many in self.counts(values).items() for m in self.slots[o, s][:many]]
        return [
            (m, s)
            for (o, s), columns in self.runs.items()
            for m, column in zip(self.slots[o, s], columns, strict=True)
            if values[column] > 0.5
        ]


def choose(world: World, classes: Classes, *, with_dates: bool = True) -> Choice:
    """The model of a world; without dates, days and what is scarce on them are left out too."""
    return _Builder(world, classes, with_dates).built()


class _Builder:
    def __init__(self, world: World, classes: Classes, with_dates: bool) -> None:
        self.world, self.classes, self.with_dates = world, classes, with_dates
        self.model = Model()
        self.runs: dict[tuple[int, int], list[int]] = {}
        self.slots: dict[tuple[int, int], list[int]] = {}
        self.value: dict[int, float] = {}
        self.cost: dict[int, float] = {}
        self.shares: defaultdict[tuple[int, int], list[Share]] = defaultdict(list)
        self.once: dict[tuple[int, int], int] = {}
        self.shared: dict[int, int] = {}
        self.flows: defaultdict[int, list[tuple[int, np.ndarray, int]]] = defaultdict(list)
        self.capacity = np.minimum(world.capacity, len(world.learners))

    def built(self) -> Choice:
        self._add_runs()
        self._add_flows()
        self._add_closing()
        self._limit_sites()
        width = self.model.width
        value, cost = np.zeros(width), np.zeros(width)
        value[list(self.value)] = list(self.value.values())
        cost[list(self.cost)] = list(self.cost.values())
        return Choice(self.model, value, cost, self.runs, self.slots, dict(self.shares), self.shared, self.with_dates)

    def _add_runs(self) -> None:
        """Columns for sessions: a yes or no for each slot, or one count for all slots of an offer."""
        world, model = self.world, self.model
        useful = np.array([world.useful[world.site_of_pattern == s].any(axis=0) for s in range(len(world.sites))])
        for o, slots in enumerate(world.slots_of):
            for s in range(len(world.sites)):
                mine = [int(m) for m in slots if world.must[s, m] or (world.allowed[s, m] and useful[s, m])]
                if not mine:
                    continue
                self.slots[o, s] = mine
                if self.with_dates:
                    columns = [model.column(1, low=float(world.must[s, m])) for m in mine]
                else:
                    most = min(len(mine), int(world.most_sessions[o]))
                    columns = [model.column(most, low=float(world.must[s, mine].sum()))]
                self.runs[o, s] = columns
                self.cost.update(dict.fromkeys(columns, float(world.fixed[mine[0]])))
        self._limit_sessions()

    def _limit_sessions(self) -> None:
        world = self.world
        for o, slots in enumerate(world.slots_of):
            columns = [column for s in range(len(world.sites)) for column in self.runs.get((o, s), [])]
            most = min(int(world.most_sessions[o]), len(slots))
            if columns and (len(world.sites) > 1 or most < len(columns)):
                self.shared[o] = self.model.row(columns, [1.0] * len(columns), high=most)
        if self.with_dates and len(world.sites) > 1:
            by_slot = defaultdict(list)
            for key, columns in self.runs.items():
                for m, column in zip(self.slots[key], columns, strict=True):
                    by_slot[m].append(column)
            for columns in by_slot.values():
                self.model.row(columns, [1.0] * len(columns), high=1)

    def _add_flows(self) -> None:
        """From classes to kinds of sessions, and from kinds to offers."""
        of_pattern: defaultdict[int, list[int]] = defaultdict(list)
        for g, p in enumerate(self.classes.pattern):
            of_pattern[int(p)].append(g)
        for p, groups in of_pattern.items():
            for (closing, _), offers in self._kinds(p).items():
                self._add_kind(p, groups, np.frombuffer(closing, dtype=bool), offers)
        for (o, s), shares in self.shares.items():
            self._limit_capacity(o, s, shares)

    def _kinds(self, p: int) -> dict[tuple[bytes, int], dict[int, list[int]]]:
        """Slots that close the same at the same time out of lessons, by offer."""
        world, s = self.world, int(self.world.site_of_pattern[p])
        kinds: defaultdict[tuple[bytes, int], dict[int, list[int]]] = defaultdict(dict)
        for m in np.flatnonzero(world.useful[p] & world.allowed[s]):
            key = (world.closes[p, m].tobytes(), int(world.periods[m]))
            kinds[key].setdefault(int(world.offer_of[m]), []).append(int(m))
        return kinds

    def _add_kind(self, p: int, groups: list[int], closing: np.ndarray, offers: dict[int, list[int]]) -> None:
        model, classes, s = self.model, self.classes, int(self.world.site_of_pattern[p])
        size = classes.size
        users = [g for g in groups if (classes.units[g][closing] > 0).any()]
        demand = int(size[users].sum())
        columns, factors = [], []
        for g in users:
            useful = min(int(classes.units[g][closing].max()), len(offers))
            column = model.column(int(size[g]) * useful, whole=False)
            if useful > 1:  # more than once to one kind, but once to each offer that runs at all
                ran = [self._ran(o, s) for o in offers]
                model.row([column, *ran], [1.0] + [-float(size[g])] * len(ran), high=0)
            periods = int(self.world.periods[next(iter(offers.values()))[0]])
            self.flows[g].append((column, closing, periods))
            columns.append(column)
            factors.append(1.0)
        if not users:
            return
        for o, slots in offers.items():
            most = min(demand, int(self.capacity[slots[0]]) * len(slots))
            share = model.column(most, whole=False)
            self.shares[o, s].append(Share(p, share, frozenset(slots)))
            self.cost[share] = float(self.world.each[slots[0]])
            runs = self._columns(o, s, frozenset(slots))
            seats = min(demand, int(self.capacity[slots[0]]))
            model.row([share, *runs], [1.0] + [-float(seats)] * len(runs), high=0)
            columns.append(share)
            factors.append(-1.0)
        model.row(columns, factors, low=0, high=0)

    def _ran(self, o: int, s: int) -> int:
        """A column of at most 1, and 0 when the offer does not run at the site."""
        if (o, s) not in self.once:
            self.once[o, s] = column = self.model.column(1, whole=False)
            runs = self.runs[o, s]
            self.model.row([column, *runs], [1.0] + [-1.0] * len(runs), high=0)
        return self.once[o, s]

    def _columns(self, o: int, s: int, slots: frozenset[int]) -> list[int]:
        if not self.with_dates:
            return self.runs[o, s]
        return [column for m, column in zip(self.slots[o, s], self.runs[o, s], strict=True) if m in slots]

    def _limit_capacity(self, o: int, s: int, shares: list[Share]) -> None:
        """What fits into all sessions of an offer; with dates, also into those on only some of its days."""
        parts = {frozenset(self.slots[o, s])}
        if self.with_dates:
            parts |= {share.slots for share in shares}
        for part in sorted(parts, key=sorted):
            inside = [share.column for share in shares if share.slots <= part]
            runs = self._columns(o, s, part)
            seats = -float(self.capacity[self.slots[o, s][0]])
            self.model.row([*inside, *runs], [1.0] * len(inside) + [seats] * len(runs), high=0)

    def _add_closing(self) -> None:
        """Units closed for a class: no more than are lacking, nor than its sessions close."""
        classes, size = self.classes, self.classes.size
        for g, flows in self.flows.items():
            for n in np.flatnonzero(classes.weight[g] > 0):
                columns = [column for column, closing, _ in flows if closing[n]]
                if columns:
                    closed = self.model.column(int(size[g] * classes.units[g, n]), whole=False)
                    self.value[closed] = float(classes.weight[g, n])
                    self.model.row([closed, *columns], [1.0] + [-1.0] * len(columns), high=0)
            most = int(classes.most_periods[g])
            out = [(column, periods) for column, _, periods in flows if periods]
            if most < NO_LIMIT and out:
                self.model.row([c for c, _ in out], [float(p) for _, p in out], high=float(most * size[g]))

    def _limit_sites(self) -> None:
        for s in range(len(self.world.sites)):
            self._limit_money(s)
            if self.with_dates:
                self._limit_days(s, "rooms_per_day", self.world.rooms)
                self._limit_days(s, "staff_per_day", self.world.staff)

    def _limit_money(self, s: int) -> None:
        budget = self.world.limit(s, "budget")
        mine = [c for (o, site), columns in self.runs.items() if site == s for c in columns]
        mine += [share.column for (o, site), shares in self.shares.items() if site == s for share in shares]
        dear = [column for column in mine if self.cost.get(column)]
        if budget < NO_LIMIT and dear:
            self.model.row(dear, [self.cost[column] / _PENCE for column in dear], high=budget / _PENCE)

    def _limit_days(self, s: int, name: str, needed: np.ndarray) -> None:
        most = self.world.limit(s, name)
        by_day: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for (o, site), columns in self.runs.items():
            for m, column in zip(self.slots[o, site], columns, strict=True):
                if site == s and needed[m]:
                    by_day[int(self.world.date_of[m])].append((column, int(needed[m])))
        for columns_needed in by_day.values():
            if most < NO_LIMIT and sum(each for _, each in columns_needed) > most:
                self.model.row([c for c, _ in columns_needed], [float(v) for _, v in columns_needed], high=most)
