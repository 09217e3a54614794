"""What somebody outside sees of a self-assessment a school shared with them, as frozen values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from waymark.evaluation.assessing.queries import AssessedItem, BenchmarkResult, Outcome, Reading, read
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.kernel.academic_year import academic_year
from waymark.planner.models import ImprovementAction
from waymark.planner.queries.plan import plan_of

NOT_SHOWN = "Not shown"
OUTCOMES = {
    Outcome.EVIDENCED: "Shown by records",
    Outcome.CLAIMED_ONLY: "Said by the school; no record is held",
    Outcome.CONTRADICTED: "The school says otherwise than its records",
    Outcome.UNANSWERED: "Not answered",
    Outcome.HIDDEN: NOT_SHOWN,
}


@dataclass(frozen=True)
class SharedItem:
    """One item: what was asked, what the school answers, what its records show as a share in words, and the verdict.

    No count of learners is in it: two evaluations of days close to each other would tell by their difference.
    """

    text: str
    answer: str
    records: str
    outcome: str
    outcome_said: str
    reason: str = ""


@dataclass(frozen=True)
class SharedBenchmark:
    """One benchmark: its score from the answers, beside that from records alone; None where it is not shown."""

    code: str
    title: str
    score: int | None
    evidenced: int | None
    achieved: bool
    is_hidden: bool
    items: tuple[SharedItem, ...]


@dataclass(frozen=True)
class SharedAction:
    """One action of the plan: in the framework's words, or in the school's own where it chose to share them."""

    benchmark: str
    what: str
    achieve_by: date
    state: str


@dataclass(frozen=True)
class SharedContent:
    """All that is seen of a shared evaluation."""

    school: str
    framework: str
    version: str
    on: date
    part: str
    finished_on: date | None
    achieved: int
    of: int
    is_whole: bool
    benchmarks: tuple[SharedBenchmark, ...]
    plan_year: int | None = None
    plan: tuple[SharedAction, ...] = ()


@dataclass(frozen=True)
class Included:
    """What a school chose to share besides the answers. Of the words people typed, only those ticked one by one:
    reasons by the item's code, actions by public id."""

    plan: bool = False
    reasons: Collection[str] = field(default=())
    actions: Collection[str] = field(default=())

    @property
    def has_words(self) -> bool:
        return bool(self.reasons or (self.plan and self.actions))


def shared_content(assessment: Assessment, included: Included) -> SharedContent:
    """What would be shared of an evaluation now, small numbers hidden whoever asks."""
    by, reading = framework(assessment.framework), read(assessment, hiding_small=True)
    typed = reasons_typed(assessment) if included.reasons else {}
    reasons = {code: words for code, words in typed.items() if code in included.reasons}
    year = academic_year(assessment.on)
    return SharedContent(
        school=assessment.organisation.name,
        framework=by.title,
        version=assessment.version,
        on=assessment.on,
        part=assessment.part,
        finished_on=assessment.finished_at.date() if assessment.finished_at else None,
        achieved=reading.result.achieved,
        of=sum(not one.is_hidden for one in reading.result.by_benchmark.values()),
        is_whole=reading.result.is_whole,
        benchmarks=tuple(_benchmark(code, one, reading, reasons) for code, one in reading.result.by_benchmark.items()),
        plan_year=year if included.plan else None,
        plan=tuple(_action(each, included) for each in plan_of(assessment.organisation, year)) if included.plan else (),
    )


def reasons_typed(assessment: Assessment) -> dict[str, str]:
    """The words people gave with their answers, by the item's code; for somebody who may see learners."""
    items = read(assessment).items
    return {i.criterion.code: i.claimed.reason for i in items if i.applies and i.claimed and i.claimed.reason}


def words_shared(assessment: Assessment, included: Included) -> list[str]:
    """The words people typed that would leave the school."""
    reasons = [words for code, words in reasons_typed(assessment).items() if code in included.reasons]
    if not included.plan:
        return reasons
    actions = plan_of(assessment.organisation, academic_year(assessment.on))
    return [*reasons, *(each.title for each in actions if each.public_id in included.actions)]


def as_json(content: SharedContent) -> dict[str, Any]:
    """For keeping: days as ISO text, tuples as lists."""
    return _ADAPTER.dump_python(content, mode="json")


def from_json(kept: dict[str, Any]) -> SharedContent:
    """What was kept, as values again."""
    return _ADAPTER.validate_python(kept)


def sha256_of(content: SharedContent) -> str:
    """Of its canonical JSON."""
    canonical = json.dumps(as_json(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _benchmark(code: str, one: BenchmarkResult, reading: Reading, reasons: dict[str, str]) -> SharedBenchmark:
    return SharedBenchmark(
        code=code,
        title=one.title,
        score=one.score.score,
        evidenced=one.evidenced.score,
        achieved=one.score.achieved,
        is_hidden=one.is_hidden,
        items=tuple(_item(each, reasons.get(each.criterion.code, "")) for each in reading.of(code)),
    )


def _item(item: AssessedItem, reason: str) -> SharedItem:
    claimed = item.label(item.claimed.answer) if item.claimed else ""
    return SharedItem(
        text=item.criterion.text,
        answer=claimed or (item.answer.label if item.answer else ""),
        records=_records(item),
        outcome=item.outcome.value,
        outcome_said=OUTCOMES[item.outcome],
        reason=reason,
    )


def _records(item: AssessedItem) -> str:
    """What the records show: a share in words, or what sign there is; blank where they say nothing."""
    if item.recorded is None:
        return ""
    if item.recorded.is_hidden:
        return NOT_SHOWN
    return item.label(item.recorded.answer)


def _action(action: ImprovementAction, included: Included) -> SharedAction:
    own = action.public_id in included.actions
    return SharedAction(
        benchmark=action.benchmark,
        what=action.title if own else _in_framework_words(action),
        achieve_by=action.achieve_by,
        state=action.get_state_display(),
    )


def _in_framework_words(action: ImprovementAction) -> str:
    if not (action.need and action.framework):
        return "An action of the school’s own"
    benchmark = framework(action.framework).benchmark(action.benchmark)
    said = {due.code: due.title for due in benchmark.entitlements}
    said |= {criterion.code: criterion.text for criterion in benchmark.criteria}
    return said.get(action.need, benchmark.title)


_ADAPTER = TypeAdapter(SharedContent)
