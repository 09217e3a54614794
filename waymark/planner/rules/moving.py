"""How much a score would move."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from waymark.evaluation.figures import SchoolFigures
from waymark.kernel.benchmark import Benchmark
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.scale import Scale
from waymark.kernel.scores import FULL_CREDIT, score


@dataclass(frozen=True, slots=True)
class Move:
    """A benchmark's score now and as it would be, out of 100; `achieves` when that would achieve the benchmark."""

    before: int
    after: int
    achieves: bool

    @property
    def points(self) -> int:
        return self.after - self.before


def move_by_offer(due: Entitlement, *, figures: SchoolFigures, benchmark: Benchmark, scale: Scale) -> Move | None:
    """What the evidenced score would come to if all who can still have `due` had it.

    None where it is not scored, or where a number it takes is hidden from the reader of these figures.
    """
    counted = {each.code: figures.figure(each.code) for each in benchmark.entitlements if each.scored}
    bands = {code: figure.band for code, figure in counted.items() if figure}
    mine = counted.get(due.code)
    if mine is None or None in bands.values() or mine.n is None or mine.met is None or mine.not_yet is None:
        return None
    credit_of = {band.name: band.credit for band in scale.bands}
    now = {code: credit_of[band] for code, band in bands.items() if band}
    then = now | {due.code: scale.band(mine.met + mine.not_yet, mine.n).credit}
    return _move(now, then, at=benchmark.achieved_at)


def move_by_answer(code: str, quarters: Mapping[str, int], benchmark: Benchmark) -> Move | None:
    """What the self-assessed score would come to if the item `code` had full credit; None where it is not scored.

    `quarters` are those of every scored item that applies.
    """
    if code not in quarters:
        return None
    then = {**quarters, code: FULL_CREDIT}
    return _move(quarters, then, at=benchmark.achieved_at, looked_at=benchmark.achieved_over)


def _move(now: Mapping[str, int], then: Mapping[str, int], *, at: int, looked_at: Collection[str] = ()) -> Move:
    told = [code for code in now if code in looked_at] or list(now)
    achieved = [score([each[code] for code in told], achieved_at=at).achieved for each in (now, then)]
    before, after = (score(list(each.values())).score or 0 for each in (now, then))
    return Move(before, after, achieved[1] and not achieved[0])
