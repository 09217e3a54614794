"""Choosing a questionnaire, reading it, and making a survey of it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import Wave
from waymark.surveys.questionnaire import AUDIENCE_WORDS, Questionnaire
from waymark.surveys.reading import questionnaires_for
from waymark.surveys.rules import FEWEST_FOR_A_CODE, CodesFor, SurveyRefused
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.surveys.finding import today
from waymark.web.school.surveys.forms import SurveyForm


@dataclass(frozen=True)
class Offered:
    """One questionnaire to choose."""

    title: str
    who: str
    summary: str
    questions: int
    new_href: str
    read_href: str


@dataclass(frozen=True)
class ChoosePage:
    """All that the page to choose a questionnaire shows."""

    offered: tuple[Offered, ...]
    back_href: str


@dataclass(frozen=True)
class NewSurveyPage:
    """All that the form of a new survey shows."""

    title: str
    who: str
    form: SurveyForm
    fewest: int
    back_href: str
    read_href: str


@dataclass(frozen=True)
class ReadPage:
    """All that a questionnaire to read shows: each part with its statements, the answers, and which are positive."""

    title: str
    who: str
    summary: str
    version: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    positive: tuple[str, ...]
    other: tuple[str, ...]
    comments: tuple[str, ...]
    back_href: str
    new_href: str


@page("school/surveys/choose.html", needs=Permission.SURVEY)
def new_survey(request: HttpRequest, school: Organisation) -> ChoosePage:
    offered = tuple(
        Offered(
            asked.title,
            _who(asked),
            asked.summary,
            len(asked.items),
            _address("new_survey_of", school, asked),
            _address("questionnaire", school, asked),
        )
        for asked in questionnaires_for(setting_of(school))
    )
    return ChoosePage(offered, reverse("surveys", kwargs={"slug": school.slug}))


@page("school/surveys/read.html", needs=Permission.SURVEY)
def read(request: HttpRequest, school: Organisation, name: str) -> ReadPage:
    asked = _offered(school, name)
    return ReadPage(
        asked.title,
        _who(asked),
        asked.summary,
        asked.version,
        tuple((section.title, tuple(item.text for item in section.items)) for section in asked.sections),
        tuple(choice.label for choice in asked.scale if choice.positive),
        tuple(choice.label for choice in asked.scale if not choice.positive),
        tuple(comment.text for comment in asked.comments),
        reverse("new_survey", kwargs={"slug": school.slug}),
        _address("new_survey_of", school, asked),
    )


@form_page("school/surveys/new.html", needs=Permission.SURVEY)
def new_survey_of(request: HttpRequest, school: Organisation, name: str) -> Any:
    asked = _offered(school, name)
    form = SurveyForm(request.POST if request.method == "POST" else None, school=school, asked=asked, today=today())
    back = reverse("new_survey", kwargs={"slug": school.slug})
    shown = NewSurveyPage(
        asked.title, _who(asked), form, FEWEST_FOR_A_CODE, back, _address("questionnaire", school, asked)
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    try:
        made = make_survey(
            school=school,
            asked=asked,
            wave=Wave(said["wave"]),
            opens_on=said["opens_on"],
            closes_on=said["closes_on"],
            codes_for=CodesFor(said["codes_for"]),
            year_groups=said.get("year_groups", ()),
            invited=said.get("invited"),
            with_comments=said.get("with_comments", False),
            on=today(),
            by=request.scope,
        )
    except SurveyRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    messages.success(request, "The survey was made. Its codes are below.")
    return redirect("survey_run", slug=school.slug, public_id=made.public_id)


def _offered(school: Organisation, name: str) -> Questionnaire:
    for asked in questionnaires_for(setting_of(school)):
        if asked.name == name:
            return asked
    raise Http404("There is no such questionnaire for this school.")


def _who(asked: Questionnaire) -> str:
    return AUDIENCE_WORDS[asked.audience]


def _address(name: str, school: Organisation, asked: Questionnaire) -> str:
    return reverse(name, kwargs={"slug": school.slug, "name": asked.name})
