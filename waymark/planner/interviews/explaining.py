"""A timetable in words: why somebody is seen when they are, and why somebody waits."""

from collections.abc import Callable, Sequence
from datetime import date

from waymark.planner.interviews.terms import EXAM, Asking, Booking, Slot

Said = Callable[[date], str]


def _iso(on: date) -> str:
    return on.isoformat()


def receipt(booking: Booking, rank: int, of: int) -> str:
    """Why this learner now: their need and their place by it, their deadline, and what they miss."""
    asking, slot = booking.asking, booking.slot
    parts = [f"{rank} of {of} by need: {need_of(asking)}"]
    if asking.deadline is not None:
        parts.append(f"{'by' if asking.is_in_time(slot) else 'later than'} the deadline {_iso(asking.deadline)}")
    if asking.level:
        parts.append(f"adviser of level {slot.adviser_level}, where {asking.level} is needed")
    lost = sorted({subject for subject in asking.subjects_lost(slot) if subject})
    parts.append(f"misses {', '.join(lost)}" if lost else "misses no lesson")
    if asking.loses_twice(slot):
        parts.append("one subject twice, for no other time would do")
    return "; ".join(parts)


def why_waiting(asking: Asking, slots: Sequence[Slot], *, said: Said = _iso) -> str:
    """Why this learner was not seen; `said` is how a day is written."""
    if not slots:
        return "no adviser can be seen in these days"
    on_roll = [slot for slot in slots if asking.is_on_roll(slot.day)]
    if not on_roll:
        return "not on roll on any day an adviser can be seen"
    able = [slot for slot in on_roll if slot.adviser_level >= asking.level]
    if not able:
        return f"no adviser of level {asking.level} or above can be seen"
    if not any(asking.is_understood(slot) for slot in able):
        return f"no interpreter for {_languages(asking)} is there at any time such an adviser can be seen"
    times = sum(asking.may_come(slot) for slot in able)
    if not times:
        return f"has an {EXAM} at every time an adviser of level {asking.level} or above can be seen"
    need = need_of(asking, said)
    return f"each of the {times} times that would do went to somebody whose need is as great or greater ({need})"


def what_frees(asking: Asking, place: int, slots: Sequence[Slot], minutes: int) -> str:
    """What would let in this learner, who is `place` in the queue of those who wait."""
    if slots and not any(asking.is_on_roll(slot.day) for slot in slots):
        return "a day while they are on roll"
    who = f"an adviser of level {asking.level} or above" if asking.level else "an adviser"
    if asking.languages and not any(asking.is_understood(slot) for slot in slots):
        return f"an interpreter for {_languages(asking)} at a time of {who}"
    more = "1 more interview" if place == 1 else f"{place} more interviews"
    return f"{more} of {minutes} minutes with {who}, at a time without an {EXAM} of theirs"


def _languages(asking: Asking) -> str:
    return " or ".join(name.title() for name in sorted(asking.languages))


def need_of(asking: Asking, said: Said = _iso) -> str:
    """What a learner's need is made of; `said` is how a day is written."""
    chance = ", last chance this year" if asking.is_last_chance else ""
    return f"priority {asking.priority}{chance}, asked on {said(asking.asked_on)}"
