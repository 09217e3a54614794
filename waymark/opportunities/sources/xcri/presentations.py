"""One presentation of a catalog as a run, with what its course and provider say where it says nothing."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from waymark.intake.reading import Effect, Problem, Unreadable, uk_date
from waymark.opportunities.models import TEXTS, CourseType, DeliveryMode, EducationLevel, Level
from waymark.opportunities.queries.venues import positions_for_venues
from waymark.opportunities.rules.addresses import is_website
from waymark.opportunities.rules.facts import CourseFacts, RunFacts
from waymark.opportunities.rules.venues import VenueFacts
from waymark.opportunities.sources import words
from waymark.opportunities.sources.columns import TEXT_COLUMNS
from waymark.opportunities.sources.courses.checking import course_of_aim
from waymark.opportunities.sources.courses.known import Known, folded, has_ended, padded
from waymark.opportunities.sources.courses.saying import AT_VENUES, PAST
from waymark.opportunities.sources.xcri.elements import (
    about,
    child,
    children,
    inherited,
    line_of,
    ours,
    text_of,
)
from waymark.opportunities.sources.xcri.words import (
    ATTENDANCE_MODES,
    ATTENDANCE_PATTERNS,
    LONGEST_ABSTRACT,
    LONGEST_TEXT,
    STUDY_MODES,
    duration_of,
    is_age,
)
from waymark.places.queries import normal_postcode

_MOST = {column.field: column.most for column in TEXT_COLUMNS}
_ELEMENTS = {
    "who_for": ("description", ""),
    "how": ("description", "how"),
    "need": ("description", "need"),
    "next": ("description", "next"),
    "learn": ("learningOutcome", ""),
    "entry": ("prerequisite", ""),
    "assessed": ("assessment", ""),
}
_POUNDS = re.compile(r"£?\s*(\d{1,7}(?:,\d{3})*(?:\.\d{1,2})?)\s*")


class Faults:
    """What is wrong with one presentation."""

    def __init__(self, row: int) -> None:
        self.row = row
        self.problems: list[Problem] = []

    def refuse(self, code: str, element: str, received: str, expected: str, suggestion: str = "") -> None:
        self._tell(Effect.REFUSED, code, element, received, expected, suggestion)

    def note(self, code: str, element: str, received: str, expected: str, suggestion: str = "") -> None:
        self._tell(Effect.NOTED, code, element, received, expected, suggestion)

    def accept_past(self) -> None:
        """Of a run held just so, that it has begun is no fault."""
        self.problems = [problem for problem in self.problems if problem.code != PAST]

    @property
    def is_refused(self) -> bool:
        return any(problem.effect is Effect.REFUSED for problem in self.problems)

    def _tell(self, effect: Effect, code: str, element: str, received: str, expected: str, suggestion: str) -> None:
        got = received[:200] or "nothing"
        self.problems.append(Problem(code, effect, self.row, element, got, expected, suggestion, self.row))


class Venues:
    """The provider's venues, and those a catalog brings, which have a key below nought until they are written."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.new: dict[int, VenueFacts] = {}
        self._keys: dict[str, int] = {}

    def key_of(self, facts: VenueFacts) -> int:
        """The key of a venue: by its reference, else by its name and postcode."""
        held = self._known.venues_by_reference.get(folded(facts.reference))
        by_name = self._known.venues_by_name.get(folded(facts.name))
        if held is None and by_name is not None and by_name.postcode == facts.postcode:
            held = by_name
        if held is not None:
            return held.pk
        key = self._keys.setdefault(folded(facts.reference), -1 - len(self._keys))
        self.new.setdefault(key, facts)
        return key


def read_presentation(
    presentation: Any, course: Any, provider: Any, known: Known, venues: Venues, faults: Faults, met: set[str]
) -> RunFacts | None:
    """A presentation as facts; None when nothing can be made of it. `met`: identifiers of those before it."""
    up = (presentation, course, provider)
    reference = _reference(presentation, faults, met)
    facts = _course(course, up, known, faults)
    name = line_of(child(presentation, "title")) or line_of(child(course, "title"))
    is_flexible, starts_on = _start(presentation, known.today, faults)
    length = child(presentation, "duration")
    duration = duration_of(length.get("interval", ""), line_of(length)) if length is not None else None
    if duration is None or not 1 <= duration[0] <= 999:
        told = line_of(length) or (length.get("interval", "") if length is not None else "")
        faults.refuse("COURSERUN_DURATION_REQUIRED", "duration", told, "how long it takes, as an interval such as P12W")
    mode, study, attendance = _patterns(up, faults)
    venue = _venue(presentation, provider, venues, faults) if mode in AT_VENUES else None
    _check_age(inherited("age", *up), faults)
    national, areas = _area(presentation, mode, faults)
    cost, described = _cost(inherited("cost", *up))
    url = inherited("url", *up)
    website = (ours(url, "typed") or line_of(url)) if url is not None else ""
    if website and (len(website) > 255 or not is_website(website)):
        faults.note("COURSERUN_COURSE_WEB_PAGE_FORMAT", "url", website, "an address of the web", "It was left out.")
        website = ""
    if facts is None or duration is None or (faults.is_refused and any(p.code != PAST for p in faults.problems)):
        return None
    return RunFacts(
        facts, (name or facts.title)[:255], reference, mode, is_flexible, starts_on, venue, national, areas, website,
        cost, described, duration[0], int(duration[1]), study, attendance,
    )  # fmt: skip


