"""Which sessions to run: a model of crowds and seats that leaves open who exactly goes, and so bounds the best value.

Learners are counted strand by strand, so that one with gaps in two strands is in two crowds. What a learner may do in a
day, and which of a year group's lessons are whose, is left to the dealing; everything else holds, so no plan is worth
more than the bound. `docs/explanation/planning.md` says it step by step.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

from waymark.planner.solver import Model
from waymark.planner.year_plan.crowds import Crowd, crowds, reached
from waymark.planner.year_plan.plan import Plan, Session
from waymark.planner.year_plan.world import NO_LIMIT, World

_PENCE = 100.0


@dataclass(frozen=True, slots=True)
class Share:
    """The column of how many of a crowd an offer takes at a site, on some of its slots."""

    pattern: int
    column: int
    slots: frozenset[int]


@dataclass(frozen=True, slots=True)
class Run:
    """The column of how many sessions of an offer run at a site, on any of these slots."""

    column: int
    slots: tuple[int, ...]


@dataclass(frozen=True)
class Choice:
    """The model, what is worth what in it, and where to read the sessions of an offer at a site.

    `alike`: slots of an offer that close the same for everybody, so that it matters little which of them it is.
    """

    model: Model
    value: np.ndarray
    cost: np.ndarray
    runs: dict[tuple[int, int], list[Run]]
    shares: dict[tuple[int, int], list[Share]]
    alike: dict[int, list[tuple[int, ...]]]

    def every_run(self) -> Iterator[Run]:
        """All of them, of every offer and site."""
        return chain.from_iterable(self.runs.values())

    def start(self, plan: Plan) -> np.ndarray:
        """A plan's sessions as a start; who goes is left open."""
        values = np.full(self.model.width, np.nan)
        for (_, s), runs in self.runs.items():
            for run in runs:
                values[run.column] = sum((m, s) in plan.seats for m in run.slots)
        return values

    def sessions(self, values: np.ndarray) -> list[Session]:
        """The sessions of a solution, each on a slot of its own among those it may be on."""
        found: dict[int, int] = {}
        for (_, s), runs in sorted(self.runs.items()):
            for run in runs:
                free = [m for m in run.slots if m not in found]
                found |= dict.fromkeys(free[: round(values[run.column])], s)
        return sorted(found.items())


def choose(world: World, *, with_days: bool = True) -> Choice:
    """The model of a world; without days, those that are alike are one, and what is scarce on a day is left out."""
    return _Builder(world, with_days).built()


