"""Which runs a wording finds, and how well each answers it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from waymark.opportunities.search import spelling
from waymark.opportunities.search.grammar import Kind, Part, Wording
from waymark.opportunities.search.segment import PLACES, Segment
from waymark.opportunities.search.words import forms_of

# How much of a word's weight another form of it has.
PREFIX, FORM, SYNONYM = 0.6, 0.6, 0.7
SLIPS = {1: 0.5, 2: 0.3}
SHORTEST_PREFIX = 3
# Words that a synonym of several words may have another of in their place: “health and social care”.
SMALL = frozenset(["and", "for", "in", "of", "on", "the", "to", "with"])
_PAST_ANY_WORD = "\U0010ffff"

Piece = tuple[NDArray, NDArray]  # documents in order, with repetition, and their weights


@dataclass(frozen=True)
class Standing:
    """A segment, and which of its documents still stand; None: all."""

    segment: Segment
    stands: NDArray | None = None

    @property
    def count(self) -> int:
        return self.segment.size if self.stands is None else int(np.count_nonzero(self.stands))

    def standing(self, documents: NDArray) -> NDArray:
        return documents if self.stands is None else documents[self.stands[documents]]


@dataclass(frozen=True)
class Matches:
    """The documents of one segment that a wording finds, in order, and how well each answers; None: all alike."""

    documents: NDArray
    scores: NDArray | None


@dataclass
class Matched:
    """What a wording finds in each segment, and the words that were read as others."""

    matches: list[Matches]
    read_as: dict[str, tuple[str, ...]] = field(default_factory=dict)


class _Reading:
    """How the words of one search are read, by all that is in the index: told once for all its segments."""

    def __init__(self, index: Sequence[Standing]) -> None:
        self.index = index
        self._spelt: dict[str, dict[str, int]] = {}

    @property
    def read_as(self) -> dict[str, tuple[str, ...]]:
        return {word: tuple(others) for word, others in self._spelt.items() if others}

    def goes_on(self, word: str) -> bool:
        """Whether a word may be the beginning of a longer one: not where it is very short and known itself."""
        if len(word) >= SHORTEST_PREFIX:
            return True
        return len(word) > 1 and not any(_count(each, *_only(each.segment, word)) for each in self.index)

    def spelt(self, word: str) -> dict[str, int]:
        """The words meant by one that no document has, or so few that a slip is likelier; with their slips."""
        if word not in self._spelt:
            self._spelt[word] = self._meant(word, spelling.slips_allowed(word))
        return self._spelt[word]

    def _meant(self, word: str, allowed: int) -> dict[str, int]:
        known = self._known(word) if allowed else 0
        if not allowed or known > spelling.RARE:
            return {}
        near = spelling.near(word, [each.segment for each in self.index], allowed)
        counts = {other: sum(_count(each, *_only(each.segment, other)) for each in self.index) for other in near}
        meant = [other for other in near if counts[other] > 0 and counts[other] >= spelling.TIMES * known]
        fewest = min((near[other] for other in meant), default=0)
        closest = sorted((other for other in meant if near[other] == fewest), key=lambda other: (-counts[other], other))
        return dict.fromkeys(closest[: spelling.MOST], fewest)

    def _known(self, word: str) -> int:
        """How often the index has a word, or one it begins."""
        whole = _range if self.goes_on(word) else _only
        return sum(_count(each, *whole(each.segment, word)) for each in self.index)


def matched(wording: Wording, index: Sequence[Standing]) -> Matched:
    """Find what is worded."""
    if wording.asks_for_all:
        return Matched([Matches(_all(each), None) for each in index])
    reading = _Reading(index)
    total = sum(each.count for each in index)
    found: list[list[Piece]] = [[] for _ in index]
    for part in (*wording.any_of, *wording.all_of):
        pieces = [_alive(each, _part(part, each.segment, reading)) for each in index]
        matching = sum(len(documents) for documents, _ in pieces)
        rarity = log(1 + total / matching) if matching else 0.0
        for at, (documents, weights) in enumerate(pieces):
            found[at].append((documents, weights * np.float32(rarity)))
    any_of = len(wording.any_of)
    return Matched(
        [_joined(each.segment.size, of, any_of) for each, of in zip(index, found, strict=True)], reading.read_as
    )


def _all(standing: Standing) -> NDArray:
    if standing.stands is None:
        return np.arange(standing.segment.size)
    return np.flatnonzero(standing.stands)


def _alive(standing: Standing, piece: Piece) -> Piece:
    documents, weights = piece
    if standing.stands is None or not len(documents):
        return piece
    alive = standing.stands[documents]
    return documents[alive], weights[alive]


def _joined(size: int, parts: list[Piece], any_of: int) -> Matches:
    """Documents of any of the first parts and all of the rest; the more parts a document has, the better."""
    if len(parts) == 1:
        return Matches(*parts[0])
    documents, scores = _summed(parts, size)
    counts = np.zeros(size, dtype=np.uint8)
    for of_part, _ in parts:
        counts[of_part] += 1
    required = len(parts) - any_of
    if required:
        needed = np.zeros(size, dtype=np.uint8)
        for of_part, _ in parts[any_of:]:
            needed[of_part] += 1
        enough = needed[documents] == required
        if any_of:
            enough &= counts[documents] > required
        documents, scores = documents[enough], scores[enough]
    return Matches(documents, scores * counts[documents] / len(parts))


def _summed(pieces: Sequence[Piece], size: int) -> Piece:
    """Each document once, with the sum of its weights."""
    pieces = [piece for piece in pieces if len(piece[0])]
    if not pieces:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    documents = np.concatenate([of for of, _ in pieces])
    weights = np.concatenate([of for _, of in pieces])
    if len(documents) * 8 > size:
        sums = np.bincount(documents, weights=weights, minlength=size)
        once = np.flatnonzero(sums != 0)
        return once, sums[once].astype(np.float32)
    order = np.argsort(documents, kind="stable")
    documents, weights = documents[order], weights[order]
    firsts = np.flatnonzero(np.diff(documents, prepend=-1))
    return documents[firsts], np.add.reduceat(weights, firsts)


def _part(part: Part, segment: Segment, reading: _Reading) -> Piece:
    pieces: list[Piece] = []
    if part.kind is Kind.WORD:
        pieces += [piece for piece in _word(part.words[0], segment, reading) if len(piece[0])]
    elif part.kind is Kind.PHRASE:
        pieces.append(_phrase(part.words, segment))
    else:
        pieces.append(_both(part.words, segment, reading))
    for words in part.synonyms:
        piece = _exact(words[0], segment) if len(words) == 1 else _remembered(words, segment)
        pieces.append((piece[0], piece[1] * np.float32(SYNONYM)))
    some = [piece for piece in pieces if len(piece[0])]
    return some[0] if len(some) == 1 else _summed(some, segment.size)


def _word(word: str, segment: Segment, reading: _Reading) -> list[Piece]:
    """A word as it stands, however it goes on, in other forms, and, where it is hardly known, the nearest that are."""
    pieces = [_exact(word, segment)]
    if reading.goes_on(word):
        low, high = _range(segment, word)
        low += low < len(segment.vocabulary) and segment.vocabulary[low] == word
        if low < high:  # documents of several such words come several times
            pieces.append(_summed([_list(segment, low, high, PREFIX)], segment.size))
    pieces += [_list(segment, *_only(segment, other), FORM) for other in sorted(forms_of(word))]
    for other, slips in reading.spelt(word).items():
        pieces.append(_list(segment, *_only(segment, other), SLIPS[slips]))
    return pieces


def _both(words: Sequence[str], segment: Segment, reading: _Reading) -> Piece:
    documents, weights = _summed(_word(words[0], segment, reading), segment.size)
    for word in words[1:]:
        others, theirs = _summed(_word(word, segment, reading), segment.size)
        shared, here, there = np.intersect1d(documents, others, assume_unique=True, return_indices=True)
        documents, weights = shared, weights[here] + theirs[there]
    return documents, weights


def _remembered(words: Sequence[str], segment: Segment) -> Piece:
    """A phrase of the list of synonyms: there are so many and no more, and a segment never changes."""
    known = segment.phrases.get(tuple(words))
    if known is None:
        known = segment.phrases[tuple(words)] = _phrase(words, segment, loose=True)
    return known


def _phrase(words: Sequence[str], segment: Segment, *, loose: bool = False) -> Piece:
    """The documents with the words side by side; the weight is that of its lightest word."""
    telling = [(at, word) for at, word in enumerate(words) if not (loose and word in SMALL)]
    places = [(segment.places[slice(*_places(segment, word))], at) for at, word in telling]
    places.sort(key=lambda each: len(each[0]))
    first, its_place = places[0]
    starts = first - its_place
    for others, at in places[1:]:
        if not len(starts):
            break
        wanted = starts + at
        found = np.searchsorted(others, wanted)
        found[found == len(others)] = 0
        starts = starts[others[found] == wanted] if len(others) else starts[:0]
    documents = starts // PLACES
    documents = documents[np.flatnonzero(np.diff(documents, prepend=-1))]
    if not len(documents):
        return documents, np.zeros(0, dtype=np.float32)
    weights = np.full(len(documents), np.inf, dtype=np.float32)
    for _, word in telling:
        of_word, theirs = _exact(word, segment)
        weights = np.minimum(weights, theirs[np.searchsorted(of_word, documents)])
    return documents, weights


def _exact(word: str, segment: Segment) -> Piece:
    return _list(segment, *_only(segment, word), 1.0)


def _list(segment: Segment, low: int, high: int, weight: float) -> Piece:
    """The lists of a range of terms, one after the other."""
    begins, ends = segment.list_starts[low], segment.list_starts[max(low, high)]
    weights = segment.list_weights[begins:ends]
    return segment.list_documents[begins:ends], weights if weight == 1 else weights * np.float32(weight)


def _count(standing: Standing, low: int, high: int) -> int:
    """How many documents of a range of terms still stand; a document with several of them counts for each."""
    documents, _ = _list(standing.segment, low, high, 1.0)
    return len(documents) if standing.stands is None else int(np.count_nonzero(standing.stands[documents]))


def _has(segment: Segment, word: str) -> bool:
    low, high = _only(segment, word)
    return high > low


def _only(segment: Segment, word: str) -> tuple[int, int]:
    at = bisect_left(segment.vocabulary, word)
    return at, at + (at < len(segment.vocabulary) and segment.vocabulary[at] == word)


def _range(segment: Segment, beginning: str) -> tuple[int, int]:
    vocabulary = segment.vocabulary
    return bisect_left(vocabulary, beginning), bisect_left(vocabulary, beginning + _PAST_ANY_WORD)


def _places(segment: Segment, word: str) -> tuple[int, int]:
    low, high = _only(segment, word)
    return int(segment.place_starts[low]), int(segment.place_starts[high])
