"""Evaluations kept for good: what each says, what it was made from, and its checksum."""

from datetime import date, datetime
from typing import Self

from ninja import Schema
from pydantic import Field

from waymark.evaluation.cuts.content import CutContent
from waymark.evaluation.cuts.queries import whole_text
from waymark.evaluation.cuts.verifying import is_unaltered
from waymark.evaluation.models import Cut
from waymark.web.api.shapes.evaluations import Figures


class CutShown(Schema):
    """One kept evaluation."""

    cut_id: str
    on: date
    measurement_point: str | None = Field(description="december, march or july; null: kept by hand for another day.")
    framework: str
    framework_version: str
    revision: int = Field(description="Of the ledger it was made from.")
    made_at: datetime
    by_itself: bool
    replaces: str | None = Field(description="The kept evaluation of the same day whose place it took.")

    @classmethod
    def of(cls, cut: Cut) -> Self:
        return cls(
            cut_id=cut.public_id,
            on=cut.on,
            measurement_point=cut.point or None,
            framework=cut.framework,
            framework_version=cut.version,
            revision=cut.revision,
            made_at=cut.made_at,
            by_itself=cut.made_by_id is None,
            replaces=cut.replaces.public_id if cut.replaces else None,
        )


class BenchmarkKept(Schema):
    """One benchmark as it was kept: on records, and by answers where a self-assessment was finished for the day."""

    benchmark: str
    score: int | None
    achieved: bool
    is_hidden: bool
    answered_score: int | None
    answers_achieve: bool
    answered_is_hidden: bool


class CutInFullShown(Schema):
    """One kept evaluation and all it says; small numbers are hidden from a token that may not see learners."""

    cut: CutShown
    sha256: str = Field(description="Of `text`, in UTF-8.")
    is_unaltered: bool
    achieved: int
    counted: int
    answers_achieved: int | None
    benchmarks: list[BenchmarkKept]
    figures: list[Figures]
    text: str = Field(description="The canonical JSON that was kept, to the byte.")

    @classmethod
    def of(cls, cut: Cut, content: CutContent) -> Self:
        text, sha256 = whole_text(cut)
        return cls(
            cut=CutShown.of(cut),
            sha256=sha256,
            is_unaltered=is_unaltered(cut),
            achieved=content.achieved,
            counted=content.counted,
            answers_achieved=content.answers_achieved,
            benchmarks=[
                BenchmarkKept(
                    benchmark=one.code,
                    score=one.score,
                    achieved=one.achieved,
                    is_hidden=one.is_hidden,
                    answered_score=one.answered,
                    answers_achieve=one.answers_achieve,
                    answered_is_hidden=one.answered_is_hidden,
                )
                for one in content.benchmarks.values()
            ],
            figures=[
                Figures.of(each, entitlement=None, group=None, year_group=None) for each in content.figures.values()
            ],
            text=text,
        )
