"""Courses as the API shows them, under the names that the public service's own API gives them."""

from datetime import date, datetime
from typing import Annotated, Any, Self

from ninja import Schema
from pydantic import Field

from waymark.opportunities.models import CourseRun, Offering, TrainingProvider, Venue
from waymark.opportunities.search.choices import label_of, said
from waymark.opportunities.search.documents import Group
from waymark.opportunities.search.found import Found, Hit
from waymark.opportunities.search.reading import level_of
from waymark.opportunities.search.showing import TEXTS
from waymark.web.api.shapes.values import Day, ShortWords

Said = ShortWords
Several = Annotated[list[Said], Field(max_length=50)]
_FACETS = {
    "QualificationLevel": "level",
    "StudyMode": "study_mode",
    "AttendancePattern": "attendance",
    "DeliveryMode": "delivery",
    "CourseType": "course_type",
    "SectorId": "sector",
    "EducationLevel": "education_level",
    "ProviderName": "provider",
    "Region": "region",
}


class CourseSearchAsked(Schema):
    """What courses are looked for. A filter may be named by its number or its words, and given more than once."""

    SubjectKeyword: Said = Field("", description="Words; 'a b' for both, \"a b\" for the two side by side.")
    Distance: float | None = Field(None, description="In miles, from the postcode, position or town.")
    ProviderName: Said = Field("", description="A provider's name, words of it, or its UKPRN.")
    QualificationLevels: Several = []
    StudyModes: Several = []
    AttendancePatterns: Several = []
    DeliveryModes: Several = []
    CourseTypes: Several = []
    SectorIds: Several = []
    EducationLevels: Several = []
    Town: Said = Field("", description="With a distance: from where. Without: the town of the venue.")
    Postcode: Said = Field("", description="A whole postcode.")
    Latitude: float | None = Field(None, description="Before any postcode.")
    Longitude: float | None = None
    SortBy: Said = Field(
        "", description="1 relevance, 2 and 3 start date last or first, 4 distance, 5 soonest near me."
    )
    StartDateFrom: Day | None = None
    StartDateTo: Day | None = None
    HideOutOfDateCourses: bool = Field(False, description="Leave out what started over 60 days ago.")
    HideFlexiCourses: bool | None = Field(None, description="Courses without a day; left out where days are asked for.")
    OnlyWithSetHours: bool = Field(
        False, description="Leave out online and work based courses where hours are asked for: they have none."
    )
    CampaignCode: Said = ""
    Limit: int = Field(20, description="From 1 to 50.")
    Start: int = 0


class FacetCount(Schema):
    """A value, and how many courses there would be with it: counted without this facet's own filter."""

    value: str
    count: int


class VenueLocation(Schema):
    latitude: float
    longitude: float


class CourseFound(Schema):
    """One course at one time and place; what is unknown is null."""

    courseRunId: int
    courseId: int
    reference: str | None
    searchScore: float
    distance: float | None = Field(description="In miles; null for what is online or nationwide.")
    group: str = Field(description="in_range, online or nationwide.")
    courseName: str
    qualificationCourseTitle: str
    learnAimRef: str | None
    qualificationLevel: str | None
    courseType: str | None
    sector: str | None
    educationLevel: str | None
    awardingBody: str | None
    offeringType: str
    courseDescription: str
    providerName: str
    ukprn: str
    venueName: str | None
    venueAddress: str | None
    venueTown: str | None
    venueLocation: VenueLocation | None
    venueStudyMode: str | None
    venueStudyModeDescription: str | None
    venueAttendancePattern: str | None
    venueAttendancePatternDescription: str | None
    deliveryMode: str
    deliveryModeDescription: str
    startDate: date | None
    flexibleStartDate: bool
    cost: float | None
    costDescription: str | None
    durationValue: int
    durationUnit: int
    national: bool
    updatedOn: datetime

    @classmethod
    def of(cls, hit: Hit, run: CourseRun) -> Self:
        return cls(
            searchScore=round(hit.score, 4), distance=hit.distance, group=hit.group.name.lower(), **facts_of(run)
        )


