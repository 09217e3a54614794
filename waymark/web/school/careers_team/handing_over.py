"""Handing careers over: the page to print, the first three tasks, and the new name offered to the careers page."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.leadership.models import LeaderTerm
from waymark.leadership.queries import careers_leader_on, former_leaders
from waymark.places.models import Organisation
from waymark.publishing.actions import edit_page
from waymark.publishing.handover import HandoverPart, first_tasks, handover_of
from waymark.publishing.queries import standing_page
from waymark.web.pages import form_page, page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.careers_team.finding import here, today


@dataclass(frozen=True)
class ShownPart:
    """One table of the handover, with the page on which it is seen to."""

    part: HandoverPart
    columns: tuple[dict[str, str], ...]
    href: str | None


@dataclass(frozen=True)
class HandoverPage:
    """All that the handover page shows. `offered`: a name for the draft of the careers page, blank if it has it."""

    school: str
    on: date
    to: str
    from_whom: str
    tasks: tuple[dict[str, Any], ...]
    parts: tuple[ShownPart, ...]
    offered: str
    hrefs: dict[str, str]


@page("school/careers_team/handover.html", needs=Permission.STAFF_WRITE)
def handover(request: HttpRequest, school: Organisation) -> HandoverPage:
    on = today()
    made = handover_of(school, on=on, by=request.scope)
    return HandoverPage(
        school=school.name,
        on=on,
        to=made.to,
        from_whom=made.from_whom,
        tasks=_tasks(school, on, request.scope),
        parts=tuple(
            ShownPart(
                part if part.may_see else replace(part, rows=()),
                tuple({"label": column} for column in part.columns),
                address_if_any(part.page, slug=school.slug) if part.may_see else None,
            )
            for part in made.parts
        ),
        offered=_offered(school, request.scope, on),
        hrefs={name: here(school, name) for name in ("careers_team", "begin_leading", "name_on_draft")},
    )


def _tasks(school: Organisation, on: date, by: Scope) -> tuple[dict[str, Any], ...]:
    needs = {
        "careers_page": Permission.PUBLISH,
        "activities": Permission.REGISTER_TAKE,
        "people": Permission.USERS_MANAGE,
    }
    return tuple(
        {
            "title": task.title,
            "hint": task.why,
            "href": here(school, task.page) if by.holds(needs[task.page], school.pk) else None,
            "status": "Done" if task.is_done else "To do",
            "done": task.is_done,
        }
        for task in first_tasks(school, on=on)
    )


def _offered(school: Organisation, by: Scope, on: date) -> str:
    term = careers_leader_on(school, on)
    if term is None or not by.holds(Permission.PUBLISH, school.pk):
        return ""
    return "" if standing_page(school).leader_name.casefold() == term.member.name.casefold() else term.member.name


@form_page("school/careers_team/handover.html", needs=Permission.PUBLISH)
def name_on_draft(request: HttpRequest, school: Organisation) -> Any:
    """Put today's careers leader on the draft of the careers page. What is public stays until somebody releases it."""
    term = careers_leader_on(school, today())
    if request.method == "POST" and term is not None:
        edit_page(school=school, changes=_leader_on_page(school, term), by=request.scope)
        messages.success(
            request, f"The draft names {term.member.name}. Check how to reach them; it is public when you release it."
        )
        return redirect("careers_page_part", slug=school.slug, name="leader")
    return redirect("handover", slug=school.slug)


def _leader_on_page(school: Organisation, term: LeaderTerm) -> dict[str, Any]:
    """The name, and the address where it was the former leader's own; one that belongs to the role stays."""
    user, draft = term.member.user, standing_page(school)
    before = [past.member.user.email for past in former_leaders(school, on=today()) if past.member.user]
    was_theirs = not draft.leader_email or draft.leader_email.lower() in before
    if draft.leader and draft.leader.email.lower() == draft.leader_email.lower():
        was_theirs = True
    email = (user.email if user else "") if was_theirs else draft.leader_email
    return {"leader_id": user.pk if user else None, "leader_name": term.member.name, "leader_email": email}


urlpatterns = [
    path("handover/", handover, name="handover"),
    path("handover/name-on-draft/", name_on_draft, name="name_on_draft"),
]
