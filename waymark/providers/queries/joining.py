"""Taking entries out of an index and putting others in, without reading again those that stayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from waymark.providers.queries.index import DirectoryIndex, Postings, in_order_of_words

if TYPE_CHECKING:
    import numpy as np

Columns = Mapping[str, "np.ndarray"]


def joined(index: DirectoryIndex, stays: np.ndarray, fresh: DirectoryIndex) -> DirectoryIndex:
    """The entries of `index` that stay, and after them all of `fresh`."""
    import numpy as np  # not at the start of the program

    place = np.cumsum(stays) - 1  # of an entry that stays, in the new index
    dated = stays[index.date_entry]
    first = int(stays.sum())

    def both(old: np.ndarray, new: np.ndarray) -> np.ndarray:
        return np.concatenate([old[stays], new])

    return replace(
        index,
        keys=(*(key for key, keep in zip(index.keys, stays, strict=True) if keep), *fresh.keys),
        columns={name: both(index.columns[name], fresh.columns[name]) for name in index.columns},
        years={year: both(index.years[year], fresh.years[year]) for year in index.years},
        meant={code: both(index.meant[code], fresh.meant[code]) for code in index.meant},
        facets=_facets(index, fresh, stays),
        date_of=np.concatenate([index.date_of[dated], fresh.date_of]),
        date_entry=np.concatenate([place[index.date_entry[dated]], fresh.date_entry + first]),
        postings=_postings(index.postings, fresh.postings, stays, place, first),
    )


def _facets(index: DirectoryIndex, fresh: DirectoryIndex, stays: np.ndarray) -> dict[str, Columns]:
    import numpy as np

    found: dict[str, Columns] = {}
    for facet in dict.fromkeys((*index.facets, *fresh.facets)):
        old, new = index.facets.get(facet, {}), fresh.facets.get(facet, {})
        rows = {
            word: np.concatenate(
                [
                    old[word][stays] if word in old else np.zeros(int(stays.sum()), dtype=bool),
                    new[word] if word in new else np.zeros(len(fresh), dtype=bool),
                ]
            )
            for word in dict.fromkeys((*old, *new))
        }
        found[facet] = {word: row for word, row in rows.items() if row.any()}
    return found


def _postings(old: Postings, new: Postings, stays: np.ndarray, place: np.ndarray, first: int) -> Postings:
    import numpy as np

    kept = stays[old.entries]
    words = np.repeat(np.arange(len(old.terms), dtype=np.int32), np.diff(old.starts))
    places = dict(old.places)
    at = np.array([places.setdefault(term, len(places)) for term in new.terms], dtype=np.int32)
    new_words = np.repeat(at, np.diff(new.starts))
    return in_order_of_words(
        places,
        np.concatenate([words[kept], new_words]),
        np.concatenate([place[old.entries[kept]].astype(np.int32), new.entries + np.int32(first)]),
        np.concatenate([old.weights[kept], new.weights]),
    )
