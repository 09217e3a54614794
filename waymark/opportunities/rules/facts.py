"""A course run as facts, whatever it was read from; and how a course is known again by what it says."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """What a provider says of a course. `texts` are the seven, in the order of `models.TEXTS`."""

    aim: str
    texts: tuple[str, ...]
    title: str
    course_type: int | None = None
    sector: str = ""
    education_level: int | None = None
    awarding_body: str = ""
    level: str = ""
    subject: str = ""
    offering: int = 1
    t_level: int | None = None

    @property
    def fingerprint(self) -> str:
        """What tells this course from another of the same provider: aim and texts; without an aim, all that it says.

        A T level is told by its texts and by which it is, so that the register may give it another title.
        """
        said: tuple[Any, ...] = (self.aim, *self.texts)
        if self.t_level is not None:
            said += (self.t_level,)
        elif not self.aim:
            said += (self.title, self.course_type, self.sector, self.education_level, self.awarding_body, self.t_level)
        return hashlib.md5("\x1f".join(map(str, said)).encode(), usedforsecurity=False).hexdigest()


def retyped(reference: str) -> str:
    """A reference as people retype it: whatever the capitals and the spaces."""
    return " ".join(reference.split()).casefold()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of a course, as its provider says it."""

    course: CourseFacts
    name: str
    reference: str
    delivery_mode: int
    is_flexible: bool
    starts_on: date | None
    venue: int | None
    is_national: bool | None
    sub_regions: tuple[str, ...]
    website: str
    cost: Decimal | None
    cost_description: str
    duration: int
    duration_unit: int
    study_mode: int | None
    attendance: int | None

    @property
    def known_by(self) -> str:
        """The provider's reference as people retype it; blank where it gave none."""
        return retyped(self.reference)

    @property
    def slot(self) -> tuple[Any, ...]:
        """When, where and how: what tells runs of one reference, or without any, from each other."""
        return (
            self.name.casefold(),
            self.course.aim,
            self.delivery_mode,
            self.venue,
            self.starts_on,
            self.study_mode,
            self.attendance,
        )


RUN_FIELDS = (
    "name", "reference", "delivery_mode", "is_flexible", "starts_on", "is_national", "website", "cost",
    "cost_description", "duration", "duration_unit", "study_mode", "attendance",
)  # fmt: skip
