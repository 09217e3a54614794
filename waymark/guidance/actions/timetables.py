"""Keeping lessons and exams, and forgetting what is past."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.models import DiaryTime, InterviewRequest, Lesson
from waymark.guidance.queries.booked import settings_for
from waymark.intake.models import Delivery
from waymark.ledger.rules.erasure import months_after
from waymark.places.models import Organisation


@dataclass(frozen=True)
class NewLesson:
    """One lesson or exam to be kept: of one learner, a form or a year group. Two with one key are the same."""

    learner: int | None
    form: str
    year_group: int | None
    starts_at: datetime
    ends_at: datetime
    weekly_until: date | None = None
    subject: str = ""
    row: int | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple:
        when = (self.starts_at, self.ends_at, self.weekly_until)
        return (self.learner, self.form, self.year_group, *when, self.subject)


@transaction.atomic
def add_lessons(
    *, school: Organisation, lessons: Sequence[NewLesson], delivery: Delivery | None = None, by: Scope
) -> int:
    """Keep these lessons, each naming the row of the file it came from; how many."""
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    rows = [
        Lesson(
            organisation=school,
            learner_id=each.learner,
            form=each.form,
            year_group=each.year_group,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            weekly_until=each.weekly_until,
            subject=each.subject,
            delivery=delivery,
            source_row=each.row,
        )
        for each in lessons
    ]
    Lesson.objects.bulk_create(rows, batch_size=2000)
    note("lessons added", organisation_id=school.pk, by=by, lessons=len(rows))
    return len(rows)


@transaction.atomic
def remove_lessons(*, school: Organisation, delivery: Delivery, by: Scope) -> int:
    """Take back the lessons of one file; how many there were. Nothing rests on them but schedules still to be made."""
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    removed, _ = Lesson.objects.filter(organisation=school, delivery=delivery).delete()
    note("lessons removed", organisation_id=school.pk, by=by, lessons=removed)
    return removed


@transaction.atomic
def forget_past_interviews(*, school: Organisation, on: date, by: Scope) -> int:
    """Delete lessons and diaries past for as long as the school keeps them, and what requests settled then were about.

    Interviews themselves stay: they are on record as guidance. Doing it twice forgets nothing more.
    """
    by.require(Permission.SETTINGS_WRITE, school.pk)
    since = months_after(on, -settings_for(school).kept_months)
    over = Q(weekly_until=None, ends_at__date__lt=since) | Q(weekly_until__lt=since)
    lessons, _ = Lesson.objects.filter(over, organisation=school).delete()
    times, _ = DiaryTime.objects.filter(organisation=school, ends_at__date__lt=since).delete()
    settled = InterviewRequest.objects.filter(organisation=school, settled_at__date__lt=since)
    reasons = settled.exclude(reason="", interpreter="", withdrawn_because="").update(
        reason="", interpreter="", withdrawn_because=""
    )
    forgotten = lessons + times + reasons
    if forgotten:
        note("past interviews forgotten", organisation_id=school.pk, by=by, rows=forgotten)
    return forgotten
