"""Keeping advisers, their diaries, and how long interviews are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from waymark.access.audit import note
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.actions.claiming import take_diary_time
from waymark.guidance.models import Adviser, Claim, DiaryTime, Interview, InterviewSettings
from waymark.guidance.rules.states import InterviewRefused, State
from waymark.guidance.rules.times import refuse_odd_length, refuse_odd_times
from waymark.intake.models import Delivery
from waymark.places.models import Organisation


@dataclass(frozen=True)
class Span:
    """A time somebody can be seen at, and where."""

    starts_at: datetime
    ends_at: datetime
    room: str = ""
    interpreters: str = ""  # the languages for which one is there

    def is_same_time(self, other: "Span") -> bool:
        return (self.starts_at, self.ends_at, self.room) == (other.starts_at, other.ends_at, other.room)


@transaction.atomic
def add_adviser(*, school: Organisation, name: str, level: int, user_id: int | None = None, by: Scope) -> Adviser:
    """Put an adviser on the school's list; `user_id`: an account with a role here, by which they see their own day."""
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    name = _name(name)
    _refuse_level(level)
    _refuse_stranger(school, user_id)
    try:
        with transaction.atomic():
            adviser = Adviser.objects.create(
                organisation=school, name=name, level=level, user_id=user_id, added_by_id=by.user_id
            )
    except IntegrityError as known:
        raise InterviewRefused("An adviser of that name, or with that account, is on your list already.") from known
    note("adviser added", on=adviser, by=by, level=level)
    return adviser


@transaction.atomic
def change_adviser(*, adviser: Adviser, name: str, level: int, by: Scope) -> Adviser:
    """Say something else of an adviser. The account stays: their time is known by it."""
    by.require(Permission.INTERVIEWS_WRITE, adviser.organisation_id)
    _refuse_level(level)
    adviser.name, adviser.level = _name(name), level
    try:
        with transaction.atomic():
            adviser.save(update_fields=["name", "level"])
    except IntegrityError as known:
        raise InterviewRefused("An adviser of that name is on your list already.") from known
    note("adviser changed", on=adviser, by=by, level=level)
    return adviser


@transaction.atomic
def end_adviser(*, adviser: Adviser, on: date, by: Scope) -> Adviser:
    """Take an adviser off the list from a day on; refused while somebody is booked with them. Their diary goes."""
    by.require(Permission.INTERVIEWS_WRITE, adviser.organisation_id)
    held = Adviser.objects.select_for_update().get(pk=adviser.pk)
    if Interview.objects.filter(adviser=held, state=State.BOOKED).exists():
        raise InterviewRefused("Somebody is booked with this adviser. Mark or cancel those interviews first.")
    DiaryTime.objects.filter(adviser=held, starts_at__date__gte=on).delete()
    held.ended_on = on
    held.save(update_fields=["ended_on"])
    note("adviser ended", on=held, by=by)
    return held


@transaction.atomic
def add_times(
    *, adviser: Adviser, spans: Iterable[Span], delivery: Delivery | None = None, by: Scope
) -> list[DiaryTime]:
    """Put times into an adviser's diary: all of them, or none where one overlaps what is there, or at another school.

    A time that is there already, to the minute and the room, is left as it is, but that who interprets then is said.
    """
    by.require(Permission.INTERVIEWS_WRITE, adviser.organisation_id)
    held = Adviser.objects.select_for_update().get(pk=adviser.pk)
    if held.ended_on is not None:
        raise InterviewRefused("This adviser is not on your list any more.")
    there = set(DiaryTime.objects.filter(adviser=held).values_list("starts_at", "ends_at", "room"))
    made = []
    for span in spans:
        refuse_odd_times(span.starts_at, span.ends_at)
        if (span.starts_at, span.ends_at, span.room) in there:
            if span.interpreters:
                _say_interpreters(held, span, by)
            continue
        if any(start == span.starts_at for start, _, _ in there):
            raise InterviewRefused("The diary has another time that starts just then. Take it out first.")
        time = DiaryTime.objects.create(
            organisation_id=held.organisation_id,
            adviser=held,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            room=" ".join(span.room.split())[:40],
            interpreters=" ".join(span.interpreters.split())[:120],
            delivery=delivery,
        )
        take_diary_time(time)
        made.append(time)
    if made:
        note("diary times added", on=held, by=by, times=len(made))
    return made


def _say_interpreters(adviser: Adviser, span: Span, by: Scope) -> None:
    said = " ".join(span.interpreters.split())[:120]
    standing = DiaryTime.objects.filter(adviser=adviser, starts_at=span.starts_at).exclude(interpreters=said)
    if standing.update(interpreters=said):
        note("interpreters at a diary time said", on=adviser, by=by)


@transaction.atomic
def remove_time(*, time: DiaryTime, by: Scope) -> None:
    """Take a time out of a diary; refused while somebody is booked in it."""
    by.require(Permission.INTERVIEWS_WRITE, time.organisation_id)
    held = DiaryTime.objects.select_for_update().select_related("adviser").get(pk=time.pk)
    inside = Interview.objects.filter(adviser=held.adviser, starts_at__lt=held.ends_at, ends_at__gt=held.starts_at)
    if inside.filter(state__in=[State.BOOKED, State.PROPOSED]).exists():
        raise InterviewRefused("Somebody is booked or proposed in that time. Cancel those interviews first.")
    note("diary time removed", on=held.adviser, by=by)
    Claim.objects.filter(diary_time=held).delete()
    held.delete()


@transaction.atomic
def set_interview_settings(
    *, school: Organisation, minutes: int, most: int, kept_months: int, by_interpreter: bool = False, by: Scope
) -> InterviewSettings:
    """Say how long interviews are, how many a learner may have in a year, how long what is past is kept, and whether
    interpreters' times bind."""
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    refuse_odd_length(minutes)
    if not 1 <= most <= 20 or not 1 <= kept_months <= 120:
        raise InterviewRefused("A learner may have 1 to 20 interviews a year; what is past is kept 1 to 120 months.")
    said, _ = InterviewSettings.objects.update_or_create(
        organisation=school,
        defaults={
            "minutes": minutes, "most": most, "kept_months": kept_months, "by_interpreter": by_interpreter,
        },
    )  # fmt: skip
    note(
        "interview settings changed", on=said, by=by, minutes=minutes, most=most, kept_months=kept_months,
        by_interpreter=by_interpreter,
    )  # fmt: skip
    return said


def _name(name: str) -> str:
    name = " ".join(name.split())[:150]
    if not name:
        raise InterviewRefused("Give the adviser’s name.")
    return name


def _refuse_level(level: int) -> None:
    if not 0 <= level <= 8:
        raise InterviewRefused("A qualification’s level is 0 to 8.")


def _refuse_stranger(school: Organisation, user_id: int | None) -> None:
    if user_id and not Membership.objects.filter(user=user_id, organisation=school, ended_at=None).exists():
        raise InterviewRefused("That account has no role at this school.")
