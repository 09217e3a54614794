"""The columns of a table of exams and trips, and what else people call them."""

import re
from datetime import time

from waymark.intake.reading import Column, Unreadable, uk_date
from waymark.ledger.sources.activities.values import year_groups
from waymark.planner.models import Busy

_CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm)?", re.IGNORECASE)
_EXAMS = re.compile(r"\b(exam|exams|mock|mocks|gcse|gcses|a[- ]?levels?|btec|assessment|assessments|ppe|ppes)\b", re.I)
_TRIP = re.compile(r"\b(trip|visit|residential|expedition|exchange|excursion|camp|theatre|museum)\b", re.I)
_YEARS = re.compile(
    r"\b(?:years?|yrs?|y)\s?(\d{1,2}(?:\s*(?:-|–|to|,|&|and|/)\s*(?:years?|yrs?|y)?\s?\d{1,2})*)\b", re.I
)


def clock(cell: str) -> time:
    """A time of day out of `9:00`, `09.00`, `9am` or `2:30 pm`."""
    found = _CLOCK.fullmatch(cell.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (99, 0)
    half = (found[3] or "").lower() if found else ""
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise Unreadable("a time of day", "Write it like 09:00.")
    return time(hour, minute)


def what_of(words: str) -> str:
    """What sort of entry words tell of: exams, a trip, or something else."""
    if _EXAMS.search(words):
        return Busy.What.EXAMS.value
    return Busy.What.TRIP.value if _TRIP.search(words) else Busy.What.OTHER.value


def years_in(words: str) -> tuple[int, ...]:
    """The year groups that words name, such as `Year 11 mocks` or `Yr 7-9 camp`; none named: empty."""
    found: set[int] = set()
    for listed in _YEARS.findall(words):
        plain = re.sub(r"years?|yrs?|y", "", listed, flags=re.IGNORECASE)
        try:
            found.update(year_groups(re.sub(r"\s*(?:&|and|/)\s*", ";", plain)))
        except Unreadable:
            continue
    return tuple(sorted(found))


def _words(most: int):
    def parse(cell: str) -> str:
        return cell[:most]

    return parse


COLUMNS = (
    Column("title", _words(120), heading="What", also_called=("Title", "Event", "Name", "Subject", "Summary"),
           filled=True, describe="What it is.", example="Year 11 mocks"),
    Column("from_on", uk_date, heading="First day", also_called=("From", "Start", "Start date", "Date", "Day"),
           filled=True, unreadable="DATE_INVALID", blank="DATE_INVALID", describe="Its first day.",
           example="11/01/2027"),
    Column("to_on", uk_date, heading="Last day", also_called=("To", "End", "End date", "Until"), required=False,
           unreadable="DATE_INVALID", describe="Its last day; blank: the first.", example="22/01/2027"),
    Column("what", _words(40), heading="Sort", also_called=("Type", "Kind", "Category", "Categories"), required=False,
           describe="Exams, trip or other; blank: told by its words.", example="Exams"),
    Column("years", year_groups, heading="Year groups", also_called=("Year group", "Years", "Year", "For"),
           required=False, describe="Whom it takes up; blank: told by its words, or everybody.", example="11"),
    Column("starts", clock, heading="Begins", also_called=("Start time", "From time"), required=False,
           describe="The hour it begins; blank: all day.", example="09:00"),
    Column("ends", clock, heading="Ends", also_called=("End time", "To time", "Finish"), required=False,
           describe="The hour it ends.", example="12:00"),
    Column("uid", _words(200), heading="Reference", also_called=("ID", "UID", "Ref"), required=False,
           describe="Your own name for it: the same file sent again changes it.", example="MOCKS-1"),
)  # fmt: skip
