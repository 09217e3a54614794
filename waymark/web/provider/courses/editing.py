"""One course or venue by hand: added, changed, withdrawn."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.opportunities.actions.courses import (
    add_course,
    add_venue,
    change_course,
    change_venue,
    withdraw_course,
)
from waymark.opportunities.models import Venue
from waymark.opportunities.sources.by_hand import course_typed, venue_typed
from waymark.opportunities.sources.courses.writing import cells_of_run, cells_of_venue
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page, page
from waymark.web.provider.courses.finding import at, provider_here, provider_made, run_of, venue_of
from waymark.web.provider.courses.forms import (
    ByColumn,
    CourseForm,
    OtherCourseForm,
    VenueForm,
    initial_of,
)


@dataclass(frozen=True)
class EditPage:
    """All that the form of a course or venue shows."""

    name: str
    title: str
    lede: str
    form: ByColumn
    submit: str
    back_href: str
    back_text: str
    withdraw_href: str = ""
    withdraw_text: str = "Withdraw the course"
    copy_href: str = ""


@dataclass(frozen=True)
class VenuesPage:
    """All that the list of venues shows."""

    name: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    new_href: str
    back_href: str


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def new_course(request: HttpRequest, place: Organisation) -> Any:
    return _added(request, place, has_aim=True)


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def new_course_without_aim(request: HttpRequest, place: Organisation) -> Any:
    return _added(request, place, has_aim=False)


def _added(request: HttpRequest, place: Organisation, *, has_aim: bool) -> Any:
    provider = provider_made(request, place) if request.method == "POST" else provider_here(place)
    form = (CourseForm if has_aim else OtherCourseForm)(request.POST or None, provider=provider)
    shown = EditPage(
        name=place.name,
        title="Add a course" if has_aim else "Add a course without a qualification",
        lede="One course at one time and place. Add it again for another.",
        form=form,
        submit="Add the course",
        back_href=at("provider_courses", place),
        back_text="Back to courses",
    )
    if request.method != "POST" or provider is None:
        return shown
    if form.is_valid():
        facts, problems = course_typed(form.cells(), provider, has_aim=has_aim, today=timezone.localdate())
        if facts is not None:
            add_course(provider=provider, facts=facts, by=request.scope)
            messages.success(request, f"“{facts.name}” was added. It is found in the search from now.")
            return redirect("provider_courses", slug=place.slug)
        form.blame(problems)
    return Refused(shown)


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def provider_course(request: HttpRequest, place: Organisation, number: int) -> Any:
    run = run_of(place, number)
    provider, has_aim = run.course.provider, bool(run.course.aim_reference)
    kind = CourseForm if has_aim else OtherCourseForm
    form = kind(request.POST or None, provider=provider, initial=initial_of(cells_of_run(run)))
    shown = EditPage(
        name=place.name,
        title=run.name,
        lede="",
        form=form,
        submit="Save the course",
        back_href=at("provider_courses", place),
        back_text="Back to courses",
        withdraw_href=at("withdraw_course", place, number=number),
    )
    if request.method != "POST":
        return shown
    if form.is_valid():
        facts, problems = course_typed(form.cells(), provider, has_aim=has_aim, today=timezone.localdate())
        if facts is not None:
            change_course(run=run, facts=facts, by=request.scope)
            messages.success(request, f"“{facts.name}” was saved.")
            return redirect("provider_courses", slug=place.slug)
        form.blame(problems)
    return Refused(shown)


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def withdraw(request: HttpRequest, place: Organisation, number: int) -> HttpResponse:
    run = run_of(place, number)
    if request.method != "POST":
        raise Http404("There is nothing to see here.")
    withdraw_course(run=run, by=request.scope)
    messages.success(request, f"“{run.name}” was withdrawn. Nobody finds it any more.")
    return redirect("provider_courses", slug=place.slug)


@page("provider/courses/venues.html", needs=Permission.LISTING_WRITE)
def provider_venues(request: HttpRequest, place: Organisation) -> VenuesPage:
    venues = Venue.objects.filter(provider__organisation=place, is_live=True)
    rows = [
        [
            {"text": venue.name, "href": at("provider_venue", place, number=venue.pk), "note": venue.reference},
            ", ".join(filter(None, (venue.address_1, venue.town, venue.postcode))),
            "Yes" if venue.latitude is not None else "No: searches by place do not find it",
        ]
        for venue in venues
    ]
    columns = [{"label": name} for name in ("Venue", "Address", "On the map")]
    return VenuesPage(place.name, columns, rows, at("new_venue", place), at("provider_courses", place))


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def new_venue(request: HttpRequest, place: Organisation) -> Any:
    form = VenueForm(request.POST or None)
    shown = _venue_page(place, form, "Add a venue", "Add the venue")
    if request.method != "POST":
        return shown
    if form.is_valid():
        provider = provider_made(request, place)
        facts, problems = venue_typed(form.cells(), provider)
        if facts is not None:
            add_venue(provider=provider, facts=facts, by=request.scope)
            messages.success(request, f"“{facts.name}” was added.")
            return redirect("provider_venues", slug=place.slug)
        form.blame(problems)
    return Refused(shown)


@form_page("provider/courses/edit.html", needs=Permission.LISTING_WRITE)
def provider_venue(request: HttpRequest, place: Organisation, number: int) -> Any:
    venue = venue_of(place, number)
    form = VenueForm(request.POST or None, initial=initial_of(cells_of_venue(venue)))
    shown = _venue_page(place, form, venue.name, "Save the venue")
    if request.method != "POST":
        return shown
    if form.is_valid():
        facts, problems = venue_typed(form.cells(), venue.provider, instead_of=venue.pk)
        if facts is not None:
            change_venue(venue=venue, facts=facts, by=request.scope)
            messages.success(request, f"“{facts.name}” was saved.")
            return redirect("provider_venues", slug=place.slug)
        form.blame(problems)
    return Refused(shown)


def _venue_page(place: Organisation, form: VenueForm, title: str, submit: str) -> EditPage:
    return EditPage(place.name, title, "", form, submit, at("provider_venues", place), "Back to venues")
