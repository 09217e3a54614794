"""The day: who comes when, saying who came, slips for tutors; and one interview by itself."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.actions.booking import cancel_interview, mark_held, mark_missed
from waymark.guidance.actions.letters import invite_advisers
from waymark.guidance.models import Interview
from waymark.guidance.queries.booked import interviews_on
from waymark.guidance.rules.states import InterviewRefused, State, may_become
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation
from waymark.web.formats import weekday
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.addresses import learner_address
from waymark.web.school.interviews.finding import (
    address,
    interview_here,
    may_write,
    needs_words,
    state_of,
    times_of,
    when,
)
from waymark.web.school.interviews.forms import BecauseForm, day_of


@dataclass(frozen=True)
class DayRow:
    """One interview of a day, and what can be said of it now."""

    public_id: str
    name: str
    form: str
    href: str
    times: str
    adviser: str
    room: str
    about: str
    to_see_to: str
    state: dict[str, str]
    may_be_held: bool
    may_be_missed: bool


@dataclass(frozen=True)
class DayPage:
    """All that a day's list shows, on the screen or on paper."""

    title: str
    rows: tuple[DayRow, ...]
    before_href: str
    after_href: str
    slips_href: str
    again_href: str
    back_href: str


@form_page("school/interviews/day.html", needs=Permission.INTERVIEWS_VIEW, viewed="interviews listed")
def interview_day(request: HttpRequest, school: Organisation, day: str) -> Any:
    """GET shows a day's list; POST says of one interview whether the learner came."""
    on = _day(day)
    if request.method == "POST":
        return _said(request, school, on)
    writes, now = may_write(request, school), timezone.now()
    records = writes and request.scope.holds(Permission.LEDGER_WRITE, school.pk)
    rows, forms = list(interviews_on(school, on)), _forms(school, on)
    has_missed = any(each.state == State.MISSED for each in rows)
    return DayPage(
        title=weekday(on),
        rows=tuple(
            _row(school, each, forms, may_say=writes and each.starts_at <= now, records=records) for each in rows
        ),
        before_href=address("interview_day", school, day=(on - timedelta(days=1)).isoformat()),
        after_href=address("interview_day", school, day=(on + timedelta(days=1)).isoformat()),
        slips_href=address("interview_slips", school, day=on.isoformat()),
        again_href=address("make_interview_schedule", school) if has_missed and writes else "",
        back_href=address("interviews", school),
    )


def _said(request: HttpRequest, school: Organisation, on: date) -> Any:
    is_held = "held" in request.POST
    interview = interview_here(school, request.POST.get("held" if is_held else "missed", ""))
    try:
        (mark_held if is_held else mark_missed)(interview=interview, by=request.scope)
    except InterviewRefused as refused:
        messages.warning(request, str(refused))
    else:
        name = str(interview.learner)
        done = "was seen: it is on record and counts" if is_held else "did not come, and is in the next schedule"
        messages.success(request, f"{name} {done}.")
    return redirect("interview_day", slug=school.slug, day=on.isoformat())


def _forms(school: Organisation, on: date) -> dict[int, str]:
    return {each.learner_id: each.form or f"Year {each.year_group}" for each in on_roll(school, on)}


def _row(school: Organisation, each: Interview, forms: dict[int, str], *, may_say: bool, records: bool) -> DayRow:
    return DayRow(
        public_id=each.public_id,
        name=str(each.learner),
        form=forms.get(each.learner_id, "–"),
        href=address("interview", school, public_id=each.public_id),
        times=times_of(each.starts_at, each.ends_at),
        adviser=each.adviser.name,
        room=each.room or "–",
        about=each.request.reason,
        to_see_to=needs_words(each.request),
        state=state_of(each),
        may_be_held=may_say and records and may_become(each.state, State.HELD),
        may_be_missed=may_say and may_become(each.state, State.MISSED),
    )


@dataclass(frozen=True)
class Slip:
    """One slip for a learner's tutor: no reason, no need, only where to be when."""

    name: str
    form: str
    times: str
    room: str
    adviser: str


@dataclass(frozen=True)
class SlipsPage:
    """All that the slips of a day show, by form."""

    title: str
    slips: tuple[Slip, ...]
    back_href: str


@page("school/interviews/slips.html", needs=Permission.INTERVIEWS_VIEW, viewed="interviews printed")
def interview_slips(request: HttpRequest, school: Organisation, day: str) -> SlipsPage:
    on = _day(day)
    forms = _forms(school, on)
    rows = [each for each in interviews_on(school, on) if each.state == State.BOOKED]
    slips = [
        Slip(
            str(each.learner),
            forms.get(each.learner_id, "–"),
            times_of(each.starts_at, each.ends_at),
            each.room or "–",
            each.adviser.name,
        )
        for each in rows
    ]
    back = address("interview_day", school, day=on.isoformat())
    return SlipsPage(weekday(on), tuple(sorted(slips, key=lambda slip: (slip.form, slip.name))), back)


@dataclass(frozen=True)
class InterviewPage:
    """All that one interview shows: where, when, why then, and what can be done."""

    name: str
    learner_href: str
    when: str
    adviser: str
    room: str
    state: dict[str, str]
    to_see_to: str
    reasons: tuple[str, ...]
    because: str
    activity_href: str
    request_href: str
    cancel_href: str
    back_href: str


@page("school/interviews/interview.html", needs=Permission.INTERVIEWS_VIEW, viewed="interview viewed")
def interview(request: HttpRequest, school: Organisation, public_id: str) -> InterviewPage:
    found = interview_here(school, public_id)
    may_cancel = may_write(request, school) and found.state == State.BOOKED
    day = timezone.localdate(found.starts_at).isoformat()
    activity = found.activity if found.activity_id else None
    return InterviewPage(
        name=str(found.learner),
        learner_href=learner_address(school, found.learner.public_id),
        when=when(found),
        adviser=f"{found.adviser.name} (level {found.adviser.level})",
        room=found.room or "–",
        state=state_of(found),
        to_see_to=needs_words(found.request),
        reasons=tuple(found.reasons),
        because=found.cancelled_because,
        activity_href=address("activity", school, public_id=activity.public_id) if activity else "",
        request_href=address("interview_request", school, public_id=found.request.public_id),
        cancel_href=address("cancel_interview", school, public_id=public_id) if may_cancel else "",
        back_href=address("interview_day", school, day=day),
    )


@dataclass(frozen=True)
class CancelPage:
    """All that the form to call an interview off shows."""

    title: str
    name: str
    lede: str
    form: BecauseForm
    submit: str
    is_warning: bool
    back_href: str


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE, viewed="interview viewed")
def cancel(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    found = interview_here(school, public_id)
    form, back = BecauseForm(request.POST or None), address("interview", school, public_id=public_id)
    lede = f"{when(found)}. The time is free again, and the learner is in the next schedule."
    shown = CancelPage("Call this interview off", str(found.learner), lede, form, "Call it off", True, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        with transaction.atomic():
            cancel_interview(interview=found, because=form.cleaned_data["because"], by=request.scope)
            invite_advisers(school=school, days=[timezone.localdate(found.starts_at)], by=request.scope)
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The interview is called off.")
    return redirect(back)


def _day(text: str) -> date:
    on = day_of(text)
    if on is None:
        raise Http404("There is no such day.")
    return on
