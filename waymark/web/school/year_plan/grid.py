"""Entries laid out by week and column, side by side where they share a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from waymark.planner.rules.same_place import monday_of


@dataclass(frozen=True)
class Card:
    """One entry in the grid."""

    public_id: str
    title: str
    day: str
    href: str
    move_href: str
    status: str
    status_said: str
    clash: str
    clash_said: str
    on: date
    columns: tuple[int, ...]  # which it is for, by number from 0


@dataclass(frozen=True)
class Cell:
    """A stretch of one week's row: a card over `span` columns, or (`card` None) an empty column."""

    card: Card | None
    span: int


@dataclass(frozen=True)
class Week:
    """One week: its Monday, what it is called, what else is on in it, and its rows of cells."""

    monday: date
    label: str
    notes: tuple[str, ...]
    is_now: bool
    lanes: tuple[tuple[Cell, ...], ...]
    key: str  # for the address of the week on the page


@dataclass(frozen=True)
class Half:
    """A term or half-term with its weeks."""

    name: str
    weeks: tuple[Week, ...]


def stretches(columns: Sequence[int]) -> list[tuple[int, int]]:
    """First column and length of each run of neighbours: 1, 2, 3, 6 is (1, 3), (6, 1)."""
    runs = groupby(enumerate(sorted(columns)), key=lambda pair: pair[1] - pair[0])
    return [(run[0][1], len(run)) for _, run in ((key, list(group)) for key, group in runs)]


def lanes_of(cards: Sequence[Card], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Rows in which no two cards overlap, each card in the first that has room; at least one row."""
    lanes: list[dict[int, tuple[Card, int]]] = []
    for card in cards:
        for first, length in stretches(card.columns):
            wanted = set(range(first, first + length))
            free = next((lane for lane in lanes if not wanted & _held(lane)), None)
            if free is None:
                lanes.append(free := {})
            free[first] = (card, length)
    return tuple(_cells(lane, width) for lane in lanes or [{}])


def weeks_between(first: date, last: date) -> list[date]:
    """The Mondays of the weeks from one day to another."""
    start = monday_of(first)
    return [start + timedelta(weeks=step) for step in range((monday_of(last) - start).days // 7 + 1)]


def _held(lane: dict[int, tuple[Card, int]]) -> set[int]:
    return {column for first, (_, length) in lane.items() for column in range(first, first + length)}


def _cells(lane: dict[int, tuple[Card, int]], width: int) -> tuple[Cell, ...]:
    cells, column = [], 0
    while column < width:
        card, length = lane.get(column, (None, 1))
        cells.append(Cell(card, length))
        column += length
    return tuple(cells)
