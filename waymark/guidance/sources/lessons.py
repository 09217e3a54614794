"""Lessons and exams from a timetable, one a row: of a learner, of a form, or of a whole year group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.actions.timetables import NewLesson, add_lessons, remove_lessons
from waymark.guidance.models import Lesson
from waymark.guidance.sources.values import moment, subject
from waymark.intake.actions import mark_undone
from waymark.intake.files import read_file
from waymark.intake.models import Delivery
from waymark.intake.reading import Column, Reading, Row, uk_date, year_group
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell
from waymark.ledger.models import Learner
from waymark.places.models import Organisation

KIND = "lessons"
COLUMNS = (
    Column(
        "learner_id", also_called=("learner", "UPN", "Unique pupil number", "admission number", "Adno", "pupil"),
        required=False, heading="Learner", describe="UPN, admission number or id here. Or give a form or year group.",
        example="",
    ),
    Column(
        "form", also_called=("Reg", "Registration group", "Tutor group", "Reg group"), required=False, heading="Form",
        describe="A form whose learners all have the lesson.", example="10B",
    ),
    Column(
        "year_group", year_group, also_called=("Year", "NC Year"), required=False, lenient=True, heading="Year group",
        describe="A year group that all has it, such as for exams.", example="11",
    ),
    Column(
        "start", moment, also_called=("Starts", "Start time", "From"), filled=True, unreadable="DATE_INVALID",
        blank="DATE_INVALID", heading="Start", describe="Day and time it begins.", example="23/11/2026 09:05",
    ),
    Column(
        "end", moment, also_called=("Ends", "End time", "To", "Until"), filled=True, unreadable="DATE_INVALID",
        blank="DATE_INVALID", heading="End", describe="Day and time it ends.", example="23/11/2026 10:05",
    ),
    Column(
        "subject", subject, also_called=("Lesson", "Class", "Course"), required=False, heading="Subject",
        describe="The subject. Write exam for what no interview may touch.", example="Maths",
    ),
    Column(
        "weekly_until", uk_date, also_called=("Weekly until", "Repeats until"), required=False, lenient=True,
        heading="Weekly until", describe="The last day, if it is the same each week.", example="18/12/2026",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LessonsPreview:
    """What a timetable says, which of it is new, and how many of its lessons stand already."""

    reading: Reading
    new: tuple[NewLesson, ...] = ()
    known: int = 0

    @property
    def outcome(self) -> dict[str, int]:
        return {
            "added": len(self.new),
            "changed": 0,
            "unchanged": self.known,
            "absent": 0,
            "refused": len(self.reading.left_out),
        }


@dataclass(frozen=True)
class Read:
    """A timetable read against the learners of a school, by whatever they may be called."""

    reading: Reading
    learners: Mapping[str, int] = field(default_factory=dict)


class Lessons(Source[Read, LessonsPreview]):
    """Timetables."""

    kind = KIND
    needs = Permission.INTERVIEWS_WRITE
    weight = 0.5

    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> Read:
        learners = _learners(school)
        return Read(_checked(read_file(content, COLUMNS, tell=tell), learners), learners)

    def reading_of(self, read: Read) -> Reading:
        return read.reading

    def still_holds(self, read: Read, school: Organisation) -> bool:
        return read.learners == _learners(school)

    def compared(self, read: Read, school: Organisation, on: date) -> LessonsPreview:
        if read.reading.is_refused:
            return LessonsPreview(read.reading)
        standing = _standing(school)
        said = dict.fromkeys(_lesson(row, read.learners) for row in read.reading.rows)
        new = tuple(lesson for lesson in said if lesson.key not in standing)
        return LessonsPreview(read.reading, new, len(read.reading.rows) - len(new))

    def merge(self, delivery: Delivery, read: Read, answers: Any, on: date, tell: Tell, by: Scope) -> LessonsPreview:
        school = Organisation.objects.get(pk=delivery.whose)
        preview = self.compared(read, school, on)
        add_lessons(school=school, lessons=preview.new, delivery=delivery, by=by)
        return preview

    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        remove_lessons(school=Organisation.objects.get(pk=delivery.whose), delivery=delivery, by=by)
        return mark_undone(delivery=delivery, needs=self.needs, by=by)


LESSONS = Lessons()


def _learners(school: Organisation) -> dict[str, int]:
    """The key of everybody by UPN, admission number and public id; a name that two answer to is nobody's."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    rows = Learner.objects.filter(organisation=school, erased_at=None).order_by("pk")
    for key, *names in rows.values_list("pk", "public_id", "upn", "school_reference"):
        for name in {each.casefold() for each in names if each}:
            if found.setdefault(name, key) != key:
                twice.add(name)
    return {name: key for name, key in found.items() if name not in twice}


def _checked(reading: Reading, learners: Mapping[str, int]) -> Reading:
    """The reading without rows that are nobody's, of somebody we do not know, or that end before they start."""
    if reading.is_refused:
        return reading
    reading = reading.leaving_out(
        _rows(reading, lambda said: sum(bool(said[name]) for name in ("learner_id", "form", "year_group")) != 1),
        "LESSON_OF_NOBODY", "learner_id", "one of a learner, a form or a year group",
        suggestion="Fill in just one of the three.", received="none of them, or several",
    )  # fmt: skip
    reading = reading.leaving_out(
        _rows(reading, lambda said: said["learner_id"] and said["learner_id"].casefold() not in learners),
        "LEARNER_UNKNOWN", "learner_id", "a learner of your school",
        suggestion="Bring in your learners first, or check it.", received="nobody we know",
    )  # fmt: skip
    return reading.leaving_out(
        _rows(reading, lambda said: said["end"] <= said["start"]),
        "ENDS_BEFORE_IT_STARTS", "end", "a time after the start", received="a time before it",
    )  # fmt: skip


def _rows(reading: Reading, is_wrong) -> Iterable[Row]:
    return [row for row in reading.rows if is_wrong(row.values)]


def _lesson(row: Row, learners: Mapping[str, int]) -> NewLesson:
    said = row.values
    return NewLesson(
        learner=learners[said["learner_id"].casefold()] if said["learner_id"] else None,
        form=(said["form"] or "")[:30],
        year_group=said["year_group"],
        starts_at=said["start"],
        ends_at=said["end"],
        weekly_until=said["weekly_until"],
        subject=said["subject"] or "",
        row=row.number,
    )


def _standing(school: Organisation) -> set[tuple]:
    columns = ("learner_id", "form", "year_group", "starts_at", "ends_at", "weekly_until", "subject")
    return set(Lesson.objects.filter(organisation=school).values_list(*columns))
