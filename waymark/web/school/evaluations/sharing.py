"""Whom a school has shared its self-assessments with, who has looked, and sharing one more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import assessments_of
from waymark.evaluation.models import Assessment
from waymark.places.models import Organisation
from waymark.publishing.actions.sharing import NotShared, WordsNameLearners, share_evaluation, withdraw_share
from waymark.publishing.evaluations import SharedContent, from_json
from waymark.publishing.models import SharedEvaluation
from waymark.publishing.shared import is_open, looks_at, shares_of
from waymark.web.formats import day, moment, plural
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.activities.finding import today
from waymark.web.school.evaluations.forms import ShareForm


@dataclass(frozen=True)
class ToShare:
    """A finished self-assessment that can be shared."""

    title: str
    href: str


@dataclass(frozen=True)
class SharesPage:
    """All that the list of what is shared shows."""

    rows: list[list[Any]]
    to_share: tuple[ToShare, ...]
    back_href: str


@dataclass(frozen=True)
class NewSharePage:
    """All that the form for sharing shows; once a link is made, `link` is it, this once."""

    title: str
    form: ShareForm | None
    link: str
    last_day: date | None
    back_href: str


@dataclass(frozen=True)
class SharePage:
    """All that one share's page shows: with whom, until when, who has looked, and what they see."""

    title: str
    rows: list[dict[str, Any]]
    is_open: bool
    people: tuple[tuple[str, datetime], ...]
    days: tuple[tuple[date, int], ...]
    content: SharedContent
    back_href: str


@page("school/evaluations/shares.html", needs=Permission.SHARE)
def evaluations_shared(request: HttpRequest, school: Organisation) -> SharesPage:
    now = today()
    rows = [
        [
            {"text": with_whom(shared), "href": _page_of(school, shared)},
            f"Self-assessment of {day(shared.assessment.on)}",
            _state(shared, now),
            plural(looks_at(shared).times, "look"),
        ]
        for shared in shares_of(school)
    ]
    finished = assessments_of(school).exclude(finished_at=None)
    at = reverse("share_evaluation", kwargs={"slug": school.slug})
    return SharesPage(
        rows,
        tuple(ToShare(_title(each), f"{at}?of={each.public_id}") for each in finished),
        reverse("assessments", kwargs={"slug": school.slug}),
    )


@form_page("school/evaluations/share.html", needs=Permission.SHARE)
def share(request: HttpRequest, school: Organisation) -> Any:
    back, wanted = reverse("evaluations_shared", kwargs={"slug": school.slug}), request.GET.get("of", "")
    if not wanted:
        return redirect(back)
    assessment = assessments_of(school).exclude(finished_at=None).filter(public_id=wanted).first()
    if assessment is None:
        raise Http404("There is no finished self-assessment of this name here.")
    data = request.POST if request.method == "POST" else None
    named = request.POST.getlist("not_learners") if data else []
    form = ShareForm(data, assessment=assessment, today=today(), sharer=request.user.pk, named=named)
    shown = NewSharePage(_title(assessment), form, "", None, back)
    if data is None:
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        shared, token = share_evaluation(
            assessment=assessment,
            recipient=form.recipient,
            last_day=form.cleaned_data["last_day"],
            included=form.included,
            known_not_learners=form.cleaned_data.get("not_learners", ()),
            by=request.scope,
        )
    except WordsNameLearners as refused:
        form = ShareForm(
            data, assessment=assessment, today=today(), sharer=request.user.pk, named=[*refused.names, *named]
        )
        form.is_valid()
        form.add_error("not_learners", f"{refused} If these are others, tick them: {', '.join(refused.names)}.")
        return Refused(NewSharePage(_title(assessment), form, "", None, back))
    except NotShared as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    if token:
        link = request.build_absolute_uri(reverse("evaluation_by_link", kwargs={"token": token}))
        return NewSharePage(_title(assessment), None, link, shared.last_day, back)
    messages.success(request, f"Shared with {with_whom(shared)}. They find it under “Shared with you”.")
    return redirect(_page_of(school, shared))


@form_page("school/evaluations/shared.html", needs=Permission.SHARE)
def evaluation_share(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    shared = shares_of(school).filter(public_id=public_id).first()
    if shared is None:
        raise Http404("This school has shared nothing of this name.")
    if request.method == "POST":
        withdraw_share(shared=shared, by=request.scope)
        messages.success(request, "It is withdrawn. Nobody sees it any more.")
        return redirect(_page_of(school, shared))
    looks = looks_at(shared)
    return SharePage(
        title=with_whom(shared),
        rows=_rows(shared),
        is_open=is_open(shared, on=today()),
        people=looks.people,
        days=looks.days,
        content=from_json(shared.content),
        back_href=reverse("evaluations_shared", kwargs={"slug": school.slug}),
    )


def with_whom(shared: SharedEvaluation) -> str:
    """A person, an organisation, or whom a link is for."""
    if shared.with_user:
        return shared.with_user.name
    return shared.with_organisation.name if shared.with_organisation else f"A link for {shared.label}"


def _rows(shared: SharedEvaluation) -> list[dict[str, Any]]:
    made = f"{moment(shared.made_at)}" + (f" by {shared.made_by.name}" if shared.made_by else "")
    rows = [
        {"label": "Self-assessment of", "value": day(shared.assessment.on)},
        {"label": "Shared", "value": made},
        {"label": "Until and including", "value": day(shared.last_day)},
    ]
    if shared.withdrawn_at:
        rows.append({"label": "Withdrawn", "value": moment(shared.withdrawn_at)})
    return [*rows, {"label": "Known by", "value": f"SHA-256 {shared.sha256[:16]}…"}]


def _state(shared: SharedEvaluation, on: date) -> dict[str, str]:
    if shared.withdrawn_at:
        return {"status": "unknown", "label": "Withdrawn"}
    if not is_open(shared, on=on):
        return {"status": "unknown", "label": "Over"}
    return {"status": "met", "label": "Shared", "detail": f"until {day(shared.last_day)}"}


def _title(assessment: Assessment) -> str:
    part = f", {assessment.part}" if assessment.part else ""
    return f"Self-assessment of {day(assessment.on)}{part}"


def _page_of(school: Organisation, shared: SharedEvaluation) -> str:
    return reverse("evaluation_share", kwargs={"slug": school.slug, "public_id": shared.public_id})
