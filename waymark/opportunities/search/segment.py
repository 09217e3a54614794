"""Course runs laid out for searching: inverted lists and columns, as plain numpy arrays.

A segment never changes; what is new or gone since it was made is told by a further segment and by a mask of those that
still stand. Term and document numbers are rows of these arrays, and mean nothing outside them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from math import cos, prod, radians, sin

import numpy as np
from numpy.typing import NDArray

from waymark.opportunities.search.documents import COUNTED, NARROWING, Document
from waymark.opportunities.search.words import words_of

# How much a word weighs by where it stands, and how long such a text usually is.
FIELDS = ("title", "name", "provider", "subject", "description")
WEIGHTS = {"title": 8.0, "name": 5.0, "provider": 2.0, "subject": 2.0, "description": 1.0}
USUAL_LENGTHS = {"title": 6, "name": 6, "provider": 4, "subject": 5, "description": 80}
_LENGTH_MATTERS, _ENOUGH = 0.5, 4.0
PLACES = 1 << 12  # how many places for words a document has; a later word is found, but in no phrase
NO_DAY = -1
_JOINTLY = 20_000  # how many numbers a joint code may have: a count of each stays cheap


@dataclass(frozen=True)
class Segment:
    """The arrays, one row each for a term, a document, an inverted list's entry, a place in a text, or a value."""

    terms: NDArray  # bytes of the terms in order, parted by line ends
    list_starts: NDArray  # where each term's list begins in the next two; one more for the end
    list_documents: NDArray
    list_weights: NDArray
    place_starts: NDArray  # the same for places: document × PLACES + place
    places: NDArray
    runs: NDArray
    groups: NDArray
    has_hours: NDArray
    days: NDArray  # proleptic ordinals; NO_DAY where a run is flexible
    locations: NDArray  # a number for each set of points, 0 for none
    location_starts: NDArray
    points: NDArray  # on the unit sphere, three coordinates each
    codes: NDArray  # a row for each of NARROWING: a number for each set of values, 0 for none
    values: NDArray  # bytes: for each of NARROWING a line, its sets parted by \x1e, their values by \x1f

    @property
    def size(self) -> int:
        return len(self.runs)

    @cached_property
    def vocabulary(self) -> list[str]:
        return self.terms.tobytes().decode().split("\n") if len(self.terms) else []

    @cached_property
    def value_sets(self) -> dict[str, list[tuple[str, ...]]]:
        """For each of NARROWING its sets of values, by number; the first is empty."""
        lines = self.values.tobytes().decode().split("\n")
        return {
            name: [tuple(each.split("\x1f")) if each else () for each in line.split("\x1e")]
            for name, line in zip(NARROWING, lines, strict=True)
        }

    @cached_property
    def joint_codes(self) -> list[tuple[tuple[str, ...], tuple[int, ...], NDArray]]:
        """Facets of few values told by one number for each document, so that several are counted at once.

        Each with its names, how many sets of values each has, and the numbers.
        """
        joint: list[tuple[tuple[str, ...], tuple[int, ...], NDArray]] = []
        names: list[str] = []
        sizes: list[int] = []
        for name in (*COUNTED, ""):
            size = len(self.value_sets[name]) if name else 0
            if names and (not name or prod(sizes) * size > _JOINTLY):
                codes = np.ravel_multi_index(tuple(self.codes[NARROWING.index(each)] for each in names), sizes)
                joint.append((tuple(names), tuple(sizes), np.asarray(codes)))
                names, sizes = [], []
            names.append(name)
            sizes.append(size)
        return joint

    @cached_property
    def phrases(self) -> dict[tuple[str, ...], tuple[NDArray, NDArray]]:
        """Where the phrases of the list of synonyms are, as far as they were asked for: see `matching`."""
        return {}

    @cached_property
    def rows_of_runs(self) -> dict[int, int]:
        return {int(run): row for row, run in enumerate(self.runs)}

    def arrays(self) -> dict[str, NDArray]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def weight_of(occurrences: dict[str, tuple[int, int]]) -> float:
    """How much a term weighs in a document: by field how often it stands there, and among how many words."""
    said = sum(WEIGHTS[field] * count / _length_norm(field, length) for field, (count, length) in occurrences.items())
    return said / (_ENOUGH + said)


def _length_norm(field: str, length: int) -> float:
    return 1 - _LENGTH_MATTERS + _LENGTH_MATTERS * length / USUAL_LENGTHS[field]


def segment_of(documents: Iterable[Document]) -> Segment:
    """Lay documents out."""
    making = _Making()
    for document in documents:
        making.add(document)
    return making.segment()


class _Numbers:
    """Numbers for things in the order in which they come up; 0 is kept for none."""

    def __init__(self, nothing: tuple = ()) -> None:
        self.of: dict[tuple, int] = {nothing: 0}

    def __getitem__(self, thing: tuple) -> int:
        return self.of.setdefault(thing, len(self.of))


