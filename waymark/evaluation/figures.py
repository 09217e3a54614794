"""A school's figures as values: what the pages, the API and the careers page are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Self

from waymark.evaluation.results import WHOLE_COHORT

FigureKey = tuple[str, str, int]  # entitlement, group, year group


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of a cohort, or of one group or year group of it, have each answer. None is a hidden number."""

    entitlement: str
    group: str
    year_group: int
    n: int | None
    met: int | None
    not_yet: int | None
    missed: int | None
    unknown: int | None
    band: str | None

    @property
    def is_whole(self) -> bool:
        """Whether every number of it is shown."""
        return self.counts is not None

    @property
    def counts(self) -> tuple[int, int, int, int] | None:
        """How many have met it, not yet, missed it, and are unknown; None unless every number is shown."""
        met, not_yet, missed, unknown = self.met, self.not_yet, self.missed, self.unknown
        if self.n is None or met is None or not_yet is None or missed is None or unknown is None:
            return None
        return met, not_yet, missed, unknown


@dataclass(frozen=True, slots=True)
class BenchmarkScore:
    """The evidenced score of a benchmark; None where no scored entitlement had anybody to count, or it is hidden."""

    benchmark: str
    score: int | None
    achieved: bool
    entitlements: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SchoolFigures:
    """All figures and scores of one school under one framework as at a day, made from one revision of its ledger."""

    framework: str
    on: date
    revision: int
    figures: Mapping[FigureKey, Figure]
    scores: Mapping[str, BenchmarkScore]

    def figure(self, entitlement: str, group: str = "all", year_group: int = WHOLE_COHORT) -> Figure | None:
        """The figure of an entitlement; None where nobody is in it."""
        return self.figures.get((entitlement, group, year_group))

    def year_groups(self, entitlement: str) -> list[int]:
        """The year groups of the entitlement's cohort that have anybody in them."""
        return sorted(year for code, group, year in self.figures if code == entitlement and group == "all" and year)

    def as_kept(self) -> dict[str, Any]:
        """As lists of plain values, for keeping: every figure and score in the order of their keys."""
        return {
            "figures": [
                [*key, one.n, one.met, one.not_yet, one.missed, one.unknown, one.band]
                for key, one in sorted(self.figures.items(), key=itemgetter(0))
            ],
            "scores": [
                [code, one.score, one.achieved, one.entitlements, one.is_hidden]
                for code, one in sorted(self.scores.items(), key=itemgetter(0))
            ],
        }

    @classmethod
    def kept(cls, framework: str, on: date, revision: int, kept: Mapping[str, Any]) -> Self:
        """From what `as_kept` gave."""
        figures = [Figure(*row) for row in kept["figures"]]
        scores = [BenchmarkScore(*row) for row in kept["scores"]]
        by_key = {(figure.entitlement, figure.group, figure.year_group): figure for figure in figures}
        return cls(framework, on, revision, by_key, {score.benchmark: score for score in scores})
