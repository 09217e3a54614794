"""The names and code lists of XCRI-CAP 1.2, and what they are in the course directory."""

import re

from waymark.opportunities.models import AttendancePattern, DeliveryMode, DurationUnit, StudyMode

XCRI = "http://xcri.org/profiles/1.2/catalog"
MLO = "http://purl.org/net/mlo"
DC = "http://purl.org/dc/elements/1.1/"
OURS = "urn:waymark:courses"  # what XCRI-CAP has no word for: other programs pass it over
LONGEST_ABSTRACT, LONGEST_TEXT = 140, 4000

STUDY_MODES = {"FT": StudyMode.FULL_TIME, "PT": StudyMode.PART_TIME, "FL": StudyMode.FLEXIBLE, "PF": None, "NK": None}
ATTENDANCE_MODES = {
    "CM": DeliveryMode.CLASSROOM,
    "NC": DeliveryMode.CLASSROOM,
    "DA": DeliveryMode.ONLINE,
    "DS": DeliveryMode.ONLINE,
    "ON": DeliveryMode.ONLINE,
    "WB": DeliveryMode.WORK,
    "MM": DeliveryMode.BLENDED,
}
ATTENDANCE_PATTERNS = {
    "DT": AttendancePattern.DAYTIME,
    "EV": AttendancePattern.EVENING,
    "WE": AttendancePattern.WEEKEND,
    "DR": AttendancePattern.RELEASE,
    "TW": None,
    "CS": None,
}
OUT_STUDY: dict[int, str] = {value: code for code, value in STUDY_MODES.items() if value}
OUT_MODE: dict[int, str] = {
    DeliveryMode.CLASSROOM: "CM",
    DeliveryMode.ONLINE: "ON",
    DeliveryMode.WORK: "WB",
    DeliveryMode.BLENDED: "MM",
}
OUT_PATTERN: dict[int, str] = {value: code for code, value in ATTENDANCE_PATTERNS.items() if value}

_AGE = re.compile(r"any|not known|(\d{1,3})-(\d{1,3})|\d{1,3}\+")
_INTERVAL = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
_UNITS = (
    DurationUnit.YEARS,
    DurationUnit.MONTHS,
    DurationUnit.WEEKS,
    DurationUnit.DAYS,
    DurationUnit.HOURS,
    DurationUnit.MINUTES,
)
_LETTERS = dict(zip(_UNITS, ("P{}Y", "P{}M", "P{}W", "P{}D", "PT{}H", "PT{}M"), strict=True))
_IN_WORDS = re.compile(r"(\d{1,3})\s*(year|month|week|day|hour|minute)s?", re.IGNORECASE)


def is_age(text: str) -> bool:
    """Whether the text says an age: `any`, `not known`, `x-y` with x no more than y, or `x+`."""
    found = _AGE.fullmatch(text)
    return bool(found) and (found is None or found[1] is None or int(found[1]) <= int(found[2]))


def duration_of(interval: str, text: str) -> tuple[int, int] | None:
    """How long, as a number and its unit, out of an ISO 8601 interval or else out of words; None where neither says.

    Years and months together are months; of other mixtures the largest unit counts.
    """
    found = _INTERVAL.fullmatch(interval.strip())
    parts = [int(part or 0) for part in found.groups()] if found else [0] * 6
    if parts[0] and parts[1]:
        parts = [0, parts[0] * 12 + parts[1], *parts[2:]]
    for number, unit in zip(parts, _UNITS, strict=True):
        if number:
            return number, unit
    if words := _IN_WORDS.search(text):
        return int(words[1]), DurationUnit[f"{words[2].upper()}S"]
    return None


def interval_of(duration: int, unit: int) -> str:
    """The ISO 8601 interval of a duration."""
    return _LETTERS[DurationUnit(unit)].format(duration)
