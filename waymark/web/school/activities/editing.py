"""Recording an activity, changing it, cancelling it, copying it to the next year."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.activities import (
    amend_activity,
    cancel_activity,
    copy_to_next_year,
)
from waymark.ledger.actions.registers import record_past_activity
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import audience_of, facts_of, learners_for
from waymark.ledger.rules.facts import ActivityRefused, same_day_next_year
from waymark.places.models import Organisation
from waymark.planner.actions.school_year import Blocked, change_where_allowed, plan_where_allowed
from waymark.web.formats import day as day_in_words
from waymark.web.pages import Refused, form_page
from waymark.web.school.activities.finding import activity_here, today
from waymark.web.school.activities.forms import ActivityForm, AmendForm, CancelForm, CopyForm, NewActivityForm
from waymark.web.school.activities.words import TICK_NAMES, kinds_asking, tick_hint, usual_benchmarks


@dataclass(frozen=True)
class TickItem:
    """One tick of the meaningful list, with the kinds under which it is shown where scripts run."""

    value: str
    label: str
    hint: str
    shown_when: str
    is_ticked: bool


@dataclass(frozen=True)
class ActivityFormPage:
    """All that the form of one activity shows."""

    title: str
    caption: str
    form: ActivityForm
    submit: str
    back_href: str
    ticks: tuple[TickItem, ...]
    ticks_note: str
    usual: str
    is_done: bool

    @property
    def asks_who_came(self) -> bool:
        return "came" in self.form.fields


@dataclass(frozen=True)
class SmallFormPage:
    """All that a page with one small form about an activity shows."""

    title: str
    caption: str
    lede: str
    form: forms.Form
    submit: str
    back_href: str


@form_page("school/activities/form.html", needs=Permission.LEDGER_WRITE)
def new_activity(request: HttpRequest, school: Organisation) -> Any:
    form = NewActivityForm(request.POST or None, school=school, today=today(), initial=_asked_for(request))
    shown = activity_form_page(form, "Add an activity", school.name, "Save the activity", _list_of(school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        activity = _record(form, school, request)
    except ActivityRefused as refused:
        return _sent_back(shown, refused)
    except Blocked as blocked:
        return _not_there(shown, blocked)
    messages.success(request, f"“{activity.title}” was saved.")
    takes_register = activity.state == Activity.State.PLANNED and activity.held_on <= today()
    return redirect("register" if takes_register else "activity", slug=school.slug, public_id=activity.public_id)


@form_page("school/activities/form.html", needs=Permission.LEDGER_WRITE)
def change_activity(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    if activity.state == Activity.State.CANCELLED:
        messages.warning(request, "A cancelled activity cannot be changed. You can copy it instead.")
        return redirect(_page_of(activity))
    is_done = activity.state == Activity.State.DONE
    made = AmendForm if is_done else ActivityForm
    known, audience = facts_of(activity), None if is_done else audience_of(activity)
    form = made(request.POST or None, school=school, today=today(), known=known, audience=audience)
    title = "Put right what is recorded" if is_done else "Change this activity"
    shown = activity_form_page(form, title, activity.title, "Save the changes", _page_of(activity), is_done=is_done)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        if is_done:
            amend_activity(activity=activity, facts=form.facts(), reason=form.cleaned_data["reason"], by=request.scope)
        else:
            change_where_allowed(activity=activity, facts=form.facts(), audience=form.audience(), by=request.scope)
    except ActivityRefused as refused:
        return _sent_back(shown, refused)
    except Blocked as blocked:
        return _not_there(shown, blocked)
    messages.success(request, "Your changes were saved.")
    return redirect(_page_of(activity))


@form_page("school/activities/small_form.html", needs=Permission.LEDGER_WRITE)
def cancel(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    form = CancelForm(request.POST or None)
    lede = "It stays in your list as cancelled, and counts for nobody."
    shown = SmallFormPage("Cancel this activity", activity.title, lede, form, "Cancel the activity", _page_of(activity))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        cancel_activity(activity=activity, reason=form.cleaned_data["reason"], by=request.scope)
    except ActivityRefused as refused:
        return _sent_back(shown, refused)
    messages.success(request, "The activity was cancelled.")
    return redirect(_page_of(activity))


@form_page("school/activities/small_form.html", needs=Permission.LEDGER_WRITE)
def copy(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    form = CopyForm(request.POST or None, initial={"held_on": same_day_next_year(activity.held_on)})
    lede = (
        f"This plans the same again. It was on {day_in_words(activity.held_on)}. Year groups, forms and open groups "
        "carry over; learners chosen by name do not."
    )
    shown = SmallFormPage("Copy to next year", activity.title, lede, form, "Make the copy", _page_of(activity))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    made = copy_to_next_year(activity=activity, held_on=form.cleaned_data["held_on"], by=request.scope)
    messages.success(request, f"“{made.title}” is planned for {day_in_words(made.held_on)}.")
    return redirect(_page_of(made))


def _asked_for(request: HttpRequest) -> dict[str, list[str]]:
    """What a page that leads here asks the form to begin with: whom the activity is for, and of what kind it is."""
    return {name: request.GET.getlist(asked) for name, asked in (("groups", "group"), ("kinds", "kind"))}


def _record(form: NewActivityForm, school: Organisation, request: HttpRequest) -> Activity:
    said, facts, audience = form.cleaned_data, form.facts(), form.audience()
    if said["came"] == "later":
        return plan_where_allowed(school=school, facts=facts, audience=audience, by=request.scope)
    marks = dict.fromkeys(learners_for(school, audience, facts.held_on), "attended")
    if said["came"] == "but":
        marks |= dict.fromkeys(said["away"], "absent")
    if not marks:
        raise ActivityRefused(
            {"year_groups": "Nobody in these was on roll on that day. Check the day, or your learners."}
        )
    return record_past_activity(school=school, facts=facts, marks=marks, audience=audience, by=request.scope)


def activity_form_page(
    form: ActivityForm, title: str, caption: str, submit: str, back_href: str, *, is_done: bool = False
) -> ActivityFormPage:
    """The page of an activity's form."""
    asking = kinds_asking(form.rules)
    ticked = set(form["ticks"].value() or ())
    ticks = tuple(
        TickItem(
            tick,
            label,
            tick_hint(tick, asking[tick], form.rules),
            " ".join(f"kinds={kind}" for kind in asking[tick]),
            tick in ticked,
        )
        for tick, label in form.fields["ticks"].choices
        if tick in TICK_NAMES
    )
    usual = " ".join(f"{kind}={benchmark}" for kind, benchmark in usual_benchmarks(form.rules).items())
    note = (
        f"From {form.rules.title}. Tick what is true: an encounter counts only when all that is asked of its kind is."
    )
    return ActivityFormPage(title, caption, form, submit, back_href, ticks, note, usual, is_done)


def _sent_back(page: Any, refused: ActivityRefused) -> Refused:
    for name, words in refused.faults.items():
        page.form.add_error(name if name in page.form.fields else None, words)
    return Refused(page)


def _not_there(page: Any, blocked: Blocked) -> Refused:
    """The form again, for a day or whom the school does not allow it for."""
    page.form.add_error("held_on", str(blocked))
    return Refused(page, 409)


def _page_of(activity: Activity) -> str:
    return reverse("activity", kwargs={"slug": activity.organisation.slug, "public_id": activity.public_id})


def _list_of(school: Organisation) -> str:
    return reverse("activities", kwargs={"slug": school.slug})
