"""Whose turn it is when an employer can take fewer requests in a month than schools would like to make.

Each school gets one place before any gets a second, and whoever asked longest ago goes first. A second place is given
out before the 15th only while more than half of the month's places are free; from the 15th on, what is left is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

SECONDS_FROM = 15  # the day of the month


@dataclass(frozen=True)
class Waiting:
    """One approach that waits for a place: whose it is, and when they asked."""

    key: int
    school: int
    asked_at: datetime


def dealt(waiting: Iterable[Waiting], had: Mapping[int, int], *, cap: int | None, taken: int, on: date) -> list[int]:
    """The keys of those who get a place now, in order. `had`: how many places each school has had this month.

    Without a cap there is room for all.
    """
    left = sorted(waiting, key=lambda each: (each.asked_at, each.key))
    if cap is None:
        return [each.key for each in left]
    given, places = Counter(had), []
    while taken < cap:
        turn = min(left, key=lambda each: (given[each.school], each.asked_at, each.key), default=None)
        if turn is None or (given[turn.school] and not _may_have_second(cap, taken, on)):
            break
        left.remove(turn)
        given[turn.school] += 1
        taken += 1
        places.append(turn.key)
    return places


def _may_have_second(cap: int, taken: int, on: date) -> bool:
    return on.day >= SECONDS_FROM or 2 * (cap - taken) > cap
