"""A provider's T levels: one that begins on one day, at one or more venues, is kept as one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.opportunities.actions.t_levels import add_t_level, change_t_level, withdraw_t_level
from waymark.opportunities.models import CourseRun, TLevelDefinition, Venue
from waymark.opportunities.queries.t_levels import offered_together, t_level_runs, t_levels_open
from waymark.opportunities.sources.t_levels.reading import t_level_typed
from waymark.opportunities.sources.t_levels.writing import cells_of_t_level
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page, page
from waymark.web.provider.courses.editing import EditPage
from waymark.web.provider.courses.finding import at, provider_here, provider_made, t_level_of
from waymark.web.provider.courses.forms import TLevelForm, initial_of


@dataclass(frozen=True)
class TLevelsPage:
    """All that the list of T levels shows. `are_known`: whether the register's T levels have been brought in."""

    name: str
    are_known: bool
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    new_href: str
    files_href: str
    venues_href: str
    back_href: str


@page("provider/courses/t_levels.html", needs=Permission.LISTING_WRITE)
def provider_t_levels(request: HttpRequest, place: Organisation) -> TLevelsPage:
    provider = provider_here(place)
    offered = offered_together(t_level_runs(provider)) if provider else ()
    return TLevelsPage(
        name=place.name,
        are_known=bool(t_levels_open(timezone.localdate())),
        columns=[{"label": name} for name in ("T level", "Starts", "Where", "Another like it")],
        rows=[_row(runs, place) for runs in offered],
        new_href=at("new_t_level", place),
        files_href=at("course_files", place),
        venues_href=at("provider_venues", place),
        back_href=at("provider_courses", place),
    )


def _row(runs: Sequence[CourseRun], place: Organisation) -> list[Any]:
    first = runs[0]
    return [
        {"text": first.name, "href": at("provider_t_level", place, number=first.pk), "note": first.reference},
        day(first.starts_on) if first.starts_on else "",
        ", ".join(run.venue.name for run in runs if run.venue),
        {"text": "Copy it", "href": f"{at('new_t_level', place)}?copy={first.pk}"},
    ]


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def new_t_level(request: HttpRequest, place: Organisation) -> Any:
    form = _form(request, place, _copied(request, place))
    shown = EditPage(
        name=place.name,
        title="Add a T level",
        lede="A T level is full time, by day, for two years. Add it once for each day on which it begins.",
        form=form,
        submit="Add the T level",
        back_href=at("provider_t_levels", place),
        back_text="Back to T levels",
    )
    if request.method != "POST":
        return shown
    if form.is_valid():
        provider = provider_made(request, place)
        facts, problems = t_level_typed(form.cells(), form.at_venues, provider, today=timezone.localdate())
        if facts:
            add_t_level(provider=provider, facts=facts, by=request.scope)
            messages.success(request, f"“{facts[0].name}” was added. It is found in the search from now.")
            return redirect("provider_t_levels", slug=place.slug)
        form.blame(problems)
    return Refused(shown)


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def provider_t_level(request: HttpRequest, place: Organisation, number: int) -> Any:
    runs = t_level_of(place, number)
    form = _form(request, place, _initial(runs), keeping=runs[0].course.t_level)
    shown = EditPage(
        name=place.name,
        title=runs[0].name,
        lede="",
        form=form,
        submit="Save the T level",
        back_href=at("provider_t_levels", place),
        back_text="Back to T levels",
        withdraw_href=at("withdraw_t_level", place, number=number),
        withdraw_text="Withdraw the T level",
        copy_href=f"{at('new_t_level', place)}?copy={number}",
    )
    if request.method != "POST":
        return shown
    if form.is_valid():
        facts, problems = t_level_typed(
            form.cells(), form.at_venues, runs[0].course.provider, today=timezone.localdate(), instead_of=runs
        )
        if facts:
            change_t_level(runs=runs, facts=facts, by=request.scope)
            messages.success(request, f"“{facts[0].name}” was saved.")
            return redirect("provider_t_levels", slug=place.slug)
        form.blame(problems)
    return Refused(shown)


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def withdraw(request: HttpRequest, place: Organisation, number: int) -> HttpResponse:
    runs = t_level_of(place, number)
    if request.method != "POST":
        raise Http404("There is nothing to see here.")
    withdraw_t_level(runs=runs, by=request.scope)
    messages.success(request, f"“{runs[0].name}” was withdrawn. Nobody finds it any more.")
    return redirect("provider_t_levels", slug=place.slug)


def _form(
    request: HttpRequest, place: Organisation, initial: dict[str, Any], *, keeping: TLevelDefinition | None = None
) -> TLevelForm:
    """The form; `keeping`: the T level it is about, which stays a choice when the register has ended it."""
    open_now = t_levels_open(timezone.localdate())
    also = () if keeping is None or keeping in open_now else (keeping,)
    venues = Venue.objects.filter(provider__organisation=place, is_live=True)
    return TLevelForm(request.POST or None, venues=venues, t_levels=(*open_now, *also), initial=initial)


def _initial(runs: Sequence[CourseRun]) -> dict[str, Any]:
    """What runs of one T level and day say, with all of their venues."""
    at_venues = [run.venue.reference for run in runs if run.venue]
    return initial_of(cells_of_t_level(runs[0])) | {"your_venue_reference": at_venues}


def _copied(request: HttpRequest, place: Organisation) -> dict[str, Any]:
    """What another T level of this place's says, but its day; nothing where none is copied."""
    number = request.GET.get("copy", "")
    if request.method == "POST" or not (number.isascii() and number.isdecimal() and len(number) < 19):
        return {}
    return _initial(t_level_of(place, int(number))) | {"start_date": ""}
