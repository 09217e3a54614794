"""Advisers and when they can be seen: typed, or brought in from a file or a calendar."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.actions.diaries import add_adviser, add_times, change_adviser, end_adviser, remove_time
from waymark.guidance.models import Adviser, DiaryTime
from waymark.guidance.queries.booked import advisers_of, diary_of
from waymark.guidance.rules.states import InterviewRefused
from waymark.guidance.sources.calendars import CalendarRefused, spans_of_calendar
from waymark.places.models import Organisation
from waymark.web.formats import plural, short_day, weekday
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.interviews.finding import (
    ViewLink,
    address,
    adviser_here,
    may_write,
    times_of,
    today,
    views,
)
from waymark.web.school.interviews.forms import AdviserForm, CalendarForm, TimesForm

AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class DiariesPage:
    """All that the list of advisers shows."""

    school: str
    views: tuple[ViewLink, ...]
    rows: list[list[Any]]
    links: dict[str, str]


@page("school/interviews/diaries.html", needs=Permission.INTERVIEWS_VIEW)
def interview_diaries(request: HttpRequest, school: Organisation) -> DiariesPage:
    on = today()
    times: dict[int, list[DiaryTime]] = {}
    for time in diary_of(school, first=on, last=on + AHEAD):
        times.setdefault(time.adviser_id, []).append(time)
    links = dict.fromkeys(("add", "diary_file", "lessons_file"), "")
    if may_write(request, school):
        links = {
            "add": address("new_interview_adviser", school),
            "diary_file": reverse("bring_diary", kwargs={"slug": school.slug}),
            "lessons_file": reverse("bring_lessons", kwargs={"slug": school.slug}),
        }
    rows = [_row(school, adviser, times.get(adviser.pk, [])) for adviser in advisers_of(school)]
    return DiariesPage(school.name, views(school, "interview_diaries"), rows, links)


def _row(school: Organisation, adviser: Adviser, times: list[DiaryTime]) -> list[Any]:
    following = weekday(times[0].starts_at) if times else "Nothing in the next four months"
    return [
        {"text": adviser.name, "href": address("interview_adviser", school, public_id=adviser.public_id)},
        f"Level {adviser.level}",
        following,
        plural(len(times), "time"),
        "Has an account" if adviser.user_id else "No account",
    ]


@dataclass(frozen=True)
class DiaryRow:
    """One time of a diary, and the key by which it can be taken out."""

    day: str
    times: str
    room: str
    interpreters: str
    key: int


@dataclass(frozen=True)
class AdviserPage:
    """All that one adviser's diary shows."""

    name: str
    level: int
    rows: tuple[DiaryRow, ...]
    form: TimesForm
    calendar: CalendarForm
    may_write: bool
    links: dict[str, str]
    back_href: str


@form_page("school/interviews/adviser.html", needs=Permission.INTERVIEWS_VIEW)
def interview_adviser(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """GET shows the diary; POST adds times that were typed or stand in a calendar file, or takes one out."""
    adviser = adviser_here(school, public_id)
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "remove" in posted:
        return _removed(request, school, adviser)
    is_calendar = posted is not None and "calendar" in posted
    form = TimesForm(posted if not is_calendar else None)
    calendar = CalendarForm(*((posted, request.FILES) if is_calendar else ()))
    if posted is None:
        return _shown(request, school, adviser, form, calendar)
    asked: Any = calendar if is_calendar else form
    if not asked.is_valid():
        return Refused(_shown(request, school, adviser, form, calendar))
    try:
        spans = form.spans() if not is_calendar else spans_of_calendar(calendar.cleaned_data["file"].read(), on=today())
        made = add_times(adviser=adviser, spans=spans, by=request.scope)
    except (InterviewRefused, CalendarRefused) as refused:
        asked.add_error("file" if is_calendar else None, str(refused))
        return Refused(_shown(request, school, adviser, form, calendar))
    known = len(spans) - len(made)
    there = f" {plural(known, 'time')} stood there already." if known else ""
    messages.success(request, f"{plural(len(made), 'time')} added.{there}")
    return redirect(_address(school, adviser))


def _removed(request: HttpRequest, school: Organisation, adviser: Adviser) -> Any:
    key = request.POST["remove"]
    time = DiaryTime.objects.filter(adviser=adviser, pk=int(key)).first() if key.isdigit() else None
    if time is None:
        raise Http404("There is no such time.")
    try:
        remove_time(time=time, by=request.scope)
        messages.success(request, "The time is taken out.")
    except InterviewRefused as refused:
        messages.warning(request, str(refused))
    return redirect(_address(school, adviser))


def _shown(
    request: HttpRequest, school: Organisation, adviser: Adviser, form: TimesForm, calendar: CalendarForm
) -> AdviserPage:
    on, writes = today(), may_write(request, school)
    times = diary_of(school, first=on, last=on + AHEAD).filter(adviser=adviser)
    here = {"public_id": adviser.public_id}
    names = ("change_interview_adviser", "end_interview_adviser")
    return AdviserPage(
        name=adviser.name,
        level=adviser.level,
        rows=tuple(
            DiaryRow(
                weekday(each.starts_at),
                times_of(each.starts_at, each.ends_at),
                each.room or "–",
                each.interpreters or "–",
                each.pk,
            )
            for each in times
        ),
        form=form,
        calendar=calendar,
        may_write=writes,
        links={name: address(name, school, **here) if writes else "" for name in names},
        back_href=address("interview_diaries", school),
    )


def _address(school: Organisation, adviser: Adviser) -> str:
    return address("interview_adviser", school, public_id=adviser.public_id)


@dataclass(frozen=True)
class AdviserFormPage:
    """All that a form about an adviser shows."""

    title: str
    name: str
    lede: str
    form: Any
    submit: str
    is_warning: bool
    back_href: str


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE)
def new_adviser(request: HttpRequest, school: Organisation) -> Any:
    form = AdviserForm(request.POST or None, school=school)
    back = address("interview_diaries", school)
    shown = AdviserFormPage("Add an adviser", "Diaries", "", form, "Add the adviser", False, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    try:
        adviser = add_adviser(
            school=school, name=said["name"], level=said["level"], user_id=said["user"], by=request.scope
        )
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The adviser is added. Say when they can be seen.")
    return redirect(_address(school, adviser))


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE)
def changed_adviser(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    adviser = adviser_here(school, public_id)
    form = AdviserForm(request.POST or None, school=school, initial={"name": adviser.name, "level": adviser.level})
    del form.fields["user"]
    shown = AdviserFormPage("Change this adviser", adviser.name, "", form, "Save", False, _address(school, adviser))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        change_adviser(adviser=adviser, **form.cleaned_data, by=request.scope)
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    return redirect(_address(school, adviser))


@form_page("school/interviews/small_form.html", needs=Permission.INTERVIEWS_WRITE)
def ended_adviser(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    adviser = adviser_here(school, public_id)
    lede = f"From {short_day(today())} on they are not on your list, and their diary is gone. What they held stays."
    shown = AdviserFormPage(
        "Take this adviser off the list", adviser.name, lede, None, "Take off the list", True, _address(school, adviser)
    )
    if request.method != "POST":
        return shown
    try:
        end_adviser(adviser=adviser, on=timezone.localdate(), by=request.scope)
    except InterviewRefused as refused:
        messages.warning(request, str(refused))
        return redirect(_address(school, adviser))
    messages.success(request, f"{adviser.name} is off the list.")
    return redirect("interview_diaries", slug=school.slug)
