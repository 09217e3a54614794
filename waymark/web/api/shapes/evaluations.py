"""Figures, scores, and what the records say of one learner."""

from datetime import date
from typing import Literal, Self

from ninja import Schema
from pydantic import Field

from waymark.evaluation.queries import Explained, LearnerAnswer, SchoolFigures
from waymark.kernel.framework import Framework

Answer = Literal["met", "not_yet", "missed", "unknown"]


class EntitlementShown(Schema):
    """One thing learners should have had: its code, title, and in whose figures it is counted."""

    code: str
    benchmark: str
    title: str
    settings: list[str]
    cohort: list[int]
    scored: bool


class FrameworkShown(Schema):
    """One version of a benchmark framework, and its entitlements."""

    name: str
    version: str
    title: str
    in_force_from: date
    in_force_to: date | None
    entitlements: list[EntitlementShown]

    @classmethod
    def of(cls, framework: Framework) -> Self:
        return cls(
            name=framework.name,
            version=framework.version,
            title=framework.title,
            in_force_from=framework.in_force_from,
            in_force_to=framework.in_force_to,
            entitlements=[
                EntitlementShown(
                    code=due.code,
                    benchmark=due.benchmark,
                    title=due.title,
                    settings=[setting.value for setting in due.settings],
                    cohort=list(due.cohort),
                    scored=due.scored,
                )
                for due in framework.entitlements
            ],
        )


class FigureShown(Schema):
    """How many learners of a group and year group have each answer. Null: hidden, as small numbers are."""

    entitlement: str
    group: str
    year_group: int = Field(description="0: the whole cohort.")
    n: int | None
    met: int | None
    not_yet: int | None
    missed: int | None
    unknown: int | None
    band: str | None


class ScoreShown(Schema):
    """The evidenced score of a benchmark; null where nobody is counted, or it is hidden."""

    benchmark: str
    score: int | None
    achieved: bool
    entitlements: int
    is_hidden: bool


class Figures(Schema):
    """A school's figures and scores as at a day, made from one revision of its records."""

    framework: str
    on: date
    revision: int
    figures: list[FigureShown]
    scores: list[ScoreShown]

    @classmethod
    def of(cls, made: SchoolFigures, *, entitlement: str | None, group: str | None, year_group: int | None) -> Self:
        asked = {"entitlement": entitlement, "group": group, "year_group": year_group}
        wanted = {name: value for name, value in asked.items() if value is not None}
        return cls(
            framework=made.framework,
            on=made.on,
            revision=made.revision,
            figures=[
                FigureShown(**{name: getattr(figure, name) for name in FigureShown.model_fields})
                for _, figure in sorted(made.figures.items())
                if all(getattr(figure, name) == value for name, value in wanted.items())
            ],
            scores=[
                ScoreShown(**{name: getattr(score, name) for name in ScoreShown.model_fields})
                for _, score in sorted(made.scores.items())
            ],
        )


class AnswerShown(Schema):
    """One learner's answer to one entitlement; `in_cohort` when they are counted in its figure."""

    learner_id: str
    year_group: int
    answer: Answer
    evidence: int
    in_cohort: bool

    @classmethod
    def of(cls, answer: LearnerAnswer) -> Self:
        return cls(
            learner_id=answer.learner_id,
            year_group=answer.year_group,
            answer=answer.answer.value,
            evidence=answer.evidence,
            in_cohort=answer.in_cohort,
        )


class Answers(Schema):
    """Some of the learners an entitlement asks about, by opaque id; `total` counts all who answer."""

    framework: str
    entitlement: str
    on: date
    total: int
    start: int
    limit: int
    results: list[AnswerShown]


class Wanting(Schema):
    """One thing still wanting: what sort, how much, and of what."""

    wanting: str
    amount: int
    of: str


class JudgementShown(Schema):
    """What the records say of one learner and one entitlement, and why."""

    entitlement: str
    title: str
    answer: Answer
    evidence: int
    in_cohort: bool
    counted: list[str] = Field(description="The activities that counted.")
    wanting: list[Wanting]
    still_until: date | None

    @classmethod
    def of(cls, each: Explained) -> Self:
        said = each.explanation
        return cls(
            entitlement=each.due.code,
            title=each.due.title,
            answer=said.judgement.answer.value,
            evidence=said.judgement.evidence,
            in_cohort=each.in_cohort,
            counted=[encounter.activity.activity_id.partition(".")[0] for encounter in said.judgement.counted],
            wanting=[
                Wanting(wanting=short.wanting.value, amount=short.amount, of=short.of) for short in said.shortfalls
            ],
            still_until=said.still_until,
        )


class Judgements(Schema):
    """Everything a learner on roll is due under one framework, judged as at a day."""

    learner_id: str
    framework: str
    on: date
    judgements: list[JudgementShown]
