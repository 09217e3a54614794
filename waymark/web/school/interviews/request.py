"""One request: what is asked, the time it has with the reasons, booking one by hand, changing and withdrawing it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.guidance.actions.booking import book_by_hand
from waymark.guidance.actions.letters import invite_advisers
from waymark.guidance.actions.requests import change_request, withdraw_request
from waymark.guidance.models import DiaryTime, Interview, InterviewRequest
from waymark.guidance.queries.booked import interviews_of, last_schedule, waiting_in
from waymark.guidance.queries.free import free_times
from waymark.guidance.rules.states import InterviewRefused, State
from waymark.places.models import Organisation
from waymark.web.formats import short_day, weekday
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.addresses import learner_address
from waymark.web.school.interviews.finding import (
    address,
    asked_by_words,
    may_write,
    needs_words,
    request_here,
    state_of,
    times_of,
    today,
    when,
)
from waymark.web.school.interviews.forms import AskForm, BecauseForm, BookForm

_AHEAD = timedelta(days=42)


@dataclass(frozen=True)
class Fact:
    label: str
    value: str | None


@dataclass(frozen=True)
class Time:
    """One time that this request has or had: where it stands and why it was given."""

    when: str
    with_whom: str
    state: dict[str, str]
    reasons: tuple[str, ...]
    href: str


@dataclass(frozen=True)
class RequestPage:
    """All that one request shows."""

    name: str
    learner_href: str
    facts: tuple[Fact, ...]
    times: tuple[Time, ...]
    waits: str
    frees: str
    is_open: bool
    links: dict[str, str]
    back_href: str


@page("school/interviews/request.html", needs=Permission.INTERVIEWS_VIEW, viewed="interview viewed")
def interview_request(request: HttpRequest, school: Organisation, public_id: str) -> RequestPage:
    asked = request_here(school, public_id)
    times = list(interviews_of(school).filter(request=asked).order_by("-starts_at"))
    schedule = last_schedule(school)
    waits = waiting_in(schedule).filter(request=asked).first() if schedule else None
    is_open = asked.settled_at is None
    may_change = is_open and may_write(request, school)
    has_time = any(each.state in (State.BOOKED, State.PROPOSED) for each in times)
    links = {
        "change_interview_request": may_change,
        "book_interview": may_change and not any(each.state == State.BOOKED for each in times),
        "withdraw_interview_request": may_change and not has_time,
    }
    return RequestPage(
        name=str(asked.learner),
        learner_href=learner_address(school, asked.learner.public_id),
        facts=_facts(asked),
        times=tuple(_time(school, each) for each in times),
        waits=waits.why if waits else "",
        frees=waits.frees if waits else "",
        is_open=is_open,
        links={
            name: address(name, school, public_id=public_id) if is_there else "" for name, is_there in links.items()
        },
        back_href=address("interview_requests", school),
    )


def _facts(asked: InterviewRequest) -> tuple[Fact, ...]:
    facts = [
        Fact("About", asked.reason or None),
        Fact("How urgent", f"{asked.priority} of 9"),
        Fact("Asked", f"{short_day(asked.asked_on)}, by {asked_by_words(asked.asker, _name_of(asked.asked_by))}"),
        Fact("Needed by", short_day(asked.deadline) if asked.deadline else "No particular day"),
    ]
    if said := needs_words(asked):
        facts.append(Fact("To be seen to", said))
    if asked.withdrawn_because:
        facts.append(Fact("Withdrawn because", asked.withdrawn_because))
    return tuple(facts)


def _name_of(user: User | None) -> str:
    return user.name if user else ""


def _time(school: Organisation, interview: Interview) -> Time:
    room = f", room {interview.room}" if interview.room else ""
    return Time(
        when(interview),
        f"{interview.adviser.name}{room}",
        state_of(interview),
        tuple(interview.reasons),
        address("interview", school, public_id=interview.public_id),
    )


@dataclass(frozen=True)
class RequestFormPage:
    """All that a form about one request shows."""

    title: str
    name: str
    lede: str
    form: Any
    submit: str
    is_warning: bool
    back_href: str


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE, viewed="interview viewed")
def change(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    asked = request_here(school, public_id)
    form = AskForm(request.POST or None, initial=AskForm.starting_from(asked))
    return _acted(
        request, school, asked, form, "Change this request", "Save",
        lambda: change_request(request=asked, wanted=form.wanted(), on=today(), by=request.scope),
        "The request is changed.",
    )  # fmt: skip


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE, viewed="interview viewed")
def withdraw(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    asked = request_here(school, public_id)
    form = BecauseForm(request.POST or None)
    return _acted(
        request, school, asked, form, "Withdraw this request", "Withdraw it",
        lambda: withdraw_request(request=asked, because=form.cleaned_data["because"], by=request.scope),
        "The request is withdrawn.", is_warning=True,
    )  # fmt: skip


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE, viewed="interview viewed")
def book(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """Book a free time by hand, out of the order of need: for what cannot wait for a schedule."""
    asked = request_here(school, public_id)
    free = free_times(school, now=timezone.now(), until=today() + _AHEAD)
    choices = [
        (f"{each.time.pk}@{each.starts_at.isoformat()}", _free_words(each.time, each.starts_at, each.ends_at))
        for each in free[:200]
    ]
    form = BookForm(request.POST or None, free=choices)

    def booked() -> None:
        key, _, at = form.cleaned_data["time"].partition("@")
        time = next(each.time for each in free if each.time.pk == int(key))
        starts_at = datetime.fromisoformat(at)
        with transaction.atomic():
            book_by_hand(request=asked, time=time, starts_at=starts_at, by=request.scope)
            invite_advisers(school=school, days=[timezone.localdate(starts_at)], by=request.scope)

    lede = "A time given by hand is not given by need. Better make a schedule unless this cannot wait."
    return _acted(request, school, asked, form, "Book a time", "Book it", booked, "The time is booked.", lede=lede)


def _free_words(time: DiaryTime, start: datetime, end: datetime) -> str:
    room = f", room {time.room}" if time.room else ""
    said = f", interpreter for {time.interpreters}" if time.interpreters else ""
    return f"{weekday(start)}, {times_of(start, end)}, {time.adviser.name}{room}{said}"


def _acted(
    request: HttpRequest,
    school: Organisation,
    asked: InterviewRequest,
    form: Any,
    title: str,
    submit: str,
    act: Any,
    done: str,
    *,
    lede: str = "",
    is_warning: bool = False,
) -> Any:
    back = address("interview_request", school, public_id=asked.public_id)
    shown = RequestFormPage(title, str(asked.learner), lede, form, submit, is_warning, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        act()
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, done)
    return redirect(back)
