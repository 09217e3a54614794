"""Exams, trips and whatever else takes up learners' days: one at a time, or from a file with a look before."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, first_day, in_words, last_day
from waymark.places.models import Organisation
from waymark.planner.actions.busy import (
    BusyDays,
    BusyRefused,
    add_busy,
    bring_in_busy,
    change_busy,
    is_changed,
    remove_busy,
)
from waymark.planner.models import Busy
from waymark.planner.queries.plan import words_open_to
from waymark.planner.queries.school_year import busy_in, school_days, terms_in
from waymark.planner.sources.calendars import read_calendar
from waymark.planner.sources.calendars.reading import MOST_BYTES
from waymark.web.formats import plural, short_day
from waymark.web.forms import SizedFileField
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.words import year_words
from waymark.web.school.year_plan.finding import busy_here, plan_address, today, year_asked
from waymark.web.school.year_plan.forms import BusyForm
from waymark.web.school.year_plan.words import hours

_SALT = "waymark calendar preview"
_MINUTES_TO_LOOK = 60


class FileForm(forms.Form):
    """A file of exams, trips and the like."""

    file = SizedFileField(label="File", endings=(".csv", ".ics", ".txt"), most_bytes=MOST_BYTES)


@dataclass(frozen=True)
class BusyDaysPage:
    """All that the page of the school's calendar shows."""

    year: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    terms: tuple[str, ...]
    closed: tuple[str, ...]
    terms_href: str | None
    new_href: str | None
    file_href: str | None
    back_href: str


@dataclass(frozen=True)
class BusyFormPage:
    """All that the form of one entry shows."""

    title: str
    form: BusyForm
    submit: str
    may_remove: bool
    back_href: str


@dataclass(frozen=True)
class BringPage:
    """All that the page of a file shows: the box for one, or what the one that was sent would change."""

    form: FileForm
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    problems: tuple[str, ...]
    signed: str
    submit: str
    back_href: str


@page("school/year_plan/days.html", needs=Permission.FIGURES_VIEW)
def busy_days(request: HttpRequest, school: Organisation) -> BusyDaysPage:
    year = year_asked(request, school)
    may_plan = request.scope.holds(Permission.PLAN_WRITE, school.pk)
    opened, here = words_open_to(school), {"slug": school.slug}
    settings = reverse("calendar", kwargs=here) + f"?year={year}"
    closed = school_days(school, year).closed or {}
    return BusyDaysPage(
        year=in_words(year),
        columns=[{"label": label} for label in ("What", "Sort", "Days", "Hours", "Who")],
        rows=[_row(school, each, may_plan, opened) for each in busy_in(school, first_day(year), last_day(year))],
        terms=tuple(f"{t.name}: {short_day(t.from_on)} to {short_day(t.to_on)}" for t in terms_in(school, year)),
        closed=tuple(f"{on:%a} {short_day(on)}{f': {why}' if opened else ''}" for on, why in sorted(closed.items())),
        terms_href=settings if request.scope.holds(Permission.SETTINGS_WRITE, school.pk) else None,
        new_href=reverse("new_busy", kwargs=here) if may_plan else None,
        file_href=reverse("bring_busy", kwargs=here) if may_plan else None,
        back_href=plan_address(school, year),
    )


