"""Why one body of evidence scores otherwise under new rules: how many points each entitlement explains."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor

from waymark.kernel.scores import score


class Fate(StrEnum):
    """What became of an entitlement."""

    GONE = "gone"
    CHANGED = "changed"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Part:
    """One entitlement's share of the difference, in whole points. Credits are in quarters; None: not in those rules."""

    code: str
    fate: Fate
    before: int | None
    after: int | None
    points: int


def parts_of_change(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Part, ...]:
    """The difference between two scores of a benchmark, parted among its scored entitlements.

    `before` and `after` are the credits of those with anybody to count, under the old and the new rules. Their points
    add up to the difference. One in both is worth what its credit changed by; one that is gone or new, what leaving it
    out or taking it in does to the score of those in both.
    """
    both = before.keys() & after.keys()
    exact = {code: Fraction(25 * (after[code] - before[code]), len(both)) for code in both}
    exact |= {code: -points for code, points in _beside(before, both).items()}
    exact |= _beside(after, both)
    whole = _in_whole_points(exact, (score([*after.values()]).score or 0) - (score([*before.values()]).score or 0))
    return tuple(
        Part(code, _fate(code, before, after), before.get(code), after.get(code), whole[code]) for code in sorted(exact)
    )


def _fate(code: str, before: Mapping[str, int], after: Mapping[str, int]) -> Fate:
    if code not in after:
        return Fate.GONE
    return Fate.CHANGED if code in before else Fate.NEW


def _beside(credits: Mapping[str, int], both: set[str]) -> dict[str, Fraction]:
    """What each entitlement that is not in both sets of rules does to the score of those that are."""
    base = Fraction(25 * sum(credits[code] for code in both), len(both)) if both else Fraction(0)
    return {code: (25 * credits[code] - base) / len(credits) for code in credits.keys() - both}


def _in_whole_points(exact: Mapping[str, Fraction], total: int) -> dict[str, int]:
    """Whole points that add up to the total, each next to its exact value: the largest remainders are rounded up."""
    whole = {code: floor(points) for code, points in exact.items()}
    order = sorted(exact, key=lambda code: (whole[code] - exact[code], code))
    wanting = total - sum(whole.values())
    for place in range(abs(wanting)):
        whole[order[place % len(order)] if wanting > 0 else order[-1 - place % len(order)]] += 1 if wanting > 0 else -1
    return whole
