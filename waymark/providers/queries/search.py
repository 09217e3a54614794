"""Looking through the directory: by gap, words, distance and facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from waymark.kernel.distance import EARTH_MILES
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import Setting
from waymark.places.queries import Position
from waymark.providers.queries.index import DirectoryIndex
from waymark.providers.rules.counting import is_in_time
from waymark.providers.rules.searching import asked_words, spellings

if TYPE_CHECKING:
    import numpy as np

NEAR, NATIONWIDE, ONLINE, UNPLACED = "near", "nationwide", "online", "unplaced"
WHERE = (NEAR, NATIONWIDE, ONLINE, UNPLACED)
SORTS = ("relevance", "distance", "cost", "stars")


@dataclass(frozen=True)
class Asked:
    """What is looked for. `gap` is an entitlement's code; `year_group` whose; `chosen` words by facet."""

    on: date
    text: str = ""
    gap: str = ""
    year_group: int | None = None
    setting: Setting = Setting.SCHOOL
    place: Position | None = None
    miles: int | None = None
    dates: tuple[date | None, date | None] = (None, None)
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: str = ""
    start: int = 0
    limit: int = 20


@dataclass(frozen=True)
class Hit:
    """One entry found. `miles` is None where it has no place, or none was asked about; `reaches` where not said."""

    what: str
    pk: int
    where: str
    miles: float | None
    reaches: bool | None


