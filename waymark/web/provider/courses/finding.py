"""Whose courses these pages are of, and one of them by its number."""

from django.http import Http404, HttpRequest
from django.urls import reverse

from waymark.opportunities.actions.providers import provider_for
from waymark.opportunities.models import CourseFile, CourseRun, TrainingProvider, Venue
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.queries.providers import provider_at
from waymark.opportunities.queries.t_levels import offered_together, t_level_runs
from waymark.places.models import Organisation


def provider_here(place: Organisation) -> TrainingProvider | None:
    """The training provider of an organisation; None where none has been joined to it yet."""
    return provider_at(place)


def provider_made(request: HttpRequest, place: Organisation) -> TrainingProvider:
    """The training provider of an organisation, joined by its UKPRN when first asked to write."""
    provider = provider_for(organisation=place, by=request.scope)
    if provider is None:
        raise Http404("This organisation has no UKPRN, so it cannot list courses.")
    return provider


def run_of(place: Organisation, number: int) -> CourseRun:
    """One run of this place's; not found where it is another's, or offered no more."""
    run = live_runs().filter(course__provider__organisation=place, course__t_level=None, pk=number).first()
    if run is None:
        raise Http404("There is no such course here.")
    return run


def t_level_of(place: Organisation, number: int) -> tuple[CourseRun, ...]:
    """A T level of this place's by the number of one of its runs: all that begin on its day, one for each venue."""
    provider = provider_at(place)
    together = offered_together(t_level_runs(provider)) if provider else ()
    found = next((runs for runs in together if number in {run.pk for run in runs}), None)
    if found is None:
        raise Http404("There is no such T level here.")
    return found


def venue_of(place: Organisation, number: int) -> Venue:
    """One venue of this place's."""
    venue = Venue.objects.filter(provider__organisation=place, is_live=True, pk=number).select_related("provider")
    if (found := venue.first()) is None:
        raise Http404("There is no such venue here.")
    return found


def file_of(place: Organisation, number: int) -> CourseFile:
    """One file of this place's."""
    file = CourseFile.objects.filter(provider__organisation=place, pk=number).select_related("provider").first()
    if file is None:
        raise Http404("There is no such file here.")
    return file


def at(name: str, place: Organisation, **more: object) -> str:
    """The address of one of these pages."""
    return reverse(name, kwargs={"slug": place.slug, **more})
