"""Receiving an attendance file: preview first, then merge."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake import receiving
from waymark.intake.models import Delivery
from waymark.intake.reading import Effect, Problem, Reading
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.attendance import merge_marks, take_back_marks
from waymark.ledger.models import Activity
from waymark.ledger.queries.marks import activities_to_name, last_marks_at, learners_to_name
from waymark.ledger.rules.marks import MarksPlan, activity_of, merging_marks
from waymark.ledger.rules.names import name_key
from waymark.ledger.sources.attendance.known import Known, KnownActivity, KnownPerson
from waymark.ledger.sources.attendance.reading import Attendance, read_attendance
from waymark.places.models import Organisation

KIND = "attendance"


@dataclass(frozen=True, slots=True)
class AttendancePreview:
    """What an attendance file says and what merging it would do. Nothing has been changed."""

    attendance: Attendance
    plan: MarksPlan

    @property
    def reading(self) -> Reading:
        """The file as read, with what a person has said since noted on the rows that differ."""
        return _noting_kept(self.attendance.reading, self.plan)

    @property
    def outcome(self) -> dict[str, int]:
        """The counts people are shown; a row another row repeats is among the unchanged."""
        plan, reading = self.plan, self.attendance.reading
        settled = plan.added + len(plan.changed)
        return {
            "added": plan.added,
            "changed": len(plan.changed),
            "unchanged": 0 if reading.is_refused else reading.records - len(reading.left_out) - settled,
            "absent": 0,
            "refused": len(reading.left_out),
        }


def known_at(school: Organisation, on: date) -> Known:
    """What attendance files of the school may name."""
    cancelled = Activity.State.CANCELLED
    return Known(
        on,
        [
            KnownActivity(key, (reference, public_id), title, held_on, state == cancelled)
            for key, reference, public_id, title, held_on, state in activities_to_name(school)
        ],
        [
            KnownPerson(
                key,
                (upn, former),
                (reference, public_id),
                tuple(name_key(first, family) for first in (given, preferred) if first),
                born,
            )
            for key, upn, former, reference, public_id, given, preferred, family, born in learners_to_name(school)
        ],
    )


@dataclass(frozen=True, slots=True)
class ReadMarks:
    """An attendance file as read, and the activities and learners it was read against."""

    attendance: Attendance
    known: Known


class Marks(Source[ReadMarks, AttendancePreview]):
    """Files of attendance."""

    kind = KIND
    needs = Permission.LEDGER_WRITE
    weight = 0.1

    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> ReadMarks:
        known = known_at(school, on)
        return ReadMarks(read_attendance(content, known, tell), known)

    def reading_of(self, read: ReadMarks) -> Reading:
        return read.attendance.reading

    def still_holds(self, read: ReadMarks, school: Organisation) -> bool:
        return read.known.says_what(known_at(school, read.known.on))

    def compared(self, read: ReadMarks, school: Organisation, on: date) -> AttendancePreview:
        marks, plan = read.attendance.marks, MarksPlan()
        if not read.attendance.reading.is_refused:
            plan = merging_marks(marks, last_marks_at(school, set(map(activity_of, marks))))
        return AttendancePreview(read.attendance, plan)

    def only_new(self, preview: AttendancePreview) -> AttendancePreview:
        return replace(preview, plan=preview.plan.only_new())

    def merge(
        self, delivery: Delivery, read: ReadMarks, answers: Any, on: date, tell: Tell, by: Scope
    ) -> AttendancePreview:
        plan = merge_marks(delivery=delivery, said=read.attendance.marks, tell=tell, by=by)
        return AttendancePreview(read.attendance, plan)

    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        return take_back_marks(delivery=delivery, tell=tell, by=by)


MARKS = Marks()


def previewed_attendance(*, content: bytes, school: Organisation, on: date, tell: Tell = untold) -> AttendancePreview:
    """Read an attendance file and compare it with the ledger, keeping nothing."""
    return receiving.previewed(MARKS, content=content, school=school, on=on, tell=tell)


def receive_attendance(
    *, content: bytes, filename: str, school: Organisation, on: date, tell: Tell = untold, by: Scope
) -> tuple[Delivery, AttendancePreview]:
    """Take an attendance file in and preview it.

    One merged before changes nothing and stays merged, unless rows refused then can be taken in now.
    """
    return receiving.receive(MARKS, content=content, filename=filename, school=school, on=on, tell=tell, by=by)


def merge_attendance(*, delivery: Delivery, on: date, tell: Tell = untold, by: Scope) -> AttendancePreview:
    """Merge a previewed attendance file; what has changed since its preview is taken as it stands now."""
    return receiving.merge(MARKS, delivery=delivery, on=on, tell=tell, by=by)


def take_attendance(
    *, content: bytes, filename: str, school: Organisation, on: date, tell: Tell = untold, by: Scope
) -> tuple[Delivery, AttendancePreview]:
    """Take an attendance file in and merge it at once, reading it only once.

    The same bytes again change nothing, but rows refused the first time are taken in if they can be now. A file
    refused whole is kept as refused.
    """
    return receiving.take_whole(MARKS, content=content, filename=filename, school=school, on=on, tell=tell, by=by)


def _noting_kept(reading: Reading, plan: MarksPlan) -> Reading:
    if not plan.kept:
        return reading
    kept = [
        Problem(
            "MARK_BY_HAND",
            Effect.NOTED,
            row,
            reading.heading_of("status"),
            "another mark than a person has made or put right",
            "what the register says",
            "The person’s mark stands. Change it on the activity’s register if the file is right.",
        )
        for row in sorted(plan.kept)
    ]
    return replace(reading, problems=()).with_problem(*reading.problems, *kept)
