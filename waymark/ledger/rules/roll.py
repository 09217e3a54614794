"""The roll as a file tells it and as we know it: the plain values that merging compares."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from waymark.kernel.academic_year import last_day


class Speaks(StrEnum):
    """Of whom a learner file speaks: everybody on roll, some lines of an earlier file mended, or some who move."""

    OF_ALL = "all"
    OF_MENDED = "mended"
    OF_MOVERS = "movers"


FACTS = (
    "given_name",
    "family_name",
    "preferred_name",
    "born_on",
    "sex",
    "considering_he",
    "sen",
    "pupil_premium",
    "looked_after",
    "eal",
    "ethnicity",
    "email",
)


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """What one line of a file says of one learner. `stated` names the columns the file has."""

    row: int
    upn: str
    given_name: str
    family_name: str
    born_on: date
    year_group: int
    stated: frozenset[str]
    form: str = ""
    preferred_name: str = ""
    sex: str = ""
    joined_on: date | None = None
    left_on: date | None = None
    school_reference: str = ""
    former_upn: str = ""
    considering_he: bool = False
    sen: str = "N"
    pupil_premium: bool = False
    looked_after: bool = False
    eal: bool = False
    ethnicity: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Stay:
    """Time on roll in one academic year; `key` is None for one not yet kept."""

    academic_year: int
    year_group: int
    form: str
    from_on: date
    to_on: date | None = None
    key: int | None = None

    def covers(self, day: date) -> bool:
        """Whether the learner was on roll that day, the year's end closing an open stay."""
        last = self.to_on or last_day(self.academic_year)
        return self.from_on <= day <= last


@dataclass(frozen=True, slots=True)
class KnownLearner:
    """A learner the school has, with every stay: `facts` holds the fields a file may change."""

    key: int
    upn: str
    former_upn: str
    school_reference: str
    facts: Mapping[str, Any]
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class StayChange:
    """A stay to open (`key` None), or the fields to change in one that stands."""

    values: Mapping[str, Any]
    key: int | None = None


@dataclass(frozen=True, slots=True)
class LearnerChange:
    """What a file changes about one learner: the fields of the person, and their time on roll."""

    key: int
    row: int | None
    fields: Mapping[str, Any] = field(default_factory=dict)
    stays: tuple[StayChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Addition:
    """A learner the school did not have."""

    row: LearnerRow
    stays: tuple[StayChange, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """A learner on roll whom the file does not mention: a question, never a deletion.

    `last_seen` is the last day to propose when they have left; `this_year` is false for those
    still on last year's roll only.
    """

    key: int
    year_group: int
    form: str
    this_year: bool
    last_seen: date


@dataclass(frozen=True, slots=True)
class RollPlan:
    """Everything merging one file would do. `left` are the changes that end a stay on the file's word."""

    additions: tuple[Addition, ...] = ()
    changes: tuple[LearnerChange, ...] = ()
    unchanged: tuple[int, ...] = ()
    absent: tuple[Absence, ...] = ()
    left: int = 0
