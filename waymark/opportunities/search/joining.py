"""Two segments made into one without laying anything out again: what stands of the older, then the newer.

Laying out 200,000 runs from the database takes half a minute; joining a few thousand to them only moves numbers about.
Lists stay sorted by term, document and place because the newer's documents come after the older's.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from waymark.opportunities.search.documents import NARROWING
from waymark.opportunities.search.segment import PLACES, Segment, bytes_of

Points = tuple[tuple[float, ...], ...]


def joined(older: Segment, stands: NDArray, newer: Segment) -> Segment:
    """One segment of the documents of `older` that stand and all of `newer`; no run may stand in both."""
    rows = np.flatnonzero(stands)
    numbers = np.cumsum(stands) - 1  # what number each older document has in the whole
    in_list, in_place = stands[older.list_documents], stands[older.places // PLACES]
    every, ranks = _vocabulary(older, newer)
    lists = _Laid.of(ranks, _counted(older.list_starts, in_list), np.diff(newer.list_starts), len(every))
    places = _Laid.of(ranks, _counted(older.place_starts, in_place), np.diff(newer.place_starts), len(every))
    said = lists.counts > 0  # a word that no document has any more is no word of the whole
    documents = numbers[older.list_documents[in_list]], newer.list_documents + len(rows)
    at, word = np.divmod(older.places[in_place], PLACES)
    locations, location_starts, points = _locations(older, newer)
    codes, values = _codes(older, newer)
    return Segment(
        terms=bytes_of("\n".join(every[said])),
        list_starts=lists.starts(said),
        list_documents=lists.of_both(*documents, np.int32),
        list_weights=lists.of_both(older.list_weights[in_list], newer.list_weights, np.float32),
        place_starts=places.starts(said),
        places=places.of_both(numbers[at] * PLACES + word, newer.places + len(rows) * PLACES, np.int64),
        runs=np.concatenate([older.runs[rows], newer.runs]),
        groups=np.concatenate([older.groups[rows], newer.groups]),
        has_hours=np.concatenate([older.has_hours[rows], newer.has_hours]),
        days=np.concatenate([older.days[rows], newer.days]),
        locations=np.concatenate([older.locations[rows], locations[newer.locations]]),
        location_starts=location_starts,
        points=points,
        codes=np.concatenate([older.codes[:, rows], codes], axis=1),
        values=values,
    )


@dataclass(frozen=True)
class _Laid:
    """How the lists of two segments lie in the whole: of each term the older's entries, then the newer's."""

    counts: NDArray
    older_at: NDArray
    newer_at: NDArray

    @classmethod
    def of(cls, ranks: tuple[NDArray, NDArray], older: NDArray, newer: NDArray, terms: int) -> Self:
        """By where each segment's terms stand among all, and how many entries each has."""
        ours, theirs = np.zeros(terms, dtype=np.int64), np.zeros(terms, dtype=np.int64)
        ours[ranks[0]], theirs[ranks[1]] = older, newer
        starts = np.cumsum(ours + theirs) - ours - theirs
        return cls(ours + theirs, _entries(starts[ranks[0]], older), _entries((starts + ours)[ranks[1]], newer))

    def starts(self, said: NDArray) -> NDArray:
        """Where the list of each of these terms begins, and the end."""
        return np.concatenate([[0], np.cumsum(self.counts[said])]).astype(np.int64)

    def of_both(self, older: NDArray, newer: NDArray, dtype: type) -> NDArray:
        """The entries of both, each in its place."""
        whole: NDArray = np.empty(len(older) + len(newer), dtype=dtype)
        whole[self.older_at], whole[self.newer_at] = older, newer
        return whole


def _entries(starts: NDArray, counts: NDArray) -> NDArray:
    """Where each entry of lists goes that begin there and are so long."""
    return np.repeat(starts - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))


def _counted(starts: NDArray, stands: NDArray) -> NDArray:
    """How many entries of each list stand."""
    return np.diff(np.concatenate([[0], np.cumsum(stands)])[starts])


def _vocabulary(older: Segment, newer: Segment) -> tuple[NDArray, tuple[NDArray, NDArray]]:
    """All terms of both in order, and where those of each stand among them."""
    every = sorted({*older.vocabulary, *newer.vocabulary})
    at = {term: number for number, term in enumerate(every)}
    ranks = (np.array([at[term] for term in each.vocabulary], dtype=np.int64) for each in (older, newer))
    return np.array(every, dtype=object), (next(ranks), next(ranks))


def _locations(older: Segment, newer: Segment) -> tuple[NDArray, NDArray, NDArray]:
    """The whole's number for each of the newer's sets of points; where all sets begin; all points."""
    sets = {points: number for number, points in enumerate(_sets(older))}
    known = len(sets)
    numbers = [sets.setdefault(points, len(sets)) for points in _sets(newer)]
    added = list(sets)[known:]
    starts = np.cumsum([older.location_starts[-1], *(len(points) for points in added)])
    points = np.array([point for points in added for point in points], dtype=np.float64).reshape(-1, 3)
    return (
        np.array(numbers, dtype=np.int32),
        np.concatenate([older.location_starts, starts[1:]]),
        np.concatenate([older.points, points]),
    )


def _sets(segment: Segment) -> list[Points]:
    points = [tuple(point) for point in segment.points.tolist()]
    starts = segment.location_starts.tolist()
    return [tuple(points[start:end]) for start, end in pairwise(starts)]


def _codes(older: Segment, newer: Segment) -> tuple[NDArray, NDArray]:
    """The newer's documents by the whole's numbers for sets of values, and all sets."""
    codes, lines = [], []
    for place, name in enumerate(NARROWING):
        sets = {values: number for number, values in enumerate(older.value_sets[name])}
        numbers = [sets.setdefault(values, len(sets)) for values in newer.value_sets[name]]
        codes.append(np.array(numbers, dtype=np.int64)[newer.codes[place]])
        lines.append("\x1e".join("\x1f".join(values) for values in sets))
    return np.array(codes, dtype=np.int64).reshape(len(NARROWING), -1), bytes_of("\n".join(lines))
