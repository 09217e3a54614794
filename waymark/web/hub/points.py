"""A hub's, trust's or council's schools at a measurement point: what they achieve, how it moves, where to go next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.cuts.areas import Achieving, AreaAtPoint, area_at, targets_of
from waymark.evaluation.cuts.content import CutContent
from waymark.evaluation.cuts.queries import points_cut
from waymark.evaluation.cuts.reach import Visit, visits
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.kernel.framework import Framework
from waymark.kernel.measurement import last_passed
from waymark.places.models import Organisation
from waymark.places.queries import parts_on
from waymark.web.downloads import download
from waymark.web.formats import day, plural
from waymark.web.pages import page

MANY, EIGHT = 6, 8


@dataclass(frozen=True)
class PointChoice:
    label: str
    value: str
    is_current: bool


@dataclass(frozen=True)
class Headline:
    """One number over all schools; the props of a figure."""

    label: str
    value: str
    of: str


@dataclass(frozen=True)
class BenchmarkRow:
    """One benchmark over all schools: on records, how that moved, by answers, and the target."""

    label: str
    count: int
    of: int
    since_point: str
    since_year: str
    answers: str
    target: Decimal | None
    reached: str
    note: str | None = None


@dataclass(frozen=True)
class SchoolAtPoint:
    """One school that shares and reported: its scores, what it achieves, and how that moved."""

    name: str
    href: str
    scores: tuple[int | None, ...]
    achieved: int
    counted: int
    answers: int | None
    since_point: int | None
    since_year: int | None


@dataclass(frozen=True)
class VisitLine:
    """A school worth a visit, and why; a step as the component shows it."""

    title: str
    why: str
    href: str


@dataclass(frozen=True)
class PointsPage:
    """All that the page of a measurement point shows."""

    organisation: str
    kind: str
    on: date
    rules: str
    other_rules: str
    points: tuple[PointChoice, ...]
    headlines: tuple[Headline, ...]
    benchmarks: tuple[BenchmarkRow, ...]
    heads: tuple[str, ...]
    schools: tuple[SchoolAtPoint, ...]
    visits: tuple[VisitLine, ...]
    not_kept: tuple[str, ...]
    not_sharing: tuple[str, ...]
    targets_href: str
    query: str

    @property
    def has_targets(self) -> bool:
        return any(row.target is not None for row in self.charted)

    @property
    def charted(self) -> tuple[BenchmarkRow, ...]:
        """The benchmarks that records can answer."""
        return tuple(row for row in self.benchmarks if row.of)


@page("hub/points.html", needs=Permission.FIGURES_VIEW)
def area_points(request: HttpRequest, place: Organisation) -> PointsPage | HttpResponse:
    today = timezone.localdate()
    members = list(parts_on(place, today).exclude(setting="").order_by("name"))
    sharing = [school for school in members if request.scope.holds(Permission.FIGURES_VIEW, school.pk)]
    days = points_cut(sharing)
    asked = request.GET.get("point", "")
    on = next((each for each in days if each.isoformat() == asked), days[0] if days else last_passed(today))
    by, area, targets = benchmarks_in_force(on), area_at(sharing, on), targets_of(place)
    schools = tuple(_school(school, area) for school in sharing if school.pk in area.now)
    if request.GET.get("as") in {"csv", "xlsx"}:
        return _as_file(request.GET["as"], place, schools, by, on)
    return PointsPage(
        organisation=place.name,
        kind=place.get_kind_display().lower(),
        on=on,
        rules=by.title,
        other_rules=_other_rules(by, area),
        points=tuple(PointChoice(day(each), each.isoformat(), each == on) for each in days),
        headlines=_headlines(area, members, targets.get("")),
        benchmarks=tuple(_benchmark(area, each.code, each.title, targets.get(each.code)) for each in by.benchmarks),
        heads=tuple(each.code.removeprefix("gb") for each in by.benchmarks),
        schools=schools,
        visits=tuple(
            _visit(each, by) for each in visits([(one, area.now[one.pk]) for one in sharing if one.pk in area.now])
        ),
        not_kept=tuple(one.name for one in sharing if one.pk not in area.now),
        not_sharing=tuple(one.name for one in members if one not in sharing),
        targets_href=_targets(request, place),
        query=f"?point={on.isoformat()}&",
    )


def _targets(request: HttpRequest, place: Organisation) -> str:
    may = request.scope.holds(Permission.SETTINGS_WRITE, place.pk)
    return reverse("area_targets", kwargs={"slug": place.slug}) if may else ""


def _other_rules(by: Framework, area: AreaAtPoint) -> str:
    """A sentence where what is looked back on was measured by other rules."""
    if benchmarks_in_force(area.year_before).name == by.name:
        return ""
    old = benchmarks_in_force(area.year_before).title
    return f"A year before, the {old} were in force: they ask for other things, and no change is worked out across."


def _headlines(area: AreaAtPoint, members: Sequence[Organisation], target: Decimal | None) -> tuple[Headline, ...]:
    said = [Headline("Schools that reported", f"{len(area.now)}", f"of {len(members)}")]
    counted = [cut.achieved for cut in area.counted]
    if counted:
        average = sum(counted) / len(counted)
        moved = area.average_change(area.then)
        about = [] if moved is None else [f"{_by(moved)} since {day(area.before)}"]
        if target is not None:
            about.append(f"target {target:g}, {'reached' if average >= target else 'not reached'}")
        said.append(Headline("Achieved on records, on average", f"{average:.1f}", "; ".join(about)))
        said += _spread("on records", counted)
    if area.assessed:
        average = sum(area.assessed) / len(area.assessed)
        of = f"of {EIGHT}, in {plural(len(area.assessed), 'school')} with a finished self-assessment"
        said.append(Headline("Achieved by answers, on average", f"{average:.1f}", of))
        said += _spread("by answers", area.assessed)
    return tuple(said)


def _by(moved: float) -> str:
    return f"{moved:+.1f}" if abs(moved) >= 0.05 else "no change"


def _spread(how: str, achieved: Sequence[int]) -> list[Headline]:
    of = f"of {len(achieved)}"
    return [
        Headline(f"Achieve none yet, {how}", f"{achieved.count(0)}", of),
        Headline(f"Achieve {MANY} or more, {how}", f"{sum(count >= MANY for count in achieved)}", of),
        Headline(f"Achieve all {EIGHT}, {how}", f"{achieved.count(EIGHT)}", of),
    ]


def _benchmark(area: AreaAtPoint, code: str, title: str, target: Decimal | None) -> BenchmarkRow:
    records, answers = area.achieving(code), area.answering(code)
    measured = records if records.of else answers
    reached = "–"
    if target is not None and measured.percent is not None:
        reached = "Reached" if measured.percent >= target else "Not reached"
    return BenchmarkRow(
        label=f"{code.removeprefix('gb')} {title}",
        count=records.count,
        of=records.of,
        since_point=_moved(area.change(code, area.then)),
        since_year=_moved(area.change(code, area.last_year)),
        answers=_of(answers),
        target=target,
        reached=reached,
        note=None if records.of else "Answered by people",
    )


def _of(achieving: Achieving) -> str:
    return f"{achieving.count} of {achieving.of}" if achieving.of else "–"


def _moved(change: int | None) -> str:
    return "–" if change is None else f"{change:+d}" if change else "0"


def _school(school: Organisation, area: AreaAtPoint) -> SchoolAtPoint:
    cut = area.now[school.pk]
    return SchoolAtPoint(
        name=school.name,
        href=reverse("over_time", kwargs={"slug": school.slug}),
        scores=tuple(one.score for one in cut.benchmarks.values()),
        achieved=cut.achieved,
        counted=cut.counted,
        answers=cut.answers_achieved,
        since_point=_since(cut, area.then.get(school.pk)),
        since_year=_since(cut, area.last_year.get(school.pk)),
    )


def _since(now: CutContent, then: CutContent | None) -> int | None:
    """How many more it achieves than then; None where it was not kept, nothing was shown, or the rules were others."""
    if then is None or then.framework != now.framework or not (now.counted and then.counted):
        return None
    return now.achieved - then.achieved


def _visit(visit: Visit[Organisation], by: Framework) -> VisitLine:
    why = [
        f"Benchmark {reach.benchmark.removeprefix('gb')} is within reach: {plural(reach.to_go, 'more learner')}"
        f" for “{'” and “'.join(reach.wanting)}”."
        for reach in visit.reach
    ]
    if visit.answers_ahead:
        ahead = plural(visit.answers_ahead, "benchmark")
        why.append(f"Its answers are {ahead} ahead of its records: it may need help to bring records in.")
    return VisitLine(visit.school.name, " ".join(why), reverse("over_time", kwargs={"slug": visit.school.slug}))


def _as_file(kind: str, place: Organisation, schools: Sequence[SchoolAtPoint], by: Framework, on: date) -> HttpResponse:
    """What the table shows, and no more: a hidden score is blank here too."""
    header = (
        "School",
        "As at",
        *(f"{each.code.removeprefix('gb')} {each.title}" for each in by.benchmarks),
        "Achieved on records",
        "Of",
        "Achieved by answers",
        "Change since the point before",
        "Change since a year before",
    )
    cells = (
        (one.name, on, *one.scores, one.achieved, one.counted, one.answers, one.since_point, one.since_year)
        for one in schools
    )
    return download(kind, f"{place.slug}-{on:%Y-%m-%d}-kept", header, cells)


urlpatterns = [path("points/", area_points, name="area_points")]
