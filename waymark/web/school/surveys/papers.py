"""Paper: forms to print for a class without devices, and entering what a pile of them says."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.surveys.actions.paper import enter_papers, take_back_papers
from waymark.surveys.models import Survey, SurveyCode, TallySheet
from waymark.surveys.queries import progress_of, sheets_of
from waymark.surveys.questionnaire import Choice
from waymark.surveys.rules import SurveyRefused
from waymark.web.formats import plural, short_day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.surveys.finding import for_whom, survey_here, today, where

_MOST = 9999


@dataclass(frozen=True)
class PaperPage:
    """All that a form on paper shows."""

    school: str
    title: str
    welcome: str
    language: str
    is_easy_read: bool
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    choices: tuple[Choice, ...]
    comments: tuple[str, ...]
    back_href: str


@dataclass(frozen=True)
class TallyRow:
    """One statement to enter: a box for each answer, with what was typed."""

    text: str
    boxes: tuple[dict[str, str], ...]
    problem: str


@dataclass(frozen=True)
class EnterPage:
    """All that the page to enter paper answers shows."""

    title: str
    form: forms.Form
    choices: tuple[Choice, ...]
    rows: tuple[TallyRow, ...]
    entered: tuple[dict[str, str], ...]
    back_href: str


class PapersForm(forms.Form):
    code = forms.ChoiceField(label="Whose forms are they?")
    count = forms.IntegerField(label="How many forms are there?", min_value=1, max_value=_MOST)


@page("school/surveys/paper.html", needs=Permission.REGISTER_TAKE)
def paper(request: HttpRequest, school: Organisation, public_id: str) -> PaperPage:
    survey = survey_here(school, public_id)
    asked = survey.asked
    return PaperPage(
        school.name,
        asked.title,
        asked.welcome,
        asked.language,
        asked.easy_read,
        tuple((section.title, tuple(item.text for item in section.items)) for section in asked.sections),
        asked.scale,
        tuple(comment.text for comment in asked.comments) if survey.with_comments else (),
        reverse("survey_run", kwargs=where(survey)),
    )


@form_page("school/surveys/papers.html", needs=Permission.SURVEY)
def papers(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    survey = survey_here(school, public_id)
    form = PapersForm(request.POST if request.method == "POST" else None)
    codes = progress_of(survey)
    classes = any(code.form for code in codes)
    form.fields["code"].choices = [(code.code, for_whom(code, has_classes=classes)) for code in codes]
    typed = {
        (i.code, c.name): request.POST.get(f"{i.code}-{c.name}", "").strip()
        for i in survey.asked.items
        for c in survey.asked.scale
    }
    if request.method != "POST":
        return _shown(survey, form, typed, {})
    counts, faults = _counted(survey, typed, form)
    if not form.is_valid() or faults:
        return Refused(_shown(survey, form, typed, faults))
    code = SurveyCode.objects.select_related("survey").get(survey=survey, code=form.cleaned_data["code"])
    try:
        enter_papers(code=code, forms=form.cleaned_data["count"], counts=counts, on=today(), by=request.scope)
    except SurveyRefused as refused:
        form.add_error(None, str(refused))
        return Refused(_shown(survey, form, typed, {}))
    messages.success(request, f"{plural(form.cleaned_data['count'], 'form was', 'forms were')} entered.")
    return redirect(reverse("survey_papers", kwargs=where(survey)))


@form_page("school/surveys/change.html", needs=Permission.SURVEY)
def take_back(request: HttpRequest, school: Organisation, public_id: str, sheet: int) -> HttpResponse:
    """Takes back one entry of papers; only ever posted to, from the list of them."""
    survey = survey_here(school, public_id)
    one = sheets_of(survey).filter(pk=sheet).first()
    if one is None:
        raise Http404("There is no such entry.")
    if request.method != "POST":
        return redirect(reverse("survey_papers", kwargs=where(survey)))
    try:
        take_back_papers(sheet=one, on=today(), by=request.scope)
        messages.success(request, "Those forms were taken back.")
    except SurveyRefused as refused:
        messages.error(request, str(refused))
    return redirect(reverse("survey_papers", kwargs=where(survey)))


def _counted(
    survey: Survey, typed: dict[tuple[str, str], str], form: PapersForm
) -> tuple[dict[tuple[str, str], int], dict[str, str]]:
    """The counts that were typed, blank as nought; and by item what is wrong with them."""
    most = form.cleaned_data.get("count", _MOST) if form.is_valid() else _MOST
    counts: dict[tuple[str, str], int] = {}
    faults: dict[str, str] = {}
    for (item, choice), text in typed.items():
        if text and not (text.isascii() and text.isdigit() and int(text) <= _MOST):
            faults[item] = "Enter whole numbers, or leave a box blank."
        elif text:
            counts[item, choice] = int(text)
    together = Counter({item: 0 for item, _ in typed})
    for (item, _), count in counts.items():
        together[item] += count
    too_many = {item: f"These add up to {n}, more than the forms." for item, n in together.items() if n > most}
    return counts, too_many | faults


def _shown(survey: Survey, form: forms.Form, typed: dict[tuple[str, str], str], faults: dict[str, str]) -> EnterPage:
    asked = survey.asked
    rows = tuple(
        TallyRow(
            item.text,
            tuple(
                {"name": f"{item.code}-{choice.name}", "label": choice.label, "value": typed[item.code, choice.name]}
                for choice in asked.scale
            ),
            faults.get(item.code, ""),
        )
        for item in asked.items
    )
    entered = tuple(_entered(survey, sheet) for sheet in sheets_of(survey))
    return EnterPage(asked.title, form, asked.scale, rows, entered, reverse("survey_run", kwargs=where(survey)))


def _entered(survey: Survey, sheet: TallySheet) -> dict[str, str]:
    return {
        "words": f"{plural(sheet.forms, 'form')} of {for_whom(sheet.code)}, entered on {short_day(sheet.entered_on)}",
        "href": reverse("survey_papers_take_back", kwargs={**where(survey), "sheet": sheet.pk}),
    }
