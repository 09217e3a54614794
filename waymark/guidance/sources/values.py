"""How the cells of diaries and timetables are read."""

import re
from datetime import date, datetime, time

from waymark.guidance.rules.times import LONDON
from waymark.intake.reading import Unreadable, uk_date

_AT = re.compile(r"(?P<day>.+?)[T ]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::00)?", re.IGNORECASE)


def moment(cell: str) -> datetime:
    """A day and a time by the clock on the wall: `2026-11-23T09:05`, `23/11/2026 9:05`."""
    found = _AT.fullmatch(cell.strip())
    if found is None:
        raise Unreadable(
            "a day and a time", "Write it like 2026-11-23T09:05 or 23/11/2026 09:05.", "no time we can read"
        )
    day: date = uk_date(found["day"])
    try:
        return datetime.combine(day, time(int(found["hour"]), int(found["minute"])), LONDON)
    except ValueError:
        raise Unreadable(
            "a time of day", "Write hours from 0 to 23 and minutes from 0 to 59.", "no time of day"
        ) from None


def subject(cell: str) -> str:
    """A subject in lower case."""
    return cell.lower()[:60]
