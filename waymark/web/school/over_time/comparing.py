"""A school beside its own past, its hub, its trust, schools like it, and the country."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.evaluation.cuts.comparisons import GroupAverage, NationalAverage, Told, compared, national_near
from waymark.evaluation.cuts.content import CutContent
from waymark.evaluation.cuts.queries import contents_of, standing_cuts
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Cut
from waymark.kernel.academic_year import in_words
from waymark.kernel.measurement import last_passed, year_before
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.pages import page


@dataclass(frozen=True)
class PointLink:
    label: str
    href: str
    is_current: bool


@dataclass(frozen=True)
class Compared:
    """One column of the comparison: whose, of how many, and a cell for each benchmark and the average."""

    label: str
    note: str
    cells: tuple[str, ...]
    average: str


@dataclass(frozen=True)
class NotCompared:
    label: str
    why: str


@dataclass(frozen=True)
class ComparedPage:
    """All that the comparison shows; `on` is None before the first measurement point is kept."""

    school: str
    on: date | None
    points: tuple[PointLink, ...]
    benchmarks: tuple[str, ...]
    columns: tuple[Compared, ...]
    left_out: tuple[NotCompared, ...]
    sources: tuple[str, ...]
    back_href: str


@page("school/over_time/comparing.html", needs=Permission.FIGURES_VIEW)
def compared_with_others(request: HttpRequest, school: Organisation) -> ComparedPage:
    cuts = {cut.on: cut for cut in standing_cuts(school).exclude(point="")}
    back = reverse("over_time", kwargs={"slug": school.slug})
    if not cuts:
        return ComparedPage(school.name, None, (), (), (), (), (), back)
    asked = request.GET.get("point", "")
    on = next((each for each in cuts if each.isoformat() == asked), max(cuts))
    by = framework(cuts[on].framework)
    groups = compared(school, on=on)
    national = national_near(on, by.name)
    codes = [benchmark.code for benchmark in by.benchmarks]
    mine = [(label, cuts[at]) for label, at in _own_points(on) if at in cuts]
    contents = contents_of([cut for _, cut in mine])
    own = [_own(label, cut, contents[cut.pk], codes) for label, cut in mine]
    return ComparedPage(
        school=school.name,
        on=on,
        points=tuple(PointLink(day(each), f"?point={each.isoformat()}", each == on) for each in cuts),
        benchmarks=tuple(f"{each.code.removeprefix('gb')} {each.title}" for each in by.benchmarks),
        columns=(
            *own,
            *(_group(each, codes) for each in groups if not each.why_not),
            *(_national(each, codes) for each in national),
        ),
        left_out=tuple(NotCompared(each.label, each.why_not) for each in groups if each.why_not),
        sources=tuple(_source(each, by.name) for each in national),
        back_href=back,
    )


def _own_points(on: date) -> tuple[tuple[str, date], ...]:
    return ("You", on), ("You, the point before", last_passed(on)), ("You, a year before", year_before(on))


def _own(label: str, cut: Cut, content: CutContent, codes: list[str]) -> Compared:
    cells = []
    for code in codes:
        one = content.benchmarks.get(code)
        if one is None or one.score is None:
            cells.append("–")
        else:
            cells.append(f"{one.score}%, achieved" if one.achieved else f"{one.score}%")
    average = f"{content.achieved} of {content.counted}" if content.counted else "–"
    return Compared(label, f"{day(cut.on)}, {framework(cut.framework).title}", tuple(cells), average)


def _group(group: GroupAverage, codes: list[str]) -> Compared:
    return Compared(
        group.label,
        f"{group.n} other schools that share",
        tuple(_told(group.by_benchmark.get(code)) for code in codes),
        "–" if group.achieved is None else _between(*group.achieved),
    )


def _told(told: Told | None) -> str:
    if told is None:
        return "–"
    count = f"{told.least}" if told.least == told.most else f"{told.least} or {told.most}"
    return f"{count} of {told.of} achieve it; score {told.score}%"


def _between(least: float, most: float) -> str:
    return f"{least:.1f}" if f"{least:.1f}" == f"{most:.1f}" else f"{least:.1f} to {most:.1f}"


def _national(national: NationalAverage, codes: list[str]) -> Compared:
    cells = tuple(f"{national.percent[code]:g}% achieve it" if code in national.percent else "–" for code in codes)
    mean = "–" if national.mean is None else f"{national.mean:g} of 8"
    return Compared("England", in_words(national.year), cells, mean)


def _source(national: NationalAverage, rules: str) -> str:
    said = (
        f"Figures for England: {national.source}, read on {day(national.read_on)}. They rest on schools’ own answers."
    )
    if national.framework != rules:
        said += f" They are by the {framework(national.framework).title}, and so not quite alike."
    return said


urlpatterns = [path("others/", compared_with_others, name="compared_with_others")]
