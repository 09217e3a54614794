"""Sets the days of sessions that were chosen, so that those who should go to two of them seldom have to choose."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

import numpy as np

from waymark.planner.solver import Model, Watch, solve
from waymark.planner.year_plan.choosing import Choice
from waymark.planner.year_plan.plan import Draft, Session
from waymark.planner.year_plan.world import NO_LIMIT, World

_LEFT_OUT = 50.0  # a learner who loses a session outweighs so many who may have to choose


def timetable(world: World, choice: Choice, values: np.ndarray, watch: Watch, seed: int = 0) -> list[Session]:
    """As many sessions as were chosen, as far as days, rooms and staff allow, on the days that clash least."""
    chosen = choice.sessions(values)
    builder, as_they_are = _Builder(world, choice, values, chosen), _standing(world, chosen)
    solved = solve(
        builder.model, np.array(builder.harm), watch=watch, maximise=False, gap=0.05, seed=seed,
        start=builder.start(as_they_are), whole_objective=False,
    )  # fmt: skip
    if solved.values is None:
        return as_they_are
    return sorted(session for session, column in builder.on.items() if solved.values[column] > 0.5)


def _standing(world: World, chosen: Iterable[Session]) -> list[Session]:
    """Of these sessions as many as there are rooms and staff for on the days they are on; locked ones first."""
    draft = Draft(world)
    for m, s in sorted(chosen, key=lambda session: (not world.must[session[1], session[0]], session)):
        if world.must[s, m] or draft.can_run()[m, s]:
            draft.run((m, s))
    return sorted(draft.seats)


class _Builder:
    def __init__(self, world: World, choice: Choice, values: np.ndarray, chosen: list[Session]) -> None:
        self.world, self.choice, self.values = world, choice, values
        self.model, self.harm = Model(), list[float]()
        self.on: dict[Session, int] = {}
        self.missing: list[int] = []
        of_offer: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for m, s in chosen:
            of_offer[int(world.offer_of[m]), s].append(m)
        self.load = {key: self._loads(key, len(slots)) for key, slots in of_offer.items()}
        for (o, s), slots in of_offer.items():
            for together in choice.alike[o]:
                if many := len(set(together).intersection(slots)):
                    self._keep_count(o, s, together, many)
        self._limit_days()
        self._avoid_clashes()

    def start(self, chosen: Iterable[Session]) -> np.ndarray:
        values = np.zeros(self.model.width)
        values[self.missing] = np.nan  # follows from the others
        values[[self.on[session] for session in chosen]] = 1.0
        for (one, other), column in self.clash.items():
            values[column] = values[self.on[one]] * values[self.on[other]]
        return values

    def _column(self, high: float, harm: float, *, low: float = 0.0, whole: bool = True) -> int:
        self.harm.append(harm)
        return self.model.column(high, low=low, whole=whole)

    def _loads(self, key: tuple[int, int], many: int) -> dict[int, float]:
        """Learners of each pattern in one of so many sessions."""
        loads: defaultdict[int, float] = defaultdict(float)
        for share in self.choice.shares.get(key, ()):
            loads[share.pattern] += float(self.values[share.column])
        return {p: load / many for p, load in loads.items() if load > 1e-6}

    def _keep_count(self, o: int, s: int, slots: tuple[int, ...], many: int) -> None:
        """As many as chosen on slots that are alike, or fewer with harm."""
        for m in slots:
            self.on[m, s] = self._column(1, 0.0, low=float(self.world.must[s, m]))
        missing = self._column(many, _LEFT_OUT * (sum(self.load[o, s].values()) + 1), whole=False)
        self.missing.append(missing)
        self.model.row([*(self.on[m, s] for m in slots), missing], [1.0] * (len(slots) + 1), low=many, high=many)

    def _limit_days(self) -> None:
        world = self.world
        by_slot: defaultdict[int, list[int]] = defaultdict(list)
        by_day: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for m, s in self.on:
            by_slot[m].append(self.on[m, s])
            by_day[s, int(world.date_of[m])].append(m)
        for columns in by_slot.values():
            if len(columns) > 1:
                self.model.row(columns, [1.0] * len(columns), high=1)
        for name, needed in (("rooms_per_day", world.rooms), ("staff_per_day", world.staff)):
            for (s, _), slots in by_day.items():
                most = world.limit(s, name)
                if most < NO_LIMIT and sum(int(needed[m]) for m in slots) > most:
                    self.model.row([self.on[m, s] for m in slots], [float(needed[m]) for m in slots], high=most)

    def _avoid_clashes(self) -> None:
        """For two sessions on one day, as much harm as there are learners who might be wanted in both."""
        world = self.world
        self.clash: dict[tuple[Session, Session], int] = {}
        by_day: defaultdict[tuple[int, int], list[Session]] = defaultdict(list)
        for m, s in self.on:
            by_day[s, int(world.date_of[m])].append((m, s))
        sizes = np.bincount(world.pattern, minlength=len(world.may))
        for sessions in by_day.values():
            for one, other in combinations(sorted(sessions), 2):
                loads = [self.load[int(world.offer_of[m]), s] for m, s in (one, other)]
                harm = sum(loads[0][p] * loads[1][p] / sizes[p] for p in loads[0].keys() & loads[1].keys())
                if harm > 0.01:
                    both = self._column(1, harm, whole=False)
                    self.clash[one, other] = both
                    self.model.row([self.on[one], self.on[other], both], [1.0, 1.0, -1.0], high=1)
