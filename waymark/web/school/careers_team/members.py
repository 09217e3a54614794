"""One member of the careers team: who they are, what they learned, what makes them an adviser, and their leaving."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import path

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year
from waymark.leadership.actions.team import (
    AdviserFacts,
    add_member,
    change_member,
    end_member,
    erase_member,
    keep_adviser,
)
from waymark.leadership.models import TeamMember, Training
from waymark.leadership.queries import cpd_of, is_trained_to_lead
from waymark.places.models import Organisation
from waymark.web.formats import day, number, plural
from waymark.web.pages import form_page, page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.careers_team.finding import here, member_here, today
from waymark.web.school.careers_team.forms import AdviserForm, ChangeMemberForm, EraseForm, LeaveForm, MemberForm
from waymark.web.school.careers_team.sending import TeamFormPage, answered
from waymark.web.school.careers_team.words import (
    STATE_LOOKS,
    adviser_of,
    hours,
    level_words,
    qualification_words,
    register_cell,
    register_words,
)

FORM = "school/careers_team/form.html"


@dataclass(frozen=True)
class MemberPage:
    """All that the page of one member shows."""

    school: str
    name: str
    job: str
    may_write: bool
    has_left: bool
    is_erased: bool
    facts: tuple[dict[str, Any], ...]
    adviser: tuple[dict[str, Any], ...]
    register: dict[str, Any] | None
    training: tuple[tuple[Any, ...], ...]
    hours_words: str
    hrefs: dict[str, str]


@page("school/careers_team/member.html", needs=Permission.STAFF_VIEW)
def team_member(request: HttpRequest, school: Organisation, public_id: str) -> MemberPage:
    on, member = today(), member_here(school, public_id)
    adviser = adviser_of(member)
    may_write = request.scope.holds(Permission.STAFF_WRITE, school.pk) and not member.is_erased
    names = ("change_team_member", "team_member_left", "erase_team_member", "keep_adviser", "log_training")
    return MemberPage(
        school=school.name,
        name=member.name,
        job=member.job,
        may_write=may_write,
        has_left=member.ended_on is not None,
        is_erased=member.is_erased,
        facts=_facts(member, on),
        adviser=_adviser(adviser) if adviser else (),
        register=register_cell(adviser, on) if adviser else None,
        training=tuple(_training(school, each, may_write) for each in member.training.select_related("certificate")),
        hours_words=_hours(school, member, on),
        hrefs={
            "team": here(school, "careers_team"),
            **{n: here(school, n, public_id=member.public_id) for n in names},
        },
    )


def _facts(member: TeamMember, on: date) -> tuple[dict[str, Any], ...]:
    trained = is_trained_to_lead(member, on=on)
    led = [
        f"{day(term.begun_on)} to {day(term.ended_on) if term.ended_on else 'now'}"
        for term in member.terms.order_by("begun_on")
    ]
    rows = [
        {"label": "In the team", "value": f"{day(member.begun_on)} to {day(member.ended_on)}"}
        if member.ended_on
        else {"label": "In the team since", "value": day(member.begun_on)},
        {"label": "Signs in here", "value": "Yes" if member.user_id else "No account"},
    ]
    if led:
        rows.append({"label": "Led careers", "value": "; ".join(led)})
    said = f"Yes: {trained.title}, finished {day(trained.finished_on)}" if trained else "Not recorded"
    rows.append({"label": "Trained to lead careers", "value": said})
    return tuple(rows)


def _adviser(adviser) -> tuple[dict[str, Any], ...]:
    return (
        {"label": "Employed by", "value": adviser.employer if adviser.is_external else "The school"},
        {"label": "Qualification", "value": qualification_words(adviser)},
        {"label": "Guidance meetings count as", "value": level_words(adviser)},
        {"label": "Register", "value": register_words(adviser)},
        {"label": "Register looked at", "value": _day_or_none(adviser.register_checked_on)},
        {"label": "Criminal record check seen", "value": _day_or_none(adviser.dbs_checked_on)},
        {"label": "Safeguarding training", "value": _day_or_none(adviser.safeguarding_on)},
    )


def _day_or_none(on: date | None) -> str | None:
    return day(on) if on else None


def _training(school: Organisation, each: Training, may_write: bool) -> tuple[Any, ...]:
    note = ", ".join(filter(None, (each.provider, f"level {each.level}" if each.level else "")))
    title = {
        "text": each.title,
        "href": here(school, "change_training", public_id=each.public_id) if may_write else None,
        "note": f"{note}{'; ' if note else ''}for the careers leader's role" if each.for_leading else note or None,
    }
    kept = each.certificate
    href = address_if_any("attachment", slug=school.slug, public_id=kept.public_id) if kept else None
    shown = {"text": kept.title, "href": href} if kept else "–"
    state = {"status": STATE_LOOKS[Training.State(each.state)], "label": each.get_state_display()}
    return title, state, day(each.finished_on), hours(each.minutes) if each.minutes else "–", shown


def _hours(school: Organisation, member: TeamMember, on: date) -> str:
    mine = next((each for each in cpd_of(school, academic_year(on), on=on) if each.member.pk == member.pk), None)
    if mine is None:
        return ""
    said = f"{number(mine.hours)} of {plural(mine.wanted_hours, 'hour')} wanted this academic year."
    return f"{said} That is enough." if mine.is_enough else said


@form_page(FORM, needs=Permission.STAFF_WRITE)
def add_team_member(request: HttpRequest, school: Organisation) -> Any:
    form = MemberForm(request.POST or None, school=school, today=today())
    lede = "Anyone who does careers work here, whether or not they sign in. Adding somebody gives them no access."
    shown = TeamFormPage(
        school.name, "Add to the team", "Careers team", lede, form, "Add them", here(school, "careers_team")
    )

    def act(said: dict[str, Any]) -> str:
        return f"{add_member(school=school, **said, by=request.scope).name} is in the team."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def change_team_member(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    member = member_here(school, public_id)
    initial = {"name": member.name, "job": member.job, "begun_on": member.begun_on}
    shown = _about(school, member, "Change what is said", "", ChangeMemberForm(request.POST or None, initial=initial))

    def act(said: dict[str, Any]) -> str:
        change_member(member=member, **said, by=request.scope)
        return "Your changes were saved."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def team_member_left(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    member = member_here(school, public_id)
    lede = "They stay in the record of past years. It ends no sign-in: if they have a role here, end that under People."
    form = LeaveForm(request.POST or None, initial={"on": today()})
    shown = _about(school, member, "They left the team", lede, form, submit="Save the day")

    def act(said: dict[str, Any]) -> str:
        end_member(member=member, on=said["on"], by=request.scope)
        return f"{member.name} is in the team until {day(said['on'])}."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def erase_team_member(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    member = member_here(school, public_id)
    lede = (
        "Their name, what they did, the titles of their courses and the days of their checks are taken out for good. "
        "The days they were in the team, and their hours, stay. This cannot be undone."
    )
    form = EraseForm(request.POST or None)
    shown = _about(school, member, "Take their name out", lede, form, submit="Take the name out", is_grave=True)

    def act(said: dict[str, Any]) -> str:
        erase_member(member=member, reason=said["reason"], by=request.scope)
        return "The name was taken out."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def adviser_form(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    member = member_here(school, public_id)
    kept = adviser_of(member)
    names = AdviserFacts.__dataclass_fields__
    initial = {name: getattr(kept, name) for name in names} if kept else {"register": "none"}
    initial["is_external"] = "yes" if kept and kept.is_external else "no"
    form = AdviserForm(request.POST or None, initial=initial, today=today())
    lede = "Which meetings count as personal guidance depends on the adviser's qualification."
    shown = _about(school, member, "As a careers adviser", lede, form)

    def act(said: dict[str, Any]) -> str:
        keep_adviser(member=member, facts=form.facts(), by=request.scope)
        return f"{member.name}: saved."

    return answered(request, shown, act)


def _about(
    school: Organisation,
    member: TeamMember,
    title: str,
    lede: str,
    form,
    *,
    submit: str = "Save",
    is_grave: bool = False,
) -> TeamFormPage:
    back = here(school, "team_member", public_id=member.public_id)
    return TeamFormPage(
        school.name, title, member.name, lede, form, submit, back, f"Back to {member.name}", is_grave=is_grave
    )


urlpatterns = [
    path("members/add/", add_team_member, name="add_team_member"),
    path("members/<slug:public_id>/", team_member, name="team_member"),
    path("members/<slug:public_id>/change/", change_team_member, name="change_team_member"),
    path("members/<slug:public_id>/left/", team_member_left, name="team_member_left"),
    path("members/<slug:public_id>/erase/", erase_team_member, name="erase_team_member"),
    path("members/<slug:public_id>/adviser/", adviser_form, name="keep_adviser"),
]
