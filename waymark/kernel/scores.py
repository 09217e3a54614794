"""Credits in quarters made into a score out of 100, by whole numbers and never rounded up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from waymark.kernel.benchmark import Benchmark, Criterion
from waymark.kernel.vocabulary import Setting

FULL_CREDIT = 4


class Status(StrEnum):
    """How far a benchmark has got."""

    ACHIEVED = "achieved"
    IN_PROGRESS = "in_progress"
    NOT_ACHIEVED = "not_achieved"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Score:
    """A benchmark's score over `items` that apply; None where none does."""

    score: int | None
    achieved: bool
    items: int
    status: Status


def score(quarters: Sequence[int], *, achieved_at: int = 100) -> Score:
    """The score of the credits earned, achieved at `achieved_at` percent of full credit. No credits: no score."""
    if any(not 0 <= quarter <= FULL_CREDIT for quarter in quarters):
        raise ValueError(f"Credits run from 0 to {FULL_CREDIT} quarters, not {list(quarters)}.")
    if not quarters:
        return Score(None, False, 0, Status.NOT_APPLICABLE)
    total, full = sum(quarters), FULL_CREDIT * len(quarters)
    achieved = 100 * total >= achieved_at * full
    status = Status.ACHIEVED if achieved else Status.IN_PROGRESS if total else Status.NOT_ACHIEVED
    return Score(25 * total // len(quarters), achieved, len(quarters), status)


def applicable(benchmark: Benchmark, setting: Setting, year_groups: Collection[int]) -> tuple[Criterion, ...]:
    """The criteria put to an institution of this setting that has these year groups, scored or not."""
    return tuple(
        criterion
        for criterion in benchmark.criteria
        if setting in criterion.settings
        and (not criterion.year_groups or not set(criterion.year_groups).isdisjoint(year_groups))
    )


def self_assessed(
    benchmark: Benchmark, setting: Setting, year_groups: Collection[int], credits: Mapping[str, int]
) -> Score:
    """The score of a self-assessment: every scored criterion that applies, one not yet answered earning nothing.

    Whether it is achieved is told by those the benchmark's rule looks at; where none of them applies, by all.
    """
    asked = [criterion.code for criterion in applicable(benchmark, setting, year_groups) if criterion.scored]
    whole = score([credits.get(code, 0) for code in asked], achieved_at=benchmark.achieved_at)
    looked_at = [credits.get(code, 0) for code in asked if code in benchmark.achieved_over]
    if not looked_at:
        return whole
    achieved = score(looked_at, achieved_at=benchmark.achieved_at).achieved
    open_or_not = Status.IN_PROGRESS if any(credits.get(code, 0) for code in asked) else Status.NOT_ACHIEVED
    return replace(whole, achieved=achieved, status=Status.ACHIEVED if achieved else open_or_not)
