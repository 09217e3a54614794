"""One's own applications: the list with what is due, and each with what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.models import User
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import drop_draft, move_own, submit_application
from waymark.opportunities.queries.applying import Own, own_application, own_applications
from waymark.opportunities.rules.applying import OFFERS, OVER, WORDS, Mover, MoveRefused, State, moves_for
from waymark.web.pages import Refused, form_page, page

_BUTTONS = {State.ACCEPTED: "Accept this place", State.DECLINED: "Decline it", State.WITHDRAWN: "Withdraw"}


@dataclass(frozen=True)
class Due:
    """Something to do, and by when."""

    words: str
    href: str
    on: date | None
    is_late: bool


@dataclass(frozen=True)
class ApplicationRow:
    provider: str
    course: str
    state: str
    is_over: bool
    href: str


@dataclass(frozen=True)
class TrackedRow:
    kind: str
    where: str
    what: str
    stage: str
    deadline_on: date | None
    href: str


@dataclass(frozen=True)
class ApplicationsPage:
    """All that one's own list shows."""

    name: str
    missing: tuple[str, ...]
    due: tuple[Due, ...]
    applications: tuple[ApplicationRow, ...]
    tracked: tuple[TrackedRow, ...]


@dataclass(frozen=True)
class Step:
    at: datetime
    words: str
    note: str


@dataclass(frozen=True)
class Button:
    value: str
    label: str


@dataclass(frozen=True)
class ApplicationPage:
    """All that the page of one application shows."""

    provider: str
    course: str
    state: str
    is_draft: bool
    closes_on: date
    missing: tuple[str, ...]
    conditions: str
    interview: str
    offer_until: date | None
    steps: tuple[Step, ...]
    buttons: tuple[Button, ...]
    trouble: str = ""


@page("learner/applications.html", needs=None)
def my_applications(request: HttpRequest) -> ApplicationsPage:
    user, today = cast(User, request.user), timezone.localdate()
    applicant = applicant_of(user=user, by=request.scope)
    own, elsewhere = own_applications(user), tuple(applicant.tracked.all())
    due = [_due(each, today) for each in own if each.now is State.DRAFT or each.now in OFFERS]
    due += [
        Due(f"{each.where}: {each.get_stage_display().lower()}", _tracked_href(each.pk), each.deadline_on,
            bool(each.deadline_on and each.deadline_on < today))
        for each in elsewhere if each.deadline_on and each.stage not in {"accepted", "over"}
    ]  # fmt: skip
    return ApplicationsPage(
        name=applicant.name or user.name,
        missing=applicant.missing(),
        due=tuple(sorted(due, key=lambda each: each.on or date.max)),
        applications=tuple(
            ApplicationRow(each.provider.name, each.course, WORDS[each.now], each.now in OVER, _href(each.public_id))
            for each in own
        ),
        tracked=tuple(
            TrackedRow(
                each.get_kind_display(),
                each.where,
                each.what,
                each.get_stage_display(),
                each.deadline_on,
                _tracked_href(each.pk),
            )
            for each in elsewhere
        ),
    )


@form_page("learner/application.html", needs=None)
def my_application(request: HttpRequest, public_id: str) -> ApplicationPage | Refused | HttpResponse:
    own = own_application(cast(User, request.user), public_id)
    if own is None:
        raise Http404("There is no such application of yours.")
    if request.method != "POST":
        return _shown(own)
    try:
        return _moved(request, own)
    except MoveRefused as refused:
        return Refused(_shown(own, str(refused)), 409)


def _moved(request: HttpRequest, own: Own) -> HttpResponse:
    to, on, at = request.POST.get("to", ""), timezone.localdate(), timezone.now()
    if to == "drop":
        drop_draft(application=own.application, by=request.scope)
        return redirect("my_applications")
    if to == State.SUBMITTED:
        submit_application(application=own.application, on=on, at=at, by=request.scope)
        messages.success(request, f"Your application was sent to {own.provider}.")
    elif to in _BUTTONS:
        move_own(application=own.application, to=to, on=on, at=at, by=request.scope)
    return redirect("my_application", public_id=own.application.public_id)


def _shown(own: Own, trouble: str = "") -> ApplicationPage:
    application = own.application
    may = [to for to in moves_for(application.state, Mover.APPLICANT) if to in _BUTTONS]
    return ApplicationPage(
        provider=own.provider,
        course=application.course,
        state=WORDS[application.now],
        is_draft=application.now is State.DRAFT,
        closes_on=application.closes_on,
        missing=application.applicant.missing(),
        conditions=application.conditions,
        interview=application.interview_at,
        offer_until=application.offer_until,
        steps=tuple(Step(each.at, WORDS[State(each.to_state)], each.note) for each in own.moves),
        buttons=tuple(Button(to.value, _BUTTONS[to]) for to in may),
        trouble=trouble,
    )


def _due(application, today: date) -> Due:
    is_offer = application.now in OFFERS
    on = application.offer_until if is_offer else application.closes_on
    words = "answer their offer" if is_offer else "send your application"
    return Due(f"{application.provider}: {words}", _href(application.public_id), on, bool(on and on < today))


def _href(public_id: str) -> str:
    return reverse("my_application", kwargs={"public_id": public_id})


def _tracked_href(number: int) -> str:
    return reverse("tracked_application", kwargs={"number": number})


urlpatterns = [
    path("applications/", my_applications, name="my_applications"),
    path("applications/<str:public_id>/", my_application, name="my_application"),
]
