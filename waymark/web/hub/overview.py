"""A hub's, trust's or council's home: every school that belongs to it, and the figures of those that share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import SchoolFigures, figures_of
from waymark.kernel.academic_year import academic_year, first_day, in_words
from waymark.ledger.queries.institutions import activities_done
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.web.downloads import download
from waymark.web.formats import plural
from waymark.web.pages import page

MANY = 6  # benchmarks that a school does well to achieve on its records


@dataclass(frozen=True)
class BenchmarkHead:
    code: str
    label: str
    title: str


@dataclass(frozen=True)
class SchoolRow:
    """One school that shares: its scores by benchmark (None: hidden or nothing to count) and how many it achieves.

    `counted` is of how many benchmarks a score is shown; `activities` how many it has recorded this academic year.
    """

    name: str
    href: str
    scores: tuple[int | None, ...]
    has_achieved: tuple[bool, ...]
    counted: int
    activities: int

    @property
    def achieved(self) -> int:
        return sum(self.has_achieved)

    @property
    def achieved_said(self) -> str:
        return f"{self.achieved} of {self.counted}" if self.counted else "–"


@dataclass(frozen=True)
class Share:
    """How many of the schools whose score is shown achieve a benchmark; the props of a row of the chart."""

    label: str
    count: int
    of: int
    note: str | None


@dataclass(frozen=True)
class AreaPage:
    """All that the home of a hub, trust or council shows."""

    organisation: str
    kind: str
    on: date
    year: str
    rules: str
    benchmarks: tuple[BenchmarkHead, ...]
    schools: tuple[SchoolRow, ...]
    shares: tuple[Share, ...]
    averages: tuple[int | None, ...]
    average_achieved: str
    with_none: int
    with_many: int
    counted: int
    many: int
    without_records: tuple[str, ...]
    not_sharing: tuple[str, ...]
    members: int


@page("hub/overview.html", needs=Permission.FIGURES_VIEW)
def area_home(request: HttpRequest, place: Organisation) -> AreaPage | HttpResponse:
    on = timezone.localdate()
    members = list(parts_on(place, on).exclude(setting="").order_by("name"))
    sharing = [school for school in members if request.scope.holds(Permission.FIGURES_VIEW, school.pk)]
    in_force = benchmarks_in_force(on)
    heads, rows = _heads(in_force.name), _rows(sharing, in_force.name, on)
    if request.GET.get("as") in {"csv", "xlsx"}:
        return _as_file(request.GET["as"], place, heads, rows, on)
    counted = [row for row in rows if row.counted]
    return AreaPage(
        organisation=place.name,
        kind=place.get_kind_display().lower(),
        on=on,
        year=in_words(academic_year(on)),
        rules=in_force.title,
        benchmarks=heads,
        schools=rows,
        shares=tuple(_share(head, n, rows) for n, head in enumerate(heads)),
        averages=tuple(_mean([row.scores[n] for row in rows]) for n in range(len(heads))),
        average_achieved=f"{sum(row.achieved for row in counted) / len(counted):.1f}" if counted else "–",
        with_none=sum(not row.achieved for row in counted),
        with_many=sum(row.achieved >= MANY for row in counted),
        counted=len(counted),
        many=MANY,
        without_records=tuple(row.name for row in rows if not row.activities),
        not_sharing=tuple(school.name for school in members if school not in sharing),
        members=len(members),
    )


def _heads(name: str) -> tuple[BenchmarkHead, ...]:
    """The benchmarks that records can answer, in their order."""
    by = framework(name)
    return tuple(
        BenchmarkHead(benchmark.code, benchmark.code.removeprefix("gb"), benchmark.title)
        for benchmark in by.benchmarks
        if benchmark.code in by.scored_benchmarks
    )


def _rows(sharing: Sequence[Organisation], name: str, on: date) -> tuple[SchoolRow, ...]:
    """Small numbers are hidden even from somebody who works at one of the schools too: this page is passed around."""
    heads = _heads(name)
    done = activities_done(sharing, first=first_day(academic_year(on)), last=on)
    return tuple(
        _row(school, figures_of(school, name, on=on, hiding_small=True), heads, done.get(school.pk, 0))
        for school in sharing
    )


def _row(school: Organisation, figures: SchoolFigures, heads: tuple[BenchmarkHead, ...], activities: int) -> SchoolRow:
    scores = [figures.scores.get(head.code) for head in heads]
    return SchoolRow(
        name=school.name,
        href=reverse("benchmarks", kwargs={"slug": school.slug}),
        scores=tuple(score.score if score else None for score in scores),
        has_achieved=tuple(score is not None and score.achieved for score in scores),
        counted=sum(score is not None and score.score is not None for score in scores),
        activities=activities,
    )


def _share(head: BenchmarkHead, place: int, rows: Sequence[SchoolRow]) -> Share:
    known = [row for row in rows if row.scores[place] is not None]
    wanting = len(rows) - len(known)
    note = f"{plural(wanting, 'school')} not shown" if wanting else None
    return Share(f"{head.label} {head.title}", sum(row.has_achieved[place] for row in known), len(known), note)


def _mean(scores: list[int | None]) -> int | None:
    known = [score for score in scores if score is not None]
    return sum(known) // len(known) if known else None


def _as_file(
    kind: str, place: Organisation, heads: tuple[BenchmarkHead, ...], rows: Sequence[SchoolRow], on: date
) -> HttpResponse:
    """What the table shows, and no more: a hidden score is blank here too."""
    header = ("School", *(head.title for head in heads), "Achieved", "Of", "Activities this year")
    cells = ((row.name, *row.scores, row.achieved, row.counted, row.activities) for row in rows)
    return download(kind, f"{place.slug}-{on:%Y-%m-%d}", header, cells)


urlpatterns = [path("", area_home, name="area_home")]
