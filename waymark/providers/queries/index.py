"""The directory held in memory for searching: columns of numbers, a row of yes and no for each word of a facet.

Built from the rows of one revision and one day (`kept_index`). NumPy and the words are loaded where a search is first
asked for, not when the program starts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from waymark.kernel.facts import Activity
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import YEAR_GROUPS
from waymark.providers.queries.rows import EntryRow, Key
from waymark.providers.rules.counting import meant_for
from waymark.providers.rules.searching import words_of

if TYPE_CHECKING:
    import numpy as np

WEIGHTS = (4.0, 2.0, 1.0)  # of the words in a title and name, in what it is about, in its description


@dataclass(frozen=True, eq=False)
class Postings:
    """Which entries hold a word, and how much that says: in order of the words, each word's from its `starts` on."""

    terms: list[str]
    places: dict[str, int]
    starts: np.ndarray
    entries: np.ndarray
    weights: np.ndarray

    def of(self, at: int) -> tuple[np.ndarray, np.ndarray]:
        """The entries that hold the word at this place, and their weights."""
        rows = slice(self.starts[at], self.starts[at + 1])
        return self.entries[rows], self.weights[rows]


@dataclass(frozen=True, eq=False)
class DirectoryIndex:
    """Every entry of the directory on a day; all columns are in the order of `keys`."""

    frameworks: tuple[Framework, ...]
    keys: tuple[Key, ...]
    columns: Mapping[str, np.ndarray]
    years: Mapping[int, np.ndarray]
    meant: Mapping[str, np.ndarray]  # entitlement code → entries of the sort that counts
    facets: Mapping[str, Mapping[str, np.ndarray]]
    date_of: np.ndarray  # one row a date of an entry: its ordinal
    date_entry: np.ndarray  # and whose it is
    postings: Postings

    def __len__(self) -> int:
        return len(self.keys)


def index_of(rows: Iterable[EntryRow], frameworks: tuple[Framework, ...]) -> DirectoryIndex:
    """Turn rows of the directory into what a search looks through."""
    import numpy as np  # not at the start of the program

    held = list(rows)
    dates = [(day.toordinal(), at) for at, row in enumerate(held) for day in row.dates]
    return DirectoryIndex(
        frameworks=frameworks,
        keys=tuple((row.what, row.pk) for row in held),
        columns=_columns(held),
        years={year: np.array([year in row.years for row in held], dtype=bool) for year in YEAR_GROUPS},
        meant=_meant(held, frameworks),
        facets=_facets(held),
        date_of=np.array([day for day, _ in dates], dtype=np.int64),
        date_entry=np.array([at for _, at in dates], dtype=np.int64),
        postings=_postings(held),
    )


def _columns(rows: list[EntryRow]) -> dict[str, np.ndarray]:
    import numpy as np

    nan = float("nan")
    return {
        "latitude": np.array([row.place[0] if row.place else nan for row in rows], dtype=float),
        "longitude": np.array([row.place[1] if row.place else nan for row in rows], dtype=float),
        "reach": np.array([nan if row.reach is None else row.reach for row in rows], dtype=float),
        "nationwide": np.array([row.is_nationwide for row in rows], dtype=bool),
        "comes": np.array([row.comes_to_school for row in rows], dtype=bool),
        "online": np.array([row.is_online for row in rows], dtype=bool),
        "cost": np.array([row.cost for row in rows], dtype=float),
        "stars": np.array([row.stars for row in rows], dtype=float),
        "dated": np.array([bool(row.dates) for row in rows], dtype=bool),
    }


def _meant(rows: list[EntryRow], frameworks: tuple[Framework, ...]) -> dict[str, np.ndarray]:
    """By entitlement, who counts for it. The rules are asked once of each sort of activity: there are few."""
    import numpy as np

    found = {due.code: np.zeros(len(rows), dtype=bool) for each in frameworks for due in each.entitlements}
    known: dict[Activity, frozenset[str]] = {}
    for at, row in enumerate(rows):
        if row.activity is None:
            continue
        if row.activity not in known:
            known[row.activity] = frozenset().union(*(meant_for(each, row.activity) for each in frameworks))
        for code in known[row.activity]:
            found[code][at] = True
    return found


def _facets(rows: list[EntryRow]) -> dict[str, dict[str, np.ndarray]]:
    import numpy as np

    found: dict[str, dict[str, np.ndarray]] = defaultdict(dict)
    for at, row in enumerate(rows):
        for facet, values in (*row.facets.items(), ("what", (row.what,))):
            for value in values:
                if value not in found[facet]:
                    found[facet][value] = np.zeros(len(rows), dtype=bool)
                found[facet][value][at] = True
    return dict(found)


def _postings(rows: list[EntryRow]) -> Postings:
    import numpy as np

    places: dict[str, int] = {}
    words: list[int] = []
    entries: list[int] = []
    weights: list[float] = []
    for at, row in enumerate(rows):
        best: dict[str, float] = {}
        for text, weight in zip(row.words, WEIGHTS, strict=True):
            for word in words_of(text):
                best.setdefault(word, weight)  # the first texts weigh most
        for word in best:
            words.append(places.setdefault(word, len(places)))
        entries += [at] * len(best)
        weights += best.values()
    by_row = (np.array(words, np.int32), np.array(entries, np.int32), np.array(weights, np.float32))
    return in_order_of_words(places, *by_row)


def in_order_of_words(places: dict[str, int], words, entries, weights) -> Postings:
    """Rows of word, entry and weight, in whatever order, as postings."""
    import numpy as np

    order = np.argsort(words, kind="stable")
    starts = np.searchsorted(words[order], np.arange(len(places) + 1))
    return Postings(list(places), places, starts, entries[order], weights[order])
