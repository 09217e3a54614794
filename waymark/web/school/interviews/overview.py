"""Interviews at a glance: what is to be seen to, the days ahead, who waits; and the settings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.actions.diaries import set_interview_settings
from waymark.guidance.models import Interview, Schedule
from waymark.guidance.queries.asked_by_code import typed_requests_of
from waymark.guidance.queries.booked import (
    advisers_of,
    days_booked,
    last_schedule,
    open_requests,
    open_schedule,
    past_due,
    settings_for,
    waiting_in,
)
from waymark.guidance.rules.states import InterviewRefused, State
from waymark.places.models import Organisation
from waymark.web.formats import plural, weekday
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.interviews.finding import ViewLink, address, may_write, today, views
from waymark.web.school.interviews.forms import SettingsForm


@dataclass(frozen=True)
class Step:
    """One thing to see to."""

    title: str
    why: str
    href: str
    urgency: str | None = None
    due: date | None = None


@dataclass(frozen=True)
class InterviewsPage:
    """All that the overview of interviews shows."""

    school: str
    views: tuple[ViewLink, ...]
    steps: tuple[Step, ...]
    asked: int
    booked: int
    held: int
    days: list[list[Any]]
    waiting: list[list[Any]]
    waiting_since: date | None
    make_href: str
    settings_href: str
    has_advisers: bool


@page("school/interviews/overview.html", needs=Permission.INTERVIEWS_VIEW, viewed="interviews listed")
def interviews(request: HttpRequest, school: Organisation) -> InterviewsPage:
    on, writes = today(), may_write(request, school)
    days = days_booked(school, first=on)
    schedule = last_schedule(school)
    asked = open_requests(school).count()
    has_advisers = advisers_of(school).exists()
    waiting = list(waiting_in(schedule)) if schedule else []
    return InterviewsPage(
        school=school.name,
        views=views(school, "interviews"),
        steps=tuple(_steps(school, on, asked=asked, has_advisers=has_advisers)) if writes else (),
        asked=asked,
        booked=sum(number for _, number in days),
        held=Interview.objects.filter(organisation=school, state=State.HELD).count(),
        days=[
            [{"text": weekday(day), "href": address("interview_day", school, day=day.isoformat())}, f"{number:,}"]
            for day, number in days
        ],
        waiting=[
            [
                {"text": str(each.request.learner), "href": _request(school, each.request.public_id)},
                f"{place:,}",
                each.why,
                each.frees,
            ]
            for place, each in enumerate(waiting, start=1)
        ],
        waiting_since=timezone.localdate(schedule.made_at) if schedule else None,
        make_href=address("make_interview_schedule", school) if writes else "",
        settings_href=address("interview_settings", school) if writes else "",
        has_advisers=has_advisers,
    )


def _request(school: Organisation, public_id: str) -> str:
    return address("interview_request", school, public_id=public_id)


def _steps(school: Organisation, on: date, *, asked: int, has_advisers: bool) -> list[Step]:
    steps = []
    if not has_advisers:
        why = "Say who sees learners, and when they can be seen."
        steps.append(Step("Add an adviser", why, address("new_interview_adviser", school)))
    typed = typed_requests_of(school).count()
    if typed:
        title = f"Say whose {plural(typed, 'request')} asked by code {'is' if typed == 1 else 'are'}"
        steps.append(Step(title, "Until you do, they have no time.", address("interview_requests", school), "soon"))
    over = sorted({timezone.localdate(each.starts_at) for each in past_due(school, now=timezone.now())})
    for day in over[:5]:
        href = address("interview_day", school, day=day.isoformat())
        why = "Until you do, nobody seen that day counts, and nobody who did not come gets another time."
        steps.append(Step(f"Say who came on {weekday(day)}", why, href, "late" if day < on else "soon", day))
    standing = open_schedule(school)
    if standing is not None:
        steps.append(_proposals(school, standing))
    elif has_advisers and asked:
        without = open_requests(school).exclude(interviews__state=State.BOOKED).count()
        if without:
            title = f"Make a schedule for {plural(without, 'learner')} without a time"
            steps.append(Step(title, "The greatest need comes first.", address("make_interview_schedule", school)))
    return steps


def _proposals(school: Organisation, schedule: Schedule) -> Step:
    number = Interview.objects.filter(schedule=schedule, state=State.PROPOSED).count()
    href = address("interview_schedule", school, public_id=schedule.public_id)
    why = "Nobody has a time by it until you do."
    return Step(f"Look at {plural(number, 'proposed time')}, and book them", why, href, "soon")


@dataclass(frozen=True)
class InterviewSettingsPage:
    """All that the settings of interviews show."""

    form: SettingsForm
    back_href: str


@form_page("school/interviews/settings.html", needs=Permission.INTERVIEWS_WRITE)
def interview_settings(request: HttpRequest, school: Organisation) -> Any:
    form = SettingsForm(request.POST or None, initial=SettingsForm.starting_from(settings_for(school)))
    shown = InterviewSettingsPage(form, address("interviews", school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        set_interview_settings(school=school, **form.cleaned_data, by=request.scope)
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The settings are saved.")
    return redirect("interviews", slug=school.slug)
