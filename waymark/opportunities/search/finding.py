"""The search itself: what is found, in which group, how often by each facet, and which come first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from waymark.kernel.distance import EARTH_MILES
from waymark.opportunities.search.asking import STILL_FRESH, Search, Sort
from waymark.opportunities.search.documents import COUNTED, NARROWING, Group
from waymark.opportunities.search.found import Found, Hit
from waymark.opportunities.search.grammar import Wording, wording_of
from waymark.opportunities.search.matching import Matches, Standing, matched
from waymark.opportunities.search.segment import NO_DAY, Segment, on_sphere
from waymark.opportunities.search.synonyms import Synonyms, our_synonyms

MOST_VALUES = {"provider": 100, "region": 100}
_ONLY_WITH_HOURS = ("study_mode", "attendance")
_FAR = np.float64(9)  # further than any two points of the unit sphere are apart, squared
_LATE = 4_000_000  # later than any day


def find(search: Search, index: Sequence[Standing], *, today: date, synonyms: Synonyms | None = None) -> Found:
    """Search an index as it stands."""
    wording = wording_of(search.text, synonyms or our_synonyms())
    found = matched(wording, index)
    groups: Counter[Group] = Counter()
    facets = {name: Counter[str]() for name in COUNTED}
    first: list[tuple[tuple, Hit]] = []
    for standing, matches in zip(index, found.matches, strict=True):
        if len(matches.documents):
            part = _Part(search, wording, standing.segment, matches, today)
            part.count_groups(groups)
            part.count_facets(facets)
            first += part.first(search.start + search.limit)
    first.sort(key=lambda each: each[0])
    hits = tuple(hit for _, hit in first[search.start : search.start + search.limit])
    counted = {name: _in_order(name, values) for name, values in facets.items()}
    # The groups are choices too: each is counted whichever of them is asked for.
    shown = groups if search.group is None else {search.group: groups[search.group]}
    return Found(sum(shown.values()), {group: groups[group] for group in Group}, hits, counted, found.read_as)


def _in_order(name: str, values: Counter[str]) -> tuple[tuple[str, int], ...]:
    """The values that occur, the commonest first."""
    listed = sorted((-count, value) for value, count in values.items())[: MOST_VALUES.get(name)]
    return tuple((value, -count) for count, value in listed)


class _Part:
    """What a search finds in one segment.

    `bits` tells for each document that is near enough and starts when it should which filters it fails: none is found;
    one that fails a single filter still counts towards that filter's own facet.
    """

    def __init__(self, search: Search, wording: Wording, segment: Segment, matches: Matches, today: date) -> None:
        self.search, self.segment, self.today = search, segment, today
        documents, scores = matches.documents, matches.scores
        self.squares: NDArray | None = None
        keep = None
        if search.place is not None:
            by_location = _squares(segment, search.place.latitude, search.place.longitude)
            self.squares = by_location[segment.locations[documents]]
            if search.distance is not None:
                keep = self.squares <= _square(search.distance)
                keep |= segment.groups[documents] != Group.IN_RANGE
        if search.starts_from or search.starts_to or search.hide_past or not search.flexible_are_kept:
            starts = self._starts_well(segment.days[documents])
            keep = starts if keep is None else keep & starts
        if keep is not None:
            documents = documents[keep]
            scores = None if scores is None else scores[keep]
            self.squares = None if self.squares is None else self.squares[keep]
        self.documents, self.scores = documents, scores
        self.filters = [name for name in NARROWING if name in search.narrowed]
        self.bits = self._failed() if self.filters else None
        self.found = None if self.bits is None else self.bits == 0

    def _starts_well(self, days: NDArray) -> NDArray:
        search, flexible = self.search, days == NO_DAY
        earliest = search.starts_from.toordinal() if search.starts_from else NO_DAY
        if search.hide_past:
            earliest = max(earliest, self.today.toordinal() - STILL_FRESH)
        latest = search.starts_to.toordinal() if search.starts_to else _LATE
        well = (days >= earliest) & (days <= latest)
        return well | flexible if search.flexible_are_kept else well & ~flexible

    def _failed(self) -> NDArray:
        bits = np.zeros(len(self.documents), dtype=np.uint16)
        for at, name in enumerate(self.filters):
            wanted = self.search.narrowed[name]
            passes = np.array([not wanted.isdisjoint(each) for each in self.segment.value_sets[name]])
            passed = passes[self.segment.codes[NARROWING.index(name)][self.documents]]
            if name in _ONLY_WITH_HOURS and not self.search.only_with_hours:
                passed |= ~self.segment.has_hours[self.documents]
            bits |= (~passed).astype(np.uint16) << np.uint16(at)
        return bits

    def count_groups(self, groups: Counter[Group]) -> None:
        of = self.segment.groups[self.documents if self.found is None else self.documents[self.found]]
        for group, count in zip(Group, np.bincount(of, minlength=len(Group)), strict=True):
            groups[group] += int(count)

    def count_facets(self, facets: dict[str, Counter[str]]) -> None:
        """Count each facet without its own filter, and with the group that is asked for."""
        group = self.search.group
        in_group = None if group is None else self.segment.groups[self.documents] == group
        every = _taken(self.documents, _and(self.found, in_group))
        for names, sizes, codes in self.segment.joint_codes:
            counts = np.bincount(codes[every], minlength=prod(sizes)).reshape(sizes)
            for at, name in enumerate(names):
                if name not in self.filters:
                    self._count(facets[name], name, counts.sum(axis=tuple(n for n in range(len(sizes)) if n != at)))
        for name in self.filters:
            if name in COUNTED and self.bits is not None:
                own = np.uint16(1 << self.filters.index(name))
                among = _taken(self.documents, _and((self.bits & ~own) == 0, in_group))
                codes = self.segment.codes[NARROWING.index(name)]
                self._count(facets[name], name, np.bincount(codes[among], minlength=1))

    def _count(self, values: Counter[str], name: str, by_code: NDArray) -> None:
        sets = self.segment.value_sets[name]
        some = np.flatnonzero(by_code)
        for code, count in zip(some.tolist(), by_code[some].tolist(), strict=True):
            for value in sets[code]:
                values[value] += count

    def first(self, many: int) -> list[tuple[tuple, Hit]]:
        """The first so many in order, each with what it is ordered by among those of other segments."""
        group = self.search.group
        in_group = None if group is None else self.segment.groups[self.documents] == group
        chosen = _and(self.found, in_group)
        documents, scores, squares = (_taken(each, chosen) for each in (self.documents, self.scores, self.squares))
        ahead = self._ahead(documents, scores, squares, many)
        documents, scores, squares = (_taken(each, ahead) for each in (documents, scores, squares))
        keys = self._keys(documents, scores, squares)
        return [
            self._hit(int(documents[at]), int(keys[at]), None if scores is None else float(scores[at]), squares, at)
            for at in _least(keys, self.segment.runs[documents], many)
        ]

    def _ahead(self, documents: NDArray, scores: NDArray | None, squares: NDArray | None, many: int) -> NDArray | None:
        """Those that the first thing to sort by leaves among the first so many: only they are put in order."""
        if len(documents) <= 4 * many:
            return None
        if self.search.sort is Sort.RELEVANCE and scores is not None:
            least = np.partition(scores, len(scores) - many)[len(scores) - many]
            return np.flatnonzero(scores >= least - 1 / _SCORE_STEPS)
        if self.search.sort is Sort.DISTANCE and squares is not None:
            near = np.where(self.segment.groups[documents] == Group.IN_RANGE, squares, _FAR)
            most = np.partition(near, many - 1)[many - 1]
            return np.flatnonzero(_miles(near) <= _miles(most) + 0.02)
        return None

    def _keys(self, documents: NDArray, scores: NDArray | None, squares: NDArray | None) -> NDArray:
        """One number for each document: the less, the earlier it comes."""
        days = self.segment.days[documents].astype(np.int64)
        dated = days != NO_DAY
        score = 0 if scores is None else _SCORES - 1 - np.minimum(scores * _SCORE_STEPS, _SCORES - 1).astype(np.int64)
        far = _FARTHEST - 1
        away = far if squares is None else self._away(documents, squares)
        rising = np.where(dated, days, _LATE)
        if self.search.sort is Sort.START_ASC:
            return _packed((rising, _DAYS), (score, _SCORES), (away, _FARTHEST))
        if self.search.sort is Sort.START_DESC:
            return _packed((np.where(dated, _LATE - days, _LATE), _DAYS), (score, _SCORES), (away, _FARTHEST))
        now = self.today.toordinal()
        coming = np.where(dated & (days >= now), days, np.where(dated, _LATE + 1, _LATE))
        if self.search.sort is Sort.SOONEST:
            return _packed((coming, _DAYS), (away, _FARTHEST), (score, _SCORES))
        if self.search.sort is Sort.DISTANCE:
            return _packed((away, _FARTHEST), (score, _SCORES), (coming, _DAYS))
        return _packed((score, _SCORES), (away, _FARTHEST), (coming, _DAYS))

    def _away(self, documents: NDArray, squares: NDArray) -> NDArray:
        """Hundredths of a mile for what is in a place; past all of these for the rest."""
        somewhere = (self.segment.groups[documents] == Group.IN_RANGE) & (squares < _FAR)
        hundredths = np.minimum(np.rint(_miles(np.where(somewhere, squares, 0)) * 100), _FARTHEST - 2)
        return np.where(somewhere, hundredths, _FARTHEST - 1).astype(np.int64)

    def _hit(self, document: int, key: int, score: float | None, squares: NDArray | None, at: int) -> tuple[tuple, Hit]:
        group = Group(int(self.segment.groups[document]))
        is_near = squares is not None and group is Group.IN_RANGE and squares[at] < _FAR
        distance = round(float(_miles(squares[at])), 2) if is_near and squares is not None else None
        run = int(self.segment.runs[document])
        return (key, run), Hit(run, group, distance, score or 0.0)


# The parts of a sorting key, each as wide as its values: 24 bits of score, 18 of distance, 22 of day.
_SCORES, _SCORE_STEPS = 1 << 22, 1 << 14
_FARTHEST = 1 << 18
_DAYS = 1 << 22


def _packed(*parts: tuple[NDArray | int, int]) -> NDArray:
    packed: NDArray | int = 0
    for values, width in parts:
        packed = packed * width + values
    return np.asarray(packed)


def _least(keys: NDArray, runs: NDArray, many: int) -> NDArray:
    """Where the least so many keys stand, in order; the lower run first of two alike."""
    if len(keys) > many:
        limit = keys[np.argpartition(keys, many - 1)[many - 1]]
        among = np.flatnonzero(keys <= limit)
    else:
        among = np.arange(len(keys))
    return among[np.lexsort((runs[among], keys[among]))][:many]


def _taken(values: Any, chosen: NDArray | None) -> Any:
    return values if values is None or chosen is None else values[chosen]


def _and(one: NDArray | None, other: NDArray | None) -> NDArray | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _squares(segment: Segment, latitude: float, longitude: float) -> NDArray:
    """For each set of points how far the nearest lies off, squared, on the unit sphere; `_FAR` for no point."""
    counts = np.diff(segment.location_starts)
    squares = np.full(len(counts), _FAR)
    if len(segment.points):
        apart = segment.points - np.array(on_sphere(latitude, longitude))
        each = np.einsum("ij,ij->i", apart, apart)
        some = counts > 0
        squares[some] = np.minimum.reduceat(each, segment.location_starts[:-1][some])
    return squares


def _square(miles: float) -> float:
    half = np.sin(min(miles / (2 * EARTH_MILES), np.pi / 2))
    return float(4 * half * half)


def _miles(squares: NDArray) -> NDArray:
    return 2 * EARTH_MILES * np.arcsin(np.minimum(1.0, np.sqrt(squares) / 2))
