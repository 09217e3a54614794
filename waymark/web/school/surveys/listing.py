"""The surveys a school runs and has run."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Sum
from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.surveys.models import Survey, SurveyCode
from waymark.surveys.queries import surveys_of
from waymark.surveys.queries.running import forms_by_survey
from waymark.surveys.questionnaire import AUDIENCE_WORDS, Audience
from waymark.web.formats import short_day
from waymark.web.pages import page
from waymark.web.school.surveys.finding import state_of, today, wave_words, where


@dataclass(frozen=True)
class SurveysPage:
    """All that the list of surveys shows."""

    school: str
    rows: list[list[Any]]
    columns: list[dict[str, Any]]
    may_run: bool
    new_href: str


@page("school/surveys/list.html", needs=Permission.FIGURES_VIEW)
def surveys(request: HttpRequest, school: Organisation) -> SurveysPage:
    runs = request.scope.holds(Permission.REGISTER_TAKE, school.pk)
    answered = _answered(school) if runs else {}
    answers = [{"label": "Answered", "numeric": True}] if runs else []
    return SurveysPage(
        school=school.name,
        rows=[_row(survey, answered if runs else None) for survey in surveys_of(school).select_related("organisation")],
        columns=[{"label": "Survey"}, {"label": "State"}, *answers, {"label": "Results"}, {"label": "Days"}],
        may_run=request.scope.holds(Permission.SURVEY, school.pk),
        new_href=reverse("new_survey", kwargs={"slug": school.slug}),
    )


def _answered(school: Organisation) -> dict[int, str]:
    """How many forms each survey has, of how many asked, in words."""
    forms = forms_by_survey(school)
    rows = SurveyCode.objects.filter(survey__organisation=school).order_by()
    asked = rows.values_list("survey").annotate(known=Sum("invited"), unknown=Count("pk") - Count(F("invited")))
    return {
        survey: f"{forms[survey]:,} of {known:,}" if known and not unknown else f"{forms[survey]:,}"
        for survey, known, unknown in asked
    }


def _row(survey: Survey, answered: dict[int, str] | None) -> list[Any]:
    closed = survey.is_closed(today())
    results = {"text": "See results", "href": reverse("survey_results", kwargs=where(survey))} if closed else "–"
    audience = AUDIENCE_WORDS[Audience(survey.audience)]
    title: dict[str, Any] = {"text": survey.asked.title, "note": f"{audience}, {wave_words(survey).lower()}"}
    if answered is not None:
        title["href"] = reverse("survey_run", kwargs=where(survey))
    count = [answered.get(survey.pk, "0")] if answered is not None else []
    days = f"{short_day(survey.opens_on)} to {short_day(survey.last_day)}"
    return [title, state_of(survey, today()), *count, results, days]
