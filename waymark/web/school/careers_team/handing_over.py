"""Handing careers over: the page to print, the first three tasks, and the new name offered to the careers page."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, resolve

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.leadership.models import LeaderTerm
from waymark.leadership.queries import careers_leader_on, former_leaders
from waymark.places.models import Organisation
from waymark.publishing.actions import edit_page
from waymark.publishing.documents.bundles import files_of, with_manifest, zipped
from waymark.publishing.documents.pages import as_html
from waymark.publishing.documents.setting import as_pdf
from waymark.publishing.documents.shape import Document
from waymark.publishing.handover import HandoverPart, first_tasks, handover_of
from waymark.publishing.handover.document import handover_document
from waymark.publishing.queries import standing_page
from waymark.web.pages import form_page, page
from waymark.web.school.addresses import address_if_any
from waymark.web.school.careers_team.finding import here, today

MEDIA = {"pdf": "application/pdf", "html": "text/html; charset=utf-8", "zip": "application/zip"}
FILES = (("pdf", "PDF"), ("html", "one HTML file"), ("zip", "ZIP of all"))


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
    files: tuple[tuple[str, str], ...]
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
                _seen_to_at(part, school, request.scope),
            )
            for part in made.parts
        ),
        offered=_offered(school, request.scope, on),
        files=tuple((words, here(school, "handover_file", kind=kind)) for kind, words in FILES),
        hrefs={name: here(school, name) for name in ("careers_team", "begin_leading", "name_on_draft")},
    )


def _seen_to_at(part: HandoverPart, school: Organisation, by: Scope) -> str | None:
    """The page on which a part is seen to, for who may open it."""
    address = address_if_any(part.page, slug=school.slug) if part.may_see else None
    return address if address and by.holds(resolve(address).func.needs, school.pk) else None


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


@page("school/careers_team/handover.html", needs=Permission.STAFF_WRITE)
def handover_file(request: HttpRequest, school: Organisation, kind: str) -> HttpResponse:
    """The handover to keep: as PDF, as one HTML file, or both with a list of what they are as a ZIP."""
    if kind not in MEDIA:
        raise Http404("There is no such file.")
    on = today()
    document = handover_document(school, handover_of(school, on=on, by=request.scope), made_on=on)
    made = {"pdf": as_pdf, "html": as_html, "zip": _as_zip}[kind](document)
    note("handover downloaded", organisation_id=school.pk, by=request.scope, kind=kind)
    response = HttpResponse(made, content_type=MEDIA[kind])
    response["Content-Disposition"] = f'attachment; filename="careers-handover-{on.isoformat()}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _as_zip(document: Document) -> bytes:
    return zipped(with_manifest(files_of(document, "careers-handover"), document))


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
    path("handover/careers-handover.<slug:kind>", handover_file, name="handover_file"),
    path("handover/name-on-draft/", name_on_draft, name="name_on_draft"),
]
