"""Who asks for an interview: the list, asking for one learner or for many."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.shortcuts import redirect

from waymark.access.permissions import Permission
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import Interview, InterviewRequest
from waymark.guidance.queries.booked import LIVE, interviews_of, open_requests
from waymark.guidance.rules.states import InterviewRefused
from waymark.ledger.models import Learner
from waymark.ledger.queries.finding import learners_named
from waymark.places.models import Organisation
from waymark.planner.interviews.due import guidance_still_due
from waymark.web.formats import plural, short_day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.addresses import learner_address
from waymark.web.school.interviews.by_code import typed_rows
from waymark.web.school.interviews.finding import (
    ViewLink,
    address,
    may_write,
    needs_words,
    state_of,
    today,
    views,
    when,
)
from waymark.web.school.interviews.forms import AskForm, PutForwardForm
from waymark.web.school.lists import Paged, paged

COLUMNS = (
    {"label": "Learner"},
    {"label": "How urgent", "numeric": True},
    {"label": "Asked"},
    {"label": "Needed by"},
    {"label": "Time"},
)


@dataclass(frozen=True)
class RequestsPage:
    """All that the list of who asks shows."""

    school: str
    views: tuple[ViewLink, ...]
    rows: list[list[Any]]
    columns: tuple[dict[str, Any], ...]
    paged: Paged
    forward_href: str
    asking_page_href: str
    typed: list[list[Any]]  # what was typed at the school's page, to be looked at


@page("school/interviews/requests.html", needs=Permission.INTERVIEWS_VIEW, viewed="interviews listed")
def interview_requests(request: HttpRequest, school: Organisation) -> RequestsPage:
    here, writes = address("interview_requests", school), may_write(request, school)
    shown = paged(request, list(open_requests(school)), here, "request")
    rows = interviews_of(school).filter(request__in=[each.pk for each in shown.rows], state__in=LIVE)
    times = {each.request_id: each for each in rows.order_by("-state")}  # booked over proposed
    return RequestsPage(
        school=school.name,
        views=views(school, "interview_requests"),
        rows=[_row(school, each, times.get(each.pk)) for each in shown.rows],
        columns=COLUMNS,
        paged=shown,
        forward_href=address("put_forward_for_interview", school) if writes else "",
        asking_page_href=address("asking_page", school),
        typed=typed_rows(school) if writes else [],
    )


def _row(school: Organisation, asked: InterviewRequest, interview: Interview | None) -> list[Any]:
    time: dict[str, Any] = {"text": "None yet"}
    if interview is not None:
        time = state_of(interview) | {"note": when(interview)}
    href = address("interview_request", school, public_id=asked.public_id)
    return [
        {"text": str(asked.learner), "href": href, "note": needs_words(asked)},
        f"{asked.priority} of 9",
        short_day(asked.asked_on),
        short_day(asked.deadline),
        time,
    ]


@dataclass(frozen=True)
class AskPage:
    """All that the form for one learner's interview shows."""

    name: str
    form: AskForm
    back_href: str


@form_page("school/interviews/ask.html", needs=Permission.LEARNER_VIEW, viewed="learner viewed")
def ask_interview(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """A tutor's way in: who sees a learner may ask for them, and need see no diary."""
    learner = Learner.objects.filter(organisation=school, public_id=public_id, erased_at=None).first()
    if learner is None:
        raise Http404("There is no such learner here.")
    form = AskForm(request.POST or None)
    shown = AskPage(str(learner), form, learner_address(school, public_id))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        ask_for_interview(learner=learner, wanted=form.wanted(), on=today(), by=request.scope)
    except InterviewRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The interview is asked for. Those who keep the diaries give it a time by need.")
    return redirect(learner_address(school, public_id))


@dataclass(frozen=True)
class PutForwardPage:
    """All that the form for many learners shows."""

    form: PutForwardForm
    back_href: str


@form_page("school/interviews/put_forward.html", needs=Permission.INTERVIEWS_WRITE, viewed="learners listed")
def put_forward(request: HttpRequest, school: Organisation) -> Any:
    on = today()
    due = guidance_still_due(school, on=on)
    years = [(str(year), f"Year {year} ({plural(len(who), 'learner')})") for year, who in due.items()]
    form = PutForwardForm(request.POST or None, years=years)
    shown = PutForwardPage(form, address("interview_requests", school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    found = learners_named(school, form.cleaned_data["names"], on)
    for fault in found.faults:
        form.add_error("names", fault)
    if found.faults:
        return Refused(shown)
    wanted_ids = {public_id for year in form.cleaned_data.get("years", ()) for public_id in due[int(year)]}
    asked, known = _put_forward(school, wanted_ids, found.learner_ids, form, on, request)
    already = f" {plural(known, 'learner')} had asked already." if known else ""
    messages.success(request, f"{plural(asked, 'interview')} asked for.{already}")
    return redirect("interview_requests", slug=school.slug)


@transaction.atomic
def _put_forward(
    school: Organisation,
    public_ids: set[str],
    keys: tuple[int, ...],
    form: PutForwardForm,
    on: date,
    request: HttpRequest,
) -> tuple[int, int]:
    """Ask for each of these who has not asked yet; how many that were, and how many had."""
    everyone = Learner.objects.filter(organisation=school, erased_at=None)
    wanted = list((everyone.filter(public_id__in=public_ids) | everyone.filter(pk__in=keys)).distinct())
    open_now = InterviewRequest.objects.filter(learner__in=[each.pk for each in wanted], settled_at=None)
    known = set(open_now.values_list("learner_id", flat=True))
    said = Wanted(priority=int(form.cleaned_data["priority"]), deadline=form.cleaned_data["deadline"])
    fresh = [each for each in wanted if each.pk not in known]
    for learner in fresh:
        ask_for_interview(learner=learner, wanted=said, on=on, by=request.scope)
    return len(fresh), len(known)
