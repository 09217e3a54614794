"""Changing a survey that stands: its days, whom it asks, closing and withdrawing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.surveys.actions.running import change_days, close_survey, say_invited, withdraw_survey
from waymark.surveys.models import Survey
from waymark.surveys.rules import FEWEST_SHOWN, SurveyRefused
from waymark.web.pages import Refused, form_page
from waymark.web.school.surveys.finding import code_here, for_whom, survey_here, today, where
from waymark.web.school.surveys.forms import DaysForm, InvitedForm, WithdrawForm, days_of


@dataclass(frozen=True)
class ChangePage:
    """All that a small form about a survey shows."""

    title: str
    caption: str
    says: str
    form: Any
    submit: str
    is_warning: bool
    back_href: str


@form_page("school/surveys/change.html", needs=Permission.SURVEY)
def days(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    survey = survey_here(school, public_id)
    form = DaysForm(request.POST if request.method == "POST" else None, initial=days_of(survey))
    shown = _changing(survey, "Change the days", "", form, "Save")
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        change_days(survey=survey, **form.cleaned_data, on=today(), by=request.scope)
    except SurveyRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The days were changed.")
    return redirect(reverse("survey_run", kwargs=where(survey)))


@form_page("school/surveys/change.html", needs=Permission.SURVEY)
def close(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    survey = survey_here(school, public_id)
    says = (
        "Nobody can answer after this, and its results are shown. It cannot be opened again, unless fewer than "
        f"{FEWEST_SHOWN} people have answered. Enter paper answers first."
    )
    if request.method != "POST":
        return _changing(survey, "Close this survey?", says, None, "Close it and show the results")
    try:
        close_survey(survey=survey, on=today(), by=request.scope)
    except SurveyRefused as refused:
        messages.error(request, str(refused))
        return redirect(reverse("survey_run", kwargs=where(survey)))
    messages.success(request, "The survey is closed.")
    return redirect(reverse("survey_results", kwargs=where(survey)))


@form_page("school/surveys/change.html", needs=Permission.SURVEY)
def withdraw(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    survey = survey_here(school, public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    says = "Its codes stop working, and what was answered leaves every figure. You cannot bring it back."
    shown = _changing(survey, "Withdraw this survey", says, form, "Withdraw it", is_warning=True)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    withdraw_survey(survey=survey, because=form.cleaned_data["because"], by=request.scope)
    messages.success(request, "The survey was withdrawn.")
    return redirect("surveys", slug=school.slug)


@form_page("school/surveys/change.html", needs=Permission.SURVEY)
def invited(request: HttpRequest, school: Organisation, public_id: str, code: str) -> Any:
    survey = survey_here(school, public_id)
    one = code_here(survey, code)
    form = InvitedForm(request.POST if request.method == "POST" else None, initial={"invited": one.invited})
    shown = _changing(survey, for_whom(one), "Counted from your roll where the survey was made from it.", form, "Save")
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        say_invited(code=one, invited=form.cleaned_data["invited"], by=request.scope)
    except SurveyRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    return redirect(reverse("survey_run", kwargs=where(survey)))


def _changing(survey: Survey, title: str, says: str, form: Any, submit: str, *, is_warning: bool = False) -> ChangePage:
    back = reverse("survey_run", kwargs=where(survey))
    return ChangePage(title, survey.asked.title, says, form, submit, is_warning, back)
