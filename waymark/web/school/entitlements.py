"""One entitlement: what counts, how the cohort stands by year group and by group, and the way to the list."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.quality import quality_of
from waymark.evaluation.queries import Figure, SchoolFigures, answers_to, closes_on, figures_of
from waymark.kernel.entitlement import Entitlement, Span
from waymark.kernel.framework import Framework
from waymark.kernel.vocabulary import Answer
from waymark.ledger.queries import fields_on
from waymark.places.models import Organisation
from waymark.web.charts import Counts
from waymark.web.formats import percent, plural
from waymark.web.pages import page
from waymark.web.school.addresses import list_address
from waymark.web.school.cards import entitlements_here
from waymark.web.school.measures import Measure, measure_asked
from waymark.web.school.notes import Note, note_on
from waymark.web.school.trends import Trend, trend_in_met
from waymark.web.school.words import ANSWER_WORDS, GROUP_NEEDS, GROUP_WORDS, Words, words_of, year_words

SETTLED = (Answer.MET, Answer.NOT_YET, Answer.MISSED, Answer.UNKNOWN)


@dataclass(frozen=True)
class Tile:
    """How many of the cohort have one answer, and the list of them."""

    answer: str
    label: str
    value: str
    of: str
    href: str | None


@dataclass(frozen=True)
class Bars:
    """Rows of a chart, and the names of those whose numbers are too small to show."""

    rows: tuple[Counts, ...]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class Closing:
    """Until when a year group can still have what is due."""

    year_group: int
    last_day: date
    days_left: int


@dataclass(frozen=True)
class EntitlementPage:
    """All that one entitlement's page shows."""

    school: str
    measure: Measure
    benchmark: str
    title: str
    description: str
    cohort: str
    band: str
    tiles: tuple[Tile, ...]
    asks: tuple[str, ...]
    asks_note: str
    source: str
    closings: tuple[Closing, ...]
    by_year: Bars
    on_the_way: Bars
    by_group: Bars
    trend: Trend | None
    note: Note
    list_href: str | None
    help_href: str | None  # who can help to close it, for whoever may ask them
    benchmark_href: str
    benchmarks_href: str


@page("school/entitlement.html", needs=Permission.FIGURES_VIEW)
def entitlement(request: HttpRequest, school: Organisation, code: str) -> EntitlementPage:
    measure = measure_asked(request, school)
    framework, due = due_here(school, measure, code)
    words, scope = words_of(school), request.scope
    in_full = scope.holds(Permission.LEARNER_VIEW, school.pk)
    figures = figures_of(school, framework.name, on=measure.on)
    list_href = measure.link(list_address(school, code)) if in_full else None
    meaning = framework.meaning_of(due.counts.kind)
    return EntitlementPage(
        school=school.name,
        measure=measure,
        benchmark=framework.benchmark(due.benchmark).title,
        title=due.title,
        description=due.description,
        cohort=year_words(due.cohort),
        band=_band(framework, figures.figure(code)),
        tiles=_tiles(school, measure, code, figures.figure(code), words, in_full),
        asks=tuple(label.label for label in meaning.ticks if label.tick in due.meaning.ticks),
        asks_note=meaning.note if due.meaning == meaning.meaning else "",
        source=f"{due.source.document}, {due.source.section}",
        closings=_closings(due, figures, measure.on),
        by_year=_by_year(school, measure, due, figures, in_full),
        on_the_way=_on_the_way(school, measure, framework, due) if in_full else Bars((), ()),
        by_group=_by_group(school, measure, framework, due, scope),
        trend=trend_in_met(school, measure, code),
        note=note_on(quality_of(school, framework.name, on=measure.on), words, code=code, in_full=in_full),
        list_href=list_href,
        help_href=_who_can_help(school, code) if scope.holds(Permission.REQUEST, school.pk) else None,
        benchmark_href=measure.link(reverse("benchmark", kwargs={"slug": school.slug, "code": due.benchmark})),
        benchmarks_href=measure.link(reverse("benchmarks", kwargs={"slug": school.slug})),
    )


def _who_can_help(school: Organisation, code: str) -> str:
    return f"{reverse('find_providers', kwargs={'slug': school.slug})}?{urlencode({'gap': code})}"


