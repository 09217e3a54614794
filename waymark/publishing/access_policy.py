"""The tables of a provider access statement: the meetings that the law gives, and when this school holds them."""

from collections.abc import Collection, Iterable

from waymark.kernel.academic_year import day_within, last_day
from waymark.kernel.entitlement import AtLeast, Entitlement
from waymark.publishing.content import MeetingPhase, Opportunities
from waymark.publishing.programme import TERMS, ProgrammeActivity
from waymark.publishing.words import day

_MUST = "Every pupil must attend"
_MAY = "The school must hold them; students choose whether to attend"


def meeting_phases(
    entitlements: Iterable[Entitlement], *, year: int, year_groups: Collection[int]
) -> tuple[MeetingPhase, ...]:
    """The meetings by phase, with this academic year's windows; a phase with none of the year groups is left out."""
    return tuple(_phase(due, year) for due in entitlements if {due.window.first, due.window.last} & set(year_groups))


def opportunities(activities: Iterable[ProgrammeActivity], *, year_groups: Iterable[int]) -> tuple[Opportunities, ...]:
    """For each year group the meetings with providers of technical education or apprenticeships, term by term."""
    meetings = [activity for activity in activities if activity.provider_is_eligible]
    rows = []
    for group in year_groups:
        theirs = [meeting for meeting in meetings if group in meeting.year_groups]
        by_term = ((term, tuple(_named(m) for m in theirs if m.term == term)) for term in TERMS)
        rows.append(Opportunities(group, tuple(by_term)))
    return tuple(rows)


def _phase(due: Entitlement, year: int) -> MeetingPhase:
    first, last = due.window.first, due.window.last
    closes = day_within(year, *due.window.last_day) if due.window.last_day else last_day(year)
    return MeetingPhase(
        title=f"Years {first} and {last}",
        needed=due.need.count if isinstance(due.need, AtLeast) else 0,
        windows=(f"Year {first}: any time in the year", f"Year {last}: 1 September {year} to {day(closes)}"),
        attendance=_MAY if first >= 12 else _MUST,
    )


def _named(meeting: ProgrammeActivity) -> str:
    if meeting.provider_name and meeting.provider_name.casefold() not in meeting.title.casefold():
        return f"{meeting.title} ({meeting.provider_name})"
    return meeting.title
