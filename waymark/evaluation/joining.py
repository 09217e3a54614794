"""One view over the self-assessments of a college's sites and departments, beside what its records show of the whole.

No record says at which site a learner is. So a part's answers are people's; where records count learners, they count
those of the whole college, every site by the number it has; where only people can say, every part counts the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from waymark.access.permissions import Permission
from waymark.access.scope import active_scope
from waymark.evaluation.assessing.items import AssessedItem, Recorded
from waymark.evaluation.assessing.queries import Reading, assessments_of, figures_for, read
from waymark.evaluation.assessing.records import recorded
from waymark.evaluation.assessing.rules import Choice
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.kernel.benchmark import Benchmark, Criterion
from waymark.kernel.scores import Score, score
from waymark.places.models import Organisation


@dataclass(frozen=True, slots=True)
class Part:
    """One site or department: its assessment about the day, None where it has none yet."""

    name: str
    assessment: Assessment | None
    reading: Reading | None

    @property
    def is_finished(self) -> bool:
        return self.assessment is not None and self.assessment.is_finished


@dataclass(frozen=True, slots=True)
class JoinedItem:
    """One item over all parts: each part's answer in their order (None: not answered, or no assessment), the least and
    the greatest of them, and what the records show of the whole college."""

    criterion: Criterion
    answers: tuple[Choice | None, ...]
    records: Recorded | None

    @property
    def least(self) -> Choice | None:
        return min((each for each in self.answers if each), key=lambda each: each.credit, default=None)

    @property
    def greatest(self) -> Choice | None:
        return max((each for each in self.answers if each), key=lambda each: each.credit, default=None)


@dataclass(frozen=True, slots=True)
class JoinedBenchmark:
    """One benchmark: the score of each part in their order, and of the whole; None where it is hidden or wanting."""

    code: str
    title: str
    parts: tuple[int | None, ...]
    whole: Score | None
    items: tuple[JoinedItem, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """A college's parts about one day, under one framework."""

    framework: str
    on: date
    parts: tuple[Part, ...]
    benchmarks: tuple[JoinedBenchmark, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that have no assessment about the day, though they had one before."""
        return tuple(part.name for part in self.parts if part.assessment is None)

    @property
    def unfinished(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts if part.assessment and not part.is_finished)


def days_joined(college: Organisation) -> list[date]:
    """The days about which any part of the college has a self-assessment, the latest first."""
    days = assessments_of(college).exclude(part="").values_list("on", flat=True)
    return sorted(set(days), reverse=True)


def joined(college: Organisation, *, on: date) -> Joined | None:
    """The parts' self-assessments about the day, side by side; None where none has one.

    A finished one of a part stands before an open one. The benchmarks are those of the first that there is.
    """
    active_scope().require(Permission.FIGURES_VIEW, college.pk)
    found = list(assessments_of(college).exclude(part=""))
    about = [each for each in found if each.on == on]
    if not about:
        return None
    by = framework(about[0].framework)
    standing = {}
    for each in sorted(about, key=lambda each: (each.is_finished, each.opened_at)):
        if each.framework == by.name:
            standing[each.part] = each
    names = sorted({each.part for each in found})
    parts = tuple(Part(name, standing.get(name), read(standing[name]) if name in standing else None) for name in names)
    figures = figures_for(Assessment(organisation=college, framework=by.name, on=on))
    counted = {
        criterion.code: recorded(college, by, criterion, figures, on=on)
        for benchmark in by.benchmarks
        for criterion in benchmark.criteria
    }
    benchmarks = tuple(_join(benchmark, parts, counted) for benchmark in by.benchmarks)
    return Joined(by.name, on, parts, benchmarks)


def _join(benchmark: Benchmark, parts: Sequence[Part], counted: dict[str, Recorded | None]) -> JoinedBenchmark:
    by_part = [{i.criterion.code: i for i in each.reading.of(benchmark.code)} if each.reading else {} for each in parts]
    asked = [c for c in benchmark.criteria if any(c.code in items for items in by_part)]
    items = tuple(JoinedItem(c, tuple(_answer(own.get(c.code)) for own in by_part), counted[c.code]) for c in asked)
    present = [number for number, part in enumerate(parts) if part.reading]
    return JoinedBenchmark(
        code=benchmark.code,
        title=benchmark.title,
        parts=tuple(_score_of(part, benchmark.code) for part in parts),
        whole=whole_score(items, benchmark, present=present),
        items=items,
    )


def whole_score(items: Sequence[JoinedItem], benchmark: Benchmark, *, present: Sequence[int]) -> Score | None:
    """The score of the whole: by records where they count learners, else by the mean of the parts that are there,
    rounded down; an item a part has not answered earns nothing there. None where a record it takes is hidden."""
    credits: dict[str, int] = {}
    for item in items:
        if not item.criterion.scored:
            continue
        if item.records and item.records.is_hidden:
            return None
        if item.records and item.records.band:
            credits[item.criterion.code] = item.records.band.credit
        else:
            given = [item.answers[number] for number in present]
            credits[item.criterion.code] = sum(each.credit if each else 0 for each in given) // max(len(given), 1)
    whole = score(list(credits.values()), achieved_at=benchmark.achieved_at)
    looked_at = [credits[code] for code in credits if code in benchmark.achieved_over]
    if not looked_at:
        return whole
    return replace(whole, achieved=score(looked_at, achieved_at=benchmark.achieved_at).achieved)


def _answer(item: AssessedItem | None) -> Choice | None:
    return item.answer if item and item.applies else None


def _score_of(part: Part, code: str) -> int | None:
    if part.reading is None or code not in part.reading.result.by_benchmark:
        return None
    return part.reading.result.by_benchmark[code].score.score
