"""What stays open after a plan, and the cheapest single thing that would close most of it – found by solving with it.

The plan stays as it is; what is looked for is what to add to it. Each finding is dealt out to learners before it is
told, so that what it says can be done.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from waymark.kernel.facts import Activity
from waymark.kernel.vocabulary import Kind
from waymark.planner.solver import Model, Watch, solve
from waymark.planner.year_plan.plan import Draft, Plan
from waymark.planner.year_plan.world import NO_LIMIT, World, open_on

KINDS = ("places", "periods", "staff", "rooms", "money")  # those that need no more money first
_SOLVE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Relaxation:
    """So much more of one thing – pence for money – closes so many units at so many pence more.

    Of an `offer` that does not exist: on how many days, and `cost` is how many learners it must hold.
    """

    kind: str
    amount: int
    closes: int
    cost: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """Units of one entitlement that learners of one year group still lack, and what would close most of them.

    Without a relaxation there was no time to look for one.
    """

    entitlement: str
    year_group: int
    learners: int
    units: int
    relaxation: Relaxation | None

    @property
    def why(self) -> str:
        if self.relaxation is None:
            return "not looked into: no time was left"
        return in_words(self.relaxation, self.units)


def unmet(world: World, plan: Plan, watch: Watch) -> list[Unmet]:
    """Everything still open at a school, in order; what there was no time to look into says so."""
    draft = Draft.of(world, plan)
    rows = []
    left = np.maximum(draft.left, 0)
    for n, name in enumerate(world.names):
        for year_group in sorted(set(world.year_group.tolist())):
            lacking = np.flatnonzero((world.year_group == year_group) & (left[:, n] > 0))
            if len(lacking):
                units = int(left[lacking, n].sum())
                rows.append((name, year_group, n, lacking, units))
    found: dict[tuple[str, int], Relaxation | None] = {}
    for name, year_group, n, lacking, units in sorted(rows, key=lambda row: (-row[4], row[0], row[1])):
        found[name, year_group] = _why(draft, n, lacking, units, watch)
    return [
        Unmet(name, year_group, len(lacking), units, found[name, year_group])
        for name, year_group, _, lacking, units in rows
    ]


def _why(draft: Draft, n: int, lacking: np.ndarray, units: int, watch: Watch) -> Relaxation | None:
    if watch.is_over():
        return None
    relaxation = cheapest_relaxation(draft, n, lacking, units, watch)
    if relaxation is None and watch.is_over():
        return None
    return relaxation or new_offer(draft, n, lacking, units)


def in_words(found: Relaxation, units: int) -> str:
    """What a relaxation of so many open units is, as a plan's files say it."""
    closes = f"closes {found.closes} of {units} {'unit' if units == 1 else 'units'}"
    amount = f"{found.amount:,}"
    if found.kind == "money":
        if found.amount:
            return f"more money: £{found.amount / 100:,.2f} {closes}"
        return f"more money: £{found.cost / 100:,.2f} of what the budget still has {closes}"
    if found.kind == "periods":
        return f"more periods: {amount} more for each learner {closes}"
    if found.kind == "places":
        return f"more places: {amount} more in the sessions there are {closes}"
    if found.kind in ("staff", "rooms"):
        return f"more {found.kind}: {amount} more a day {closes}"
    if not found.amount:
        return "an offer that does not exist: none could close any, as no day is left on which it would count"
    times = "" if found.amount == 1 else f" on each of {found.amount} days"
    return f"an offer that does not exist: one for {found.cost} learners{times} {closes}"


