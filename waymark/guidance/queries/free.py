"""Reads of what is still free in the diaries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from waymark.guidance.models import DiaryTime, Interview
from waymark.guidance.queries.booked import diary_of, settings_for
from waymark.guidance.rules.states import State
from waymark.places.models import Organisation


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time for one interview in an adviser's diary."""

    time: DiaryTime
    starts_at: datetime
    ends_at: datetime


def free_times(school: Organisation, *, now: datetime, until: date) -> list[FreeTime]:
    """The times, back to back from the start of each diary time, that nothing booked takes up; the first first."""
    length = timedelta(minutes=settings_for(school).minutes)
    rows = Interview.objects.filter(organisation=school, state=State.BOOKED, ends_at__gt=now)
    taken: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for adviser, room, start, end in rows.values_list("adviser_id", "room", "starts_at", "ends_at"):
        taken[f"adviser {adviser}"].append((start, end))
        taken[f"room {room.casefold()}"].append((start, end))
    found = []
    for time in diary_of(school, first=now.date(), last=until):
        holders = [f"adviser {time.adviser_id}", *([f"room {time.room.casefold()}"] if time.room else [])]
        busy = [span for holder in holders for span in taken.get(holder, ())]
        for start in _starts(time, length):
            end = start + length
            if start > now and not any(start < until_then and since < end for since, until_then in busy):
                found.append(FreeTime(time, start, end))
    return sorted(found, key=lambda each: (each.starts_at, each.time.adviser.name, each.time.pk))


def _starts(time: DiaryTime, length: timedelta) -> Iterator[datetime]:
    start = time.starts_at
    while start + length <= time.ends_at:
        yield start
        start += length