@dataclass(frozen=True)
class Found:
    """What answers. `facets`: how many each word of a facet would give, beside all that is chosen elsewhere.

    `too_far`: how many only the distance left out; `do_not_come`: of those near, how many say they do not travel so far
    (they are not among the hits).
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    too_far: int
    do_not_come: int


def directory_found(index: DirectoryIndex, asked: Asked) -> Found:
    """The entries that answer, first by where they are, then in the order asked for; facets counted over all."""
    import numpy as np  # not at the start of the program

    miles = miles_to(index, asked.place)
    where = _where(index, miles, asked)
    scores, fits = _text(index, asked.text)
    base = fits & _dates(index, asked)
    if asked.gap:
        base &= can_close(index, asked.gap, asked.year_group, on=asked.on, setting=asked.setting)
    if asked.year_group is not None:
        base &= index.years[asked.year_group]
    placed, no_show = _placed(index, miles, where, asked)
    rows = {**index.facets, **({"where": {word: where == word for word in WHERE}} if asked.place else {})}
    masks = {facet: _any_of(rows[facet], words, len(index)) for facet, words in asked.chosen.items() if facet in rows}
    chosen = base.copy()
    for mask in masks.values():
        chosen &= mask
    found = chosen & placed & ~no_show
    facets = {facet: _counts(words, facet, base & placed & ~no_show, masks) for facet, words in rows.items()}
    order = _order(index, np.flatnonzero(found), scores, miles, where, asked)
    page = order[asked.start : asked.start + asked.limit]
    return Found(
        total=int(found.sum()),
        hits=tuple(_hit(index, int(at), miles, where, asked) for at in page),
        facets=facets,
        too_far=int((chosen & ~placed).sum()),
        do_not_come=int((chosen & placed & no_show).sum()),
    )


def due_of(frameworks: tuple[Framework, ...], code: str):
    """The entitlement of this code, None where none of the frameworks has it."""
    return next((due for each in frameworks for due in each.entitlements if due.code == code), None)


def miles_to(index: DirectoryIndex, place: Position | None) -> np.ndarray:
    """Great-circle miles to each entry, as `kernel.distance` works them out; NaN where either place is not known."""
    import numpy as np

    if place is None:
        return np.full(len(index), np.nan)
    here, there = np.radians(place.latitude), np.radians(index.columns["latitude"])
    rise, run = (there - here) / 2, np.radians(index.columns["longitude"] - place.longitude) / 2
    chord = np.sin(rise) ** 2 + np.cos(here) * np.cos(there) * np.sin(run) ** 2
    return 2 * EARTH_MILES * np.arcsin(np.minimum(1.0, np.sqrt(chord)))


def _where(index: DirectoryIndex, miles: np.ndarray, asked: Asked) -> np.ndarray:
    """Of each entry one word: within the distance (any, where none is set), or by which other way it can be had."""
    import numpy as np

    placed = ~np.isnan(miles)
    within = placed if asked.miles is None else placed & (miles <= asked.miles)
    return np.select(
        [index.columns["online"], within, index.columns["nationwide"], ~placed],
        [ONLINE, NEAR, NATIONWIDE, UNPLACED],
        default="far",
    )


def _placed(index: DirectoryIndex, miles: np.ndarray, where: np.ndarray, asked: Asked) -> tuple[np.ndarray, np.ndarray]:
    """Which are not too far; and which say that they do not travel as far as this."""
    import numpy as np

    if asked.place is None:
        return np.ones(len(index), dtype=bool), np.zeros(len(index), dtype=bool)
    too_far = where == "far"
    if asked.miles is not None:
        too_far |= where == UNPLACED  # nobody can say that it is within the distance
    with np.errstate(invalid="ignore"):
        no_show = (
            index.columns["comes"]
            & ~index.columns["nationwide"]
            & ~index.columns["online"]
            & (miles > index.columns["reach"])
        )
    return ~too_far, no_show


def can_close(index: DirectoryIndex, gap: str, year_group: int | None, *, on: date, setting: Setting) -> np.ndarray:
    """Which count for the entitlement, and can be had while it is still in time for the year group (None: any)."""
    import numpy as np

    due = due_of(index.frameworks, gap)
    if due is None:
        return np.zeros(len(index), dtype=bool)
    meant = index.meant[gap]
    if year_group is None:
        return meant
    days = np.unique(index.date_of)
    good = [is_in_time(due, year_group, date.fromordinal(int(day)), on=on, setting=setting) for day in days]
    in_time = np.isin(index.date_of, days[np.array(good, dtype=bool) & (days >= on.toordinal())])
    can_be_had = ~index.columns["dated"] & is_in_time(due, year_group, on, on=on, setting=setting)
    can_be_had[index.date_entry[in_time]] = True
    return meant & can_be_had


def _dates(index: DirectoryIndex, asked: Asked) -> np.ndarray:
    """Which have a date in the span asked for, or none at all: those are by arrangement."""
    import numpy as np

    first, last = asked.dates
    if first is None and last is None:
        return np.ones(len(index), dtype=bool)
    good = index.date_of >= (first or date.min).toordinal()
    good &= index.date_of <= (last or date.max).toordinal()
    had = ~index.columns["dated"]
    had[index.date_entry[good]] = True
    return had


def _text(index: DirectoryIndex, text: str) -> tuple[np.ndarray, np.ndarray]:
    """How well each entry answers the words, and whether it does: all of them, in one of their spellings."""
    import numpy as np

    scores, fits = np.zeros(len(index)), np.ones(len(index), dtype=bool)
    held = index.postings
    for word in asked_words(text):
        best = np.zeros(len(index))
        for at, surely in spellings(word, held.terms, held.places):
            entries, weights = held.of(at)
            rarity = np.log1p(len(index) / max(1, len(entries)))
            best[entries] = np.maximum(best[entries], weights * surely * rarity)
        fits &= best > 0
        scores += best
    return scores, fits


def _any_of(rows: Mapping[str, np.ndarray], words: frozenset[str], size: int) -> np.ndarray:
    import numpy as np

    mask = np.zeros(size, dtype=bool)
    for word in words & rows.keys():
        mask |= rows[word]
    return mask


def _counts(
    rows: Mapping[str, np.ndarray], facet: str, base: np.ndarray, masks: Mapping[str, np.ndarray]
) -> dict[str, int]:
    import numpy as np

    others = base.copy()
    for other, mask in masks.items():
        if other != facet:
            others &= mask
    return {word: int(np.count_nonzero(row & others)) for word, row in rows.items()}


def _order(index: DirectoryIndex, found, scores, miles, where, asked: Asked) -> np.ndarray:
    """The entries found in the order asked for; by distance those near come first. Ties by distance, then by age."""
    import numpy as np

    sort = asked.sort if asked.sort in SORTS else ("relevance" if asked.text.strip() else "distance")
    far = np.nan_to_num(miles[found], nan=np.inf)
    group = np.array([WHERE.index(word) if word in WHERE else len(WHERE) for word in where[found]], dtype=int)
    by = {
        "relevance": (found, far, -scores[found]),
        "distance": (found, -scores[found], far, group),
        "cost": (found, far, index.columns["cost"][found]),
        "stars": (found, far, -index.columns["stars"][found]),
    }[sort]
    return found[np.lexsort(by)]


def _hit(index: DirectoryIndex, at: int, miles: np.ndarray, where: np.ndarray, asked: Asked) -> Hit:
    import numpy as np

    known = not np.isnan(miles[at])
    reaches: bool | None = None
    if index.columns["nationwide"][at] or index.columns["online"][at]:
        reaches = True
    elif known and index.columns["comes"][at] and not np.isnan(index.columns["reach"][at]):
        reaches = bool(miles[at] <= index.columns["reach"][at])
    word = str(where[at])
    what, pk = index.keys[at]
    return Hit(what, pk, word if asked.place and word in WHERE else "", float(miles[at]) if known else None, reaches)