def _reference(presentation: Any, faults: Faults, met: set[str]) -> str:
    found = {about(each): line_of(each) for each in reversed(children(presentation, "identifier"))}
    identifier = found.get("", "")
    if identifier and identifier in met:
        faults.refuse("XCRI_IDENTIFIER_TWICE", "identifier", identifier, "an identifier that no other has")
    met.add(identifier)
    is_ours = identifier.startswith("urn:ukprn:")
    return (found.get("reference", "") if is_ours else identifier)[:255]


def _course(course: Any, up: tuple[Any, ...], known: Known, faults: Faults) -> CourseFacts | None:
    texts = tuple(_text(name, up, faults) for name in TEXTS)
    if not texts[0]:
        abstract = line_of(inherited("abstract", *up))
        texts = (abstract, *texts[1:])
    if not texts[0]:
        faults.refuse("COURSE_WHO_THIS_COURSE_IS_FOR_REQUIRED", "description", "", "a description")
    abstract = line_of(inherited("abstract", *up))
    if len(abstract) > LONGEST_ABSTRACT:
        told = f"{len(abstract):,} characters"
        faults.note("XCRI_ABSTRACT_LONG", "abstract", told, f"at most {LONGEST_ABSTRACT} characters")
    qualification = child(course, "qualification")
    aim = line_of(child(qualification, "identifier"))
    held = known.aims.get(padded(aim)) if aim and len(aim) <= 8 else None
    if held is not None:
        if has_ended(held, known.today):
            faults.refuse("COURSE_LARS_QAN_EXPIRED", "qualification", aim, "a qualification that is still taught")
        return course_of_aim(held, texts, gives_free=known.gives_free_courses)
    if aim and len(aim) == 8 and aim.isalnum():
        meant = known.aim_meant(padded(aim), line_of(child(course, "title")))
        advice = f"Did you mean {meant}?" if meant else "It was taken in as a course without one."
        faults.note("COURSE_LARS_QAN_INVALID", "qualification", aim, "a reference that is in LARS", advice)
    return _without_aim(course, qualification, texts, faults)


def _without_aim(course: Any, qualification: Any, texts: tuple[str, ...], faults: Faults) -> CourseFacts | None:
    title = line_of(child(course, "title"))[:255]
    if not title:
        faults.refuse("COURSERUN_COURSE_NAME_REQUIRED", "title", "", "a title")
        return None
    subjects = [line_of(each) for each in children(course, "subject")]
    sector = next((words.SECTORS[words.bare(each)] for each in subjects if words.bare(each) in words.SECTORS), "")
    kind = words.COURSE_TYPES.get(words.bare(line_of(child(course, "type"))))
    said = child(qualification, "level")
    level = line_of(said if said is not None else child(course, "level")).removeprefix("Level ").strip()
    education = words.EDUCATION_LEVELS.get(words.bare(level)) if level else None
    shown = "E" if education == EducationLevel.ENTRY else level
    return CourseFacts(
        "",
        texts,
        title,
        CourseType(kind).value if kind else None,
        sector,
        education,
        line_of(child(qualification, "awardedBy"))[:255],
        shown if shown in Level.values else "",
        subjects[0][:120] if subjects else "",
    )


def _text(name: str, up: tuple[Any, ...], faults: Faults) -> str:
    element, word = _ELEMENTS[name]
    text = text_of(inherited(element, *up, of=word))
    if len(text) > LONGEST_TEXT:
        told = f"{len(text):,} characters"
        faults.note("XCRI_TEXT_LONG", element, told, f"at most {LONGEST_TEXT:,} characters")
    if len(text) > _MOST[name]:
        told = f"{len(text):,} characters"
        expected = f"at most {_MOST[name]:,} characters, as the course directory has"
        faults.note("XCRI_TEXT_CUT", element, told, expected, "It was cut at a word.")
        text = text[: _MOST[name]].rsplit(None, 1)[0]
    return text


