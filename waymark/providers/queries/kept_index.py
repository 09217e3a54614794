"""The index that this process holds, brought up to date where the directory or the day has changed since."""

from dataclasses import dataclass
from datetime import date
from threading import Lock

from waymark.kernel.framework import Framework
from waymark.providers.models import DirectoryRevision
from waymark.providers.queries.index import DirectoryIndex, index_of
from waymark.providers.queries.joining import joined
from waymark.providers.queries.rows import Key, Stamp, Standing, standing_on

_MOST_AT_ONCE = 0.2  # of all entries; where more have changed, the index is made anew and old words forgotten


@dataclass(frozen=True)
class _Kept:
    asked: tuple[int, date]
    stamps: dict[Key, Stamp]
    index: DirectoryIndex


_lock = Lock()
_kept: dict[tuple[str, ...], _Kept] = {}


def directory_index(*, on: date, frameworks: tuple[Framework, ...]) -> DirectoryIndex:
    """The directory as it stands, of a day; asking whether anything has changed takes one short query."""
    rules = tuple(each.name for each in frameworks)
    asked = (DirectoryRevision.now(), on)
    with _lock:
        kept = _kept.get(rules)
        if kept is None or kept.asked != asked:
            standing = standing_on(on)
            kept = _kept[rules] = _Kept(asked, standing.stamps, _brought_up(kept, standing, frameworks))
        return kept.index


def forget_index() -> None:
    """Make the next search make its index anew."""
    with _lock:
        _kept.clear()


def _brought_up(kept: _Kept | None, standing: Standing, frameworks: tuple[Framework, ...]) -> DirectoryIndex:
    if kept is None:
        return index_of(standing.rows(standing.stamps), frameworks)
    stay = {key for key, stamp in kept.stamps.items() if standing.stamps.get(key) == stamp}
    fresh = [key for key in standing.stamps if key not in stay]
    if len(fresh) > _MOST_AT_ONCE * len(standing.stamps):
        return index_of(standing.rows(standing.stamps), frameworks)
    import numpy as np  # not at the start of the program

    stays = np.array([key in stay for key in kept.index.keys], dtype=bool)
    return joined(kept.index, stays, index_of(standing.rows(fresh), frameworks))
