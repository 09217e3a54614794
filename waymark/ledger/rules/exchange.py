"""One school's part of an exchange folder, what is known of it already, and what taking it in would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waymark.intake.reading import Effect, Problem
from waymark.ledger.rules.facts import ActivityFacts

Row = dict[str, Any]  # a record by column, with `row`, its number in its table

KIND = "exchange"
REASON = "A later exchange folder says otherwise"  # of corrections and amendments that a folder makes
LONGEST_LEARNER_ID, LONGEST_ACTIVITY_ID = 40, 60
NAMELESS = "Learner"  # the given name of somebody of whom only an id is known; the family name is that id


@dataclass(frozen=True, slots=True)
class Part:
    """The records of one institution in a folder, sound in themselves."""

    institution: Row
    learners: tuple[Row, ...]
    enrolments: tuple[Row, ...]
    activities: tuple[Row, ...]
    participations: tuple[Row, ...]

    @property
    def records(self) -> int:
        return 1 + sum(map(len, (self.learners, self.enrolments, self.activities, self.participations)))


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A learner of the school; `is_ours` when only folders ever spoke of them, so that a folder may change them."""

    key: int
    facts: Mapping[str, Any]
    is_ours: bool


@dataclass(frozen=True, slots=True)
class KnownStay:
    key: int
    academic_year: int
    year_group: int
    from_on: date
    to_on: date | None
    is_ours: bool


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """An activity of the school; `is_ours` when a folder brought it and nobody has amended it since."""

    key: int
    facts: ActivityFacts
    state: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class KnownMark:
    """The last mark of a learner at an activity; `is_ours` when a folder made it."""

    key: int
    status: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the site holds of a school. People and activities are by every id a folder may call them."""

    people: Mapping[str, KnownPerson]
    stays: Mapping[int, list[KnownStay]]
    activities: Mapping[str, KnownActivity]
    marks: Mapping[tuple[int, int], KnownMark]
    listed: frozenset[tuple[int, int]]
    fields_on: frozenset[str]


@dataclass(slots=True)
class ExchangePlan:
    """What taking a part in would write. People and activities are called by the folder's ids."""

    people: list[Row] = field(default_factory=list)
    changed_people: list[tuple[KnownPerson, Row, dict[str, Any]]] = field(default_factory=list)
    stays: list[tuple[str, int, dict[str, Any]]] = field(default_factory=list)
    changed_stays: list[tuple[KnownStay, str, int, dict[str, Any]]] = field(default_factory=list)
    activities: list[tuple[Row, ActivityFacts, bool]] = field(default_factory=list)
    changed_activities: list[tuple[KnownActivity, Row, ActivityFacts]] = field(default_factory=list)
    marks: list[tuple[str, str, int, str]] = field(default_factory=list)
    corrections: list[tuple[KnownMark, str, str, int, str]] = field(default_factory=list)
    listed: list[tuple[str, str, int]] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    left_out: set[tuple[str, int]] = field(default_factory=set)

    @property
    def added(self) -> int:
        return len(self.people) + len(self.stays) + len(self.activities) + len(self.marks) + len(self.listed)

    @property
    def changed(self) -> int:
        changed = len(self.changed_people) + len(self.changed_stays) + len(self.changed_activities)
        return changed + len(self.corrections)

    @property
    def outcome(self) -> dict[str, int]:
        """The counts that a delivery keeps."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "absent": 0,
            "refused": len(self.left_out),
        }

    def refuse(self, table: str, row: int, column: str, code: str, expected: str, suggestion: str = "") -> None:
        """Leave a record out and say why; nothing of what it held is repeated."""
        place = f"{table}.{column}" if column else table
        self.problems.append(Problem(code, Effect.REFUSED, row, place, "", expected, suggestion))
        self.left_out.add((table, row))

    def leave(self, table: str, row: int, column: str, expected: str) -> None:
        """Say that what is on record stands, because it was not a folder that put it there."""
        words = "To change it, change it where it was recorded."
        self.problems.append(Problem("RECORD_STANDS", Effect.NOTED, row, f"{table}.{column}", "", expected, words))
        self.unchanged += 1
