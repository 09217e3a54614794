"""The reasons of a schedule in sentences for people: about one learner, and of all others only how many.

A learner's page and a tutor's slip repeat them, so nothing is said of anybody else that could tell who they are or what
their need is made of: not a name, not a priority, not a day, only how many have less need and how many could not come.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from waymark.planner.interviews.explaining import need_of
from waymark.planner.interviews.terms import Asking, Booking, Slot


@dataclass(frozen=True, slots=True)
class Others:
    """Of those who have no time yet: how many have less need than somebody, and how many could come at no time."""

    less_need: int
    no_time: int
    as_great: int


def others_than(asking: Asking, waiting: Sequence[Asking], slots: Sequence[Slot]) -> Others:
    """How those who wait compare with this one."""
    could = [each for each in waiting if any(each.may_come(slot) for slot in slots)]
    return Others(
        less_need=sum(each.need > asking.need for each in could),
        no_time=len(waiting) - len(could),
        as_great=sum(each.need <= asking.need for each in could),
    )


def why_now(booking: Booking, rank: int, of: int, others: Others) -> list[str]:
    """Why this learner has this time, and why those who wait have not."""
    asking, slot = booking.asking, booking.slot
    said = [f"Number {rank} of {of} by need: {need_of(asking, day)}."]
    if asking.deadline is not None:
        in_time = "this is in time" if asking.is_in_time(slot) else "no time before it was left"
        said.append(f"Needed by {day(asking.deadline)}, and {in_time}.")
    if asking.level:
        said.append(
            f"The benchmark asks for an adviser of level {asking.level}; this one has level {slot.adviser_level}."
        )
    lost = sorted({subject for subject in asking.subjects_lost(slot) if subject})
    said.append(f"Misses {' and '.join(lost)}." if lost else "Misses no lesson that is on your timetable here.")
    if asking.loses_twice(slot):
        said.append("It is a subject missed before: no other time would have served as many people.")
    said.append(_why_not_them(others))
    return said


def _why_not_them(others: Others) -> str:
    parts = []
    if others.less_need:
        parts.append(f"{others.less_need} with less need")
    if others.as_great:
        parts.append(f"{others.as_great} who could not have come at this time")
    if others.no_time:
        parts.append(f"{others.no_time} who could come at no time there is")
    if not parts:
        return "Everybody who asked has a time."
    return f"Waiting for a time: {', '.join(parts)}."


def day(on: date) -> str:
    """`3 November 2026`."""
    return f"{on.day} {on:%B} {on.year}"
