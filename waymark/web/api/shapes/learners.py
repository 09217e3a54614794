"""Learners, by opaque id. A UPN goes in or out of no shape."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Self

from ninja import Schema
from pydantic import Field

from waymark.ledger.models import Enrolment, Learner, SensitiveField
from waymark.ledger.queries.records import RecordLine


class LearnerOnRoll(Schema):
    """One learner on roll on the day asked about."""

    learner_id: str
    given_name: str
    family_name: str
    preferred_name: str | None
    year_group: int
    form: str | None

    @classmethod
    def of(cls, enrolment: Enrolment) -> Self:
        learner = enrolment.learner
        return cls(
            learner_id=learner.public_id,
            given_name=learner.given_name,
            family_name=learner.family_name,
            preferred_name=learner.preferred_name or None,
            year_group=enrolment.year_group,
            form=enrolment.form or None,
        )


class LearnersOnRoll(Schema):
    """Some of the learners on roll, by name; `total` counts all who answer."""

    on: date
    total: int
    start: int
    limit: int
    results: list[LearnerOnRoll]


class Sensitive(Schema):
    """The sensitive facts the school has switched on; null for one it has not."""

    sen: str | None = Field(None, description="N none, K support, E education, health and care plan.")
    pupil_premium: bool | None = None
    looked_after: bool | None = None
    eal: bool | None = None
    ethnicity: str | None = None
    email: str | None = None

    @classmethod
    def of(cls, learner: Learner, kept: Collection[str]) -> Self:
        return cls(**{field.value: getattr(learner, field.value) for field in SensitiveField if field.value in kept})


class OnRoll(Schema):
    """A time on roll within one academic year; `to_on` null: still on roll."""

    academic_year: int
    year_group: int
    form: str | None
    from_on: date
    to_on: date | None


class RecordedActivity(Schema):
    """One activity of a learner's, and what is recorded of them: attended, absent, excused, or planned."""

    activity_id: str
    title: str
    held_on: date
    kinds: list[str]
    status: str


class LearnerRecord(Schema):
    """One learner, their time on roll, and all that is recorded of them."""

    learner_id: str
    given_name: str
    family_name: str
    preferred_name: str | None
    considering_he: bool
    sensitive: Sensitive | None = Field(description="Null unless the token may see sensitive facts.")
    enrolments: list[OnRoll]
    record: list[RecordedActivity]

    @classmethod
    def of(
        cls, learner: Learner, *, sensitive: Sensitive | None, stays: Sequence[Enrolment], record: Sequence[RecordLine]
    ) -> Self:
        return cls(
            learner_id=learner.public_id,
            given_name=learner.given_name,
            family_name=learner.family_name,
            preferred_name=learner.preferred_name or None,
            considering_he=learner.considering_he,
            sensitive=sensitive,
            enrolments=[
                OnRoll(
                    academic_year=stay.academic_year,
                    year_group=stay.year_group,
                    form=stay.form or None,
                    from_on=stay.from_on,
                    to_on=stay.to_on,
                )
                for stay in stays
            ],
            record=[
                RecordedActivity(
                    activity_id=line.activity,
                    title=line.title,
                    held_on=line.held_on,
                    kinds=list(line.kinds),
                    status=line.status,
                )
                for line in record
            ],
        )
