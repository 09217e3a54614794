"""Endpoints: courses, for anybody, with the public service's parameters and the names of its refusals."""

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router
from ninja.throttling import BaseThrottle

from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.search.asked import narrowed_to, place_asked
from waymark.opportunities.search.asking import Place, Search, SearchRefused, Sort
from waymark.opportunities.search.choices import choices_of
from waymark.opportunities.search.places import place_of
from waymark.opportunities.search.searching import search_courses
from waymark.opportunities.search.showing import other_runs, run_shown
from waymark.web.api.door import Pace, answers, public_endpoint, refuse_unknown
from waymark.web.api.shapes.courses import (
    CourseDetail,
    CourseFound,
    CourseProvider,
    CourseSearchAsked,
    CoursesFound,
    Sectors,
)

router = Router(tags=["Courses"])
_SORTS = {
    "": Sort.RELEVANCE,
    "1": Sort.RELEVANCE,
    "2": Sort.START_DESC,
    "3": Sort.START_ASC,
    "4": Sort.DISTANCE,
    "5": Sort.SOONEST,
    "startdatedescending": Sort.START_DESC,
    "startdateascending": Sort.START_ASC,
} | {each.value: each for each in Sort}
_A_MINUTE: list[BaseThrottle] = [Pace("600/m")]
_REFUSALS = (400, 404, 422, 429, 503)


@router.get(
    "/courses/search",
    response=answers(CoursesFound, refusals=_REFUSALS),
    auth=None,
    throttle=_A_MINUTE,
    summary="Find courses",
)
@public_endpoint
def course_search(request: HttpRequest, asked: Query[CourseSearchAsked]):
    """Courses near a place, online and nationwide. No token is needed.

    A search that cannot be made is refused as PostcodeRequired, InvalidPostcode, PostcodeNotFound, InvalidLatLng,
    InvalidPagingParameters, TownNotFound, InvalidDistance, InvalidSort or InvalidFilter.
    """
    refuse_unknown(request, CourseSearchAsked.model_fields.keys())
    search = _search_of(asked)
    answer = search_courses(search)
    results = [CourseFound.of(hit, run) for hit, run in answer.runs]
    return CoursesFound.of(answer.found, results, start=search.start, limit=search.limit)


@router.get(
    "/courses/sectors",
    response=answers(Sectors, refusals=(429,)),
    auth=None,
    throttle=_A_MINUTE,
    summary="The sectors of courses",
)
@public_endpoint
def course_sectors(request: HttpRequest):
    """The sectors that a search may be narrowed to. No token is needed."""
    names = [label for _, label in choices_of("sector")]
    return Sectors(results=[{"id": str(number), "name": name} for number, name in enumerate(names, start=1)])


@router.get(
    "/courses/providers/{ukprn}",
    response=answers(CourseProvider, refusals=_REFUSALS),
    auth=None,
    throttle=_A_MINUTE,
    summary="Who gives courses",
)
@public_endpoint
def course_provider(request: HttpRequest, ukprn: str = Path(..., pattern=r"^[0-9]{8}$")):
    """A provider by its UKPRN. No token is needed."""
    provider = TrainingProvider.objects.filter(ukprn=ukprn).first()
    if provider is None:
        raise Http404
    return CourseProvider.of(provider)


@router.get(
    "/courses/{course_run_id}",
    response=answers(CourseDetail, refusals=_REFUSALS),
    auth=None,
    throttle=_A_MINUTE,
    summary="One course",
)
@public_endpoint
def course_detail(request: HttpRequest, course_run_id: int = Path(..., ge=1, le=2**63 - 1)):
    """A course at one time and place, with its other times and places. No token is needed."""
    run = run_shown(course_run_id)
    if run is None:
        raise Http404
    return CourseDetail.of(run, other_runs(run))


def _search_of(asked: CourseSearchAsked) -> Search:
    place, town = _place_of(asked)
    said = {
        "level": asked.QualificationLevels,
        "study_mode": asked.StudyModes,
        "attendance": asked.AttendancePatterns,
        "delivery": asked.DeliveryModes,
        "course_type": asked.CourseTypes,
        "sector": asked.SectorIds,
        "education_level": asked.EducationLevels,
        "provider": [asked.ProviderName],
        "town": [town],
    }
    return Search(
        text=asked.SubjectKeyword,
        place=place,
        distance=asked.Distance,
        narrowed=narrowed_to(said, campaign=asked.CampaignCode),
        starts_from=asked.StartDateFrom,
        starts_to=asked.StartDateTo,
        keep_flexible=None if asked.HideFlexiCourses is None else not asked.HideFlexiCourses,
        hide_past=asked.HideOutOfDateCourses,
        only_with_hours=asked.OnlyWithSetHours,
        sort=_sort_of(asked.SortBy),
        start=asked.Start,
        limit=asked.Limit,
    )


def _place_of(asked: CourseSearchAsked) -> tuple[Place | None, str]:
    """From where distance is measured, and to which town the venues are narrowed: a town is the one or the other."""
    place = place_asked(asked.Postcode, asked.Latitude, asked.Longitude)
    if place is not None or asked.Distance is None or not asked.Town.strip():
        return place, asked.Town
    found = place_of(asked.Town)
    if found.place is None:
        meant = f" Did you mean {' or '.join(found.suggestions)}?" if found.suggestions else ""
        raise SearchRefused("TownNotFound", f"There is no one town of that name.{meant}")
    return found.place, ""


def _sort_of(said: str) -> Sort:
    sort = _SORTS.get(said.strip().casefold())
    if sort is None:
        raise SearchRefused("InvalidSort", "SortBy is a number from 1 to 5.")
    return sort