def cheapest_relaxation(draft: Draft, n: int, lacking: np.ndarray, units: int, watch: Watch) -> Relaxation | None:
    """The one that takes the least money, of those that close more than half; None if none does."""
    problem = _Addition(draft, n, lacking, units // 2 + 1)
    if not problem.slots:
        return None
    best: Relaxation | None = None
    for kind in KINDS:
        if watch.is_over() or (kind == "money" and best is not None):
            break
        found = problem.with_more(kind, watch.within(_SOLVE_SECONDS))
        if found is not None and (best is None or found.cost < best.cost):
            best = found
    return best


def new_offer(draft: Draft, n: int, lacking: np.ndarray, units: int) -> Relaxation:
    """A made-up offer that counts, costs nothing and fits everybody: on how many days, and what it closes.

    `cost` of it is how many learners it must hold.
    """
    left = {int(learner): int(draft.left[learner, n]) for learner in lacking}
    days = sorted(_free(draft, n, lacking), key=lambda pair: (-len(pair[1]), pair[0]))
    closed, largest, used = 0, 0, 0
    for _, learners in days:
        gaining = [learner for learner in learners if left[learner] > 0]
        if closed > units // 2 or not gaining:
            break
        for learner in gaining:
            left[learner] -= 1
        closed, largest, used = closed + len(gaining), max(largest, len(gaining)), used + 1
    return Relaxation("offer", used, closed, largest)


def _free(draft: Draft, n: int, lacking: np.ndarray) -> Iterator[tuple[date, list[int]]]:
    """Of every weekday of the term that is not closed, who of these could go to something that counts."""
    world, day = draft.world, draft.world.term.first
    anything = Activity("", day, Kind.OTHER)
    place = {day: d for d, day in enumerate(world.dates)}
    patterns = sorted(set(world.pattern[lacking].tolist()))
    while day <= world.term.last:
        learners: list[int] = []
        for p in patterns if day.weekday() < 5 else ():
            site = world.sites[int(world.site_of_pattern[p])]
            opened = open_on(day, anything, site.institution_id, world.models[p], [world.lacks[n]])
            if opened is not None and opened[0] and day not in site.limits.closed_dates:
                learners += [int(x) for x in lacking[world.pattern[lacking] == p]]
        if day in place:
            learners = [learner for learner in learners if not draft.busy[learner, place[day]]]
        if learners:
            yield day, sorted(learners)
        day += timedelta(days=1)


class _Addition:
    """What could be added to a plan for the learners who lack one thing: sessions of offers that count, and places."""

    def __init__(self, draft: Draft, n: int, lacking: np.ndarray, wanted: int) -> None:
        self.draft, self.n, self.wanted = draft, n, wanted
        world = draft.world
        patterns = np.unique(world.pattern[lacking])
        counts = (world.closes[patterns, :, n] & world.may[patterns]).any(axis=0)
        self.slots = [int(m) for m in np.flatnonzero(counts) if ((int(m), 0) in draft.seats) or world.allowed[0, m]]
        self.groups = self._grouped(lacking) if self.slots else []

    def _grouped(self, lacking: np.ndarray) -> list[np.ndarray]:
        """Learners for whom the same could be added."""
        world, draft = self.draft.world, self.draft
        free = np.array([draft.free_of_periods(m, lacking) for m in self.slots], dtype=np.int64).T
        key = np.column_stack([world.pattern[lacking], draft.left[lacking, self.n], draft.periods[lacking], free])
        _, inverse = np.unique(key, axis=0, return_inverse=True)
        inverse = inverse.reshape(-1)
        return [lacking[inverse == g] for g in range(inverse.max() + 1)]

    def with_more(self, kind: str, watch: Watch) -> Relaxation | None:
        """The least more of this that closes what is wanted; None if no amount does, or time ran out."""
        self._build(kind)
        if not self.seats:
            return None
        amount = np.zeros(self.model.width)
        amount[self.more] = 1.0
        solved = solve(self.model, amount, watch=watch, maximise=False, gap=0.0)
        if solved.values is None:
            return None
        least = round(float(amount @ solved.values))
        self.model.row([self.more], [1.0], high=least)
        again = solve(self.model, self.closing, watch=watch, maximise=True, gap=0.01, start=solved.values)
        values = solved.values if again.values is None else again.values
        return self._dealt(kind, least, values)

    def _build(self, kind: str) -> None:
        draft, world = self.draft, self.draft.world
        self.model = model = Model()
        self.more = model.column(1e7)
        self.runs = {m: model.column(1) for m in self.slots if (m, 0) not in draft.seats}
        self.seats: dict[tuple[int, int], int] = {}
        for g, group in enumerate(self.groups):
            for m in self.slots:
                able = bool(draft.free_of_periods(m, group[:1])[0]) and world.closes[world.pattern[group[0]], m, self.n]
                if able and (kind == "periods" or draft.periods[group[0]] >= world.periods[m]):
                    self.seats[g, m] = model.column(len(group))
        self._limit_learners(kind)
        self._limit_sessions(kind)
        self._limit_site(kind)
        self.closing = np.zeros(model.width)
        self.closing[list(self.closed.values())] = 1.0
        model.row(list(self.closed.values()), [1.0] * len(self.closed), low=self.wanted)

    def _limit_learners(self, kind: str) -> None:
        draft, world, model = self.draft, self.draft.world, self.model
        self.closed: dict[int, int] = {}
        of_group: defaultdict[int, list[int]] = defaultdict(list)
        for g, m in self.seats:
            of_group[g].append(m)
        for g, slots in of_group.items():
            size, learner = len(self.groups[g]), self.groups[g][0]
            columns = [self.seats[g, m] for m in slots]
            for of in (world.offer_of, world.date_of):
                together: defaultdict[int, list[int]] = defaultdict(list)
                for m in slots:
                    together[int(of[m])].append(self.seats[g, m])
                for same in together.values():
                    model.row(same, [1.0] * len(same), high=size)
            if draft.periods[learner] < NO_LIMIT // 2:
                periods = [float(world.periods[m]) for m in slots]
                more = [-float(size)] if kind == "periods" else [0.0]
                model.row([*columns, self.more], periods + more, high=float(draft.periods[learner] * size))
            self.closed[g] = model.column(size * int(draft.left[learner, self.n]), whole=False)
            model.row([self.closed[g], *columns], [1.0] + [-1.0] * len(columns), high=0)

    def _limit_sessions(self, kind: str) -> None:
        draft, world, model = self.draft, self.draft.world, self.model
        extra = []
        for m in self.slots:
            columns = [column for (_, slot), column in self.seats.items() if slot == m]
            if not columns:
                continue
            seats = min(int(world.capacity[m]), NO_LIMIT // 2)
            more = []
            if kind == "places":
                more = [model.column(len(world.learners))]
                extra += more
            if m in self.runs:
                everybody = float(sum(model.high[column] for column in columns))
                run = [*columns, self.runs[m]]
                model.row(
                    [*run, *more], [1.0] * len(columns) + [-float(min(seats, everybody))] + [-1.0] * len(more), high=0
                )
                model.row(run, [1.0] * len(columns) + [-everybody], high=0)
                model.row(run, [1.0] * len(columns) + [-1.0], low=0)
            else:
                left = max(seats - len(draft.seats[m, 0]), 0)
                model.row([*columns, *more], [1.0] * len(columns) + [-1.0] * len(more), high=left)
        if kind == "places":
            model.row([self.more, *extra], [1.0] + [-1.0] * len(extra), low=0)
        by_offer: defaultdict[int, list[int]] = defaultdict(list)
        for m, column in self.runs.items():
            by_offer[int(world.offer_of[m])].append(column)
        for o, runs in by_offer.items():
            model.row(runs, [1.0] * len(runs), high=float(min(draft.sessions[o], len(runs))))

    def _limit_site(self, kind: str) -> None:
        draft, world, model = self.draft, self.draft.world, self.model
        for name, left, needed in (("rooms", draft.rooms, world.rooms), ("staff", draft.staff, world.staff)):
            by_day: defaultdict[int, list[int]] = defaultdict(list)
            for m in self.runs:
                if needed[m]:
                    by_day[int(world.date_of[m])].append(m)
            for d, slots in by_day.items():
                columns, takes = [self.runs[m] for m in slots], [float(needed[m]) for m in slots]
                if left[0, d] < NO_LIMIT // 2:
                    more = -1.0 if kind == name else 0.0
                    model.row([*columns, self.more], [*takes, more], high=float(left[0, d]))
        self.paid = {run: int(world.fixed[m]) for m, run in self.runs.items()}
        self.paid |= {column: int(world.each[m]) for (_, m), column in self.seats.items()}
        columns = [column for column, pence in self.paid.items() if pence]
        if draft.money[0] < NO_LIMIT // 2 and columns:
            more = -1.0 if kind == "money" else 0.0
            pence = [float(self.paid[column]) for column in columns]
            model.row([*columns, self.more], [*pence, more], high=float(draft.money[0]))

    def _dealt(self, kind: str, amount: int, values: np.ndarray) -> Relaxation | None:
        """What the solution closes when each learner is given their places; None when too much is lost by that."""
        draft, world = self.draft, self.draft.world
        been: set[tuple[int, int]] = set()
        busy: set[tuple[int, int]] = set()
        left = {int(x): int(draft.left[x, self.n]) for group in self.groups for x in group}
        periods = {int(x): int(draft.periods[x]) + (amount if kind == "periods" else 0) for x in left}
        closed, cost = 0, sum(int(world.fixed[m]) for m, run in self.runs.items() if values[run] > 0.5)
        for (g, m), column in sorted(self.seats.items(), key=lambda item: (item[0][1], item[0][0])):
            many, o, d = round(float(values[column])), int(world.offer_of[m]), int(world.date_of[m])
            order = sorted((int(x) for x in self.groups[g]), key=lambda x: (-left[x], -periods[x], x))
            for x in order:
                if (
                    many
                    and left[x] > 0
                    and (x, o) not in been
                    and (x, d) not in busy
                    and periods[x] >= world.periods[m]
                ):
                    been.add((x, o))
                    busy.add((x, d))
                    left[x] -= 1
                    periods[x] -= int(world.periods[m])
                    many, closed, cost = many - 1, closed + 1, cost + int(world.each[m])
        return Relaxation(kind, amount, closed, cost) if closed >= self.wanted else None
