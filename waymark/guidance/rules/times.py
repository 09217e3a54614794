"""Times of interviews: the ticks they take up, and how long they may be."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from waymark.guidance.rules.states import InterviewRefused

TICK = 5  # minutes: the finest division of an adviser's day
LONGEST_DAY = 12 * 60
LONDON = ZoneInfo("Europe/London")
USUAL_MINUTES = 40
USUAL_MOST = 2  # interviews of one learner in an academic year


def ticks(start: datetime, end: datetime) -> Iterator[datetime]:
    """The ticks from a moment until before another; what overlaps shares one."""
    at, step = start, timedelta(minutes=TICK)
    while at < end:
        yield at
        at += step


def refuse_odd_times(start: datetime, end: datetime) -> None:
    """Raise `InterviewRefused` unless the times run forwards, within a day, in whole ticks."""
    if end <= start:
        raise InterviewRefused("The end has to be after the start.")
    if end - start > timedelta(minutes=LONGEST_DAY):
        raise InterviewRefused("Give each day by itself: no more than 12 hours in one go.")
    if any(at.minute % TICK or at.second or at.microsecond for at in (start, end)):
        raise InterviewRefused(f"Give times in steps of {TICK} minutes, such as 9:05.")


def refuse_odd_length(minutes: int) -> None:
    """Raise `InterviewRefused` unless an interview may be this long."""
    if not 10 <= minutes <= 180 or minutes % TICK:
        raise InterviewRefused(f"An interview takes 10 to 180 minutes, in steps of {TICK}.")


def in_london(at: datetime) -> datetime:
    """The clock on the wall at a moment, without its zone: what lessons and diaries are compared by."""
    return at.astimezone(LONDON).replace(tzinfo=None)


def moment_of(wall: datetime) -> datetime:
    """The moment at which the clock on the wall says so."""
    return wall.replace(tzinfo=LONDON)
