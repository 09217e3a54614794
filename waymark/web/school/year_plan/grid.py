"""Entries laid out by week and column, side by side where they share a week."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby

from waymark.planner.rules.same_place import monday_of
from waymark.web.formats import short_day


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
    """A term or half-term with its weeks; the others are folded, each under its name and what it holds."""

    name: str
    weeks: tuple[Week, ...]
    is_open: bool = False

    @property
    def activities(self) -> int:
        """How many have a place in it."""
        return len(self._clashing)

    @property
    def clashes(self) -> int:
        """How many of them have something in their way."""
        return sum(self._clashing.values())

    @property
    def _clashing(self) -> dict[str, bool]:
        cells = (cell for week in self.weeks for lane in week.lanes for cell in lane)
        return {cell.card.public_id: bool(cell.card.clash) for cell in cells if cell.card}


@dataclass(frozen=True)
class Span:
    """A term or half-term as its Mondays; or some weeks in a row outside any."""

    name: str
    mondays: tuple[date, ...]
    is_term: bool

    @property
    def title(self) -> str:
        """The term's name; outside terms, of which there may be several, with the weeks."""
        if self.is_term:
            return self.name
        weeks = dict.fromkeys(short_day(monday) for monday in (self.mondays[0], self.mondays[-1]))
        return f"{self.name}, {'week' if len(weeks) == 1 else 'weeks'} of {' to '.join(weeks)}"

    @property
    def weeks(self) -> list[tuple[int, date]]:
        """Each Monday and which week of the term begins with it: 0 outside term."""
        return [(number if self.is_term else 0, monday) for number, monday in enumerate(self.mondays, start=1)]


def spans_of(terms: Mapping[str, tuple[date, date]], held: Iterable[date]) -> list[Span]:
    """Terms by the days they run from and to, and what weeks hold something between them, in order."""
    spans, placed = list[Span](), set[date]()
    for name, (first, last) in sorted(terms.items(), key=lambda term: term[1]):
        if mondays := tuple(monday for monday in weeks_between(first, last) if monday not in placed):
            spans.append(Span(name, mondays, is_term=True))
            placed.update(mondays)
    alone = [Span("Outside term", (monday,), is_term=False) for monday in set(held) - placed]
    found = list[Span]()
    for span in sorted([*spans, *alone], key=lambda span: span.mondays[0]):
        if found and not span.is_term and not found[-1].is_term:
            span = replace(span, mondays=(*found.pop().mondays, *span.mondays))
        found.append(span)
    return found


def with_one_open(halves: Sequence[Half], on: date) -> tuple[Half, ...]:
    """The same, the first that is not over on the day open; where all are, the first of all."""
    opened = open_of([half.weeks[-1].monday for half in halves], on)
    return tuple(replace(half, is_open=number == opened) for number, half in enumerate(halves))


def open_of(last_mondays: Sequence[date], on: date) -> int:
    """Of terms by their last Mondays, the number of the first that is not over on the day; 0 where all are."""
    return next((number for number, monday in enumerate(last_mondays) if monday >= monday_of(on)), 0)


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
