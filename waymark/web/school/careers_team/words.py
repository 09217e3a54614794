"""What the careers team's pages say of registers, qualifications and hours."""

from datetime import date

from waymark.leadership.models import Adviser, TeamMember, Training
from waymark.leadership.rules.qualifications import (
    Registered,
    guidance_level_of,
    qualifications,
    registers,
    standing_on_register,
)
from waymark.web.formats import day, number, plural

_LOOKS = {
    Registered.NOT: "unknown",
    Registered.APPLIED: "not_yet",
    Registered.STANDING: "met",
    Registered.ENDING: "not_yet",
    Registered.UNDATED: "unknown",
    Registered.EXPIRED: "missed",
}
STATE_LOOKS = {
    Training.State.FINISHED: "met",
    Training.State.UNDER_WAY: "not_yet",
    Training.State.PLANNED: "not_yet",
    Training.State.STOPPED: "unknown",
}


def hours(minutes: int) -> str:
    """`1 hour`, `6.5 hours`."""
    return plural(minutes // 60, "hour") if minutes % 60 == 0 else f"{number(minutes / 60)} hours"


def adviser_of(member: TeamMember) -> Adviser | None:
    """What makes them an adviser, if anything was said."""
    return getattr(member, "adviser", None)


def register_cell(adviser: Adviser | None, on: date) -> dict[str, str | None] | None:
    """How an adviser stands with a register, as a cell of a table; none for somebody who is no adviser."""
    if adviser is None:
        return None
    how = standing_on_register(adviser.register, adviser.register_expires_on, on=on)
    until = adviser.register_expires_on if how not in {Registered.NOT, Registered.APPLIED} else None
    label = how.value.capitalize()
    return {"status": _LOOKS[how], "label": label, "detail": day(until) if until else None}


def level_words(adviser: Adviser | None) -> str:
    """The level of guidance an adviser may give, in words."""
    if adviser is None:
        return "–"
    if not adviser.qualification:
        return "Not recorded"
    level = guidance_level_of(adviser.qualification)
    return f"Level {level}" if level else "None for guidance"


def qualification_words(adviser: Adviser) -> str | None:
    known = qualifications().get(adviser.qualification)
    return known.title if known else None


def register_words(adviser: Adviser) -> str | None:
    named = registers().get(adviser.register_name)
    if adviser.register == Adviser.Register.NONE or named is None:
        return adviser.get_register_display()
    state = adviser.get_register_display().lower()
    return f"{named.title} ({named.keeper}): {state}" + (
        f", number {adviser.register_number}" if adviser.register_number else ""
    )
