"""Receiving an attendance file: preview first, then merge."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import content_of_delivery, settle, take_delivery
from waymark.intake.models import Delivery
from waymark.intake.reading import Effect, Problem, Reading
from waymark.ledger.actions.attendance import merge_marks
from waymark.ledger.models import Activity
from waymark.ledger.queries.marks import activities_to_name, last_marks_at, learners_to_name
from waymark.ledger.rules.marks import MarksPlan, activity_of, merging_marks
from waymark.ledger.rules.names import name_key
from waymark.ledger.sources.attendance.known import Known, KnownActivity, KnownPerson
from waymark.ledger.sources.attendance.reading import Attendance, read_attendance
from waymark.places.models import Organisation

KIND = "attendance"


class NotMergeable(ValueError):
    """The delivery cannot be merged: refused whole, or already merged or undone."""


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


def previewed_attendance(*, content: bytes, school: Organisation, on: date) -> AttendancePreview:
    """Read an attendance file and compare it with the ledger, keeping nothing."""
    attendance = read_attendance(content, known_at(school, on))
    plan = MarksPlan()
    if not attendance.reading.is_refused:
        last = last_marks_at(school, set(map(activity_of, attendance.marks)))
        plan = merging_marks(attendance.marks, last)
    return AttendancePreview(attendance, plan)


@transaction.atomic
def receive_attendance(
    *, content: bytes, filename: str, school: Organisation, on: date, by: Scope
) -> tuple[Delivery, AttendancePreview]:
    """Take an attendance file in and preview it.

    One merged before changes nothing and stays merged, unless rows refused then can be taken in now.
    """
    by.require(Permission.LEDGER_WRITE, school.pk)
    delivery = take_delivery(
        content=content,
        filename=filename,
        kind=KIND,
        organisation=school,
        needs=Permission.LEDGER_WRITE,
        speaks_for=on,
        by=by,
    )
    preview = _as_sent_before(delivery, previewed_attendance(content=content, school=school, on=on))
    if delivery.state == Delivery.State.PREVIEWED or (delivery.state == Delivery.State.MERGED and preview.plan.added):
        is_refused = preview.reading.is_refused
        _settle(delivery, preview, Delivery.State.REFUSED if is_refused else Delivery.State.PREVIEWED, by)
    return delivery, preview


@transaction.atomic
def merge_attendance(*, delivery: Delivery, on: date, by: Scope) -> AttendancePreview:
    """Merge a previewed attendance file; what has changed since its preview is taken as it stands now."""
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.PREVIEWED:
        raise NotMergeable("This file has already been dealt with.")
    school = Organisation.objects.get(pk=delivery.whose)
    attendance = read_attendance(content_of_delivery(delivery), known_at(school, on))
    return _merged(delivery, attendance, by)


@transaction.atomic
def take_attendance(
    *, content: bytes, filename: str, school: Organisation, on: date, by: Scope
) -> tuple[Delivery, AttendancePreview]:
    """Take an attendance file in and merge it at once, reading it only once.

    The same bytes again change nothing, but rows refused the first time are taken in if they can be now. A file
    refused whole is kept as refused.
    """
    by.require(Permission.LEDGER_WRITE, school.pk)
    delivery = take_delivery(
        content=content,
        filename=filename,
        kind=KIND,
        organisation=school,
        needs=Permission.LEDGER_WRITE,
        speaks_for=on,
        by=by,
    )
    if delivery.state == Delivery.State.MERGED:
        again = _as_sent_before(delivery, previewed_attendance(content=content, school=school, on=on))
        return delivery, _merged(delivery, again.attendance, by) if again.plan.added else again
    attendance = read_attendance(content, known_at(school, on))
    if attendance.reading.is_refused:
        refused = AttendancePreview(attendance, MarksPlan())
        _settle(delivery, refused, Delivery.State.REFUSED, by)
        return delivery, refused
    return delivery, _merged(delivery, attendance, by)


def _as_sent_before(delivery: Delivery, preview: AttendancePreview) -> AttendancePreview:
    """Of a file that was merged before: only what was refused then and can be taken in now."""
    return preview if delivery.merged_at is None else replace(preview, plan=preview.plan.only_new())


def _merged(delivery: Delivery, attendance: Attendance, by: Scope) -> AttendancePreview:
    if attendance.reading.is_refused:
        raise NotMergeable("This file was refused whole.")
    plan = merge_marks(delivery=delivery, said=attendance.marks, by=by)
    preview = AttendancePreview(attendance, plan)
    _settle(delivery, preview, Delivery.State.MERGED, by)
    return preview


def _settle(delivery: Delivery, preview: AttendancePreview, state: str, by: Scope) -> None:
    reading = preview.reading
    settle(
        delivery=delivery,
        state=state,
        records=reading.records,
        problems=reading.problems,
        outcome=preview.outcome,
        needs=Permission.LEDGER_WRITE,
        by=by,
    )


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
