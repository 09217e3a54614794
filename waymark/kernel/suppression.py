"""Hiding cells of a table of counts so that none that must stay secret can be worked out from what is shown.

A cell is safe when there is another table – whole numbers, none negative, every sum still right – that agrees with
everything shown and differs in that cell. Such a table is sought as steps of one up or one down, and every cell they
touch is hidden. Hiding more afterwards can never undo it.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from typing import Generic, TypeVar

Cell = TypeVar("Cell", bound=Hashable)
Steps = Mapping[Cell, int]

_ENOUGH_LOOKED_AT = 2000  # partial ways of one search, before it gives up
_PRICE_OF_A_WRONG_SUM = 20  # guides the search to ways that are nearly through


@dataclass(frozen=True, slots=True)
class Sum(Generic[Cell]):
    """A total and the parts it is the sum of."""

    total: Cell
    parts: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Generic[Cell]):
    """Counts released together.

    `prices`: how dear it is to hide a cell; one without a price is never shown. `fixed`: cells that no step may touch
    unless it starts there. `least` and `most`: what the world knows a cell to be at least or at most.
    """

    values: Mapping[Cell, int]
    sums: Sequence[Sum[Cell]]
    prices: Mapping[Cell, int]
    fixed: frozenset[Cell] = frozenset()
    least: Mapping[Cell, int] = field(default_factory=dict)
    most: Mapping[Cell, int] = field(default_factory=dict)

    def allows(self, cell: Cell, step: int) -> bool:
        """Whether the world would believe a cell to be so much more or less than it is."""
        value = self.values[cell] + step
        return self.least.get(cell, 0) <= value and (cell not in self.most or value <= self.most[cell])


class Suppression(Generic[Cell]):
    """One table on its way to being shown; `hidden` only grows."""

    def __init__(self, table: Table[Cell]) -> None:
        self._table = table
        self.hidden: set[Cell] = {cell for cell in table.values if cell not in table.prices}
        self._members: list[dict[Cell, int]] = []
        self._sums_of: dict[Cell, list[int]] = {cell: [] for cell in table.values}
        for number, one in enumerate(table.sums):
            self._members.append({one.total: 1, **dict.fromkeys(one.parts, -1)})
            for cell in self._members[number]:
                self._sums_of[cell].append(number)

    def vary(self, cell: Cell) -> Steps[Cell] | None:
        """Make this cell take another value, as `complete` does."""
        return self.complete([{cell: 1}, {cell: -1}])

    def complete(self, starts: Sequence[Steps[Cell]]) -> Steps[Cell] | None:
        """Find the cheapest way seen from one of these starts to another right table, and hide all it touches.

        None when none was found in time: then nothing more is hidden, and the caller must hide the `neighbourhood`.
        """
        order = count()
        waiting = [
            (len(wrong) * _PRICE_OF_A_WRONG_SUM, 0, -next(order), dict(start), wrong)
            for start in starts
            if all(self._table.allows(cell, step) for cell, step in start.items())
            for wrong in [self._wrong_after({}, start)]
        ]
        heapify(waiting)
        for _ in range(_ENOUGH_LOOKED_AT):
            if not waiting:
                break
            _, price, _, steps, wrong = heappop(waiting)
            if not wrong:
                self.hidden |= steps.keys()
                return steps
            for cell, step in self._repairs(steps, wrong):
                still = self._wrong_after(wrong, {cell: step})
                dearer = price + (0 if cell in self.hidden else self._table.prices[cell])
                guess = dearer + len(still) * _PRICE_OF_A_WRONG_SUM
                heappush(waiting, (guess, dearer, -next(order), {**steps, cell: step}, still))
        return None

    def neighbourhood(self, cell: Cell) -> frozenset[Cell]:
        """Every cell that any chain of sums ties to this one."""
        found, ahead = {cell}, [cell]
        while ahead:
            for number in self._sums_of[ahead.pop()]:
                new = self._members[number].keys() - found
                found |= new
                ahead.extend(new)
        return frozenset(found)

    def _repairs(self, steps: Steps[Cell], wrong: Mapping[int, int]) -> Iterator[tuple[Cell, int]]:
        """Steps of other cells that bring one of the wrong sums nearer to right: the one with fewest cells."""
        number = min(wrong, key=lambda number: (len(self._members[number]), number))
        direction = -1 if wrong[number] > 0 else 1
        fixed, allows = self._table.fixed, self._table.allows
        for cell, sign in self._members[number].items():
            step = direction * sign
            if cell not in steps and cell not in fixed and allows(cell, step):
                yield cell, step

    def _wrong_after(self, wrong: Mapping[int, int], steps: Steps[Cell]) -> dict[int, int]:
        """By how much each sum is off, total less parts, once these steps are taken as well."""
        after = dict(wrong)
        for cell, step in steps.items():
            for number in self._sums_of[cell]:
                off = after.pop(number, 0) + self._members[number][cell] * step
                if off:
                    after[number] = off
        return after
