"""Who leads careers, and the link governor with the meetings and visits."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path

from waymark.access.permissions import Permission
from waymark.leadership.actions.leading import (
    begin_leading,
    change_leading,
    end_governor,
    end_leading,
    log_meeting,
    name_governor,
    strike_meeting,
)
from waymark.leadership.models import GovernorMeeting, LinkGovernor
from waymark.leadership.queries import careers_leader_on, link_governor_on, members_of
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.pages import form_page
from waymark.web.school.careers_team.finding import here, meeting_here, today
from waymark.web.school.careers_team.forms import (
    EndGovernorForm,
    EndLeadingForm,
    GovernorForm,
    LeaderForm,
    LeadingForm,
    MeetingForm,
)
from waymark.web.school.careers_team.sending import TeamFormPage, answered

FORM = "school/careers_team/form.html"


@dataclass(frozen=True)
class MeetingRow:
    """One meeting or visit as the page shows it."""

    held_on: date
    what: str
    with_whom: str
    about: str
    agreed: str
    strike_href: str


@dataclass(frozen=True)
class GovernorPage:
    """All that the link governor's page shows."""

    school: str
    may_write: bool
    name: str
    since: date | None
    former: tuple[str, ...]
    meetings: tuple[MeetingRow, ...]
    hrefs: dict[str, str]


@form_page(FORM, needs=Permission.STAFF_WRITE)
def begin(request: HttpRequest, school: Organisation) -> Any:
    on, term = today(), careers_leader_on(school, today())
    members = [m for m in members_of(school, on=on) if m.ended_on is None and not (term and m.pk == term.member_id)]
    if not members:
        messages.warning(request, "Add the person to the team first. Then say that they lead.")
        return redirect("add_team_member", slug=school.slug)
    form = LeaderForm(request.POST or None, members=members, initial={"on": on})
    lede = f"{term.member.name} leads careers since {day(term.begun_on)}." if term else "Nobody is named yet."
    shown = TeamFormPage(school.name, "Who leads careers", "Careers team", lede, form, "Save", here(school, "handover"))

    def act(said: dict[str, Any]) -> str:
        member = next(m for m in members if m.public_id == said.pop("member"))
        begin_leading(member=member, **said, by=request.scope)
        return f"{member.name} leads careers from {day(said['on'])}. Your careers page still says what it said."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def change(request: HttpRequest, school: Organisation) -> Any:
    term = careers_leader_on(school, today())
    if term is None:
        return redirect("begin_leading", slug=school.slug)
    form = LeadingForm(request.POST or None, initial={"hours_a_week": term.hours_a_week, "reports_to": term.reports_to})
    shown = TeamFormPage(
        school.name, "The careers leader's role", term.member.name, "", form, "Save", here(school, "careers_team")
    )

    def act(said: dict[str, Any]) -> str:
        change_leading(term=term, **said, by=request.scope)
        return "Your changes were saved."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def end(request: HttpRequest, school: Organisation) -> Any:
    term = careers_leader_on(school, today())
    if term is None:
        return redirect("begin_leading", slug=school.slug)
    form = EndLeadingForm(request.POST or None, initial={"on": today()})
    lede = "If somebody leads after them, name the new careers leader instead: that ends this one the day before."
    shown = TeamFormPage(
        school.name, "They lead no longer", term.member.name, lede, form, "Save the day", here(school, "careers_team")
    )

    def act(said: dict[str, Any]) -> str:
        end_leading(term=term, on=said["on"], by=request.scope)
        return f"{term.member.name} leads careers until {day(said['on'])}."

    return answered(request, shown, act)


@form_page("school/careers_team/governor.html", needs=Permission.STAFF_VIEW)
def link_governor(request: HttpRequest, school: Organisation) -> GovernorPage:
    on = today()
    governor = link_governor_on(school, on)
    met = GovernorMeeting.objects.filter(governor__organisation=school).select_related("governor")[:100]
    return GovernorPage(
        school=school.name,
        may_write=request.scope.holds(Permission.STAFF_WRITE, school.pk),
        name=governor.name if governor else "",
        since=governor.begun_on if governor else None,
        former=tuple(
            f"{past.name}, {day(past.begun_on)} to {day(past.ended_on)}"
            for past in LinkGovernor.objects.filter(organisation=school, ended_on__lt=on)
        ),
        meetings=tuple(
            MeetingRow(
                one.held_on,
                one.get_what_display(),
                one.governor.name,
                one.about,
                one.agreed,
                here(school, "strike_governor_meeting", public_id=one.public_id),
            )
            for one in met
        ),
        hrefs={
            "team": here(school, "careers_team"),
            "name": here(school, "name_governor"),
            "end": here(school, "end_governor"),
            "meeting": here(school, "log_governor_meeting"),
        },
    )


@form_page(FORM, needs=Permission.STAFF_WRITE)
def name(request: HttpRequest, school: Organisation) -> Any:
    form = GovernorForm(request.POST or None, initial={"on": today()})
    lede = "The governor who takes a strategic interest in careers. Naming somebody gives them no access here."
    shown = _small(school, "Name the link governor", lede, form, "Save")

    def act(said: dict[str, Any]) -> str:
        return f"{name_governor(school=school, **said, by=request.scope).name} is link governor for careers."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def end_link(request: HttpRequest, school: Organisation) -> Any:
    governor = link_governor_on(school, today())
    if governor is None:
        return redirect("link_governor", slug=school.slug)
    form = EndGovernorForm(request.POST or None, initial={"on": today()})
    shown = _small(school, f"{governor.name} is link governor no longer", "", form, "Save the day")

    def act(said: dict[str, Any]) -> str:
        end_governor(governor=governor, on=said["on"], by=request.scope)
        return f"{governor.name} is link governor until {day(said['on'])}."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def meeting(request: HttpRequest, school: Organisation) -> Any:
    governor = link_governor_on(school, today())
    if governor is None:
        messages.warning(request, "Name the link governor first.")
        return redirect("name_governor", slug=school.slug)
    form = MeetingForm(request.POST or None, today=today(), initial={"held_on": today(), "what": "meeting"})
    lede = f"With {governor.name}. Never name a learner."
    shown = _small(school, "Add a meeting or visit", lede, form, "Save")

    def act(said: dict[str, Any]) -> str:
        log_meeting(governor=governor, **said, by=request.scope)
        return "The meeting was saved."

    return answered(request, shown, act)


@form_page(FORM, needs=Permission.STAFF_WRITE)
def strike(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    found = meeting_here(school, public_id)
    if request.method == "POST":
        strike_meeting(meeting=found, by=request.scope)
        messages.success(request, "The meeting was taken off.")
    return redirect("link_governor", slug=school.slug)


def _small(school: Organisation, title: str, lede: str, form, submit: str) -> TeamFormPage:
    back = here(school, "link_governor")
    return TeamFormPage(school.name, title, "Link governor", lede, form, submit, back, "Back to the link governor")


urlpatterns = [
    path("leader/new/", begin, name="begin_leading"),
    path("leader/change/", change, name="change_leading"),
    path("leader/end/", end, name="end_leading"),
    path("governor/", link_governor, name="link_governor"),
    path("governor/name/", name, name="name_governor"),
    path("governor/end/", end_link, name="end_governor"),
    path("governor/meetings/add/", meeting, name="log_governor_meeting"),
    path("governor/meetings/<slug:public_id>/take-off/", strike, name="strike_governor_meeting"),
]
