"""The eight benchmarks and provider access: scores, what each asks, figures and the trend."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.evaluation.quality import quality_of
from waymark.evaluation.queries import Figure, SchoolFigures, closes_on, figures_of
from waymark.kernel.benchmark import AnsweredBy, Criterion
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.framework import Framework
from waymark.kernel.scores import applicable
from waymark.kernel.vocabulary import Setting
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation
from waymark.surveys.queries import noticed, noticed_of_all
from waymark.web.charts import Counts
from waymark.web.formats import plural
from waymark.web.pages import page
from waymark.web.school.addresses import entitlement_address
from waymark.web.school.cards import (
    BenchmarkCard,
    access_cards,
    benchmark_cards,
    entitlements_here,
    status_of,
    without_score,
)
from waymark.web.school.measures import Measure, measure_asked
from waymark.web.school.notes import Note, note_on
from waymark.web.school.noticing import noticed_briefly, noticed_line
from waymark.web.school.trends import Trend, trend_in_score
from waymark.web.school.words import Words, words_of, year_words


@dataclass(frozen=True)
class EntitlementLine:
    """One entitlement of a benchmark: how its cohort stands, in words and in numbers."""

    title: str
    description: str
    href: str
    cohort: str
    said: str
    band: str
    is_scored: bool
    until: date | None


@dataclass(frozen=True)
class BenchmarksPage:
    """All that the benchmarks page shows."""

    school: str
    measure: Measure
    cards: tuple[BenchmarkCard, ...]
    access: tuple[BenchmarkCard, ...]
    access_lines: tuple[EntitlementLine, ...]
    note: Note
    over_time_href: str


@dataclass(frozen=True)
class AskedOf:
    """One criterion: its words, who answers it, and what is computed beside it."""

    text: str
    answered: str
    computed: tuple[str, ...]


@dataclass(frozen=True)
class BenchmarkPage:
    """All that one benchmark's page shows."""

    school: str
    measure: Measure
    caption: str
    title: str
    summary: str
    rules: str
    score: int | None
    status: str
    status_said: str | None
    score_said: str
    criteria: tuple[AskedOf, ...]
    lines: tuple[EntitlementLine, ...]
    bars: tuple[Counts, ...]
    trend: Trend | None
    note: Note
    learners: str
    noticed: str
    surveys_href: str
    assessments_href: str
    benchmarks_href: str


@page("school/benchmarks.html", needs=Permission.FIGURES_VIEW)
def benchmarks(request: HttpRequest, school: Organisation) -> BenchmarksPage:
    measure = measure_asked(request, school)
    quality, words = quality_of(school, measure.benchmarks.name, on=measure.on), words_of(school)
    access = access_cards(school, measure)
    return BenchmarksPage(
        school=school.name,
        measure=measure,
        cards=_with_what_is_noticed(benchmark_cards(school, measure), school, words, measure),
        access=access,
        access_lines=_access_lines(school, words, measure) if access else (),
        note=note_on(quality, words, in_full=_in_full(request, school)),
        over_time_href=reverse("over_time", kwargs={"slug": school.slug}),
    )


@page("school/benchmark.html", needs=Permission.FIGURES_VIEW)
def benchmark(request: HttpRequest, school: Organisation, code: str) -> BenchmarkPage:
    measure = measure_asked(request, school)
    framework = measure.framework_of(code)
    try:
        found = framework.benchmark(code)
    except KeyError as unknown:
        raise Http404("There is no such benchmark.") from unknown
    figures = figures_of(school, framework.name, on=measure.on)
    score = figures.scores.get(code)
    quality = quality_of(school, framework.name, on=measure.on)
    here, words = entitlements_here(framework, code, school), words_of(school)
    titles = {due.code: due.title for due in here}
    asked = applicable(found, Setting(setting_of(school)), _year_groups(figures))
    return BenchmarkPage(
        school=school.name,
        measure=measure,
        caption=f"Benchmark {code.removeprefix('gb')}" if code.startswith("gb") else "Provider access",
        title=found.title,
        summary=found.summary,
        rules=framework.title,
        score=score.score if score else None,
        status=status_of(score.score, score.achieved) if score else "unknown",
        status_said=without_score(score),
        score_said=_score_said(score, here),
        criteria=tuple(_asked_of(criterion, titles) for criterion in asked),
        lines=tuple(_line(school, words, measure, framework, due, figures) for due in here),
        bars=tuple(bar for due in here if (bar := _bar(school, measure, due, figures)) is not None),
        trend=trend_in_score(school, measure, code) if here else None,
        note=note_on(quality, words, in_full=_in_full(request, school)),
        learners=words.many,
        noticed=noticed_line(noticed(school, code, measure.on), words),
        surveys_href=reverse("surveys", kwargs={"slug": school.slug}),
        assessments_href=reverse("assessments", kwargs={"slug": school.slug}),
        benchmarks_href=measure.link(reverse("benchmarks", kwargs={"slug": school.slug})),
    )


