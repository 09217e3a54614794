"""The scores of an assessment: from its answers by the kernel's formula, and beside them from records alone."""

from collections import Counter
from collections.abc import Collection, Sequence

from waymark.evaluation.assessing.items import AssessedItem, AssessmentResult, BenchmarkResult
from waymark.evaluation.figures import BenchmarkScore, SchoolFigures
from waymark.kernel.benchmark import Benchmark
from waymark.kernel.framework import Framework
from waymark.kernel.scores import Score, Status, self_assessed
from waymark.kernel.vocabulary import Setting

_NO_SCORE = Score(None, False, 0, Status.NOT_APPLICABLE)


def result(
    by: Framework, setting: Setting, year_groups: Collection[int], figures: SchoolFigures, items: Sequence[AssessedItem]
) -> AssessmentResult:
    """What the items of an assessment come to. Benchmarks without an item for this setting are left out."""
    made = {}
    for benchmark in by.benchmarks:
        own = [item for item in items if item.benchmark == benchmark.code]
        if any(item.applies for item in own):
            evidenced = figures.scores.get(benchmark.code)
            made[benchmark.code] = _one(benchmark, setting, year_groups, own, evidenced)
    return AssessmentResult(by.name, by.version, figures.on, figures.revision, made)


def _one(
    benchmark: Benchmark,
    setting: Setting,
    year_groups: Collection[int],
    items: Sequence[AssessedItem],
    evidenced: BenchmarkScore | None,
) -> BenchmarkResult:
    credits = {item.criterion.code: item.quarters or 0 for item in items}
    is_hidden = any(_rests_on_hidden_records(item) for item in items)
    score = self_assessed(benchmark, setting, year_groups, credits)
    asked = [item for item in items if item.applies]
    return BenchmarkResult(
        benchmark=benchmark.code,
        title=benchmark.title,
        score=Score(None, False, score.items, Status.NOT_APPLICABLE) if is_hidden else score,
        evidenced=_evidenced(evidenced),
        counts=Counter(item.outcome for item in items),
        asked=len(asked),
        answered=sum(item.is_answered for item in asked),
        is_hidden=is_hidden,
        evidenced_is_hidden=evidenced is not None and evidenced.is_hidden,
    )


def _rests_on_hidden_records(item: AssessedItem) -> bool:
    """Whether the item's credit is what hidden records earn, so that the score would tell of a few learners."""
    if not (item.applies and item.scored) or item.claimed:
        return False
    return item.recorded is not None and item.recorded.is_hidden


def _evidenced(found: BenchmarkScore | None) -> Score:
    if found is None or found.score is None:
        return Score(None, False, found.entitlements, Status.NOT_APPLICABLE) if found else _NO_SCORE
    open_or_not = Status.IN_PROGRESS if found.score else Status.NOT_ACHIEVED
    status = Status.ACHIEVED if found.achieved else open_or_not
    return Score(found.score, found.achieved, found.entitlements, status)