def _start(presentation: Any, today: date, faults: Faults) -> tuple[bool, date | None]:
    starts = children(presentation, "start")
    if len(starts) != 1:
        faults.refuse("XCRI_ONE_START", "start", f"{len(starts)} of them", "exactly one start")
        return True, None
    try:
        day = uk_date(starts[0].get("dtf", "").strip()[:10])
    except Unreadable:  # an unreadable dtf is passed over: the words say when
        return True, None
    if day < today:
        faults.refuse(PAST, "start", f"{day:%d/%m/%Y}", f"{today:%d/%m/%Y} or later")
    return False, day


def _patterns(up: tuple[Any, ...], faults: Faults) -> tuple[int, int | None, int | None]:
    mode = _coded("attendanceMode", "CM", ATTENDANCE_MODES, up, faults) or DeliveryMode.CLASSROOM
    if mode not in AT_VENUES:
        return mode, None, None
    study = _coded("studyMode", "FT", STUDY_MODES, up, faults)
    return mode, study, _coded("attendancePattern", "DT", ATTENDANCE_PATTERNS, up, faults)


def _coded(name: str, default: str, known: dict, up: tuple[Any, ...], faults: Faults) -> int | None:
    element = inherited(name, *up)
    code = (element.get("identifier") or line_of(element)).strip().upper() if element is not None else default
    if known.get(code) is None:
        expected = f"one of {', '.join(each for each, value in known.items() if value)}"
        stem = {"studyMode": "STUDY_MODE", "attendanceMode": "ATTENDANCE_MODE"}.get(name, "ATTENDANCE_PATTERN")
        ending = "NO_EQUAL" if code in known else "UNKNOWN"
        faults.note(f"XCRI_{stem}_{ending}", name, code, expected, "It was left blank.")
        return None
    return int(known[code])


def _area(presentation: Any, mode: int, faults: Faults) -> tuple[bool | None, tuple[str, ...]]:
    if mode != DeliveryMode.WORK:
        return None, ()
    areas = tuple(sorted(set(ours(presentation, "areas").split())))
    said = ours(presentation, "national")
    return (said == "yes" or not areas), areas


def _cost(element: Any) -> tuple[Decimal | None, str]:
    if element is None:
        return None, ""
    said, exact = line_of(element)[:255], ours(element, "pounds")
    if exact and _POUNDS.fullmatch(exact):
        return Decimal(exact).quantize(Decimal("0.01")), "" if said == f"£{exact}" else said
    found = _POUNDS.fullmatch(said)
    return (Decimal(found[1].replace(",", "")).quantize(Decimal("0.01")), "") if found else (None, said)


def _check_age(element: Any, faults: Faults) -> None:
    if element is not None and not is_age(line_of(element)):
        told = line_of(element)
        faults.note("XCRI_AGE", "age", told, "any, not known, 16-19 or 19+", "It was passed over.")


def _venue(presentation: Any, provider: Any, venues: Venues, faults: Faults) -> int | None:
    held = inherited("venue", presentation)
    place = provider
    if held is not None:
        places = children(held, "provider")
        if len(places) != 1:
            faults.refuse("XCRI_VENUE_PROVIDER", "venue", f"{len(places)} of them", "exactly one provider in a venue")
            return None
        place = places[0]
    facts = _address(place)
    if facts is None or facts.latitude is None:
        told = facts.postcode if facts else ""
        faults.refuse("VENUE_POSTCODE_FORMAT", "venue", told, "an address with a postcode that is in the directory")
        return None
    return venues.key_of(facts)


def _address(place: Any) -> VenueFacts | None:
    where = child(place, "location")
    code = normal_postcode(line_of(child(where, "postcode")))
    if not code:
        return None
    position = positions_for_venues([code]).get(code)
    lines = [line_of(each) for each in children(where, "address") if not about(each) and line_of(each)]
    county = next((line_of(each) for each in children(where, "address") if about(each) == "county"), "")
    name = line_of(child(place, "title"))[:250] or code
    phone, email, url = (line_of(child(where, each)) for each in ("phone", "email", "url"))
    return VenueFacts(
        reference=(line_of(child(place, "identifier")) or name)[:255],
        name=name,
        address_1=(lines[0] if lines else name)[:100],
        address_2=", ".join(lines[1:])[:100],
        town=(line_of(child(where, "town")) or name)[:75],
        county=county[:75],
        postcode=code,
        email=email[:254],
        phone=phone[:40],
        website=url[:255] if is_website(url) else "",
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        country=("E92000001" if position.is_in_england else "other")
        if position and position.is_in_england is not None
        else "",
    )
