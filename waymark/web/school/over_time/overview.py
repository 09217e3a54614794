"""Every kept evaluation of a school, latest first, and how many benchmarks it achieved at each measurement point."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.cuts.content import CutContent
from waymark.evaluation.cuts.differences import answered_said, score_said
from waymark.evaluation.cuts.queries import contents_of, standing_cuts
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Cut
from waymark.kernel.measurement import next_due
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.formats import day
from waymark.web.pages import page

_MOST_DRAWN = 10
EIGHT = 8


@dataclass(frozen=True)
class PointDrawn:
    """One measurement point of the chart; `is_new`: the rules changed before it."""

    label: str
    short: str
    value: int | None
    is_new: bool


@dataclass(frozen=True)
class KeptLine:
    """One kept evaluation in the list: its day, and score by score what it says."""

    on: date
    href: str
    is_point: bool
    rules: str
    scores: tuple[str, ...]
    achieved: str
    answered: str
    made: str


@dataclass(frozen=True)
class OverTimePage:
    """All that the page of kept evaluations shows."""

    school: str
    heads: tuple[str, ...]
    lines: tuple[KeptLine, ...]
    drawn: tuple[PointDrawn, ...]
    next_due: date
    may_keep: bool
    keep_href: str
    compare_href: str
    rules_href: str

    @property
    def chart(self) -> list[dict]:
        """The points as the chart takes them."""
        return [asdict(point) for point in self.drawn]


@page("school/over_time/overview.html", needs=Permission.FIGURES_VIEW)
def over_time(request: HttpRequest, school: Organisation) -> OverTimePage | HttpResponse:
    cuts = list(standing_cuts(school))
    contents = contents_of(cuts)
    if request.GET.get("as") in {"csv", "xlsx"}:
        return _as_file(request.GET["as"], school, cuts, contents)
    here = {"slug": school.slug}
    return OverTimePage(
        school=school.name,
        heads=tuple(benchmark_number(code) for code in (contents[cuts[0].pk].benchmarks if cuts else ())),
        lines=tuple(_line(school, cut, contents[cut.pk]) for cut in cuts),
        drawn=_drawn([(cut, contents[cut.pk]) for cut in reversed(cuts) if cut.point]),
        next_due=next_due(timezone.localdate()),
        may_keep=request.scope.holds(Permission.ASSESS, school.pk),
        keep_href=reverse("keep_evaluation", kwargs=here),
        compare_href=reverse("compared_with_others", kwargs=here),
        rules_href=reverse("rules_changed", kwargs=here),
    )


def benchmark_number(code: str) -> str:
    """`5` for gb5."""
    return code.removeprefix("gb")


def made_said(cut: Cut) -> str:
    """Who kept it and when, in words."""
    return f"{day(cut.made_at)}, {cut.made_by.name if cut.made_by else 'by itself'}"


def _line(school: Organisation, cut: Cut, content: CutContent) -> KeptLine:
    return KeptLine(
        on=cut.on,
        href=reverse("kept_evaluation", kwargs={"slug": school.slug, "cut_id": cut.public_id}),
        is_point=bool(cut.point),
        rules=cut.framework.removeprefix("gatsby-"),
        scores=tuple(
            "–" if one.score is None else f"{one.score}%{' ✓' if one.achieved else ''}"
            for one in content.benchmarks.values()
        ),
        achieved=f"{content.achieved} of {content.counted}" if content.counted else "–",
        answered="–" if content.answers_achieved is None else f"{content.answers_achieved} of {EIGHT}",
        made=made_said(cut),
    )


def _drawn(points: Sequence[tuple[Cut, CutContent]]) -> tuple[PointDrawn, ...]:
    """The last points, earliest first; none where there are fewer than two to compare."""
    last = points[-_MOST_DRAWN:]
    if len(last) < 2:
        return ()
    rules = [cut.framework for cut, _ in last]
    return tuple(
        PointDrawn(
            label=day(cut.on),
            short=f"{cut.on:%b %y}",
            value=content.achieved if content.counted else None,
            is_new=place > 0 and rules[place] != rules[place - 1],
        )
        for place, (cut, content) in enumerate(last)
    )


def _as_file(kind: str, school: Organisation, cuts: Sequence[Cut], contents: dict[int, CutContent]) -> HttpResponse:
    header = ("As at", "Measurement point", "Rules", "Benchmark", "On records", "By answers")
    rows = (
        (
            cut.on,
            "yes" if cut.point else "no",
            framework(cut.framework).title,
            benchmark_number(code),
            score_said(one),
            answered_said(one),
        )
        for cut in cuts
        for code, one in contents[cut.pk].benchmarks.items()
    )
    return download(kind, f"{school.slug}-over-time", header, rows)


urlpatterns = [path("", over_time, name="over_time")]
