"""The rules of a T level at one venue: always in a classroom, by day, full time, for two years, and at no cost.

Limits are the public course directory's, which takes T levels by hand only and names no codes of them. The codes are
those of courses where the fault is the same, and our own where it is not.
"""

from collections.abc import Mapping
from datetime import date

from waymark.opportunities.models import (
    AttendancePattern,
    CourseType,
    DeliveryMode,
    DurationUnit,
    Offering,
    StudyMode,
    TLevelDefinition,
    Venue,
)
from waymark.opportunities.rules.facts import CourseFacts, RunFacts
from waymark.opportunities.sources import words
from waymark.opportunities.sources.columns import T_LEVEL_TEXTS
from waymark.opportunities.sources.courses.known import Known
from waymark.opportunities.sources.courses.saying import (
    PAST,
    day_said,
    line_said,
    refuse_past,
    texts_said,
    venue_said,
    website_said,
)
from waymark.opportunities.sources.rows import Cells

YEARS = 2
Definitions = Mapping[str, TLevelDefinition]


def by_word() -> Definitions:
    """Every T level of the register, by its framework number and by its name as names are compared."""
    found: dict[str, TLevelDefinition] = {}
    for definition in TLevelDefinition.objects.order_by("framework"):
        found[str(definition.framework)] = definition
        found.setdefault(words.bare(definition.name), definition)
    return found


def checked(cells: Cells, known: Known, definitions: Definitions) -> RunFacts | None:
    """A row as facts, its faults noted on `cells`; None when so much is wrong that nothing can be made of it."""
    definition = _definition(cells, definitions, known.today)
    texts = texts_said(cells, T_LEVEL_TEXTS)
    stem = "COURSERUN_PROVIDER_COURSE_REF"
    reference = line_said(cells, "YOUR_REFERENCE", stem, f"{stem}_FORMAT")
    day, is_readable = day_said(cells)
    if day is not None:
        refuse_past(cells, day, known.today)
    elif is_readable:
        cells.refuse("START_DATE", "COURSERUN_START_DATE_REQUIRED", "the day it begins", "Fill in the day.")
    venue = venue_said(cells, DeliveryMode.CLASSROOM, known)
    website = website_said(cells)
    if not website:
        cells.refuse("COURSE_WEBPAGE", "TLEVEL_WEB_PAGE_REQUIRED", "a web page", "Say where to read more.")
    if any(problem.code != PAST for problem in cells.problems) and cells.is_refused:
        return None
    if definition is None or day is None or venue is None:
        return None
    return _run(definition, texts, reference, day, venue, website)


def _run(
    definition: TLevelDefinition, texts: tuple[str, ...], reference: str, day: date, venue: Venue, website: str
) -> RunFacts:
    course = CourseFacts(
        aim="",
        texts=texts,
        title=definition.name,
        course_type=CourseType.T_LEVELS,
        level=definition.level,
        subject=definition.subject,
        offering=Offering.T_LEVEL,
        t_level=definition.pk,
    )
    return RunFacts(
        course=course,
        name=definition.name,
        reference=reference,
        delivery_mode=DeliveryMode.CLASSROOM,
        is_flexible=False,
        starts_on=day,
        venue=venue.pk,
        is_national=None,
        sub_regions=(),
        website=website,
        cost=None,
        cost_description="",
        duration=YEARS,
        duration_unit=DurationUnit.YEARS,
        study_mode=StudyMode.FULL_TIME,
        attendance=AttendancePattern.DAYTIME,
    )


def _definition(cells: Cells, definitions: Definitions, today: date) -> TLevelDefinition | None:
    said = cells.raw("T_LEVEL")
    found = definitions.get(words.bare(said))
    if not said:
        cells.refuse("T_LEVEL", "TLEVEL_REQUIRED", "which T level it is", "Fill in the cell.")
    elif found is None:
        names = [definition.name for definition in definitions.values()]
        advice = words.did_you_mean(said, names, "Write its name as LARS has it, or its framework number.")
        cells.refuse("T_LEVEL", "TLEVEL_INVALID", "a T level of the register", advice)
    elif found.to_on is not None and found.to_on < today:
        expected = f"a T level that is still begun; this one ended on {found.to_on:%d/%m/%Y}"
        cells.refuse("T_LEVEL", "TLEVEL_EXPIRED", expected, "Choose the one that followed it.")
    return found
