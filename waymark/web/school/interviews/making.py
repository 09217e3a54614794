"""Making a schedule: for which days, then its proposals with their reasons, to be booked or dropped."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.guidance.actions.booking import book_proposals, drop_schedule
from waymark.guidance.actions.letters import invite_advisers
from waymark.guidance.models import Interview, Schedule
from waymark.guidance.queries.booked import interviews_of, open_requests, settings_for, waiting_in
from waymark.guidance.rules.states import InterviewRefused, State
from waymark.intake.jobs import hand_over
from waymark.intake.models import Job
from waymark.places.models import Organisation
from waymark.planner.interviews.handed_over import KIND, schedule_for
from waymark.web.formats import day, plural, weekday
from waymark.web.pages import Refused, form_page
from waymark.web.school.interviews.finding import address, may_write, schedule_here, times_of
from waymark.web.school.interviews.forms import MakeForm
from waymark.web.school.work import ShownWork, show_work


def _made(job: Job, school: Organisation) -> str:
    made = job.result.get("schedule")
    return reverse("interview_schedule", kwargs={"slug": school.slug, "public_id": made}) if made else ""


show_work(KIND, ShownWork("Making the schedule", _made, "interviews", "Back to interviews"))


@dataclass(frozen=True)
class MakePage:
    """All that the form of a schedule shows."""

    form: MakeForm
    asked: int
    replaces: bool
    back_href: str


@form_page("school/interviews/make.html", needs=Permission.INTERVIEWS_WRITE)
def make_schedule(request: HttpRequest, school: Organisation) -> Any:
    form = MakeForm(request.POST or None, initial={"minutes": settings_for(school).minutes})
    standing = Schedule.objects.filter(organisation=school, settled_at=None).exists()
    shown = MakePage(form, open_requests(school).count(), standing, address("interviews", school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    asked = {
        "first": said["first"].isoformat(),
        "last": said["last"].isoformat(),
        "minutes": said["minutes"],
        "seed": secrets.randbelow(100_000),
        "framework": benchmarks_in_force(said["first"]).name,
        "may_move": said["booked"] == "move",
    }
    job = hand_over(kind=KIND, organisation=school, title=schedule_for(school, asked), asked=asked, by=request.scope)
    return redirect("work", slug=school.slug, public_id=job.public_id)


@dataclass(frozen=True)
class Proposed:
    """One proposal of a schedule."""

    public_id: str
    name: str
    href: str
    times: str
    with_whom: str
    rank: int
    reasons: tuple[str, ...]
    moves_from: str


@dataclass(frozen=True)
class ProposedDay:
    """The proposals of one day."""

    day: str
    rows: tuple[Proposed, ...]


@dataclass(frozen=True)
class SchedulePage:
    """All that a schedule shows: what it proposes, day by day, and who waits."""

    title: str
    said: str
    seed: int
    is_proven: bool
    days: tuple[ProposedDay, ...]
    proposed: int
    waiting: list[list[Any]]
    may_write: bool
    is_open: bool
    fault: str
    again_href: str
    back_href: str


@form_page("school/interviews/schedule.html", needs=Permission.INTERVIEWS_VIEW, viewed="interviews listed")
def interview_schedule(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """GET shows the proposals; POST books all, those ticked, or drops what is left."""
    schedule = schedule_here(school, public_id)
    if request.method != "POST":
        return _shown(request, school, schedule)
    if "drop" in request.POST:
        dropped = drop_schedule(schedule=schedule, by=request.scope)
        messages.success(request, f"{plural(dropped, 'proposal')} dropped. What is booked stays.")
        return redirect("interviews", slug=school.slug)
    chosen = request.POST.getlist("chosen")
    if "all" in request.POST:
        standing = Interview.objects.filter(schedule=schedule, state=State.PROPOSED)
        chosen = list(standing.values_list("public_id", flat=True))
    if not chosen:
        return Refused(_shown(request, school, schedule, "Tick at least one time, or book all of them."))
    try:
        booked = _booked(schedule, chosen, request.scope)
    except InterviewRefused as refused:
        return Refused(_shown(request, school, schedule, str(refused)), status=409)
    messages.success(request, f"{plural(len(booked), 'interview')} booked.")
    left = Interview.objects.filter(schedule=schedule, state=State.PROPOSED).exists()
    return redirect(
        address("interview_schedule", school, public_id=public_id) if left else address("interviews", school)
    )


@transaction.atomic
def _booked(schedule: Schedule, chosen: list[str], by: Scope) -> list[Interview]:
    """Book, and tell the advisers of each day that changed."""
    booked = book_proposals(schedule=schedule, interviews=chosen, by=by)
    touched = [*booked, *(each.moves for each in booked if each.moves is not None)]
    days = [timezone.localdate(each.starts_at) for each in touched]
    invite_advisers(school=schedule.organisation, days=days, by=by)
    return booked


def _shown(request: HttpRequest, school: Organisation, schedule: Schedule, fault: str = "") -> SchedulePage:
    rows = interviews_of(school).filter(schedule=schedule, state=State.PROPOSED).select_related("moves__adviser")
    days: dict[str, list[Proposed]] = {}
    for each in rows.select_related("learner", "adviser", "request", "moves__adviser"):
        days.setdefault(weekday(each.starts_at), []).append(_proposed(school, each))
    return SchedulePage(
        title=f"{day(schedule.first_on)} to {day(schedule.last_on)}",
        said=_said(schedule),
        seed=schedule.seed,
        is_proven=schedule.is_proven,
        days=tuple(ProposedDay(name, tuple(each)) for name, each in days.items()),
        proposed=sum(len(each) for each in days.values()),
        waiting=[
            [
                {
                    "text": str(each.request.learner),
                    "href": address("interview_request", school, public_id=each.request.public_id),
                },
                f"{each.rank:,}",
                each.why,
                each.frees,
            ]
            for each in waiting_in(schedule)
        ],
        may_write=may_write(request, school),
        is_open=schedule.settled_at is None,
        fault=fault,
        again_href=address("make_interview_schedule", school) if may_write(request, school) else "",
        back_href=address("interviews", school),
    )


def _proposed(school: Organisation, each: Interview) -> Proposed:
    room = f", room {each.room}" if each.room else ""
    was = each.moves
    return Proposed(
        public_id=each.public_id,
        name=str(each.learner),
        href=address("interview_request", school, public_id=each.request.public_id),
        times=times_of(each.starts_at, each.ends_at),
        with_whom=f"{each.adviser.name}{room}",
        rank=each.rank or 0,
        reasons=tuple(each.reasons),
        moves_from=f"{weekday(was.starts_at)}, {times_of(was.starts_at, was.ends_at)}, {was.adviser.name}"
        if was
        else "",
    )


def _said(schedule: Schedule) -> str:
    asked = f"{plural(schedule.asked_for, 'learner')} asked"
    before = f", {schedule.booked_before:,} of them with a time already" if schedule.booked_before else ""
    moves = f"{schedule.moved:,} would be moved" if schedule.moved else "nobody would be moved"
    moved = f" Of those who had one, {moves}." if schedule.booked_before else ""
    return f"{asked}{before}.{moved}"