def _with_what_is_noticed(
    cards: tuple[BenchmarkCard, ...], school: Organisation, words: Words, measure: Measure
) -> tuple[BenchmarkCard, ...]:
    """The cards with what learners say in surveys beside what records say."""
    told = noticed_of_all(school, on=measure.on)
    said = ((card, noticed_briefly(told.get(f"gb{card.number}"), words)) for card in cards)
    return tuple(replace(card, note=". ".join(filter(None, [card.note, more]))) for card, more in said)


def _access_lines(school: Organisation, words: Words, measure: Measure) -> tuple[EntitlementLine, ...]:
    """The phases of provider access, each with how it stands."""
    law = measure.framework_of("pal")
    figures = figures_of(school, law.name, on=measure.on)
    here = [due for found in law.benchmarks for due in entitlements_here(law, found.code, school)]
    return tuple(_line(school, words, measure, law, due, figures) for due in here)


def figure_said(figure: Figure | None, words: Words) -> str:
    """A figure in a sentence."""
    if figure is None:
        return "Nobody to count on this day"
    if figure.n is None:
        return "Not shown: too few to count"
    if figure.met is None:
        return f"{words.count(figure.n)}; how many have met it is not shown"
    return f"{figure.met:,} of {words.count(figure.n)}"


def _asked_of(criterion: Criterion, titles: dict[str, str]) -> AskedOf:
    computed = tuple(titles[code] for code in criterion.entitlements if code in titles)
    if not computed:
        answered = "Answered by people"
    elif criterion.answered_by is AnsweredBy.BANDED:
        answered = "Computed from records"
    else:
        answered = "Answered by people, with records beside it"
    return AskedOf(criterion.text, answered, computed)


def _line(
    school: Organisation,
    words: Words,
    measure: Measure,
    framework: Framework,
    due: Entitlement,
    figures: SchoolFigures,
) -> EntitlementLine:
    figure = figures.figure(due.code)
    bands = {band.name: band.label for band in framework.scale.bands}
    return EntitlementLine(
        title=due.title,
        description=due.description,
        href=measure.link(entitlement_address(school, due.code)),
        cohort=year_words(due.cohort),
        said=figure_said(figure, words),
        band=bands[figure.band] if figure and figure.band else "–",
        is_scored=due.scored,
        until=last if figure and (last := closes_on(due, max(due.cohort), on=measure.on)) > measure.on else None,
    )


def _bar(school: Organisation, measure: Measure, due: Entitlement, figures: SchoolFigures) -> Counts | None:
    figure = figures.figure(due.code)
    if figure is None or figure.counts is None:
        return None
    return Counts(due.title, *figure.counts, measure.link(entitlement_address(school, due.code)))


def _score_said(score, here: list[Entitlement]) -> str:
    if not here:
        return "Nothing here is computed from records: people answer it."
    if score is None:
        return "What is computed here is not scored."
    if score.is_hidden:
        return "The score is not shown: so few are counted that one could be told from another."
    if score.score is None:
        return "Nobody to count on this day."
    return f"Over {plural(score.entitlements, 'scored figure')} of {len(here)} computed."


def _year_groups(figures: SchoolFigures) -> set[int]:
    return {year for _, group, year in figures.figures if group == "all" and year}


def _in_full(request: HttpRequest, school: Organisation) -> bool:
    return request.scope.holds(Permission.LEARNER_VIEW, school.pk)


urlpatterns = [
    path("benchmarks/", benchmarks, name="benchmarks"),
    path("benchmarks/<slug:code>/", benchmark, name="benchmark"),
]
