"""The careers team on one page: who leads, who is in it, their hours, and what runs out."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import path

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, in_words
from waymark.leadership.models import LeaderTerm, LinkGovernor
from waymark.leadership.queries import (
    careers_leader_on,
    cpd_of,
    former_leaders,
    is_trained_to_lead,
    link_governor_on,
    members_of,
    running_out,
    sessions_in,
    target_of,
)
from waymark.places.models import Organisation
from waymark.web.formats import day, number, plural
from waymark.web.pages import page
from waymark.web.school.careers_team.finding import here, today
from waymark.web.school.careers_team.words import adviser_of, level_words, register_cell

YEARS_SHOWN = 3


@dataclass(frozen=True)
class RunningOutRow:
    """One thing that runs out, and the page to see to it on."""

    words: str
    due: date
    is_past: bool
    href: str


@dataclass(frozen=True)
class YearLink:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class CareersTeamPage:
    """All that the careers team's page shows. `leader` and `governor` are rows of a summary; none: nobody is named."""

    school: str
    may_write: bool
    leader: tuple[dict[str, Any], ...]
    governor: tuple[dict[str, Any], ...]
    running_out: tuple[RunningOutRow, ...]
    team: tuple[tuple[Any, ...], ...]
    hours: tuple[dict[str, Any], ...]
    target: int
    year: str
    years: tuple[YearLink, ...]
    sessions: str
    former: tuple[str, ...]
    hrefs: dict[str, str]


_PAGES = {
    "add": "add_team_member",
    "leader": "begin_leading",
    "leading": "change_leading",
    "end_leading": "end_leading",
    "governor": "link_governor",
    "sessions": "staff_sessions",
    "target": "training_target",
    "handover": "handover",
    "kept": "what_is_kept_of_staff",
}


@page("school/careers_team/overview.html", needs=Permission.STAFF_VIEW)
def careers_team(request: HttpRequest, school: Organisation) -> CareersTeamPage:
    on = today()
    year = _year_asked(request, on)
    term, governor = careers_leader_on(school, on), link_governor_on(school, on)
    return CareersTeamPage(
        school=school.name,
        may_write=request.scope.holds(Permission.STAFF_WRITE, school.pk),
        leader=_leader(school, term, on) if term else (),
        governor=_governor(governor) if governor else (),
        running_out=tuple(
            RunningOutRow(
                f"{each.name}: {each.what}. {each.why}",
                each.due,
                each.is_past,
                here(school, "team_member", public_id=each.member_id),
            )
            for each in running_out(school, on=on)
        ),
        team=tuple(_row(school, member, on) for member in members_of(school, on=on)),
        hours=_hours(school, year, on),
        target=target_of(school),
        year=in_words(year),
        years=_years(school, year, on),
        sessions=_sessions(school, year, on),
        former=tuple(
            f"{past.member.name}, {day(past.begun_on)} to {day(past.ended_on)}"
            for past in former_leaders(school, on=on)
        ),
        hrefs={name: here(school, view) for name, view in _PAGES.items()},
    )


def _leader(school: Organisation, term: LeaderTerm, on: date) -> tuple[dict[str, Any], ...]:
    trained = is_trained_to_lead(term.member, on=on)
    said = f"Yes: {trained.title}, finished {day(trained.finished_on)}" if trained else "No training recorded yet"
    hours = f"{number(float(term.hours_a_week))} a week" if term.hours_a_week is not None else None
    return (
        {
            "label": "Name",
            "value": term.member.name,
            "value_href": here(school, "team_member", public_id=term.member.public_id),
        },
        {"label": "Leads careers since", "value": day(term.begun_on)},
        {"label": "Hours for the role", "value": hours},
        {"label": "Reports to", "value": term.reports_to or None},
        {"label": "Trained for the role", "value": said},
    )


def _governor(governor: LinkGovernor) -> tuple[dict[str, Any], ...]:
    met = governor.meetings.first()
    return (
        {"label": "Name", "value": governor.name},
        {"label": "Since", "value": day(governor.begun_on)},
        {"label": "Last meeting or visit", "value": day(met.held_on) if met else "None kept yet"},
    )


def _row(school: Organisation, member, on: date) -> tuple[Any, ...]:
    adviser = adviser_of(member)
    name = {
        "text": member.name,
        "href": here(school, "team_member", public_id=member.public_id),
        "note": member.job or None,
    }
    employer = "–" if adviser is None else adviser.employer if adviser.is_external else "The school"
    return name, day(member.begun_on), level_words(adviser), register_cell(adviser, on), employer


def _hours(school: Organisation, year: int, on: date) -> tuple[dict[str, Any], ...]:
    return tuple(
        {
            "label": each.member.name,
            "hours": each.hours,
            "wanted": each.wanted_hours,
            "href": here(school, "team_member", public_id=each.member.public_id),
        }
        for each in cpd_of(school, year, on=on)
    )


def _sessions(school: Organisation, year: int, on: date) -> str:
    held = list(sessions_in(school, year, on=on))
    if not held:
        return "No session on careers for teaching staff is kept for this year yet."
    widest = max(held, key=lambda one: (one.came / one.of, one.came))
    said = f"{plural(len(held), 'session')} this year. The one that reached most: {widest.title}, {day(widest.held_on)}"
    return f"{said}, {widest.came} of {widest.of} ({widest.for_whom})."


def _year_asked(request: HttpRequest, on: date) -> int:
    now, asked = academic_year(on), request.GET.get("year", "")
    return int(asked) if asked in {str(now - back) for back in range(YEARS_SHOWN)} else now


def _years(school: Organisation, year: int, on: date) -> tuple[YearLink, ...]:
    now = academic_year(on)
    back = range(now - YEARS_SHOWN + 1, now + 1)
    return tuple(YearLink(in_words(y), f"{here(school, 'careers_team')}?year={y}#hours", y == year) for y in back)


urlpatterns = [path("", careers_team, name="careers_team")]
