"""Who goes where, by class: how many of each class sit in each session, day by day.

With every class a class of one this is the whole problem, exactly. With merged classes it allows a little more than
can be dealt out, so it bounds the best from above, and dealing says what becomes of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from waymark.planner.solver import Model
from waymark.planner.year_plan.classes import Classes
from waymark.planner.year_plan.plan import Plan, Session
from waymark.planner.year_plan.world import NO_LIMIT, World


@dataclass
class Seating:
    """The model, its columns, and what each adds to value (in units of weight), cost (pence), sessions and places."""

    model: Model
    runs: dict[Session, int]
    seats: dict[tuple[int, Session], int]
    closed: dict[tuple[int, int], int]
    value: np.ndarray = field(default_factory=lambda: np.zeros(0))
    cost: np.ndarray = field(default_factory=lambda: np.zeros(0))
    sessions: np.ndarray = field(default_factory=lambda: np.zeros(0))
    places: np.ndarray = field(default_factory=lambda: np.zeros(0))

    def taken(self, values: np.ndarray) -> dict[Session, dict[int, int]]:
        """Sessions that run, with how many of each class."""
        found: dict[Session, dict[int, int]] = {s: {} for s, column in self.runs.items() if values[column] > 0.5}
        for (g, session), column in self.seats.items():
            many = round(float(values[column]))
            if many and session in found:
                found[session][g] = many
        return found

    def start(self, world: World, classes: Classes, plan: Plan) -> np.ndarray:
        """A plan as values of the columns."""
        values = np.zeros(self.model.width)
        group = np.full(len(world.learners), -1, dtype=np.int64)
        for g, members in enumerate(classes.members):
            group[members] = g
        for session, learners in plan.seats.items():
            values[self.runs[session]] = 1.0
            for learner in learners:
                values[self.seats[int(group[learner]), session]] += 1.0
        for (g, n), column in self.closed.items():
            had = sum(values[seat] for (h, (m, _)), seat in self._of(g) if world.closes[classes.pattern[g], m, n])
            values[column] = min(had, len(classes.members[g]) * int(classes.units[g, n]))
        return values

    def _of(self, g: int) -> Iterable[tuple[tuple[int, Session], int]]:
        if not hasattr(self, "_by_class"):
            self._by_class: defaultdict[int, list[tuple[tuple[int, Session], int]]] = defaultdict(list)
            for key, seat in self.seats.items():
                self._by_class[key[0]].append((key, seat))
        return self._by_class[g]


def seat(
    world: World,
    classes: Classes,
    sessions: Iterable[Session],
    *,
    fixed: bool = False,
    keep: Mapping[int, Collection[int]] | None = None,
    others: Mapping[Session, int] | None = None,
) -> Seating:
    """The model of these sessions. `fixed`: they all run.

    `keep`: of a class, slots where a place may be taken though it closes nothing. `others`: how many sit in a session
    who are in none of these classes.
    """
    return _Builder(world, classes, sorted(sessions), fixed, keep or {}, others or {}).built()


class _Builder:
    def __init__(
        self,
        world: World,
        classes: Classes,
        sessions: list[Session],
        fixed: bool,
        keep: Mapping[int, Collection[int]],
        others: Mapping[Session, int],
    ) -> None:
        self.world, self.classes, self.fixed, self.keep, self.others = world, classes, fixed, keep, others
        self.model = Model()
        self.runs = {(m, s): self.model.column(1, low=float(fixed or world.must[s, m])) for m, s in sessions}
        self.size = classes.size
        self.seats: dict[tuple[int, Session], int] = {}
        self.of_class: defaultdict[int, list[Session]] = defaultdict(list)
        self.of_session: defaultdict[Session, list[int]] = defaultdict(list)
        self.closed: dict[tuple[int, int], int] = {}

    def built(self) -> Seating:
        self._add_seats()
        for g, sessions in self.of_class.items():
            self._limit_class(g, sessions)
            self._add_closing(g, sessions)
        self._limit_sessions()
        for s in range(len(self.world.sites)):
            self._limit_site(s)
        return self._valued(Seating(self.model, self.runs, self.seats, self.closed))

    def _add_seats(self) -> None:
        """Only where a learner of the class would gain: a place that closes nothing is in no best plan."""
        world, classes = self.world, self.classes
        for session in self.runs:
            m, s = session
            gains = ((classes.weight > 0) & world.closes[classes.pattern, m]).any(axis=1)
            for g, slots in self.keep.items():
                gains[g] |= m in slots
            may = world.may[classes.pattern, m] & (classes.site == s) & gains
            for g in np.flatnonzero(may).tolist():
                self.seats[g, session] = self.model.column(int(self.size[g]))
                self.of_class[g].append(session)
                self.of_session[session].append(g)

    def _limit_class(self, g: int, sessions: list[Session]) -> None:
        """Once per offer, once per day, and no more periods than the limit."""
        world, size = self.world, int(self.size[g])
        for of in (world.offer_of, world.date_of):
            groups: defaultdict[int, list[int]] = defaultdict(list)
            for session in sessions:
                groups[int(of[session[0]])].append(self.seats[g, session])
            for columns in groups.values():
                if len(columns) > 1:
                    self.model.row(columns, [1.0] * len(columns), high=size)
        most = int(self.classes.most_periods[g])
        out = [(self.seats[g, session], float(world.periods[session[0]])) for session in sessions]
        out = [(column, periods) for column, periods in out if periods]
        if out and sum(periods for _, periods in out) > most:
            self.model.row([c for c, _ in out], [p for _, p in out], high=most * size)
        for column, periods in out:
            if periods > most:
                self.model.high[column] = 0.0

    def _add_closing(self, g: int, sessions: list[Session]) -> None:
        world, classes, p = self.world, self.classes, int(self.classes.pattern[g])
        for n in np.flatnonzero(classes.weight[g] > 0):
            columns = [self.seats[g, session] for session in sessions if world.closes[p, session[0], n]]
            if columns:
                closed = self.model.column(int(self.size[g] * classes.units[g, n]), whole=False)
                self.closed[g, int(n)] = closed
                self.model.row([closed, *columns], [1.0] + [-1.0] * len(columns), high=0)

    def _limit_sessions(self) -> None:
        world = self.world
        for session, run in self.runs.items():
            (m, s), groups = session, self.of_session[session]
            columns = [self.seats[g, session] for g in groups]
            everybody = int(sum(self.size[g] for g in groups))
            seats = float(world.capacity[m]) - self.others.get(session, 0)
            if seats < everybody:
                self.model.row([*columns, run], [1.0] * len(columns) + [-seats], high=0)
            if not self.fixed:
                for g, column in zip(groups, columns, strict=True):
                    self.model.row([column, run], [1.0, -float(self.size[g])], high=0)
                if not world.must[s, m] and not self.others.get(session):
                    self.model.row([*columns, run], [1.0] * len(columns) + [-1.0], low=0)
        self._limit_runs()

    def _limit_runs(self) -> None:
        """Sessions of an offer, and a slot at one site only."""
        by_offer: defaultdict[int, list[int]] = defaultdict(list)
        by_slot: defaultdict[int, list[int]] = defaultdict(list)
        for (m, _), run in self.runs.items():
            by_offer[int(self.world.offer_of[m])].append(run)
            by_slot[m].append(run)
        for o, columns in by_offer.items():
            if self.world.most_sessions[o] < len(columns):
                self.model.row(columns, [1.0] * len(columns), high=int(self.world.most_sessions[o]))
        for columns in by_slot.values():
            if len(columns) > 1:
                self.model.row(columns, [1.0] * len(columns), high=1)

    def _limit_site(self, s: int) -> None:
        world = self.world
        mine = [(m, run) for (m, site), run in self.runs.items() if site == s]
        for name, needed in (("rooms_per_day", world.rooms), ("staff_per_day", world.staff)):
            by_day: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
            for m, run in mine:
                if needed[m]:
                    by_day[int(world.date_of[m])].append((run, int(needed[m])))
            for together in by_day.values():
                if sum(each for _, each in together) > world.limit(s, name):
                    self.model.row([c for c, _ in together], [float(v) for _, v in together], high=world.limit(s, name))
        budget = world.limit(s, "budget")
        if budget < NO_LIMIT:
            budget -= sum(int(world.each[m]) * many for (m, site), many in self.others.items() if site == s)
            paid = [(run, int(world.fixed[m])) for m, run in mine]
            paid += [(seat, int(world.each[m])) for (g, (m, site)), seat in self.seats.items() if site == s]
            paid = [(column, pence) for column, pence in paid if pence]
            if paid:
                scale = float(np.gcd.reduce([pence for _, pence in paid]))
                self.model.row([c for c, _ in paid], [pence / scale for _, pence in paid], high=budget // scale)

    def _valued(self, seating: Seating) -> Seating:
        width = self.model.width
        seating.value, seating.cost = np.zeros(width), np.zeros(width)
        seating.sessions, seating.places = np.zeros(width), np.zeros(width)
        for (g, n), column in self.closed.items():
            seating.value[column] = float(self.classes.weight[g, n])
        for (m, _), run in self.runs.items():
            seating.cost[run] = float(self.world.fixed[m])
            seating.sessions[run] = 1.0
        for (_, (m, _)), column in self.seats.items():
            seating.cost[column] = float(self.world.each[m])
            seating.places[column] = 1.0
        return seating
