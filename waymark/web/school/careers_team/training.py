"""The training log of the team, sessions on careers for teaching staff, the hours wanted, and what is kept of staff."""

from dataclasses import dataclass, fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, in_words
from waymark.leadership.actions.team import set_target
from waymark.leadership.actions.training import (
    SessionFacts,
    TrainingFacts,
    change_session,
    change_training,
    hold_session,
    log_training,
    strike_session,
    strike_training,
)
from waymark.leadership.models import StaffSession
from waymark.leadership.queries import target_of
from waymark.places.models import Organisation
from waymark.web.formats import day, percent, share_of
from waymark.web.pages import form_page, page
from waymark.web.school.careers_team.finding import here, member_here, session_here, today, training_here
from waymark.web.school.careers_team.forms import SessionForm, TargetForm, TrainingForm
from waymark.web.school.careers_team.sending import TeamFormPage, answered, is_struck

FORM = "school/careers_team/form.html"


@dataclass(frozen=True)
class SessionsPage:
    """All that the list of sessions shows: a table for each academic year."""

    school: str
    may_write: bool
    years: tuple[tuple[str, tuple[tuple[Any, ...], ...]], ...]
    hrefs: dict[str, str]


@dataclass(frozen=True)
class StaffKeptPage:
    """What is kept of colleagues and for how long: words alone."""

    school: str
    back_href: str


@form_page(FORM, needs=Permission.STAFF_WRITE)
def add_training(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    member = member_here(school, public_id)
    form = TrainingForm(request.POST or None, school=school, today=today(), initial={"state": "finished"})
    shown = _training_page(school, member, "Add training", form)

    def act(said: dict[str, Any]) -> str:
        log_training(member=member, facts=TrainingFacts(**form.facts()), by=request.scope)
        return "The training was saved."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def training_form(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    training = training_here(school, public_id)
    if is_struck(request):
        strike_training(training=training, by=request.scope)
        messages.success(request, "The training was taken off.")
        return redirect("team_member", slug=school.slug, public_id=training.member.public_id)
    initial = {each.name: getattr(training, each.name) for each in fields(TrainingFacts)}
    initial |= {
        "hours": round(training.minutes / 60, 2) or None,
        "certificate": training.certificate.public_id if training.certificate else "",
    }
    form = TrainingForm(request.POST or None, school=school, today=today(), initial=initial)
    shown = _training_page(school, training.member, "Change this training", form, strike="Take it off the log")

    def act(said: dict[str, Any]) -> str:
        change_training(training=training, facts=TrainingFacts(**form.facts()), by=request.scope)
        return "Your changes were saved."

    return answered(request, shown, act)


def _training_page(school: Organisation, member, title: str, form, strike: str = "") -> TeamFormPage:
    back = here(school, "team_member", public_id=member.public_id)
    return TeamFormPage(
        school.name, title, member.name, "", form, "Save", back, f"Back to {member.name}", strike=strike
    )


@page("school/careers_team/sessions.html", needs=Permission.STAFF_VIEW)
def staff_sessions(request: HttpRequest, school: Organisation) -> SessionsPage:
    may_write = request.scope.holds(Permission.STAFF_WRITE, school.pk)
    by_year: dict[int, list[tuple[Any, ...]]] = {}
    for session in StaffSession.objects.filter(organisation=school)[:300]:
        by_year.setdefault(academic_year(session.held_on), []).append(_session_row(school, session, may_write))
    return SessionsPage(
        school.name,
        may_write,
        tuple((in_words(year), tuple(rows)) for year, rows in by_year.items()),
        {"team": here(school, "careers_team"), "add": here(school, "hold_session")},
    )


def _session_row(school: Organisation, session: StaffSession, may_write: bool) -> tuple[Any, ...]:
    about = ", ".join(
        filter(None, (f"benchmark {session.benchmark[2:]}" if session.benchmark else "", session.subject))
    )
    href = here(school, "change_session", public_id=session.public_id) if may_write else None
    title = {"text": session.title, "href": href, "note": about or None}
    came = f"{session.came} of {session.of} ({percent(share_of(session.came, session.of))})"
    return title, day(session.held_on), session.for_whom, came, str(session.minutes or "–")


@form_page(FORM, needs=Permission.STAFF_WRITE)
def add_session(request: HttpRequest, school: Organisation) -> Any:
    form = SessionForm(request.POST or None, today=today(), initial={"held_on": today()})
    shown = _session_page(school, "Add a session for teaching staff", form)

    def act(said: dict[str, Any]) -> str:
        hold_session(school=school, facts=_facts(said), by=request.scope)
        return "The session was saved."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def session_form(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    session = session_here(school, public_id)
    if is_struck(request):
        strike_session(session=session, by=request.scope)
        messages.success(request, "The session was taken off.")
        return redirect("staff_sessions", slug=school.slug)
    initial = {each.name: getattr(session, each.name) for each in fields(SessionFacts)}
    form = SessionForm(request.POST or None, today=today(), initial=initial)
    shown = _session_page(school, "Change this session", form, strike="Take it off the list")

    def act(said: dict[str, Any]) -> str:
        change_session(session=session, facts=_facts(said), by=request.scope)
        return "Your changes were saved."

    return answered(request, shown, act)


def _facts(said: dict[str, Any]) -> SessionFacts:
    return SessionFacts(**(said | {"minutes": said["minutes"] or 0}))


def _session_page(school: Organisation, title: str, form, strike: str = "") -> TeamFormPage:
    lede = "What teaching staff learned about careers in their work. Numbers only: never who came."
    back, text = here(school, "staff_sessions"), "Back to staff development"
    return TeamFormPage(school.name, title, "Staff development", lede, form, "Save", back, text, strike=strike)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def training_target(request: HttpRequest, school: Organisation) -> Any:
    form = TargetForm(request.POST or None, initial={"hours": target_of(school)})
    shown = TeamFormPage(
        school.name, "Hours of training wanted", "Careers team", "", form, "Save", here(school, "careers_team")
    )

    def act(said: dict[str, Any]) -> str:
        set_target(school=school, hours=said["hours"], by=request.scope)
        return "The target was saved."

    return answered(request, shown, act)


@page("school/careers_team/kept.html", needs=Permission.STAFF_VIEW)
def what_is_kept_of_staff(request: HttpRequest, school: Organisation) -> StaffKeptPage:
    return StaffKeptPage(school.name, here(school, "careers_team"))


urlpatterns = [
    path("members/<slug:public_id>/training/add/", add_training, name="log_training"),
    path("training/<slug:public_id>/", training_form, name="change_training"),
    path("staff-development/", staff_sessions, name="staff_sessions"),
    path("staff-development/add/", add_session, name="hold_session"),
    path("staff-development/<slug:public_id>/", session_form, name="change_session"),
    path("target/", training_target, name="training_target"),
    path("what-is-kept/", what_is_kept_of_staff, name="what_is_kept_of_staff"),
]
