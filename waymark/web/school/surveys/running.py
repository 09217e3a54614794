"""One survey while it runs: its codes, how many have answered, and sheets to print."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.surveys.models import Survey
from waymark.surveys.queries import progress_of
from waymark.surveys.queries.running import CodeProgress
from waymark.surveys.questionnaire import AUDIENCE_WORDS, Audience
from waymark.surveys.rules import FEWEST_FOR_A_CODE, FEWEST_SHOWN
from waymark.web.formats import percent, plural, share_of
from waymark.web.pages import page
from waymark.web.school.surveys.finding import (
    address_of_code,
    for_whom,
    state_of,
    survey_here,
    today,
    wave_words,
    where,
)


@dataclass(frozen=True)
class RunPage:
    """All that the page of one survey shows to those who give out its codes."""

    title: str
    caption: str
    state: dict[str, str]
    said: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    links: dict[str, str]
    withdrawn: str
    has_classes: bool
    fewest: int
    fewest_shown: int


@dataclass(frozen=True)
class Sheet:
    """One code on a sheet to hang up or hand out."""

    whom: str
    in_fours: str
    address: str


@dataclass(frozen=True)
class SheetsPage:
    """All that the sheets of codes show."""

    title: str
    until: Any
    front: str
    sheets: tuple[Sheet, ...]
    back_href: str


@page("school/surveys/run.html", needs=Permission.REGISTER_TAKE)
def run(request: HttpRequest, school: Organisation, public_id: str) -> RunPage:
    survey = survey_here(school, public_id)
    codes, runs = progress_of(survey), request.scope.holds(Permission.SURVEY, school.pk)
    classes = any(code.form for code in codes)
    usable = not survey.withdrawn_at and not survey.is_closed(today())
    columns: list[dict[str, Any]] = [
        {"label": "For"},
        {"label": "Code"},
        {"label": "Answered", "numeric": True},
        {"label": "Of"},
    ]
    return RunPage(
        title=survey.asked.title,
        caption=f"{AUDIENCE_WORDS[Audience(survey.audience)]}, {wave_words(survey).lower()}",
        state=state_of(survey, today()),
        said=_said(codes),
        columns=columns,
        rows=[_row(request, survey, code, classes=classes, usable=usable, runs=runs) for code in codes],
        links=_links(survey, sum(code.forms for code in codes), runs=runs, usable=usable),
        withdrawn=survey.withdrawn_because,
        has_classes=classes,
        fewest=FEWEST_FOR_A_CODE,
        fewest_shown=FEWEST_SHOWN,
    )


def _said(codes: list[CodeProgress]) -> str:
    forms, asked = sum(code.forms for code in codes), [code.invited for code in codes]
    if None in asked or not asked:
        return f"{plural(forms, 'person has', 'people have')} answered."
    known = sum(each or 0 for each in asked)
    return f"{forms:,} of {plural(known, 'person has', 'people have')} answered ({percent(share_of(forms, known))})."


def _row(
    request: HttpRequest, survey: Survey, code: CodeProgress, *, classes: bool, usable: bool, runs: bool
) -> list[Any]:
    told: dict[str, Any] = {"text": code.in_fours}
    if usable:
        told |= {"href": address_of_code(request, code.in_fours)}
    known = f"{code.invited:,} ({percent(share_of(code.forms, code.invited))})" if code.invited else "Not known"
    of: dict[str, Any] = {"text": known}
    if runs and not survey.withdrawn_at:
        of["href"] = reverse("survey_invited", kwargs={**where(survey), "code": code.in_fours})
    return [for_whom(code, has_classes=classes), told, f"{code.forms:,}", of]


def _links(survey: Survey, forms: int, *, runs: bool, usable: bool) -> dict[str, str]:
    """The ways on from here, by name; blank where there is none."""
    is_closed, stands = survey.is_closed(today()), not survey.withdrawn_at
    there = {
        "results": is_closed,
        "sheets": usable,
        "paper": usable,
        "papers": runs and usable,
        "comments": runs and is_closed and survey.with_comments,
        "days": runs and (usable or (is_closed and forms < FEWEST_SHOWN)),
        "close": runs and survey.is_open(today()),
        "withdraw": runs and stands,
    }
    return {
        name: reverse(f"survey_{name}", kwargs=where(survey)) if is_there else "" for name, is_there in there.items()
    }


@page("school/surveys/sheets.html", needs=Permission.REGISTER_TAKE)
def sheets(request: HttpRequest, school: Organisation, public_id: str) -> SheetsPage:
    survey = survey_here(school, public_id)
    codes = progress_of(survey)
    classes = any(code.form for code in codes)
    return SheetsPage(
        survey.asked.title,
        survey.closes_on,
        request.build_absolute_uri(reverse("survey_code")),
        tuple(
            Sheet(for_whom(code, has_classes=classes), code.in_fours, address_of_code(request, code.in_fours))
            for code in codes
        ),
        reverse("survey_run", kwargs=where(survey)),
    )
