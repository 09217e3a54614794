"""Beginning a year's plan: from last year's, from an outline of the trust or hub, or from the one that comes along."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.places.models import Organisation
from waymark.planner.actions.starting import Begun, start_from_last_year, start_from_outline
from waymark.planner.queries.school_year import last_before, terms_in
from waymark.planner.queries.starting import Proposed, from_last_year, from_outline, outlines_for
from waymark.planner.rules.outlines import Outline
from waymark.web.formats import plural, pounds, short_day, weekday
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.activities.forms import ChoicesField
from waymark.web.school.activities.words import benchmarks_short
from waymark.web.school.words import year_words
from waymark.web.school.year_plan.finding import plan_address, today, year_asked

LAST_YEAR = "last-year"


class ChosenForm(forms.Form):
    """Which of them to take."""

    chosen = ChoicesField(
        label="What do you want to plan?", error_messages={"required": "Choose at least one activity."}
    )

    def __init__(self, *args: Any, proposed: list[Proposed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].choices = [(each.key, each.title) for each in proposed]
        self.fields["chosen"].hints = {each.key: _hint(each) for each in proposed}
        self.fields["chosen"].initial = [each.key for each in proposed if each.on >= today()]


@dataclass(frozen=True)
class Source:
    """One thing to begin from."""

    title: str
    whose: str
    note: str
    href: str


@dataclass(frozen=True)
class StartPage:
    """All that the page of what to begin from shows."""

    year: str
    sources: tuple[Source, ...]
    has_terms: bool
    terms_href: str | None
    own_href: str
    back_href: str


@dataclass(frozen=True)
class StartFromPage:
    """All that the page of one source shows."""

    title: str
    caption: str
    note: str
    form: ChosenForm
    has_any: bool
    back_href: str


@page("school/year_plan/start.html", needs=Permission.PLAN_WRITE)
def start_year_plan(request: HttpRequest, school: Organisation) -> StartPage:
    year = year_asked(request, school)
    past = last_before(school, year)
    found = []
    if past is not None:
        note = "Each in the same week and on the same weekday, past holidays and days you are closed."
        found.append(Source(f"The plan of {in_words(past)}", school.name, note, _link(school, LAST_YEAR, year)))
    for each in outlines_for(school):
        found.append(Source(each.title, each.whose, each.note, _link(school, each.key, year)))
    return StartPage(
        year=in_words(year),
        sources=tuple(found),
        has_terms=bool(terms_in(school, year)),
        terms_href=reverse("calendar", kwargs={"slug": school.slug}) + f"?year={year}"
        if request.scope.holds(Permission.SETTINGS_WRITE, school.pk)
        else None,
        own_href=reverse("area_templates", kwargs={"slug": school.slug}),
        back_href=plan_address(school, year),
    )


@form_page("school/year_plan/start_from.html", needs=Permission.PLAN_WRITE)
def start_from(request: HttpRequest, school: Organisation, source: str) -> Any:
    year = year_asked(request, school)
    outline = _outline(school, source)
    past = last_before(school, year)
    if outline is not None:
        proposed, title, note = from_outline(school, outline, into=year), outline.title, outline.note
    elif past is not None:
        proposed = from_last_year(school, from_year=past, into=year)
        title, note = f"The plan of {in_words(past)}", "What you have taken over already is not here."
    else:
        raise Http404("There is no earlier plan.")
    form = ChosenForm(request.POST or None, proposed=proposed)
    back = f"{reverse('start_year_plan', kwargs={'slug': school.slug})}?year={year}"
    shown = StartFromPage(title, f"Into {in_words(year)}", note, form, bool(proposed), back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    chosen = form.cleaned_data["chosen"]
    if outline is not None:
        begun = start_from_outline(school=school, outline=outline, into=year, chosen=chosen, by=request.scope)
    else:
        assert past is not None  # else there was no plan to choose from, and the page was not found
        begun = start_from_last_year(school=school, from_year=past, into=year, chosen=chosen, by=request.scope)
    _tell(request, begun)
    return redirect(plan_address(school, year))


def _outline(school: Organisation, source: str) -> Outline | None:
    """The outline an address names; None for last year's plan; else not found."""
    if source == LAST_YEAR:
        return None
    found = next((each for each in outlines_for(school) if each.key == source), None)
    if found is None:
        raise Http404("There is no such outline for this school.")
    return found


def _tell(request: HttpRequest, begun: Begun) -> None:
    messages.success(request, f"{plural(len(begun.made), 'activity', 'activities')} put on the plan.")
    for proposed, blocked in begun.refused:
        messages.warning(request, f"“{proposed.title}” was left out on {weekday(proposed.on)}. {blocked}")


def _link(school: Organisation, source: str, year: int) -> str:
    return f"{reverse('start_from', kwargs={'slug': school.slug, 'source': source})}?year={year}"


def _hint(each: Proposed) -> str:
    parts = [
        weekday(each.on) + (", which is past" if each.on < today() else ""),
        f"was on {each.was_on:%a} {short_day(each.was_on)}" if each.was_on else "",
        year_words(each.year_groups) if each.year_groups else "",
        f"benchmark {benchmarks_short(each.benchmarks)}" if each.benchmarks else "",
        pounds(each.cost) if each.cost else "",
    ]
    return "; ".join(part for part in parts if part)
