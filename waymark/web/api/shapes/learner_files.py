"""Learners sent by a program, and what came of them. A UPN goes in with whom it names, and comes out nowhere."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal, Self

from annotated_types import Ge, Le
from ninja import Schema
from pydantic import Field, StrictBool, StrictStr, StringConstraints

from waymark.intake.models import Delivery
from waymark.intake.reading import Problem
from waymark.intake.reading.report import ERRORS
from waymark.ledger.rules.roll import Absence
from waymark.ledger.sources.learners import COLUMNS
from waymark.web.api.shapes.values import Day, PublicId, Sent, YearGroup

MOST = 2_000
_NO_CONTROL = r"^[^\x00-\x1f\x7f]*$"
Name = Annotated[StrictStr, StringConstraints(min_length=1, max_length=100, pattern=_NO_CONTROL)]
Short = Annotated[StrictStr, StringConstraints(max_length=60, pattern=_NO_CONTROL)]
Upn = Annotated[StrictStr, StringConstraints(pattern=r"^[A-Za-z][0-9]{11}[0-9A-Za-z]$")]
FileNumber = Annotated[int, Ge(1), Le(2**53)]


class LearnerSent(Sent):
    """One learner as another system knows them. A field that is not sent is left as it is.

    Sensitive fields are kept only if the school has switched them on. Without a UPN somebody is known by their
    `school_reference`, or by both names and the date of birth.
    """

    given_name: Name
    family_name: Name
    born_on: Day
    year_group: YearGroup
    upn: Upn | None = None
    former_upn: Upn | None = None
    school_reference: Short | None = None
    preferred_name: Name | None = None
    form: Short | None = None
    sex: Literal["F", "M", "U"] | None = None
    joined_on: Day | None = None
    left_on: Day | None = None
    considering_he: StrictBool | None = None
    sen: Literal["N", "K", "E"] | None = None
    pupil_premium: StrictBool | None = None
    looked_after: StrictBool | None = None
    eal: StrictBool | None = None
    ethnicity: Short | None = None
    email: Annotated[StrictStr, StringConstraints(max_length=254, pattern=_NO_CONTROL)] | None = None


class LearnersSent(Sent):
    """Learners as on a day. `whole_roll`: they are all the school has, so that those it lacks are asked about."""

    on: Day
    whole_roll: StrictBool = False
    learners: Annotated[list[LearnerSent], Field(min_length=1, max_length=MOST)]


class Left(Sent):
    """That a learner left: `on` is their last day on roll."""

    learner_id: PublicId
    on: Day


class Merging(Sent):
    """What the school says of learners who were not sent; of whom nothing is said, nothing changes."""

    left: Annotated[list[Left], Field(max_length=MOST)] = []
    still_here: Annotated[list[PublicId], Field(max_length=MOST)] = []


class LearnerTaken(Schema):
    """Whom a learner sent is known as, and what it did: added, changed or unchanged."""

    learner_id: str
    outcome: Literal["added", "changed", "unchanged"]


class FileProblem(Schema):
    """One thing wrong: with the learner of this number, the first being 0, or null with all; never what was sent."""

    learner: int | None
    field: str
    code: str
    effect: str
    expected: str
    suggestion: str

    @classmethod
    def of(cls, problem: Problem) -> Self:
        return cls(
            learner=problem.row - 2 if problem.row > 1 else None,
            field=_FIELDS.get(problem.column, problem.column),
            code=problem.code,
            effect=problem.effect.value,
            expected=problem.expected,
            suggestion=problem.suggestion,
        )


class NotSent(Schema):
    """A learner on roll who was not sent; `last_seen` is the last day to propose if they have left."""

    learner_id: str
    year_group: int
    this_year: bool
    last_seen: date


class LearnerFile(Schema):
    """Learners sent together: what merging them would do or did."""

    file_id: int
    state: str
    on: date
    counts: dict[str, int]
    problems: list[FileProblem]
    absent: list[NotSent] = Field(description="Only while it waits to be merged, and only of a whole roll.")

    @classmethod
    def of(
        cls, delivery: Delivery, problems: Iterable[Problem], absent: Sequence[Absence], names: Mapping[int, str]
    ) -> Self:
        return cls(
            file_id=delivery.pk,
            state=delivery.state,
            on=delivery.day,
            counts=delivery.outcome,
            problems=[FileProblem.of(problem) for problem in problems],
            absent=[
                NotSent(
                    learner_id=names[one.key],
                    year_group=one.year_group,
                    this_year=one.this_year,
                    last_seen=one.last_seen,
                )
                for one in absent
            ],
        )


_FIELDS = {column.shown: column.name for column in COLUMNS}
_NEEDED = ("upn", "given_name", "family_name", "born_on", "year_group")


def file_of(learners: Sequence[LearnerSent], *, whole_roll: bool, mark: str) -> bytes:
    """The learners as the file they would have come in; `mark` tells it from another that says the same.

    A file with our own column of errors says nothing of those it lacks.
    """
    said = {name for one in learners for name in one.model_fields_set if getattr(one, name) is not None}
    columns = [column for column in COLUMNS if column.name in said or column.name in _NEEDED]
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow([*(column.shown for column in columns), ERRORS if not whole_roll else "Sent"])
    for one in learners:
        rows.writerow([*(_cell(getattr(one, column.name)) for column in columns), mark])
    return out.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
