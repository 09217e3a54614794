"""Booking interviews, and saying what became of them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.actions.claiming import TAKEN, give_back_time_of, take_time_of
from waymark.guidance.models import DiaryTime, Interview, InterviewRequest, Schedule
from waymark.guidance.queries.booked import had_this_year, settings_for
from waymark.guidance.rules.languages import languages_in
from waymark.guidance.rules.states import InterviewRefused, State, refuse_unless
from waymark.guidance.rules.times import refuse_odd_times
from waymark.ledger.actions.registers import record_past_activity, take_register
from waymark.ledger.models import Activity
from waymark.ledger.rules.facts import ActivityFacts

TITLE = "Personal guidance interviews"
_CHANGED = "Somebody has changed this meanwhile. Look at the page again."


@transaction.atomic
def book_by_hand(*, request: InterviewRequest, time: DiaryTime, starts_at: datetime, by: Scope) -> Interview:
    """Book a time in an adviser's diary for somebody who asks. The database refuses whoever comes second."""
    by.require(Permission.INTERVIEWS_WRITE, request.organisation_id)
    if time.organisation_id != request.organisation_id or request.settled_at is not None:
        raise InterviewRefused(_CHANGED)
    ends_at = starts_at + timedelta(minutes=settings_for(request.organisation).minutes)
    refuse_odd_times(starts_at, ends_at)
    if starts_at < time.starts_at or ends_at > time.ends_at:
        raise InterviewRefused("That is not within the adviser’s diary.")
    _refuse_over_the_cap(request)
    _refuse_without_interpreter(request, time)
    interview = Interview(
        organisation_id=request.organisation_id,
        request=request,
        learner_id=request.learner_id,
        adviser=time.adviser,
        starts_at=starts_at,
        ends_at=ends_at,
        room=time.room,
        reasons=["Booked by a person, not by the schedule."],
    )
    _book(interview, by)
    note("interview booked", on=interview, by=by, by_hand=True)
    return interview


def _refuse_without_interpreter(request: InterviewRequest, time: DiaryTime) -> None:
    wanted = languages_in(request.interpreter)
    binds = wanted and settings_for(request.organisation).by_interpreter
    if binds and wanted.isdisjoint(languages_in(time.interpreters)):
        raise InterviewRefused(f"By the diary no interpreter for {request.interpreter} is there then.")


@transaction.atomic
def book_proposals(*, schedule: Schedule, interviews: Collection[str], by: Scope) -> list[Interview]:
    """Book these proposals of a schedule, by public id: all of them, or none where a time has been taken meanwhile.

    Those who had another time give it up. What is not chosen stays proposed.
    """
    by.require(Permission.INTERVIEWS_WRITE, schedule.organisation_id)
    chosen = list(
        Interview.objects.select_for_update(of=("self",))
        .filter(schedule=schedule, public_id__in=interviews, state=State.PROPOSED)
        .select_related("adviser", "request", "moves")
        .order_by("pk")
    )
    if len(chosen) != len(set(interviews)):
        raise InterviewRefused(_CHANGED)
    for proposal in chosen:
        if proposal.moves is not None:
            _settle(_locked(proposal.moves), State.CANCELLED, by, because="Moved to another time.")
    for proposal in chosen:
        _refuse_over_the_cap(proposal.request)
        _book(proposal, by)
    _close_if_done(schedule)
    note("interviews booked", on=schedule, by=by, booked=len(chosen), moved=sum(bool(p.moves_id) for p in chosen))
    return chosen


@transaction.atomic
def drop_schedule(*, schedule: Schedule, by: Scope) -> int:
    """Let the proposals of a schedule go that nobody has booked; how many there were. What is booked stays."""
    by.require(Permission.INTERVIEWS_WRITE, schedule.organisation_id)
    dropped, _ = Interview.objects.filter(schedule=schedule, state=State.PROPOSED).delete()
    _close_if_done(schedule)
    note("interview schedule dropped", on=schedule, by=by, proposals=dropped)
    return dropped


@transaction.atomic
def cancel_interview(*, interview: Interview, because: str, by: Scope) -> Interview:
    """Call off what is booked. The request stays open, so the learner is in the next schedule."""
    by.require(Permission.INTERVIEWS_WRITE, interview.organisation_id)
    because = " ".join(because.split())[:300]
    if not because:
        raise InterviewRefused("Say why it is called off.")
    held = _settle(_locked(interview), State.CANCELLED, by, because=because)
    note("interview cancelled", on=held, because=because, by=by)
    return held


