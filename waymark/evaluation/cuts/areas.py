"""A hub's, trust's or council's schools together at a measurement point: what each cut shows, added up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from waymark.evaluation.cuts.content import BenchmarkAtCut, CutContent
from waymark.evaluation.cuts.queries import shown_at_points
from waymark.evaluation.models import Target
from waymark.kernel.measurement import last_passed, year_before
from waymark.places.models import Organisation

Cuts = Mapping[int, CutContent]


@dataclass(frozen=True, slots=True)
class Achieving:
    """Of `of` schools, how many achieve something."""

    count: int
    of: int

    @property
    def percent(self) -> float | None:
        return 100 * self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class AreaAtPoint:
    """The cuts of an area's schools at a point, at the point before, and a year before, by the school's key."""

    on: date
    before: date
    year_before: date
    now: Cuts
    then: Cuts
    last_year: Cuts

    def achieving(self, code: str) -> Achieving:
        """Of the schools whose score is shown, how many achieve a benchmark on records."""
        return _achieving(self.now, code)

    def answering(self, code: str) -> Achieving:
        """Of the schools whose self-assessment is shown, how many achieve a benchmark by their answers."""
        told = [one for cut in self.now.values() if (one := _answered(cut, code)) is not None]
        return Achieving(sum(one.answers_achieve for one in told), len(told))

    def change(self, code: str, earlier: Cuts) -> int | None:
        """How many more schools achieve a benchmark than earlier, of those shown at both and by the same rules."""
        both = _both(self.now, earlier, lambda cut: cut.benchmarks[code].score is not None)
        if not both:
            return None
        return sum(now.benchmarks[code].achieved - then.benchmarks[code].achieved for now, then in both)

    def average_change(self, earlier: Cuts) -> float | None:
        """By how much the average number achieved on records has moved, of the schools in both, by the same rules."""
        both = _both(self.now, earlier, lambda cut: bool(cut.counted))
        return sum(now.achieved - then.achieved for now, then in both) / len(both) if both else None

    @property
    def counted(self) -> list[CutContent]:
        """The cuts in which the score of any benchmark is shown."""
        return [cut for cut in self.now.values() if cut.counted]

    @property
    def assessed(self) -> list[int]:
        """How many of the eight each school's answers achieve, where that is shown."""
        return [cut.answers_achieved for cut in self.now.values() if cut.answers_achieved is not None]


def area_at(schools: Sequence[Organisation], on: date) -> AreaAtPoint:
    """What the cuts of these schools show at a measurement point, and before; of those the scope may see."""
    days = (on, last_passed(on), year_before(on))
    cuts = shown_at_points(schools, days)
    return AreaAtPoint(*days, *(cuts[day] for day in days))


def targets_of(area: Organisation) -> dict[str, Decimal]:
    """What the area's schools are to reach, by benchmark; under a blank the average."""
    return {target.benchmark: target.amount for target in Target.objects.filter(organisation=area, ended_at=None)}


def _achieving(cuts: Cuts, code: str) -> Achieving:
    told = [one for cut in cuts.values() if (one := cut.benchmarks.get(code)) and one.score is not None]
    return Achieving(sum(one.achieved for one in told), len(told))


def _answered(cut: CutContent, code: str) -> BenchmarkAtCut | None:
    one = cut.benchmarks.get(code)
    return one if cut.has_answers and one and one.answered is not None and not one.answered_is_hidden else None


def _both(now: Cuts, then: Cuts, shown: Callable[[CutContent], bool]) -> list[tuple[CutContent, CutContent]]:
    pairs = [(now[school], then[school]) for school in now if school in then]
    return [(a, b) for a, b in pairs if a.framework == b.framework and shown(a) and shown(b)]
