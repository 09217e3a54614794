"""One action: what it is for, how it goes, and settling it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.planner.actions import PlanRefused, drop_action, finish_action, reopen_action, say_progress
from waymark.planner.models import ImprovementAction
from waymark.planner.queries.plan import owner_of, words_open_to
from waymark.planner.queries.suggestions import suggested
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page
from waymark.web.school.addresses import list_address
from waymark.web.school.planning.finding import action_here, today
from waymark.web.school.planning.forms import DropForm, ProgressForm
from waymark.web.school.planning.words import (
    OWN,
    benchmarks_of,
    entitlement_href,
    label_of,
    stands,
    still_behind,
    titled,
)
from waymark.web.school.words import words_of


@dataclass(frozen=True)
class Said:
    """What somebody said of how it goes."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LinkedActivity:
    title: str
    held_on: date
    href: str | None
    state: str


@dataclass(frozen=True)
class ImprovementPage:
    """All that one action's page shows. Where words are not open to the reader, none that people typed are here."""

    title: str
    caption: str
    status: str
    state_said: str
    rows: list[dict[str, Any]]
    activities: tuple[LinkedActivity, ...]
    progress: tuple[Said, ...]
    open_words: bool
    is_open: bool
    may_plan: bool
    may_say: bool
    form: ProgressForm
    change_href: str
    drop_href: str
    back_href: str


@dataclass(frozen=True)
class DropPage:
    """All that the page asking why an action is dropped shows."""

    title: str
    form: forms.Form
    back_href: str


@form_page("school/planning/action.html", needs=Permission.FIGURES_VIEW)
def improvement(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    action = action_here(school, public_id)
    if request.method != "POST":
        return _shown(request, school, action, ProgressForm())
    doing = request.POST.get("doing", "say")
    form = ProgressForm(request.POST)
    if doing == "done":
        form.fields["words"].required = False
    try:
        if doing == "reopen":
            reopen_action(action=action, by=request.scope)
            messages.success(request, "The action is open again.")
        elif not form.is_valid():
            return Refused(_shown(request, school, action, form))
        elif doing == "done":
            finish_action(action=action, words=form.cleaned_data["words"], by=request.scope)
            messages.success(request, "Well done: the action is marked as done.")
        else:
            say_progress(action=action, words=form.cleaned_data["words"], by=request.scope)
            messages.success(request, "What you said was kept.")
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return Refused(_shown(request, school, action, form), 409)
    return redirect("improvement", slug=school.slug, public_id=public_id)


@form_page("school/planning/drop.html", needs=Permission.ASSESS)
def drop_improvement(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    action = action_here(school, public_id)
    form = DropForm(request.POST or None)
    shown = DropPage(action.title, form, reverse("improvement", kwargs={"slug": school.slug, "public_id": public_id}))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        drop_action(action=action, because=form.cleaned_data["because"], by=request.scope)
    except PlanRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, "The action was dropped. It stays in the plan, with your reason.")
    return redirect(shown.back_href)


def _shown(
    request: HttpRequest, school: Organisation, action: ImprovementAction, form: ProgressForm
) -> ImprovementPage:
    open_words, plans = words_open_to(school), request.scope.holds(Permission.ASSESS, school.pk)
    sees_to_it = action.owner_id == request.user.pk and request.scope.holds(Permission.ANSWER, school.pk)
    status, state_said = stands(action, on=today())
    here = {"slug": school.slug, "public_id": action.public_id}
    said = action.progress.select_related("said_by") if open_words else ()
    year = f"?year={action.academic_year}"
    return ImprovementPage(
        title=action.title if open_words else label_of(action) or OWN,
        caption=titled(action.benchmark, benchmarks_of(action.academic_year)),
        status=status,
        state_said=state_said,
        rows=_rows(request, school, action, open_words=open_words),
        activities=_activities(request, school, action) if open_words else (),
        progress=tuple(
            Said(each.words, each.said_by.name if each.said_by else "Waymark", each.said_at) for each in said
        ),
        open_words=open_words,
        is_open=action.state == ImprovementAction.State.OPEN,
        may_plan=plans,
        may_say=plans or sees_to_it,
        form=form,
        change_href=reverse("change_improvement", kwargs=here),
        drop_href=reverse("drop_improvement", kwargs=here),
        back_href=reverse("improvement_plan", kwargs={"slug": school.slug}) + year,
    )


def _rows(
    request: HttpRequest, school: Organisation, action: ImprovementAction, *, open_words: bool
) -> list[dict[str, Any]]:
    """What is known of it, as rows of a summary list."""
    rows: list[dict[str, Any]] = [{"label": "Plan of", "value": in_words(action.academic_year)}]
    if label := label_of(action):
        rows.append({"label": "What it is for", "value": label, "value_href": entitlement_href(school, action)})
    if action.state == ImprovementAction.State.OPEN and action.need:
        behind = suggested(school, on=today()).by_need().get(action.need)
        if still := still_behind(behind, words_of(school).one):
            sees = request.scope.holds(Permission.LEARNER_VIEW, school.pk) and behind
            href = f"{list_address(school, action.need)}?answer={behind.answer}" if sees and behind else None
            rows.append({"label": "Today", "value": still, "value_href": href})
    if open_words:
        rows.append({"label": "Who sees to it", "value": owner_of(action) or None})
    rows.append({"label": "Achieve by", "value": day(action.achieve_by)})
    if open_words and action.note:
        rows.append({"label": "Note", "value": action.note})
    if action.settled_at:
        by = f" by {action.settled_by.name}" if action.settled_by and open_words else ""
        rows.append({"label": "Settled", "value": f"{action.get_state_display()} on {day(action.settled_at)}{by}"})
    if open_words and action.dropped_because:
        rows.append({"label": "Why", "value": action.dropped_because})
    return rows


def _activities(request: HttpRequest, school: Organisation, action: ImprovementAction) -> tuple[LinkedActivity, ...]:
    opens = request.scope.holds(Permission.REGISTER_TAKE, school.pk)
    return tuple(
        LinkedActivity(
            title=each.title,
            held_on=each.held_on,
            href=reverse("activity", kwargs={"slug": school.slug, "public_id": each.public_id}) if opens else None,
            state=each.get_state_display(),
        )
        for each in action.activities.order_by("held_on")
    )
