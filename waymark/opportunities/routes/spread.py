"""How far figures lie apart: never an average alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True)
class Spread:
    """Five numbers of several: the least, the lower quarter, the middle, the upper quarter, the most; and of how many.

    Quarters are found as most spreadsheets do ("inclusive"). `kept_back` counts those whose number was not given.
    """

    least: float
    lower: float
    middle: float
    upper: float
    most: float
    of: int
    kept_back: int = 0


def spread_of(numbers: Sequence[float | None]) -> Spread | None:
    """The spread of the numbers that are given; None where fewer than three are."""
    given = sorted(number for number in numbers if number is not None)
    if len(given) < 3:
        return None
    lower, middle, upper = quantiles(given, n=4, method="inclusive")
    return Spread(given[0], lower, middle, upper, given[-1], len(given), len(numbers) - len(given))
