"""The shape of what an evaluation gives, whatever engine made it: three tables of plain tuples."""

from dataclasses import dataclass

JUDGEMENT_COLUMNS = ("learner_id", "institution_id", "year_group", "entitlement", "answer", "evidence")
FIGURE_COLUMNS = (
    "level",
    "unit",
    "group",
    "year_group",
    "entitlement",
    "n",
    "met",
    "not_yet",
    "missed",
    "unknown",
    "band",
)
SCORE_COLUMNS = ("institution_id", "benchmark", "score", "achieved", "entitlements")

JudgementRow = tuple[str, str, int, str, str, int]
FigureRow = tuple[str, str, str, int, str, int, int, int, int, int, str]
ScoreRow = tuple[str, str, int | None, bool, int]

LEVELS = ("institution", "hub", "trust", "la", "all")
WHOLE_COHORT = 0  # stands where a year group would: the figure of all of an entitlement's cohort


@dataclass(frozen=True, slots=True)
class Results:
    """Rows in column order, sorted by their key columns: text by code point, numbers as numbers.

    A blank score is None. Keys are: all but answer and evidence; the first five columns; the first two.
    """

    judgements: list[JudgementRow]
    figures: list[FigureRow]
    scores: list[ScoreRow]