@form_page("school/year_plan/busy.html", needs=Permission.PLAN_WRITE)
def new_busy(request: HttpRequest, school: Organisation) -> Any:
    form = BusyForm(request.POST or None, school=school, on=today())
    shown = BusyFormPage("Add exams, a trip or something else", form, "Add it", False, _days(school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        made = add_busy(school=school, said=form.said(), by=request.scope)
    except BusyRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, f"“{made.title}” was added.")
    return redirect(_days(school, academic_year(made.from_on)))


@form_page("school/year_plan/busy.html", needs=Permission.PLAN_WRITE)
def change_busy_days(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    busy = busy_here(school, public_id)
    back = _days(school, academic_year(busy.from_on))
    if request.method == "POST" and "remove" in request.POST:
        remove_busy(busy=busy, by=request.scope)
        messages.success(request, f"“{busy.title}” was taken out.")
        return redirect(back)
    initial = {name: getattr(busy, name) for name in ("title", "what", "from_on", "to_on", "starts", "ends")}
    initial["year_groups"] = [str(year) for year in busy.year_groups]
    form = BusyForm(request.POST or None, school=school, on=today(), initial=initial)
    shown = BusyFormPage(f"Change “{busy.title}”", form, "Save the changes", True, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        change_busy(busy=busy, said=form.said(), by=request.scope)
    except BusyRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "Your changes were saved.")
    return redirect(back)


@form_page("school/year_plan/bring.html", needs=Permission.PLAN_WRITE)
def bring_busy(request: HttpRequest, school: Organisation) -> Any:
    """Send a file and see what it would change; then, from that page and within the hour, take it in."""
    if request.method == "POST" and "signed" in request.POST:
        return _take_in(request, school)
    form = FileForm(request.POST or None, request.FILES or None)
    shown = BringPage(form, [], [], (), "", "", _days(school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    content = form.cleaned_data["file"].read()
    reading = read_calendar(content)
    problems = tuple(f"Row {p.place}: {p.in_words()}" if p.place else p.in_words() for p in reading.problems)
    if not reading.entries:
        form.add_error("file", "Nothing in this file can be taken in.")
        return Refused(BringPage(form, [], [], problems, "", "", _days(school)))
    signed = {
        "school": school.pk,
        "sha256": hashlib.sha256(content).hexdigest(),
        "entries": [_packed(e) for e in reading.entries],
    }
    known = {each.uid: each for each in Busy.objects.filter(organisation=school).exclude(uid="")}
    return BringPage(
        form=form,
        columns=[{"label": label} for label in ("What", "Sort", "Days", "Hours", "Who", "")],
        rows=[[*_cells(said), _would(known.get(said.uid), said)] for said in reading.entries],
        problems=problems,
        signed=signing.dumps(signed, salt=_SALT, compress=True),
        submit=f"Take in {plural(len(reading.entries), 'entry', 'entries')}",
        back_href=_days(school),
    )


def _take_in(request: HttpRequest, school: Organisation) -> Any:
    try:
        held = signing.loads(request.POST["signed"], salt=_SALT, max_age=_MINUTES_TO_LOOK * 60)
    except signing.BadSignature:
        held = {}
    if held.get("school") != school.pk:
        messages.error(request, "That was too long ago, or not of this school. Send the file again.")
        return redirect("bring_busy", slug=school.slug)
    entries = [_unpacked(said) for said in held["entries"]]
    added, changed = bring_in_busy(school=school, entries=entries, sha256=held["sha256"], by=request.scope)
    messages.success(request, f"{plural(added, 'entry', 'entries')} added, {changed} changed.")
    return redirect(_days(school, academic_year(entries[0].from_on)))


def _packed(said: BusyDays) -> dict[str, Any]:
    return {name: str(v) if isinstance(v, date | time) else v for name, v in asdict(said).items()}


def _unpacked(said: dict[str, Any]) -> BusyDays:
    days = {name: date.fromisoformat(said[name]) for name in ("from_on", "to_on")}
    clocks = {name: said[name] and time.fromisoformat(said[name]) for name in ("starts", "ends")}
    return BusyDays(**{**said, **days, **clocks, "year_groups": tuple(said["year_groups"])})


def _would(standing: Busy | None, said: BusyDays) -> str:
    if standing is None:
        return "New"
    return "Changes what stands" if is_changed(standing, said) else "As it stands"


def _row(school: Organisation, each: Busy, may_plan: bool, opened: bool) -> list[Any]:
    cells = _cells(each)
    if not opened:
        cells[0] = each.get_what_display()
    elif may_plan:
        href = reverse("change_busy", kwargs={"slug": school.slug, "public_id": each.public_id})
        cells[0] = {"text": each.title, "href": href}
    return cells


def _cells(each: Busy | BusyDays) -> list[Any]:
    first, last = short_day(each.from_on), short_day(each.to_on)
    return [
        each.title,
        Busy.What(each.what).label,
        first if first == last else f"{first} to {last}",
        hours(each.starts, each.ends),
        year_words(each.year_groups) if each.year_groups else "Everybody",
    ]


def _days(school: Organisation, year: int | None = None) -> str:
    address = reverse("busy_days", kwargs={"slug": school.slug})
    return address if year is None else f"{address}?year={year}"