def facts_of(run: CourseRun) -> dict[str, Any]:
    """What is the same of a run whoever looks for it."""
    course, provider, venue = run.course, run.course.provider, run.venue
    address = (venue.address_1, venue.address_2, venue.town, venue.county, venue.postcode) if venue else ()
    return {
        "courseRunId": run.pk,
        "courseId": course.pk,
        "reference": run.reference or None,
        "courseName": run.name,
        "qualificationCourseTitle": course.title,
        "learnAimRef": course.aim_reference or None,
        "qualificationLevel": level_of(course.level, course.education_level) or None,
        "courseType": _words("course_type", course.course_type),
        "sector": _words("sector", course.sector),
        "educationLevel": _words("education_level", course.education_level),
        "awardingBody": course.awarding_body or None,
        "offeringType": str(Offering(course.offering).label),
        "courseDescription": course.who_for,
        "providerName": provider.shown_name,
        "ukprn": provider.ukprn,
        "venueName": venue.name if venue else None,
        "venueAddress": ", ".join(part for part in address if part) or None,
        "venueTown": venue.town if venue else None,
        "venueLocation": _location(venue),
        "venueStudyMode": _number(run.study_mode),
        "venueStudyModeDescription": _words("study_mode", run.study_mode),
        "venueAttendancePattern": _number(run.attendance),
        "venueAttendancePatternDescription": _words("attendance", run.attendance),
        "deliveryMode": str(run.delivery_mode),
        "deliveryModeDescription": label_of("delivery", str(run.delivery_mode)),
        "startDate": run.starts_on,
        "flexibleStartDate": run.is_flexible,
        "cost": None if run.cost is None else float(run.cost),
        "costDescription": run.cost_description or None,
        "durationValue": run.duration,
        "durationUnit": run.duration_unit,
        "national": bool(run.is_national),
        "updatedOn": run.changed_at,
    }


class Groups(Schema):
    in_range: int
    online: int
    nationwide: int


class CoursesFound(Schema):
    """Some of the courses that answer a search; `total` counts all."""

    total: int
    start: int
    limit: int
    groups: Groups
    facets: dict[str, list[FacetCount]]
    results: list[CourseFound]

    @classmethod
    def of(cls, found: Found, results: list[CourseFound], *, start: int, limit: int) -> Self:
        return cls(
            total=found.total,
            start=start,
            limit=limit,
            groups=Groups(**{group.name.lower(): found.groups[group] for group in Group}),
            facets={
                theirs: [FacetCount(value=_facet(ours, value), count=count) for value, count in found.facets[ours]]
                for theirs, ours in _FACETS.items()
            },
            results=results,
        )


class CourseProvider(Schema):
    """Who gives courses."""

    ukprn: str
    providerName: str
    tradingName: str | None
    alias: str | None
    town: str | None
    county: str | None
    postcode: str | None
    telephone: str | None
    website: str | None

    @classmethod
    def of(cls, provider: TrainingProvider) -> Self:
        return cls(
            ukprn=provider.ukprn,
            providerName=provider.shown_name,
            tradingName=provider.trading_name or None,
            alias=provider.alias or None,
            town=provider.town or None,
            county=provider.county or None,
            postcode=provider.postcode or None,
            telephone=provider.telephone or None,
            website=provider.website or None,
        )


class OtherCourseRun(Schema):
    """The same course at another time or place."""

    courseRunId: int
    courseName: str
    startDate: date | None
    flexibleStartDate: bool
    deliveryModeDescription: str
    venueName: str | None
    venueTown: str | None


class CourseDetail(Schema):
    """A course at one time and place, whole; T levels among them."""

    run: CourseFound
    website: str | None
    texts: dict[str, str] = Field(description="who_for, entry, learn, how, need, assessed, next: those that are given.")
    tLevelName: str | None
    provider: CourseProvider
    alternativeCourseRuns: list[OtherCourseRun]

    @classmethod
    def of(cls, run: CourseRun, others: list[CourseRun]) -> Self:
        course = run.course
        return cls(
            run=CourseFound.of(Hit(run.pk, _group(run), None, 0.0), run),
            website=run.website or None,
            texts={name: text for name in TEXTS if (text := getattr(course, name))},
            tLevelName=course.t_level.name if course.t_level else None,
            provider=CourseProvider.of(course.provider),
            alternativeCourseRuns=[
                OtherCourseRun(**{name: facts_of(other)[name] for name in OtherCourseRun.model_fields})
                for other in others
            ],
        )


class Sectors(Schema):
    """The sectors a course may be of, by the number that SectorIds takes."""

    results: list[dict[str, str]]


def _location(venue: Venue | None) -> VenueLocation | None:
    if venue is None or venue.latitude is None or venue.longitude is None:
        return None
    return VenueLocation(latitude=venue.latitude, longitude=venue.longitude)


def _group(run: CourseRun) -> Group:
    if label_of("delivery", str(run.delivery_mode)) == "Online":
        return Group.ONLINE
    return Group.NATIONWIDE if run.is_national else Group.IN_RANGE


def _facet(name: str, value: str) -> str:
    """The directory's number where it has one, as the public service answers; a sector, provider or region by name."""
    return value if value.isdecimal() or name == "level" else said(name, value)


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _words(name: str, value: Any) -> str | None:
    return None if value in (None, "") else label_of(name, str(value))