class _Builder:
    def __init__(self, world: World, with_days: bool) -> None:
        self.world, self.with_days = world, with_days
        self.model = Model()
        self.reach = reached(world)
        self.alike = {o: self._alike(slots) for o, slots in enumerate(world.slots_of)}
        self.runs: dict[tuple[int, int], list[Run]] = {}
        self.value: dict[int, float] = {}
        self.cost: dict[int, float] = {}
        self.shares: defaultdict[tuple[int, int], list[Share]] = defaultdict(list)
        self.lessons: defaultdict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)  # by site, year group
        self.capacity = np.minimum(world.capacity, len(world.learners))

    def built(self) -> Choice:
        self._add_runs()
        self._limit_sessions()
        for crowd in crowds(self.world, self.reach):
            self._add_crowd(crowd)
        for (o, s), shares in self.shares.items():
            self._limit_capacity(o, s, shares)
        self._limit_lessons()
        for s in range(len(self.world.sites)):
            self._limit_money(s)
            if self.with_days:
                self._limit_days(s, "rooms_per_day", self.world.rooms)
                self._limit_days(s, "staff_per_day", self.world.staff)
        value, cost = (_spread(of, self.model.width) for of in (self.value, self.cost))
        return Choice(self.model, value, cost, self.runs, dict(self.shares), self.alike)

    def _alike(self, slots: np.ndarray) -> list[tuple[int, ...]]:
        """Slots of an offer that close the same for everybody and are locked for the same schools."""
        found: defaultdict[tuple[bytes, bytes], list[int]] = defaultdict(list)
        for m in slots.tolist():
            found[self.reach[:, m].tobytes(), self.world.must[:, m].tobytes()].append(m)
        return [tuple(together) for together in found.values()]

    def _add_runs(self) -> None:
        """Columns for sessions: a yes or no for each slot, or a count for slots that are alike."""
        world = self.world
        for s in range(len(world.sites)):
            useful = self.reach[world.site_of_pattern == s].any(axis=(0, 2)) | world.must[s]
            for o, alike in self.alike.items():
                parts = [(m,) for together in alike for m in together] if self.with_days else alike
                runs = [self._run(o, s, part) for part in parts if useful[part[0]]]
                if runs:
                    self.runs[o, s] = runs

    def _run(self, o: int, s: int, slots: tuple[int, ...]) -> Run:
        most = min(len(slots), int(self.world.most_sessions[o]))
        column = self.model.column(most, low=float(self.world.must[s, list(slots)].sum()))
        self.cost[column] = float(self.world.fixed[slots[0]])
        return Run(column, slots)

    def _limit_sessions(self) -> None:
        """Of each offer so many sessions, and on each of its days one, among all sites."""
        world = self.world
        of_offer: defaultdict[int, list[Run]] = defaultdict(list)
        of_slots: defaultdict[tuple[int, ...], list[int]] = defaultdict(list)
        for (o, _), runs in self.runs.items():
            of_offer[o] += runs
            for run in runs:
                of_slots[run.slots].append(run.column)
        for o, runs in of_offer.items():
            if world.most_sessions[o] < sum(len(run.slots) for run in runs):
                self.model.row([run.column for run in runs], [1.0] * len(runs), high=float(world.most_sessions[o]))
        for slots, columns in of_slots.items():
            if len(columns) > 1:
                self.model.row(columns, [1.0] * len(columns), high=len(slots))

    def _add_crowd(self, crowd: Crowd) -> None:
        """Seats for a crowd in each offer that closes something for it, and what they are worth."""
        world, s = self.world, int(self.world.site_of_pattern[crowd.pattern])
        closes = self.reach[crowd.pattern][:, crowd.names]
        alike: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)  # slots of an offer that close the same
        for m in np.flatnonzero(closes.any(axis=1)).tolist():
            alike[int(world.offer_of[m]), closes[m].tobytes()].append(m)
        seats: list[tuple[int, np.ndarray]] = []
        of_offer: defaultdict[int, list[int]] = defaultdict(list)
        for (o, _), slots in alike.items():
            column = self._add_share(crowd, o, s, slots)
            seats.append((column, closes[slots[0]]))
            of_offer[o].append(column)
        for columns in of_offer.values():
            if len(columns) > 1:  # everybody once to each offer
                self.model.row(columns, [1.0] * len(columns), high=crowd.size)
        self._add_closing(crowd, seats)
        self._note_lessons(crowd, of_offer)

    def _add_share(self, crowd: Crowd, o: int, s: int, slots: list[int]) -> int:
        """How many of a crowd sit in an offer: no more in a session than it holds, nor than there are of them."""
        seats = min(crowd.size, int(self.capacity[slots[0]]))
        share = self.model.column(min(crowd.size, seats * len(slots)), whole=False)
        runs = self._columns(o, s, frozenset(slots))
        self.model.row([share, *runs], [1.0] + [-float(seats)] * len(runs), high=0)
        self.shares[o, s].append(Share(crowd.pattern, share, frozenset(slots)))
        self.cost[share] = float(self.world.each[slots[0]])
        return share

    def _add_closing(self, crowd: Crowd, seats: list[tuple[int, np.ndarray]]) -> None:
        """Units closed for a crowd: no more than are lacking, nor than its seats close."""
        for n, weight in enumerate(crowd.weight.tolist()):
            mine = [(column, closing) for column, closing in seats if closing[n]]
            columns, most = [column for column, _ in mine], int(crowd.size * crowd.units[n])
            if not mine:
                continue
            if all(closing.sum() == 1 for _, closing in mine):  # and nothing else: each seat is worth what it closes
                self.value.update(dict.fromkeys(columns, float(weight)))
                self.model.row(columns, [1.0] * len(columns), high=most)
            else:
                closed = self.model.column(most, whole=False)
                self.value[closed] = float(weight)
                self.model.row([closed, *columns], [1.0] + [-1.0] * len(columns), high=0)

    def _note_lessons(self, crowd: Crowd, of_offer: dict[int, list[int]]) -> None:
        """What a crowd's seats take out of its lessons: no more than its learners may miss together."""
        world = self.world
        periods = {o: float(world.periods[world.slots_of[o][0]]) for o in of_offer}
        out = [(column, periods[o]) for o, columns in of_offer.items() for column in columns if periods[o]]
        if sum(periods.values()) * crowd.size > crowd.periods:
            self.model.row([c for c, _ in out], [p for _, p in out], high=float(crowd.periods))
        self.lessons[int(world.site_of_pattern[crowd.pattern]), world.models[crowd.pattern].at.year_group] += out

    def _columns(self, o: int, s: int, slots: frozenset[int]) -> list[int]:
        return [run.column for run in self.runs[o, s] if run.slots[0] in slots]

    def _limit_capacity(self, o: int, s: int, shares: list[Share]) -> None:
        """What fits into all sessions of an offer, and into those on only some of its days."""
        everywhere = frozenset(m for run in self.runs[o, s] for m in run.slots)
        for part in sorted({everywhere, *(share.slots for share in shares)}, key=sorted):
            inside = [share.column for share in shares if share.slots <= part]
            runs = self._columns(o, s, part)
            seats = -float(self.capacity[self.world.slots_of[o][0]])
            self.model.row([*inside, *runs], [1.0] * len(inside) + [seats] * len(runs), high=0)

    def _limit_lessons(self) -> None:
        """A year group may miss no more than its learners may together."""
        world = self.world
        able = (world.weight > 0).any(axis=1)
        for (s, year_group), out in self.lessons.items():
            most = int(world.most_periods[able & (world.site == s) & (world.year_group == year_group)].sum())
            if most < NO_LIMIT and out:
                self.model.row([c for c, _ in out], [p for _, p in out], high=float(most))

    def _limit_money(self, s: int) -> None:
        budget = self.world.limit(s, "budget")
        mine = [run.column for (_, site), runs in self.runs.items() if site == s for run in runs]
        mine += [share.column for (_, site), shares in self.shares.items() if site == s for share in shares]
        dear = [column for column in mine if self.cost.get(column)]
        if budget < NO_LIMIT and dear:
            self.model.row(dear, [self.cost[column] / _PENCE for column in dear], high=budget / _PENCE)

    def _limit_days(self, s: int, name: str, needed: np.ndarray) -> None:
        most = self.world.limit(s, name)
        by_day: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for (_, site), runs in self.runs.items():
            for run in runs:
                m = run.slots[0]
                if site == s and needed[m]:
                    by_day[int(self.world.date_of[m])].append((run.column, int(needed[m])))
        for columns_needed in by_day.values():
            if most < NO_LIMIT and sum(each for _, each in columns_needed) > most:
                self.model.row([c for c, _ in columns_needed], [float(v) for _, v in columns_needed], high=most)


def _spread(of: dict[int, float], width: int) -> np.ndarray:
    values = np.zeros(width)
    values[list(of)] = list(of.values())
    return values
