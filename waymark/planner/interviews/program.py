"""Who may have which slot, and the limits that hold so far: what each aim of the timetable narrows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from waymark.planner.interviews.need_first import classes, most_of_each, times_of
from waymark.planner.interviews.terms import Asking, Slot
from waymark.planner.solver import Ending, Model, Watch, solve

Pair = tuple[int, int]  # places of a learner and a slot
Cost = Callable[[Asking, Slot], int]
AdviserDay = tuple[str, date]


@dataclass
class Program:
    """The pairs still open, and what has been settled of them.

    `served` is how many of each class of need are served, None until it is known. Where slots clash in pairs of a time
    (`time_of`), whether some pairs can serve as many is a question of matching, and no program need be solved.
    """

    askings: Sequence[Asking]
    slots: Sequence[Slot]
    watch: Watch
    pairs: list[Pair] = field(default_factory=list)
    limits: list[tuple[Cost, int]] = field(default_factory=list)
    most_days: int | None = None
    served: list[int] | None = None
    best: set[Pair] = field(default_factory=set)
    is_proven: bool = True

    def __post_init__(self) -> None:
        self.order = classes(self.askings)
        self.time_of = times_of(self.slots)
        self.pairs = [
            (learner, slot)
            for learner, asking in enumerate(self.askings)
            for slot, time in enumerate(self.slots)
            if asking.may_come(time)
        ]

    def most_served(self, pairs: Iterable[Pair]) -> tuple[list[int], set[Pair]] | None:
        """How many of each class these pairs can serve, and by which of them; None where no matching says so."""
        if self.time_of is None or self.limits or self.most_days is not None:
            return None
        options: list[dict[int, int]] = [{} for _ in self.askings]
        for learner, slot in pairs:
            options[learner].setdefault(self.time_of[slot], slot)
        return most_of_each(options, self.order)

    def can_do_with(self, pairs: Sequence[Pair]) -> bool:
        """Whether these pairs alone serve as many; if so they are the only ones still open."""
        found = self.most_served(pairs)
        if found is None or found[0] != self.served:
            return False
        self.pairs, self.best = list(pairs), found[1]
        return True

    def cost_of(self, cost: Cost, pairs: Iterable[Pair]) -> int:
        return sum(cost(self.askings[learner], self.slots[slot]) for learner, slot in pairs)

    def lessen(self, cost: Cost) -> int:
        """Make a cost as small as can be by solving, and hold it there; what it came to."""
        self._solve(cost, 0)
        reached = self.cost_of(cost, self.best)
        self.limits.append((cost, reached))
        return reached

    def lessen_days(self) -> int:
        """Make the days that advisers come in as few as can be, and hold that."""
        self._solve(lambda asking, slot: 0, 1)
        self.most_days = len(self.days_of(self.best))
        return self.most_days

    def days_of(self, pairs: Iterable[Pair]) -> set[AdviserDay]:
        return {self.slots[slot].adviser_day for _, slot in pairs}

    def _solve(self, cost: Cost, day_cost: int) -> None:
        if not self.pairs:
            return
        model, days = self._model(with_days=bool(day_cost) or self.most_days is not None)
        costs = np.zeros(model.width)
        costs[: len(self.pairs)] = [cost(self.askings[learner], self.slots[slot]) for learner, slot in self.pairs]
        costs[len(self.pairs) :] = day_cost
        start = None
        if self.best:
            used = self.days_of(self.best)
            start = np.array([pair in self.best for pair in self.pairs] + [day in used for day in days], dtype=float)
        solved = solve(model, costs, watch=self.watch, maximise=False, start=start)
        self.is_proven = self.is_proven and solved.ending is Ending.PROVEN
        if solved.values is not None:
            chosen = solved.values[: len(self.pairs)] > 0.5
            self.best = {pair for pair, is_chosen in zip(self.pairs, chosen, strict=True) if is_chosen}

    def _model(self, *, with_days: bool) -> tuple[Model, list[AdviserDay]]:
        model = Model()
        of_learner: defaultdict[int, list[int]] = defaultdict(list)
        of_slot: defaultdict[int, list[int]] = defaultdict(list)
        for learner, slot in self.pairs:
            column = model.column(1.0)
            of_learner[learner].append(column)
            of_slot[slot].append(column)
        for columns in of_learner.values():
            model.row(columns, [1.0] * len(columns), high=1.0)
        for together in cliques(self.slots, self.time_of):
            if columns := [column for slot in together for column in of_slot[slot]]:
                model.row(columns, [1.0] * len(columns), high=1.0)
        for some, number in zip(self.order, self.served or [], strict=False):
            if columns := [column for learner in some for column in of_learner[learner]]:
                model.row(columns, [1.0] * len(columns), low=number, high=number)
        for cost, most in self.limits:
            costs = [float(cost(self.askings[learner], self.slots[slot])) for learner, slot in self.pairs]
            columns = [column for column, value in enumerate(costs) if value]
            model.row(columns, [costs[column] for column in columns], high=most)
        days = self._day_columns(model, of_slot) if with_days else []
        if self.most_days is not None:
            model.row(range(len(self.pairs), model.width), [1.0] * len(days), high=self.most_days)
        return model, days

    def _day_columns(self, model: Model, of_slot: dict[int, list[int]]) -> list[AdviserDay]:
        """A column for each day an adviser comes in, without which nobody is seen on it."""
        of_day: defaultdict[AdviserDay, list[int]] = defaultdict(list)
        for slot, time in enumerate(self.slots):
            of_day[time.adviser_day].append(slot)
        for day in sorted(of_day):
            column = model.column(1.0)
            columns = [each for slot in of_day[day] for each in of_slot[slot]]
            model.row([*columns, column], [1.0] * len(columns) + [-float(len(of_day[day]))], high=0.0)
        return sorted(of_day)


def cliques(slots: Sequence[Slot], time_of: Sequence[int] | None) -> list[tuple[int, ...]]:
    """Sets of slots of which one may be used, that together say all of who clashes with whom."""
    if time_of is not None:
        together: defaultdict[int, list[int]] = defaultdict(list)
        for slot, time in enumerate(time_of):
            together[time].append(slot)
        return [tuple(some) for some in together.values()]
    found: set[tuple[int, ...]] = {(n,) for n in range(len(slots))}
    for ends in ([slot.adviser_id for slot in slots], [slot.room for slot in slots]):
        for end, at in zip(ends, [slot.start for slot in slots], strict=True):
            if end:  # whoever is busy when this one starts: spans that overlap share such a start
                busy = (n for n, other in enumerate(slots) if ends[n] == end and other.start <= at < other.end)
                found.add(tuple(busy))
    return sorted(found)
