"""Words of the index spelt nearly as somebody typed them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from waymark.opportunities.search.segment import Segment

SHORTEST, LONG = 4, 7  # letters from which one slip is forgiven, and two
RARE, TIMES = 20, 20  # a word in no more documents is itself doubted, where one near it is in so many times as many
MOST = 4


def slips_allowed(word: str) -> int:
    """How many letters may be wrong, missing, added, or swapped with their neighbour."""
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def near(word: str, segments: Iterable[Segment], most: int) -> dict[str, int]:
    """The words of the index within so many slips, with how many."""
    found: dict[str, int] = {}
    for segment in segments:
        letters, lengths = _shapes(segment)
        ours = np.uint64(_letters(word))
        alike = (np.abs(lengths - len(word)) <= most) & (np.bitwise_count(letters ^ ours) <= 2 * most)
        vocabulary = segment.vocabulary
        for at in np.flatnonzero(alike):
            other = vocabulary[at]
            slips = OSA.distance(word, other, score_cutoff=most)
            if 0 < slips <= most:
                found[other] = slips
    return found


@lru_cache(maxsize=8)
def _shapes_of(terms: bytes) -> tuple[NDArray, NDArray]:
    said = np.frombuffer(terms, dtype=np.uint8)
    ends = np.append(np.flatnonzero(said == ord("\n")), len(said))
    starts = np.append(0, ends[:-1] + 1)
    bits = np.zeros(256, dtype=np.uint64)
    for sign in b"0123456789abcdefghijklmnopqrstuvwxyz":
        bits[sign] = _letters(chr(sign))
    return np.bitwise_or.reduceat(bits[said], starts), (ends - starts).astype(np.int16)


def _shapes(segment: Segment) -> tuple[NDArray, NDArray]:
    """The letters of each term as bits, and its length: what is far off in these is not worth measuring."""
    if not len(segment.terms):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int16)
    return _shapes_of(segment.terms.tobytes())


def _letters(word: str) -> int:
    bits = 0
    for letter in word:
        if letter.isascii() and letter.isalnum():
            bits |= 1 << int(letter, 36)
    return bits
