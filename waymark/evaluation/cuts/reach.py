"""Which benchmarks a school could achieve soon, and where a visit would move most: from what cuts show, no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from waymark.evaluation.cuts.content import CutContent
from waymark.evaluation.frameworks import framework
from waymark.kernel.scale import Scale

Named = TypeVar("Named")

MOST_THINGS = 2  # wanting in a benchmark that is within reach
_SHARE = 4  # no more than one learner in so many still to go
_ANSWERS_AHEAD = 3  # benchmarks that answers achieve and records do not


@dataclass(frozen=True, slots=True)
class Reach:
    """A benchmark within reach: how many more learners, of how many, would make it achieved."""

    benchmark: str
    wanting: tuple[str, ...]
    to_go: int
    of: int


@dataclass(frozen=True, slots=True)
class Visit(Generic[Named]):
    """A school worth a visit, and why: what is within reach, and how far its answers are ahead of its records."""

    school: Named
    reach: tuple[Reach, ...]
    answers_ahead: int
    learners: int


def within_reach(content: CutContent) -> tuple[Reach, ...]:
    """Benchmarks not achieved of which at most two figures are wanting and at most one learner in four is still to go.

    A benchmark with a hidden count is left out: how many are to go would tell it.
    """
    by = framework(content.framework)
    figures = content.figures[by.name]
    found = []
    for code in by.scored_benchmarks:
        one = content.benchmarks[code]
        if one.score is None or one.achieved:
            continue
        wanting, to_go, of = [], 0, 0
        for due in by.benchmark(code).entitlements:
            figure = figures.figure(due.code) if due.scored else None
            if figure is None or figure.band in _full(by.scale):
                continue
            if figure.n is None or figure.met is None:
                break
            wanting.append(due.title)
            to_go, of = to_go + _least(by.scale, figure.n) - figure.met, of + figure.n
        else:
            if len(wanting) <= MOST_THINGS and _SHARE * to_go <= of:
                found.append(Reach(code, tuple(wanting), to_go, of))
    return tuple(found)


def visits(cuts: Iterable[tuple[Named, CutContent]], *, most: int = 5) -> list[Visit[Named]]:
    """The schools where a visit would move most, that one first.

    By how many benchmarks are within reach there, then by how many learners the school has, then by how few are still
    to go. Schools whose answers run three or more benchmarks ahead of their records come after: they need records.
    """
    found = [
        Visit(school, within_reach(cut), max((cut.answers_achieved or 0) - cut.achieved, 0), _learners(cut))
        for school, cut in cuts
    ]
    worth = [visit for visit in found if visit.reach or visit.answers_ahead >= _ANSWERS_AHEAD]
    worth.sort(key=lambda v: (-len(v.reach), -v.learners, sum(reach.to_go for reach in v.reach)))
    return worth[:most]


def _full(scale: Scale) -> set[str]:
    return {band.name for band in scale.bands if band.credit == scale.bands[-1].credit}


def _least(scale: Scale, n: int) -> int:
    """The fewest of n learners whose band earns all there is to earn."""
    return next(met for met in range(n + 1) if scale.band(met, n).name in _full(scale))


def _learners(cut: CutContent) -> int:
    """The largest cohort that is shown: about how many learners the school has."""
    return max((figure.n or 0 for figure in cut.figures[cut.framework].figures.values()), default=0)
