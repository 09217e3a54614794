"""A provider's courses as XCRI-CAP 1.2. What XCRI has no word for stands in attributes of a namespace of our own."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from waymark.opportunities.models import Course, CourseRun, TrainingProvider, Venue
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.rules.addresses import full_website
from waymark.opportunities.sources.xcri.words import (
    DC,
    MLO,
    OURS,
    OUT_MODE,
    OUT_PATTERN,
    OUT_STUDY,
    XCRI,
    interval_of,
)

for _prefix, _name in (("", XCRI), ("mlo", MLO), ("dc", DC), ("waymark", OURS)):
    register_namespace(_prefix, _name)
TEXT_ELEMENTS = (
    ("who_for", f"{{{DC}}}description", ""),
    ("how", f"{{{DC}}}description", "how"),
    ("need", f"{{{DC}}}description", "need"),
    ("next", f"{{{DC}}}description", "next"),
    ("learn", f"{{{XCRI}}}learningOutcome", ""),
    ("entry", f"{{{MLO}}}prerequisite", ""),
    ("assessed", f"{{{MLO}}}assessment", ""),
)
"""Which element holds each of the seven texts, and the word that tells several of one element apart."""
ABOUT = f"{{{OURS}}}about"
T_LEVEL = f"{{{OURS}}}tLevel"


def catalog(providers: Iterable[TrainingProvider], *, at: datetime) -> bytes:
    """The live courses of these providers, as one catalog generated `at` a moment."""
    root = Element(f"{{{XCRI}}}catalog", {"generated": at.isoformat(timespec="seconds")})
    for provider in providers:
        _provider(root, provider)
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _provider(root: Element, provider: TrainingProvider) -> None:
    element = SubElement(root, f"{{{XCRI}}}provider")
    _say(element, DC, "identifier", f"urn:ukprn:{provider.ukprn}")
    _say(element, DC, "title", provider.shown_name)
    if website := full_website(provider.website):
        _say(element, XCRI, "url", website)
    runs: dict[Course, list[CourseRun]] = {}
    for run in live_runs().filter(course__provider=provider).order_by("course", "pk"):
        runs.setdefault(run.course, []).append(run)
    for course, of_course in runs.items():
        _course(element, provider, course, of_course)
    if provider.postcode or provider.town:
        where = SubElement(element, f"{{{MLO}}}location")
        _address(where, (provider.street,), provider.town, provider.postcode)


def _course(parent: Element, provider: TrainingProvider, course: Course, runs: list[CourseRun]) -> None:
    ours = {T_LEVEL: str(course.t_level.framework)} if course.t_level else {}
    element = SubElement(parent, f"{{{XCRI}}}course", ours)
    _say(element, DC, "identifier", f"urn:ukprn:{provider.ukprn}:course:{course.pk}")
    _say(element, DC, "title", course.title)
    for field, tag, about in TEXT_ELEMENTS:
        if text := getattr(course, field):
            SubElement(element, tag, {ABOUT: about} if about else {}).text = text
    if course.subject:
        _say(element, DC, "subject", course.subject)
    if course.course_type:
        _say(element, DC, "type", course.get_course_type_display())
    _qualification(element, course)
    for run in runs:
        _presentation(element, provider, run)


def _qualification(parent: Element, course: Course) -> None:
    element = SubElement(parent, f"{{{MLO}}}qualification")
    if course.aim_reference:
        _say(element, DC, "identifier", course.aim_reference)
        _say(element, DC, "title", course.title)
    if course.level:
        _say(element, MLO, "level", course.level)
    if course.awarding_body:
        _say(element, XCRI, "awardedBy", course.awarding_body)


def _presentation(parent: Element, provider: TrainingProvider, run: CourseRun) -> None:
    ours = {}
    if run.is_national is not None:
        ours[f"{{{OURS}}}national"] = "yes" if run.is_national else "no"
    if run.sub_regions:
        ours[f"{{{OURS}}}areas"] = " ".join(run.sub_regions)
    element = SubElement(parent, f"{{{XCRI}}}presentation", ours)
    _say(element, DC, "identifier", f"urn:ukprn:{provider.ukprn}:run:{run.pk}")
    if run.reference:
        SubElement(element, f"{{{DC}}}identifier", {ABOUT: "reference"}).text = run.reference
    _say(element, DC, "title", run.name)
    start = SubElement(element, f"{{{MLO}}}start", {"dtf": run.starts_on.isoformat()} if run.starts_on else {})
    start.text = f"{run.starts_on:%d/%m/%Y}" if run.starts_on else "Flexible"
    length = SubElement(element, f"{{{MLO}}}duration", {"interval": interval_of(run.duration, run.duration_unit)})
    length.text = f"{run.duration} {run.get_duration_unit_display().lower()}"
    if run.study_mode:
        _code(element, "studyMode", OUT_STUDY[run.study_mode], run.get_study_mode_display())
    _code(element, "attendanceMode", OUT_MODE[run.delivery_mode], run.get_delivery_mode_display())
    if run.attendance:
        _code(element, "attendancePattern", OUT_PATTERN[run.attendance], run.get_attendance_display())
    cost = SubElement(element, f"{{{MLO}}}cost", {f"{{{OURS}}}pounds": str(run.cost)} if run.cost is not None else {})
    cost.text = run.cost_description or (f"£{run.cost}" if run.cost is not None else "")
    if run.website:
        _say(element, XCRI, "url", full_website(run.website) or run.website).set(f"{{{OURS}}}typed", run.website)
    if run.venue:
        _venue(element, run.venue)


def _venue(parent: Element, venue: Venue) -> None:
    element = SubElement(SubElement(parent, f"{{{XCRI}}}venue"), f"{{{XCRI}}}provider")
    _say(element, DC, "identifier", venue.reference)
    _say(element, DC, "title", venue.name)
    where = SubElement(element, f"{{{MLO}}}location")
    _address(where, (venue.address_1, venue.address_2), venue.town, venue.postcode, venue.county)
    for name, value in (("phone", venue.phone), ("email", venue.email), ("url", venue.website)):
        if value:
            _say(where, MLO, name, value)


def _address(where: Element, lines: Iterable[str], town: str, postcode: str, county: str = "") -> None:
    if town:
        _say(where, MLO, "town", town)
    if postcode:
        _say(where, MLO, "postcode", postcode)
    for line in lines:
        if line:
            _say(where, MLO, "address", line)
    if county:
        _say(where, MLO, "address", county).set(ABOUT, "county")


def _code(parent: Element, name: str, code: str, words: str) -> None:
    SubElement(parent, f"{{{XCRI}}}{name}", {"identifier": code}).text = words


def _say(parent: Element, space: str, name: str, text: str) -> Element:
    element = SubElement(parent, f"{{{space}}}{name}")
    element.text = text
    return element