class _Making:
    """A segment as it grows: flat lists of numbers, a word of a text at a time."""

    def __init__(self) -> None:
        self.term_numbers: dict[str, int] = {}
        self.texts: dict[str, array] = {}
        self.words = array("I")
        self.lengths = {field: array("I") for field in FIELDS}
        self.columns = {name: array("q") for name in ("runs", "groups", "has_hours", "days", "locations")}
        self.locations = _Numbers()
        self.value_numbers = {name: _Numbers() for name in NARROWING}
        self.codes = {name: array("I") for name in NARROWING}

    def add(self, document: Document) -> None:
        for field in FIELDS:
            words = self._numbered(getattr(document, field))
            self.words.extend(words)
            self.lengths[field].append(len(words))
        told = self.columns
        told["runs"].append(document.run)
        told["groups"].append(document.group)
        told["has_hours"].append(document.has_hours)
        told["days"].append(document.starts_on.toordinal() if isinstance(document.starts_on, date) else NO_DAY)
        told["locations"].append(self.locations[document.points])
        for name in NARROWING:
            self.codes[name].append(self.value_numbers[name][document.facets.get(name, ())])

    def _numbered(self, text: str) -> array:
        known = self.texts.get(text)
        if known is None:
            numbers = self.term_numbers
            known = array("I", [numbers.setdefault(word, len(numbers)) for word in words_of(text)])
            self.texts[text] = known
        return known

    def segment(self) -> Segment:
        columns = {name: np.array(column, dtype=np.int64) for name, column in self.columns.items()}
        starts, points = _points(list(self.locations.of))
        lines = ("\x1e".join("\x1f".join(each) for each in self.value_numbers[name].of) for name in NARROWING)
        return Segment(
            **self._lists(),
            runs=columns["runs"],
            groups=columns["groups"].astype(np.uint8),
            has_hours=columns["has_hours"].astype(bool),
            days=columns["days"].astype(np.int32),
            locations=columns["locations"].astype(np.int32),
            location_starts=starts,
            points=points,
            codes=np.array([np.array(self.codes[name], dtype=np.int64) for name in NARROWING], dtype=np.int64),
            values=bytes_of("\n".join(lines)),
        )

    def _lists(self) -> dict[str, NDArray]:
        """The inverted lists: every word of every text, sorted by term, document and place."""
        vocabulary = sorted(self.term_numbers)
        ranks = np.zeros(len(vocabulary), dtype=np.int64)
        ranks[[self.term_numbers[term] for term in vocabulary]] = np.arange(len(vocabulary))
        lengths = np.array([self.lengths[field] for field in FIELDS], dtype=np.int64).T  # document × field
        flat = lengths.ravel()
        cells = np.repeat(np.arange(flat.size), flat)
        # A blank place parts one field from the next, so that no phrase runs over.
        before = (np.cumsum(lengths + 1, axis=1) - lengths - 1).ravel()
        at = np.arange(len(self.words)) - np.repeat(np.cumsum(flat) - flat, flat) + before[cells]
        terms = ranks[np.array(self.words, dtype=np.int64)]
        norms = np.array([_length_norm(field, 0) for field in FIELDS]) + lengths * np.array(
            [_LENGTH_MATTERS / USUAL_LENGTHS[field] for field in FIELDS]
        )
        shares = (np.array([WEIGHTS[field] for field in FIELDS]) / norms).ravel()[cells]
        places = (cells // len(FIELDS)) * PLACES + np.minimum(at, PLACES - 1)
        order = np.lexsort((places, terms))
        terms, places, shares = terms[order], places[order], shares[order]
        documents = places // PLACES
        new = np.ones(len(terms), dtype=bool)
        new[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
        firsts = np.flatnonzero(new)
        said = np.add.reduceat(shares, firsts) if len(firsts) else shares
        counted = np.arange(len(vocabulary) + 1)
        return {
            "terms": bytes_of("\n".join(vocabulary)),
            "list_starts": np.searchsorted(terms[firsts], counted).astype(np.int64),
            "list_documents": documents[firsts].astype(np.int32),
            "list_weights": (said / (_ENOUGH + said)).astype(np.float32),
            "place_starts": np.searchsorted(terms, counted).astype(np.int64),
            "places": places,
        }


def _points(sets: list[tuple[tuple[float, float], ...]]) -> tuple[NDArray, NDArray]:
    """Where the points of each set begin, and all of them on the unit sphere."""
    starts = np.cumsum([0, *(len(each) for each in sets)])
    flat = [on_sphere(*point) for each in sets for point in each]
    return starts.astype(np.int64), np.array(flat, dtype=np.float64).reshape(-1, 3)


def on_sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    """A place as a point on the unit sphere: what is near on the earth is near in a straight line too."""
    up, round_ = radians(latitude), radians(longitude)
    return cos(up) * cos(round_), cos(up) * sin(round_), sin(up)


def bytes_of(text: str) -> NDArray:
    """A text as an array."""
    return np.frombuffer(text.encode(), dtype=np.uint8)
