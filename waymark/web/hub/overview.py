"""A hub's, trust's or council's home: every school that belongs to it, and the figures of those that share."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.evaluation.queries import SchoolFigures, figures_of
from waymark.kernel.academic_year import academic_year, in_words
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.web.downloads import download
from waymark.web.pages import page


@dataclass(frozen=True)
class BenchmarkHead:
    code: str
    label: str
    title: str


@dataclass(frozen=True)
class SchoolRow:
    """One school that shares: its scores by benchmark (None: hidden or nothing to count) and how many it achieves."""

    name: str
    href: str
    scores: tuple[int | None, ...]
    achieved: int
    counted: int


@dataclass(frozen=True)
class AreaPage:
    """All that the home of a hub, trust or council shows."""

    organisation: str
    kind: str
    on: date
    year: str
    benchmarks: tuple[BenchmarkHead, ...]
    schools: tuple[SchoolRow, ...]
    averages: tuple[int | None, ...]
    average_achieved: str
    not_sharing: tuple[str, ...]
    members: int


@page("hub/overview.html", needs=Permission.FIGURES_VIEW)
def area_home(request: HttpRequest, place: Organisation):
    on = timezone.localdate()
    members = list(parts_on(place, on).exclude(setting="").order_by("name"))
    sharing = [school for school in members if request.scope.holds(Permission.FIGURES_VIEW, school.pk)]
    in_force = benchmarks_in_force(on)
    heads = _heads(in_force.name)
    rows = tuple(_row(school, figures_of(school, in_force.name, on=on, hiding_small=True), heads) for school in sharing)
    if request.GET.get("as") in {"csv", "xlsx"}:
        header = ("School", *(head.title for head in heads), "Benchmarks achieved on its records")
        return download(
            request.GET["as"], f"{place.slug}-{on:%Y-%m-%d}", header, ((r.name, *r.scores, r.achieved) for r in rows)
        )
    return AreaPage(
        organisation=place.name,
        kind=place.get_kind_display().lower(),
        on=on,
        year=in_words(academic_year(on)),
        benchmarks=heads,
        schools=rows,
        averages=tuple(_mean([row.scores[i] for row in rows]) for i in range(len(heads))),
        average_achieved=f"{sum(row.achieved for row in rows) / len(rows):.1f}" if rows else "–",
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


def _row(school: Organisation, figures: SchoolFigures, heads: tuple[BenchmarkHead, ...]) -> SchoolRow:
    scores = [figures.scores.get(head.code) for head in heads]
    return SchoolRow(
        name=school.name,
        href=reverse("benchmarks", kwargs={"slug": school.slug}),
        scores=tuple(score.score if score else None for score in scores),
        achieved=sum(score.achieved for score in scores if score),
        counted=sum(score is not None and score.score is not None for score in scores),
    )


def _mean(scores: list[int | None]) -> int | None:
    known = [score for score in scores if score is not None]
    return sum(known) // len(known) if known else None


urlpatterns = [path("", area_home, name="area_home")]