@transaction.atomic
def mark_missed(*, interview: Interview, by: Scope) -> Interview:
    """Say that the learner did not come. The request stays open, so they are in the next schedule."""
    by.require(Permission.INTERVIEWS_WRITE, interview.organisation_id)
    held = _locked(interview)
    if held.starts_at > timezone.now():
        raise InterviewRefused("This interview has not begun yet.")
    _settle(held, State.MISSED, by)
    note("interview missed", on=held, by=by)
    return held


@transaction.atomic
def mark_held(*, interview: Interview, by: Scope) -> Interview:
    """Say that an interview took place: it goes on record as guidance by an adviser of that level, and counts.

    An adviser's interviews of one day and length are one activity, with its register.
    """
    by.require(Permission.INTERVIEWS_WRITE, interview.organisation_id)
    by.require(Permission.LEDGER_WRITE, interview.organisation_id)
    held = _locked(interview)
    refuse_unless(held.state, State.HELD)
    if held.starts_at > timezone.now():
        raise InterviewRefused("This interview has not begun yet.")
    if Interview.objects.filter(request=held.request_id, state=State.BOOKED).exclude(pk=held.pk).exists():
        raise InterviewRefused("Another time is booked for this learner. Cancel that one first.")
    held.activity = _on_record(held, by)
    _settle(held, State.HELD, by)
    request = held.request
    if request.settled_at is None:
        request.settled_at = timezone.now()
        request.save(update_fields=["settled_at"])
    Interview.objects.filter(request=request, state=State.PROPOSED).delete()
    note("interview held", on=held, by=by)
    return held


def _on_record(interview: Interview, by: Scope) -> Activity:
    """The activity it is part of: that adviser's of the day, made with the first one held."""
    day, minutes = timezone.localdate(interview.starts_at), _minutes(interview)
    marks = {interview.learner_id: "attended"}
    others = Interview.objects.filter(
        adviser=interview.adviser, state=State.HELD, starts_at__date=day, activity__minutes=minutes
    ).exclude(activity__state=Activity.State.CANCELLED)
    standing = others.exclude(learner=interview.learner_id).select_related("activity").first()
    if standing is not None and standing.activity is not None:
        take_register(activity=standing.activity, marks=marks, by=by)
        return standing.activity
    facts = ActivityFacts(
        title=TITLE,
        held_on=day,
        kinds=("guidance",),
        minutes=minutes,
        benchmarks=("gb8",),
        adviser_level=interview.adviser.level,
        led_by=interview.adviser.name,
    )
    return record_past_activity(school=interview.organisation, facts=facts, marks=marks, by=by)


def _minutes(interview: Interview) -> int:
    return int((interview.ends_at - interview.starts_at).total_seconds() // 60)


def _book(interview: Interview, by: Scope) -> None:
    refuse_unless(interview.state, State.BOOKED)
    interview.state, interview.booked_at, interview.booked_by_id = State.BOOKED, timezone.now(), by.user_id
    try:
        with transaction.atomic():
            interview.save()
            take_time_of([interview])
    except IntegrityError as twice:
        raise InterviewRefused("There is a time booked for this learner already.") from twice
    except InterviewRefused as taken:
        raise InterviewRefused(TAKEN) from taken


def _settle(interview: Interview, state: State, by: Scope, *, because: str = "") -> Interview:
    refuse_unless(interview.state, state)
    interview.state, interview.settled_at, interview.settled_by_id = state, timezone.now(), by.user_id
    interview.cancelled_because = because
    interview.save()
    if state != State.HELD:
        give_back_time_of([interview])
    return interview


def _locked(interview: Interview) -> Interview:
    rows = Interview.objects.select_for_update(of=("self",)).select_related("adviser", "request", "organisation")
    return rows.get(pk=interview.pk)


def _refuse_over_the_cap(request: InterviewRequest) -> None:
    most = settings_for(request.organisation).most
    if had_this_year([request.learner_id], on=timezone.localdate()).get(request.learner_id, 0) >= most:
        raise InterviewRefused(f"This learner has {most} interviews this year, the most your school gives one learner.")


def _close_if_done(schedule: Schedule) -> None:
    if not Interview.objects.filter(schedule=schedule, state=State.PROPOSED).exists():
        Schedule.objects.filter(pk=schedule.pk, settled_at=None).update(settled_at=timezone.now())