def due_here(school: Organisation, measure: Measure, code: str) -> tuple[Framework, Entitlement]:
    """The entitlement of this code under the measure's rules; not found where there is none for this setting."""
    framework = measure.framework_of(code)
    for due in framework.entitlements:
        if due.code == code and due in entitlements_here(framework, due.benchmark, school):
            return framework, due
    raise Http404("These rules have no such entitlement here.")


def days_left(last_day: date, on: date) -> str:
    """`42 days left`; blank when it is over."""
    return f"{plural((last_day - on).days, 'day')} left" if last_day > on else ""


def _band(framework: Framework, figure: Figure | None) -> str:
    labels = {band.name: band.label for band in framework.scale.bands}
    return labels[figure.band] if figure and figure.band else ""


def _tiles(
    school: Organisation, measure: Measure, code: str, figure: Figure | None, words: Words, in_full: bool
) -> tuple[Tile, ...]:
    if figure is None or figure.n is None:
        return ()
    tiles = []
    for answer in SETTLED:
        count = getattr(figure, answer.value)
        known = count is not None
        tiles.append(
            Tile(
                answer=answer.value,
                label=ANSWER_WORDS[answer],
                value=percent(100 * count / figure.n) if known else "Not shown",
                of=f"{count:,} of {words.count(figure.n)}" if known else "so few that one could be told from another",
                href=measure.link(list_address(school, code), answer=answer.value) if in_full and count else None,
            )
        )
    return tuple(tiles)


def _closings(due: Entitlement, figures: SchoolFigures, on: date) -> tuple[Closing, ...]:
    """One line where all years close on one day, else one for each year group; none once it is over."""
    years = figures.year_groups(due.code)
    if due.window.span is not Span.YEARS:
        years = years[:1]
    found = [Closing(year, closes_on(due, year, on=on), (closes_on(due, year, on=on) - on).days) for year in years]
    return tuple(closing for closing in found if closing.days_left > 0)


def _by_year(school: Organisation, measure: Measure, due: Entitlement, figures: SchoolFigures, in_full: bool) -> Bars:
    named = [
        (
            f"Year {year}",
            figures.figure(due.code, year_group=year),
            measure.link(list_address(school, due.code), year=year) if in_full else None,
        )
        for year in figures.year_groups(due.code)
    ]
    return _bars(named)


def _by_group(school: Organisation, measure: Measure, framework: Framework, due: Entitlement, scope: Scope) -> Bars:
    """Only groups of fields the school keeps; small numbers are shown only to who may see sensitive facts."""
    sensitive = scope.holds(Permission.SENSITIVE_VIEW, school.pk)
    figures = figures_of(school, framework.name, on=measure.on, hiding_small=not sensitive)
    kept = fields_on(school)
    shown = [group for group in GROUP_WORDS if group not in GROUP_NEEDS or GROUP_NEEDS[group] in kept]
    return _bars([(GROUP_WORDS[group], figures.figure(due.code, group), None) for group in shown])


def _bars(named: list[tuple[str, Figure | None, str | None]]) -> Bars:
    rows, hidden = [], []
    for label, figure, href in named:
        if figure is None:
            continue
        if figure.counts:
            rows.append(Counts(label, *figure.counts, href))
        else:
            hidden.append(label)
    return Bars(tuple(rows), tuple(hidden))


def _on_the_way(school: Organisation, measure: Measure, framework: Framework, due: Entitlement) -> Bars:
    """The year groups whose window is open and whose turn to be counted has not come."""
    tallies: dict[int, Counter[str]] = {}
    for given in answers_to(school, framework.name, due.code, on=measure.on):
        if not given.in_cohort and given.year_group < max(due.cohort):
            tallies.setdefault(given.year_group, Counter())[given.answer.value] += 1
    rows = [
        Counts(f"Year {year}", href=measure.link(list_address(school, due.code), year=year), **{"met": 0, **tally})
        for year, tally in sorted(tallies.items())
    ]
    return Bars(tuple(rows), ())


urlpatterns = [path("benchmarks/entitlements/<str:code>/", entitlement, name="entitlement")]
