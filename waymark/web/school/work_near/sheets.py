"""A lesson's sheet about work near the school: chosen, read, printed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.opportunities.models import MarketArea
from waymark.opportunities.queries.areas import area_named, place_found
from waymark.opportunities.queries.market import areas_with_figures
from waymark.places.models import Organisation
from waymark.publishing.lesson_sheets import QUESTIONS, LessonSheet, SheetFact, shortened, typeset_sheet
from waymark.web.area_work import Ahead, AnalysisShown, AreaWork, area_work
from waymark.web.formats import day, number
from waymark.web.pages import page

_CANNOT = (
    "A forecast may be wrong. Kinds of job that shrink still need new people.",
    "Many jobs are never put online, and small employers are on no list.",
    "The pay is for the whole country. Nothing here says what you would earn.",
)


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class LessonSheetPage:
    """All that the page of the sheet shows: what it may be about, the sheet, and where its PDF is."""

    areas: tuple[Choice, ...]
    analyses: tuple[Choice, ...]
    question: str
    sheet: LessonSheet | None
    pdf_href: str
    area_href: str


@dataclass(frozen=True)
class _Asked:
    area: MarketArea | None
    analysis: str
    question: str


@page("school/work_near/sheet.html", needs=Permission.FIGURES_VIEW)
def school_work_near(request: HttpRequest, school: Organisation) -> LessonSheetPage:
    asked = _asked(request, school)
    work = area_work(asked.area) if asked.area else None
    query = request.GET.urlencode()
    address = reverse("school_work_near_pdf", kwargs={"slug": school.slug})
    return LessonSheetPage(
        areas=_areas(asked.area),
        analyses=_analyses(work, asked.analysis),
        question=asked.question,
        sheet=_sheet(school, work, asked) if work else None,
        pdf_href=f"{address}?{query}" if query else address,
        area_href=reverse("work_area", args=[asked.area.slug]) if asked.area else "",
    )


@page("school/work_near/sheet.html", needs=Permission.FIGURES_VIEW)
def school_work_near_pdf(request: HttpRequest, school: Organisation):
    asked = _asked(request, school)
    if asked.area is None:
        return redirect("school_work_near", slug=school.slug)  # where an area is chosen
    content = typeset_sheet(_sheet(school, area_work(asked.area), asked))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="work-in-{asked.area.slug}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _asked(request: HttpRequest, school: Organisation) -> _Asked:
    """The area named in the address, else the one the school lies in by its postcode, else by its council's name."""
    slug = request.GET.get("area", "")
    council = school.la_name.removesuffix(" Council")
    here = place_found(school.postcode).areas or place_found(council).areas
    area = area_named(slug) if slug else next(iter(here), None)
    return _Asked(area, request.GET.get("analysis", ""), " ".join(request.GET.get("question", "").split())[:200])


def _areas(chosen: MarketArea | None) -> tuple[Choice, ...]:
    held = list(areas_with_figures())
    if chosen and chosen not in held:
        held.insert(0, chosen)
    return tuple(
        Choice(each.slug, f"{each.name} ({str(MarketArea.Kind(each.kind).label).lower()})", each == chosen)
        for each in held
    )


def _analyses(work: AreaWork | None, chosen: str) -> tuple[Choice, ...]:
    held = work.analyses if work else ()
    return tuple(Choice(each.public_id, f"{each.title} ({each.whose})", each.public_id == chosen) for each in held)


def _sheet(school: Organisation, work: AreaWork, asked: _Asked) -> LessonSheet:
    panel = next((each for each in work.analyses if each.public_id == asked.analysis), None)
    ahead = work.ahead
    return LessonSheet(
        area=work.name,
        school=school.name,
        made_on=timezone.localdate(),
        facts=_facts(work),
        growing=tuple(f"{told.group}: {told.change}" for told in ahead.growing[:4]) if ahead else (),
        shrinking=tuple(f"{told.group}: {told.change}" for told in ahead.shrinking[:4]) if ahead else (),
        growth_source=_growth_source(ahead) if ahead else "",
        panel_title=panel.title if panel else "",
        panel=shortened(panel.paragraphs) if panel else "",
        panel_from=_whose(panel) if panel else "",
        questions=(*QUESTIONS, asked.question) if asked.question else QUESTIONS,
        cannot_tell=_CANNOT,
    )


def _growth_source(ahead: Ahead) -> str:
    years = f"{ahead.first_year} to {ahead.last_year}"
    return f"{ahead.place}, {years}. Source: {ahead.source}, {ahead.published_in}."


def _whose(panel: AnalysisShown) -> str:
    return f"Theirs, not ours: {panel.author}, {panel.whose}, {day(panel.written_on)}. It rests on: {panel.source}."


def _facts(work: AreaWork) -> tuple[SheetFact, ...]:
    """A few figures in sentences, each with its source and year; what is not held is not said."""
    found = []
    if work.ahead and work.ahead.sectors:
        ahead = work.ahead
        most = max(ahead.sectors, key=lambda told: told.first)
        words = (
            f"Most people in {ahead.place} work in “{most.group.lower()}”: {number(most.first)} in {ahead.first_year}."
        )
        found.append(SheetFact(words, f"Source: {ahead.source}, {ahead.published_in}."))
    if work.adverts and work.adverts.groups and work.adverts.groups_month:
        top = work.adverts.groups[0]
        words = f"The most job adverts in {work.adverts.place} were for “{top.group.lower()}”: {number(top.adverts)}"
        found.append(SheetFact(f"{words} in {work.adverts.groups_month:%B %Y}.", f"Source: {work.adverts.source}."))
    for short in work.shortages[:1]:
        words = f"Employers may be short of people in “{short.group.lower()}”"
        found.append(
            SheetFact(
                f"{words}: {short.rate:.1f} adverts for each hundred who work in it.", "Worked out from the two above."
            )
        )
    if work.pay:
        everybody = next((amount for name, amount in work.pay.rows if name.casefold() == "all employees"), "")
        if everybody:
            words = f"The middle employee in the United Kingdom earns {everybody} a year."
            found.append(SheetFact(words, f"Source: {work.pay.source}, {work.pay.year}."))
    return tuple(found)


urlpatterns = [
    path("work-near-you/", school_work_near, name="school_work_near"),
    path("work-near-you/sheet.pdf", school_work_near_pdf, name="school_work_near_pdf"),
]
