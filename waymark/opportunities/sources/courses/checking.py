"""The rules of a course row: each column read, each fault with its code, what was expected and what may be meant.

Codes and limits are the public course directory's; `docs/reference/files.md` lists them.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from waymark.opportunities.models import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    DurationUnit,
    EducationLevel,
    LarsAim,
    Sector,
    StudyMode,
)
from waymark.opportunities.rules.course_types import course_type
from waymark.opportunities.rules.facts import CourseFacts, RunFacts
from waymark.opportunities.sources import words
from waymark.opportunities.sources.columns import TEXT_COLUMNS
from waymark.opportunities.sources.courses.known import Known, has_ended, padded
from waymark.opportunities.sources.courses.saying import (
    AT_VENUES,
    FORBIDDEN,
    LONGEST,
    PAST,
    PLAIN,
    day_said,
    line_said,
    refuse_length,
    refuse_past,
    texts_said,
    venue_said,
    website_said,
    word_said,
)
from waymark.opportunities.sources.rows import Cells

_MOST_COST = Decimal("9999999.99")
_WHOLE = re.compile(r"-?\d{1,9}(?:\.0+)?")


def checked(cells: Cells, known: Known, *, has_aim: bool) -> RunFacts | None:
    """A row as facts, its faults noted on `cells`; None when so much is wrong that nothing can be made of it."""
    aim = _aim(cells, known) if has_aim else None
    course = _with_aim(cells, aim, known) if has_aim else _without_aim(cells)
    name = line_said(cells, "COURSE_NAME", "COURSERUN_COURSE_NAME", "COURSERUN_COURSE_NAME_FORMAT")
    if not name and not has_aim:
        cells.refuse("COURSE_NAME", "COURSERUN_COURSE_NAME_REQUIRED", "what the course is called", "Fill in the cell.")
    reference = line_said(
        cells, "YOUR_REFERENCE", "COURSERUN_PROVIDER_COURSE_REF", "COURSERUN_PROVIDER_COURSE_REF_FORMAT"
    )
    mode = word_said(
        cells, "DELIVERY_MODE", words.DELIVERY_MODES, DeliveryMode.choices, "COURSERUN_DELIVERY_MODE_REQUIRED"
    )
    is_flexible, starts_on = _start(cells, known.today)
    venue = venue_said(cells, mode, known)
    is_national, sub_regions = _area(cells, mode, known)
    website = website_said(cells)
    cost, cost_description = _cost(cells)
    duration, unit = _duration(cells)
    study, attendance = _patterns(cells, mode)
    if any(problem.code != PAST for problem in cells.problems) and cells.is_refused:
        return None
    if course is None or mode is None or duration is None or unit is None:
        return None
    return RunFacts(
        course, name or course.title, reference, mode, is_flexible, starts_on, venue.pk if venue else None, is_national,
        sub_regions, website, cost, cost_description, duration, unit, study, attendance,
    )  # fmt: skip


def _aim(cells: Cells, known: Known) -> LarsAim | None:
    said = cells.raw("LARS_QAN")
    if not said:
        cells.refuse(
            "LARS_QAN",
            "COURSE_LARS_QAN_REQUIRED",
            "a LARS reference of eight characters",
            "Courses without one go into the other file, with COURSE_TYPE in its place.",
        )
        return None
    aim = known.aims.get(padded(said))
    if aim is None:
        meant = known.aim_meant(padded(said), cells.raw("COURSE_NAME"))
        told = f"Did you mean {meant}?" if meant else "Look it up in LARS."
        cells.refuse("LARS_QAN", "COURSE_LARS_QAN_INVALID", "a reference that is in LARS", told)
    elif has_ended(aim, known.today):
        last = min(day for day in (aim.to_on, aim.taught_to_on) if day is not None)
        meant = known.still_taught(aim)
        told = f"Did you mean {meant}, of the same title?" if meant else "Choose the one that followed it."
        cells.refuse(
            "LARS_QAN",
            "COURSE_LARS_QAN_EXPIRED",
            f"a qualification that is still taught; this one ended on {last:%d/%m/%Y}",
            told,
        )
    return aim


def _with_aim(cells: Cells, aim: LarsAim | None, known: Known) -> CourseFacts | None:
    texts = texts_said(cells, TEXT_COLUMNS)
    return None if aim is None else course_of_aim(aim, texts, gives_free=known.gives_free_courses)


def course_of_aim(aim: LarsAim, texts: tuple[str, ...], *, gives_free: bool) -> CourseFacts:
    """A course of this aim in these words, with all that LARS says of it."""
    return CourseFacts(
        aim=aim.reference,
        texts=texts,
        title=aim.title,
        course_type=course_type(aim.categories, aim.title, gives_free_courses=gives_free),
        awarding_body=aim.awarding_body,
        level=aim.level,
        subject=aim.subject,
    )


def _without_aim(cells: Cells) -> CourseFacts | None:
    kind = word_said(cells, "COURSE_TYPE", words.COURSE_TYPES, CourseType.choices, "COURSE_COURSE_TYPE_REQUIRED")
    sector = word_said(cells, "SECTOR", words.SECTORS, Sector.choices, "COURSE_SECTOR_REQUIRED")
    level = word_said(
        cells, "EDUCATION_LEVEL", words.EDUCATION_LEVELS, EducationLevel.choices, "COURSE_EDUCATION_LEVEL_REQUIRED"
    )
    body = line_said(cells, "AWARDING_BODY", "COURSE_AWARDING_BODY", "COURSE_AWARDING_BODY_FORMAT")
    if not body:
        cells.refuse("AWARDING_BODY", "COURSE_AWARDING_BODY_REQUIRED", "who gives the award", "Fill in the cell.")
    texts = texts_said(cells, TEXT_COLUMNS)
    if kind is None or sector is None or level is None:
        return None
    shown = "E" if level == EducationLevel.ENTRY else str(level)
    subject = str(Sector(sector).label)
    title = cells.raw("COURSE_NAME")
    return CourseFacts("", texts, title, kind, sector, level, body, shown, subject)


def _start(cells: Cells, today: date) -> tuple[bool, date | None]:
    flexible = cells.raw("FLEXIBLE_START_DATE")
    is_flexible = words.YES_OR_NO.get(words.bare(flexible)) if flexible else False
    day, is_readable = day_said(cells)
    if not is_readable:
        return bool(is_flexible), None
    if is_flexible is None:
        cells.refuse("FLEXIBLE_START_DATE", "COURSERUN_FLEXIBLE_START_DATE_REQUIRED", "yes or no", "Write Yes or No.")
    elif is_flexible and day:
        advice = "Leave the day blank, or write No under FLEXIBLE_START_DATE."
        cells.refuse("START_DATE", "COURSERUN_START_DATE_NOT_ALLOWED", "no day, as the start is flexible", advice)
    elif not is_flexible and day is None:
        advice = "Fill in the day, or write Yes under FLEXIBLE_START_DATE."
        cells.refuse("START_DATE", "COURSERUN_START_DATE_REQUIRED", "the day it begins", advice)
    elif day:
        refuse_past(cells, day, today)
    return bool(is_flexible), day


def _area(cells: Cells, mode: int | None, known: Known) -> tuple[bool | None, tuple[str, ...]]:
    said, areas = cells.raw("NATIONAL_DELIVERY"), cells.raw("SUB_REGION")
    if mode is None:
        return None, ()
    if mode != DeliveryMode.WORK:
        advice = "Leave it blank, or change DELIVERY_MODE to work based."
        if said:
            code = "COURSERUN_NATIONAL_DELIVERY_NOT_ALLOWED"
            cells.refuse("NATIONAL_DELIVERY", code, "a blank, as it is not work based", advice)
        if areas:
            code = "COURSERUN_SUBREGIONS_NOT_ALLOWED"
            cells.refuse("SUB_REGION", code, "a blank, as it is not work based", advice)
        return None, ()
    is_national = words.YES_OR_NO.get(words.bare(said)) if said else (False if areas else None)
    if is_national is None:
        advice = "Write Yes or No."
        cells.refuse("NATIONAL_DELIVERY", "COURSERUN_NATIONAL_DELIVERY_REQUIRED", "yes or no", advice)
        return None, ()
    if is_national:
        if areas:
            advice = "Leave it blank, or write No under NATIONAL_DELIVERY."
            code = "COURSERUN_SUBREGIONS_NOT_ALLOWED"
            cells.refuse("SUB_REGION", code, "a blank, as it is given in the whole country", advice)
        return True, ()
    return False, _sub_regions(cells, areas, known)


def _sub_regions(cells: Cells, areas: str, known: Known) -> tuple[str, ...]:
    names = [name.strip() for name in areas.split(";") if name.strip()]
    if not names:
        advice = "Name one or more council areas, parted by semicolons."
        cells.refuse("SUB_REGION", "COURSERUN_SUBREGIONS_REQUIRED", "at least one council area", advice)
    codes = set()
    for name in names:
        code = known.council_codes.get(words.bare(name))
        if code is None:
            advice = words.did_you_mean(name, known.councils, "See the list of council areas.")
            cells.refuse("SUB_REGION", "COURSERUN_SUBREGIONS_INVALID", "council areas", advice, received=name)
        else:
            codes.add(code)
    return tuple(sorted(codes))


def _cost(cells: Cells) -> tuple[Decimal | None, str]:
    said = cells.raw("COST")
    described = cells.text("COST_DESCRIPTION")
    if len(described) > LONGEST:
        refuse_length(cells, "COST_DESCRIPTION", "COURSERUN_COST_DESCRIPTION_MAXLENGTH", len(described), LONGEST)
    if FORBIDDEN.search(described):
        cells.refuse("COST_DESCRIPTION", "COURSERUN_COST_DESCRIPTION_INVALID", PLAIN, "Take these signs out.")
    cost = None
    if said:
        cost = _pounds(said)
        if cost is None:
            advice = "Write it like 120 or 120.50; words go under COST_DESCRIPTION."
            cells.refuse("COST", "COURSERUN_COST_INVALID", "pounds, with at most two decimals", advice)
    elif not described:
        advice = "Write 0 or “Free” where there is nothing to pay."
        cells.refuse("COST", "COURSERUN_COST_REQUIRED", "a cost, or a description of it", advice)
    return cost, described


def _pounds(said: str) -> Decimal | None:
    bare = said.removeprefix("£").replace(",", "").strip()
    if not re.fullmatch(r"\d+(\.\d{1,2})?", bare):
        return None
    try:
        cost = Decimal(bare)
    except InvalidOperation:
        return None
    return cost.quantize(Decimal("0.01")) if cost <= _MOST_COST else None


def _duration(cells: Cells) -> tuple[int | None, int | None]:
    said = cells.raw("DURATION")
    duration = int(float(said)) if _WHOLE.fullmatch(said) else None
    if duration is None:
        cells.refuse("DURATION", "COURSERUN_DURATION_REQUIRED", "a whole number from 1 to 999", "Write it in digits.")
    elif not 1 <= duration <= 999:
        cells.refuse("DURATION", "COURSERUN_DURATION_RANGE", "1 to 999", "Choose a larger or smaller unit.")
    unit = word_said(
        cells, "DURATION_UNIT", words.DURATION_UNITS, DurationUnit.choices, "COURSERUN_DURATION_UNIT_REQUIRED"
    )
    return duration, unit


def _patterns(cells: Cells, mode: int | None) -> tuple[int | None, int | None]:
    found = []
    for heading, known, choices, stem in (
        ("STUDY_MODE", words.STUDY_MODES, StudyMode.choices, "COURSERUN_STUDY_MODE"),
        ("ATTENDANCE_PATTERN", words.ATTENDANCE_PATTERNS, AttendancePattern.choices, "COURSERUN_ATTENDANCE_PATTERN"),
    ):
        value = None
        if mode in AT_VENUES:
            value = word_said(cells, heading, known, choices, f"{stem}_REQUIRED")
        elif mode is not None and cells.raw(heading):
            advice = "Leave it blank, or change DELIVERY_MODE to classroom based."
            cells.refuse(heading, f"{stem}_NOT_ALLOWED", "a blank, as it is not in a classroom", advice)
        found.append(value)
    return found[0], found[1]
