"""What an interview timetable is made from and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

EXAM = "exam"
Earlier = Mapping[str, tuple[str, datetime, str]]  # by learner: adviser, start and room


@dataclass(frozen=True, slots=True)
class Availability:
    """A time an adviser can be seen at, in one room."""

    adviser_id: str
    adviser_level: int
    start: datetime
    end: datetime
    room: str
    interpreters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One time for one interview."""

    start: datetime
    end: datetime
    adviser_id: str
    room: str
    adviser_level: int
    interpreters: tuple[str, ...] = ()  # the languages for which one is there, in order

    @property
    def day(self) -> date:
        return self.start.date()

    @property
    def adviser_day(self) -> tuple[str, date]:
        return self.adviser_id, self.day

    def overlaps(self, start: datetime, end: datetime) -> bool:
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Lesson:
    """Where a learner should be; an exam is one that no interview may touch."""

    start: datetime
    end: datetime
    subject: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A learner who asked for an interview, or was put forward for one.

    `level` is the least level of adviser their entitlement takes; `is_last_chance` that its window closes with their
    year. `days_on_roll` are spans, both ends included. `deadline` None: no day by which. `languages`: those for one of
    which an interpreter has to be there, none where nobody has to.
    """

    learner_id: str
    priority: int
    asked_on: date
    deadline: date | None
    reason: str = ""
    level: int = 0
    is_last_chance: bool = False
    days_on_roll: tuple[tuple[date, date], ...] = ()
    lessons: tuple[Lesson, ...] = ()
    lost_already: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    @property
    def need(self) -> tuple[int, bool, date]:
        """Sorts the neediest first; learners of equal need are of one class."""
        return -self.priority, not self.is_last_chance, self.asked_on

    def is_on_roll(self, day: date) -> bool:
        return any(first <= day <= last for first, last in self.days_on_roll)

    def may_come(self, slot: Slot) -> bool:
        """Whether the slot is one for them: on roll, an adviser of their level, their interpreter there, no exam."""
        return (
            slot.adviser_level >= self.level
            and self.is_understood(slot)
            and self.is_on_roll(slot.day)
            and not any(lesson.subject == EXAM and slot.overlaps(lesson.start, lesson.end) for lesson in self.lessons)
        )

    def is_understood(self, slot: Slot) -> bool:
        """Whether an interpreter is there, where one has to be."""
        return not self.languages or not self.languages.isdisjoint(slot.interpreters)

    def is_in_time(self, slot: Slot) -> bool:
        return self.deadline is None or slot.day <= self.deadline

    def subjects_lost(self, slot: Slot) -> list[str]:
        """The subjects of the lessons it would take them out of, once for each lesson."""
        return [lesson.subject for lesson in self.lessons if slot.overlaps(lesson.start, lesson.end)]

    def loses_twice(self, slot: Slot) -> bool:
        """Whether one subject would be lost twice: within this interview, or here and in what is planned already."""
        lost = self.subjects_lost(slot)
        return len(set(lost)) < len(lost) or not self.lost_already.isdisjoint(lost)


@dataclass(frozen=True, slots=True)
class Booking:
    """One learner's interview."""

    asking: Asking
    slot: Slot


@dataclass(frozen=True, slots=True)
class Timetable:
    """The interviews, in order of time; who waits, the neediest first; and whether each aim is proven."""

    bookings: tuple[Booking, ...]
    waiting: tuple[Asking, ...]
    is_proven: bool
    moved: int = 0  # of an earlier timetable's learners, how many are not where they were


def slots_of(times: list[Availability], *, minutes: int, first: date, last: date) -> list[Slot]:
    """Interviews of that length, back to back from the start of each availability, that lie within the days."""
    length = timedelta(minutes=minutes)
    found = set()
    for time in times:
        start = time.start
        while start + length <= time.end:
            if first <= start.date() and (start + length).date() <= last:
                found.add(
                    Slot(start, start + length, time.adviser_id, time.room, time.adviser_level, time.interpreters)
                )
            start += length
    return sorted(found)
