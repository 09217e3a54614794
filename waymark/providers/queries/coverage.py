"""Where, for which entitlement, nobody reaches: the directory asked on behalf of every place at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from waymark.kernel.entitlement import Entitlement
from waymark.kernel.vocabulary import YEAR_GROUPS, Setting
from waymark.places.queries import Position
from waymark.providers.queries.index import DirectoryIndex
from waymark.providers.queries.search import can_close, miles_to

if TYPE_CHECKING:
    import numpy as np


class Reached(StrEnum):
    """Whether anybody reaches a place: in person, only online, nobody, or nobody can say, its place not being known."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reach:
    """How many offers reach a place, and whether that is anybody."""

    in_person: int
    online: int
    reached: Reached


@dataclass(frozen=True)
class Place:
    """A school or college of an area, where it is, and which criteria apply to it. `key` names it in the answer."""

    key: int
    position: Position | None
    setting: Setting


def coverage(
    index: DirectoryIndex, places: Sequence[Place], dues: Iterable[Entitlement], *, miles: int, on: date
) -> Mapping[tuple[str, int], Reach]:
    """By entitlement and place, what reaches it: only where the entitlement is asked of the place's setting.

    Whoever comes to schools reaches as far as they say, or `miles` where they do not say; whoever is visited is within
    reach up to `miles`; who comes anywhere reaches everybody. What is only online is counted apart.
    """
    comes = {place.key: _comes(index, place.position, miles) for place in places}
    found = {}
    settings = {place.setting for place in places}
    for due in dues:
        for setting in settings & set(due.settings):
            can = _ever(index, due, setting, on)
            online = int((can & index.columns["online"]).sum())
            for place in places:
                if place.setting == setting:
                    found[due.code, place.key] = _reach(int((can & comes[place.key]).sum()), online, place)
    return found


def _reach(in_person: int, online: int, place: Place) -> Reach:
    if in_person:
        return Reach(in_person, online, Reached.IN_PERSON)
    if place.position is None:
        return Reach(0, online, Reached.UNKNOWN)
    return Reach(0, online, Reached.ONLINE if online else Reached.NOBODY)


def _ever(index: DirectoryIndex, due: Entitlement, setting: Setting, on: date) -> np.ndarray:
    """The offers that can close it for some year group they suit."""
    import numpy as np  # not at the start of the program

    can = np.zeros(len(index), dtype=bool)
    for year in YEAR_GROUPS:
        can |= can_close(index, due.code, year, on=on, setting=setting) & index.years[year]
    return can


def _comes(index: DirectoryIndex, position: Position | None, miles: int) -> np.ndarray:
    import numpy as np

    columns = index.columns
    anywhere = columns["nationwide"] & ~columns["online"]
    if position is None:
        return anywhere
    reach = np.where(columns["comes"] & ~np.isnan(columns["reach"]), columns["reach"], float(miles))
    with np.errstate(invalid="ignore"):
        return anywhere | (~columns["online"] & (miles_to(index, position) <= reach))
