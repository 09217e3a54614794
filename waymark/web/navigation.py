"""The sections of an organisation's pages, in the order they are shown, and what each needs."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from waymark.access.permissions import Permission as P
from waymark.places.models import Kind, Organisation
from waymark.places.queries import belongings_on


@dataclass(frozen=True)
class Section:
    label: str
    url_name: str
    needs: P


@dataclass(frozen=True)
class NavigationLink:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """All that the header shows: whose pages these are, their sections, and the other places one may go."""

    organisation: Organisation | None
    links: tuple[NavigationLink, ...]


AT_A_SCHOOL = (
    Section("Home", "school_home", P.FIGURES_VIEW),
    Section("Benchmarks", "benchmarks", P.FIGURES_VIEW),
    Section("Self-assessment", "assessments", P.FIGURES_VIEW),
    Section("Improvement plan", "improvement_plan", P.FIGURES_VIEW),
    Section("Year plan", "year_plan", P.FIGURES_VIEW),
    Section("Learners", "learners", P.LEARNER_VIEW),
    Section("Activities", "activities", P.REGISTER_TAKE),
    Section("Interviews", "interviews", P.INTERVIEWS_VIEW),
    Section("Providers", "find_providers", P.REQUEST),
    Section("Employers", "school_employers", P.EMPLOYERS_VIEW),
    Section("Work near you", "school_work_near", P.FIGURES_VIEW),
    Section("Surveys", "surveys", P.FIGURES_VIEW),
    Section("Evidence", "evidence", P.EVIDENCE_VIEW),
    Section("Careers page", "careers_page", P.PUBLISH),
    Section("Files", "deliveries", P.LEDGER_WRITE),
    Section("People", "people", P.USERS_MANAGE),
    Section("Settings", "settings", P.SETTINGS_WRITE),
)
ABOVE_SCHOOLS = (
    Section("Schools", "area_home", P.FIGURES_VIEW),
    Section("Measurement points", "area_points", P.FIGURES_VIEW),
    Section("Employers", "area_employers", P.EMPLOYERS_VIEW),
    Section("Matching", "area_matching", P.MATCH),
    Section("Share offers", "area_plan", P.FIGURES_VIEW),
    Section("Coverage", "area_coverage", P.FIGURES_VIEW),
    Section("Work in the area", "area_analyses", P.SETTINGS_WRITE),
    Section("Listings", "area_listings", P.EMPLOYERS_WRITE),
    Section("Outlines", "area_templates", P.PLAN_WRITE),
    Section("People", "people", P.USERS_MANAGE),
)
AT_A_PROVIDER = (
    Section("Home", "provider_home", P.LISTING_WRITE),
    Section("Offers", "provider_offers", P.LISTING_WRITE),
    Section("Requests", "provider_requests", P.REQUESTS_ANSWER),
    Section("Courses", "provider_courses", P.LISTING_WRITE),
    Section("Applications", "provider_applications", P.APPLICATIONS_VIEW),
    Section("People", "people", P.USERS_MANAGE),
)


def navigation_for(request: HttpRequest, place: Organisation | None) -> Navigation:
    """The sections of `place` that this person may open; none where there is no place."""
    if place is None:
        return Navigation(None, ())
    sections = _sections_of(place, request)
    open_to_them = [
        (section.label, href)
        for section in sections
        if request.scope.holds(section.needs, place.pk) and (href := _address(section, place))
    ]
    # Every page stands under the home page's address: that is current only on itself.
    home = _address(sections[0], place)
    at = (href for _, href in open_to_them if request.path == href or (href != home and request.path.startswith(href)))
    here = max(at, key=len, default=None)
    links = tuple(NavigationLink(label, href, href == here) for label, href in open_to_them)
    return Navigation(place, (*links, *_areas_above(request, place)))


def _sections_of(place: Organisation, request: HttpRequest) -> tuple[Section, ...]:
    """A college's pages as a provider have sections of their own: it sends learners out, and takes others in."""
    if place.kind == Kind.PROVIDER or (place.kind == Kind.COLLEGE and request.path.startswith("/providers/")):
        return AT_A_PROVIDER
    return AT_A_SCHOOL if place.is_institution else ABOVE_SCHOOLS


def _areas_above(request: HttpRequest, place: Organisation) -> tuple[NavigationLink, ...]:
    """The way back, for somebody who sees this school from a hub, trust or council that it belongs to."""
    others = request.scope.where(P.FIGURES_VIEW) - {place.pk}
    if not place.is_institution or request.scope.holds(P.LEARNER_VIEW, place.pk) or not others:
        return ()
    areas = Organisation.objects.filter(pk__in=others, kind__in=(Kind.HUB, Kind.TRUST, Kind.COUNCIL))
    above = areas.filter(parts__in=belongings_on(timezone.localdate()).filter(member=place)).distinct()
    return tuple(NavigationLink(area.name, reverse("area_home", kwargs={"slug": area.slug}), False) for area in above)


def _address(section: Section, place: Organisation) -> str | None:
    try:
        return reverse(section.url_name, kwargs={"slug": place.slug})
    except NoReverseMatch:  # a site that leaves a room out
        return None
