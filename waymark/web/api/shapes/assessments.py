"""Self-assessments: what people answered beside what records say, and what both come to."""

from datetime import date, datetime
from typing import Literal, Self

from ninja import Schema
from pydantic import Field

from waymark.evaluation.assessing.queries import AssessedItem, BenchmarkResult, Reading
from waymark.evaluation.models import Assessment

Outcome = Literal["evidenced", "claimed_only", "contradicted", "unanswered", "not_applicable", "hidden"]


class AssessmentShown(Schema):
    """One self-assessment: by which rules, about which day, and whether it is finished."""

    assessment_id: str
    framework: str
    version: str
    on: date
    part: str = Field(description="A site or department of a college; blank: the whole.")
    opened_at: datetime
    finished_at: datetime | None
    started_from: str | None

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        return cls(
            assessment_id=assessment.public_id,
            framework=assessment.framework,
            version=assessment.version,
            on=assessment.on,
            part=assessment.part,
            opened_at=assessment.opened_at,
            finished_at=assessment.finished_at,
            started_from=assessment.started_from.public_id if assessment.started_from else None,
        )


class RecordedShown(Schema):
    """What the records answer. Null numbers: a sign that counts nobody, or hidden, as small numbers are."""

    answer: str | None
    met: int | None
    of: int | None
    as_at: date
    revision: int | None
    entitlements: list[str]
    words: str


class AssessmentItem(Schema):
    """One question: the claim, the records, the outcome, and what the answer that counts earns in quarters."""

    code: str
    benchmark: str
    question: str
    scored: bool
    recorded: RecordedShown | None
    claimed: str | None
    outcome: Outcome
    quarters: int | None

    @classmethod
    def of(cls, item: AssessedItem) -> Self:
        said = item.recorded
        return cls(
            code=item.criterion.code,
            benchmark=item.benchmark,
            question=item.criterion.question,
            scored=item.scored,
            recorded=RecordedShown(
                answer=said.answer,
                met=said.met,
                of=said.of,
                as_at=said.as_at,
                revision=said.revision,
                entitlements=list(said.entitlements),
                words=said.words,
            )
            if said
            else None,
            claimed=item.claimed.answer if item.claimed else None,
            outcome=item.outcome.value,
            quarters=item.quarters,
        )


class BenchmarkResultShown(Schema):
    """One benchmark: its score from the answers and the evidenced one. Null: nothing to score, or hidden."""

    benchmark: str
    score: int | None
    achieved: bool
    is_hidden: bool
    evidenced_score: int | None
    evidenced_achieved: bool
    evidenced_is_hidden: bool

    @classmethod
    def of(cls, one: BenchmarkResult) -> Self:
        return cls(
            benchmark=one.benchmark,
            score=one.score.score,
            achieved=one.score.achieved,
            is_hidden=one.is_hidden,
            evidenced_score=one.evidenced.score,
            evidenced_achieved=one.evidenced.achieved,
            evidenced_is_hidden=one.evidenced_is_hidden,
        )


class AssessmentInFull(Schema):
    """A self-assessment as it reads now, its records read anew."""

    assessment: AssessmentShown
    achieved: int = Field(description="Benchmarks achieved by the answers, of those whose score is shown.")
    benchmarks: list[BenchmarkResultShown]
    items: list[AssessmentItem]

    @classmethod
    def of(cls, assessment: Assessment, reading: Reading) -> Self:
        result = reading.result
        return cls(
            assessment=AssessmentShown.of(assessment),
            achieved=result.achieved,
            benchmarks=[BenchmarkResultShown.of(one) for one in result.by_benchmark.values()],
            items=[AssessmentItem.of(item) for item in reading.items if item.applies],
        )
