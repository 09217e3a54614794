"""What course and T level files ask alike: texts, lines, words, days, venues and web pages, each with its code."""

import re
from collections.abc import Sequence
from datetime import date

from waymark.intake.reading import Unreadable, uk_date
from waymark.opportunities.models import DeliveryMode, Venue
from waymark.opportunities.rules.addresses import is_website
from waymark.opportunities.sources import words
from waymark.opportunities.sources.columns import Text
from waymark.opportunities.sources.courses.known import Known, folded
from waymark.opportunities.sources.rows import Cells

FORBIDDEN = re.compile("[<>`]")
AT_VENUES = frozenset({DeliveryMode.CLASSROOM, DeliveryMode.BLENDED})
PAST = "COURSERUN_START_DATE_INVALID"
LONGEST = 255
PLAIN = "text without <, > or `"


def texts_said(cells: Cells, columns: Sequence[Text]) -> tuple[str, ...]:
    """The seven texts of a row, each within the limit of its column."""
    found = []
    for column in columns:
        text = cells.text(column.heading)
        if column.needed and not text:
            cells.refuse(column.heading, f"{column.stem}_REQUIRED", "some words", "Say whom the course is for.")
        if len(text) > column.most:
            refuse_length(cells, column.heading, f"{column.stem}_MAXLENGTH", len(text), column.most)
        if FORBIDDEN.search(text):
            cells.refuse(column.heading, f"{column.stem}_FORMAT", PLAIN, "Take these signs out.")
        found.append(text)
    return tuple(found)


def line_said(cells: Cells, heading: str, stem: str, format_code: str) -> str:
    """One line under a heading, of at most 255 characters."""
    text = cells.raw(heading)
    if len(text) > LONGEST:
        refuse_length(cells, heading, f"{stem}_MAXLENGTH", len(text), LONGEST)
    if FORBIDDEN.search(text):
        cells.refuse(heading, format_code, PLAIN, "Take these signs out.")
    return text


def refuse_length(cells: Cells, heading: str, code: str, length: int, most: int) -> None:
    """Say by how much a cell is too long."""
    cells.refuse(heading, code, f"at most {most:,} characters", f"Shorten it by {length - most:,}.")


def word_said(cells: Cells, heading: str, known: dict, choices, code: str):
    """The number of a word of a vocabulary; None where it is none of them."""
    said = cells.raw(heading)
    value = known.get(words.bare(said))
    if value is None:
        shown = words.labels(choices)
        advice = words.did_you_mean(said, shown, "Write one of these words.") if said else "Fill in the cell."
        cells.refuse(heading, code, words.listed(choices), advice)
    return value


def day_said(cells: Cells) -> tuple[date | None, bool]:
    """The day under START_DATE, None where it is blank or none; and whether it could be read."""
    said = cells.raw("START_DATE")
    try:
        return (uk_date(said) if said else None), True
    except Unreadable:
        cells.refuse("START_DATE", PAST, "a day that exists, such as 01/09/2027", "Write the day first.")
        return None, False


def refuse_past(cells: Cells, day: date, today: date) -> None:
    """Say that a day has passed, where it has."""
    if day < today:
        cells.refuse("START_DATE", PAST, f"{today:%d/%m/%Y} or later", "Give the next day on which it begins.")


def venue_said(cells: Cells, mode: int | None, known: Known) -> Venue | None:
    """The provider's venue that a row names, by reference or by name; none for what is taught at no venue."""
    reference, name = cells.raw("YOUR_VENUE_REFERENCE"), cells.raw("VENUE_NAME")
    if mode is None:
        return None
    if mode not in AT_VENUES:
        advice = "Leave it blank, or change DELIVERY_MODE to classroom based."
        if reference:
            code = "COURSERUN_PROVIDER_VENUE_REF_NOT_ALLOWED"
            cells.refuse("YOUR_VENUE_REFERENCE", code, "no venue for this delivery mode", advice)
        if name:
            code = "COURSERUN_VENUE_NAME_NOT_ALLOWED"
            cells.refuse("VENUE_NAME", code, "no venue for this delivery mode", advice)
        return None
    if not reference and not name:
        advice = "Give your reference of the venue, or its name."
        cells.refuse("YOUR_VENUE_REFERENCE", "COURSERUN_VENUE_REQUIRED", "a venue", advice)
        return None
    return _venue_by_reference(cells, reference, name, known) if reference else _venue_by_name(cells, name, known)


def _venue_by_reference(cells: Cells, reference: str, name: str, known: Known) -> Venue | None:
    found = known.venues_by_reference.get(folded(reference))
    if found is None:
        references = [venue.reference for venue in known.venues]
        advice = words.did_you_mean(reference, references, "Bring in the file of venues first.")
        code = "COURSERUN_PROVIDER_VENUE_REF_INVALID"
        cells.refuse("YOUR_VENUE_REFERENCE", code, "the reference of one of your venues", advice)
    if name and (found is None or folded(found.name) != folded(name)):
        told = f"Your venue {found.reference} is called “{found.name}”. " if found else ""
        cells.refuse(
            "VENUE_NAME",
            "COURSERUN_VENUE_NAME_NOT_ALLOWED_WITH_REF",
            "the venue by its reference or by its name, not by both",
            f"{told}Leave one of them blank.",
        )
    return found


def _venue_by_name(cells: Cells, name: str, known: Known) -> Venue | None:
    found = known.venues_by_name.get(folded(name))
    if found is None:
        names = [venue.name for venue in known.venues]
        advice = words.did_you_mean(name, names, "Bring in the file of venues first.")
        cells.refuse("VENUE_NAME", "COURSERUN_VENUE_NAME_INVALID", "the name of one of your venues", advice)
    return found


def website_said(cells: Cells) -> str:
    """The web page of a row, as typed."""
    said = cells.raw("COURSE_WEBPAGE")
    if len(said) > LONGEST:
        refuse_length(cells, "COURSE_WEBPAGE", "COURSERUN_COURSE_WEB_PAGE_MAXLENGTH", len(said), LONGEST)
    elif said and not is_website(said):
        advice = "Write it like example.org/plumbing or https://example.org/plumbing."
        cells.refuse("COURSE_WEBPAGE", "COURSERUN_COURSE_WEB_PAGE_FORMAT", "an address of the web", advice)
    return said
