"""What follows a yes: the activity with its register, names where they are needed, and thanks with what it came to."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.ledger.rules.facts import ActivityRefused
from waymark.places.models import Organisation
from waymark.planner.actions.asked import (
    activity_of,
    names_to_send,
    plan_what_was_asked,
    reached_by_year,
    say_it_took_place,
    send_names,
    thank,
)
from waymark.providers.actions.afterwards import fit_to_leave
from waymark.providers.models import Approach
from waymark.providers.queries.requests import thanks_for
from waymark.providers.rules.approaches import NotPossible
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.asking.finding import approach_here
from waymark.web.thanks import impact_pdf


@dataclass(frozen=True)
class ActivityPage:
    """All that the page of a request's activity shows."""

    title: str
    whom: str
    activity_href: str
    is_done: bool
    back_href: str


@dataclass(frozen=True)
class NamesPage:
    """All that the page of sending names shows."""

    title: str
    whom: str
    form: forms.Form
    has_names: bool
    back_href: str


@dataclass(frozen=True)
class ThanksPage:
    """All that the page of thanking shows: the numbers as they would leave."""

    title: str
    whom: str
    form: forms.Form
    rows: list[list[str]]
    back_href: str


class NamesForm(forms.Form):
    """Whose names they need, and why."""

    learners = forms.MultipleChoiceField(label="Whose names they need", widget=forms.CheckboxSelectMultiple)
    because = forms.CharField(
        label="Why they need them", help_text="It is written into the audit trail. Name nobody here.", max_length=300
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learners"].choices = choices


class ThanksForm(forms.Form):
    """What the school says to whoever came."""

    feedback = forms.CharField(
        label="What you and your learners say of it",
        help_text="They read this beside the numbers. Do not name learners.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def _thread(school: Organisation, approach: Approach) -> str:
    return reverse("school_request", kwargs={"slug": school.slug, "public_id": approach.request.public_id})


@form_page("school/asking/activity.html", needs=Permission.REQUEST)
def request_activity(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    approach = approach_here(school, public_id)
    activity = activity_of(approach)
    href = reverse("activity", kwargs={"slug": school.slug, "public_id": activity.public_id}) if activity else ""
    is_done = activity is not None and activity.state == "done"
    shown = ActivityPage(approach.request.title, approach.whom, href, is_done, _thread(school, approach))
    if request.method != "POST":
        return shown
    try:
        if activity is not None:
            say_it_took_place(approach=approach, by=request.scope)
            messages.success(request, "It took place. You can thank them now.")
            return redirect(shown.back_href)
        made = plan_what_was_asked(approach=approach, by=request.scope)
    except (NotPossible, ActivityRefused) as refused:
        messages.error(request, str(refused))
        return redirect(shown.back_href)
    messages.success(request, "It is among your activities, with its list of learners.")
    return redirect("activity", slug=school.slug, public_id=made.activity.public_id)


@form_page("school/asking/names.html", needs=Permission.LEARNER_VIEW, viewed="learners listed")
def names(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    approach = approach_here(school, public_id)
    people = names_to_send(approach)
    choices = [(each.about, f"{each.name}, Year {each.year_group}") for each in people]
    form = NamesForm(request.POST or None, choices=choices)
    shown = NamesPage(approach.request.title, approach.whom, form, bool(people), _thread(school, approach))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    try:
        sent = send_names(approach=approach, learners=said["learners"], because=said["because"], by=request.scope)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, f"{sent.how_many} names can be read by {approach.whom} until two weeks after the day.")
    return redirect(shown.back_href)


@form_page("school/asking/thanks.html", needs=Permission.REQUEST)
def thanks(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    approach = approach_here(school, public_id)
    activity = activity_of(approach)
    leaving = fit_to_leave(reached_by_year(activity)) if activity else {}
    rows = [
        [f"Year {year}" if year else "All together", "Not shown: so few could be told apart" if n is None else f"{n:,}"]
        for year, n in sorted(leaving.items())
    ]
    form = ThanksForm(request.POST or None)
    shown = ThanksPage(approach.request.title, approach.whom, form, rows, _thread(school, approach))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        thank(approach=approach, feedback=form.cleaned_data["feedback"], by=request.scope)
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, f"{approach.whom} is thanked.")
    return redirect(shown.back_href)


@page("school/asking/thanks.html", needs=Permission.REQUEST)
def impact(request: HttpRequest, school: Organisation, public_id: str) -> HttpResponse:
    """What was sent to whoever came, as the page they can keep."""
    found = thanks_for(approach_here(school, public_id))
    if found is None:
        raise Http404("They have not been thanked yet.")
    return impact_pdf(found)


urlpatterns = [
    path("requests/asked/<slug:public_id>/activity/", request_activity, name="request_activity"),
    path("requests/asked/<slug:public_id>/names/", names, name="send_names"),
    path("requests/asked/<slug:public_id>/thanks/", thanks, name="say_thanks"),
    path("requests/asked/<slug:public_id>/impact.pdf", impact, name="school_impact"),
]
