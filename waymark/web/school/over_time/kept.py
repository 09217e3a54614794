"""One kept evaluation: what it says, what it was made from, whether it is unaltered, and what changed."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.evaluation.cuts.content import BenchmarkAtCut, CutContent
from waymark.evaluation.cuts.differences import Difference, differences
from waymark.evaluation.cuts.queries import content_at, cuts_of, standing_cuts, whole_text
from waymark.evaluation.cuts.verifying import is_unaltered
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Cut
from waymark.kernel.measurement import point_on
from waymark.places.models import Organisation
from waymark.web.formats import moment
from waymark.web.pages import page
from waymark.web.school.cards import status_of

OUTCOMES = {
    "evidenced": "Records answer it",
    "claimed_only": "Claimed, without a record",
    "contradicted": "Claimed otherwise than records say",
    "unanswered": "Not answered",
    "hidden": "Not shown: few learners are behind it",
}


@dataclass(frozen=True)
class BenchmarkLine:
    """One benchmark as it was kept, on records and by answers."""

    number: str
    title: str
    score: str
    status: str
    answered: str
    answered_status: str


@dataclass(frozen=True)
class Fact:
    """Something a kept evaluation was made from; a row of the summary."""

    label: str
    value: str


@dataclass(frozen=True)
class KeptPage:
    """All that the page of one kept evaluation shows."""

    school: str
    on: date
    facts: tuple[Fact, ...]
    sha256: str
    is_unaltered: bool
    is_whole: bool
    lines: tuple[BenchmarkLine, ...]
    has_answers: bool
    outcomes: tuple[Fact, ...]
    replaced_href: str
    since: str
    changed: tuple[Difference, ...]
    back_href: str
    text_href: str


@page("school/over_time/kept.html", needs=Permission.FIGURES_VIEW)
def kept_evaluation(request: HttpRequest, school: Organisation, cut_id: str) -> KeptPage:
    cut = _found(school, cut_id)
    content, here = content_at(cut), {"slug": school.slug}
    earlier = _compared_with(school, cut)
    by = framework(cut.framework)
    titles = {each.code: each.title for each in by.benchmarks}
    return KeptPage(
        school=school.name,
        on=cut.on,
        facts=_facts(cut, by.title),
        sha256=whole_text(cut)[1],
        is_unaltered=is_unaltered(cut),
        is_whole=request.scope.holds(Permission.LEARNER_VIEW, school.pk),
        lines=tuple(
            _line(one, titles[code], has_answers=content.has_answers) for code, one in content.benchmarks.items()
        ),
        has_answers=content.has_answers,
        outcomes=_outcomes(content),
        replaced_href=_replaced(school, cut),
        since=_since(cut, earlier),
        changed=tuple(differences(content_at(earlier), content)) if earlier else (),
        back_href=reverse("over_time", kwargs=here),
        text_href=reverse("kept_evaluation_text", kwargs={**here, "cut_id": cut.public_id}),
    )


@page("school/over_time/kept.html", needs=Permission.FIGURES_VIEW)
def kept_evaluation_text(request: HttpRequest, school: Organisation, cut_id: str) -> HttpResponse:
    """The canonical text whose SHA-256 the page shows, to the byte."""
    cut = _found(school, cut_id)
    text, _ = whole_text(cut)
    note("kept evaluation downloaded", on=cut, by=request.scope)
    response = HttpResponse(text.encode(), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{school.slug}-{cut.on:%Y-%m-%d}.json"'
    return response


def _found(school: Organisation, cut_id: str) -> Cut:
    cut = cuts_of(school).filter(public_id=cut_id).first()
    if cut is None:
        raise Http404("There is no such evaluation, or it is not yours to see.")
    return cut


def _compared_with(school: Organisation, cut: Cut) -> Cut | None:
    """The cut of the same day that it replaced; else the measurement point before."""
    if cut.replaces_id:
        replaced = cuts_of(school).filter(pk=cut.replaces_id).first()
        if replaced:
            return replaced
    return standing_cuts(school).filter(on__lt=cut.on).exclude(point="").first()


def _since(cut: Cut, earlier: Cut | None) -> str:
    if earlier is None:
        return ""
    if earlier.on == cut.on:
        return f"what was kept of the same day on {moment(earlier.made_at)}"
    point = point_on(earlier.on)
    return f"{point.label if point else ''} {earlier.on.year}"


def _replaced(school: Organisation, cut: Cut) -> str:
    """Where the cut is that took this one's place; blank while it stands."""
    later = cuts_of(school).filter(replaces=cut).first()
    return reverse("kept_evaluation", kwargs={"slug": school.slug, "cut_id": later.public_id}) if later else ""


def _facts(cut: Cut, rules: str) -> tuple[Fact, ...]:
    point = point_on(cut.on)
    return (
        Fact("Measurement point", point.label if point else "None: kept by hand"),
        Fact("Rules", f"{rules}, version {cut.version}"),
        Fact("Records", f"Ledger revision {cut.revision:,}"),
        Fact("Kept", moment(cut.made_at)),
        Fact("By", cut.made_by.name if cut.made_by else "By itself"),
    )


def _line(one: BenchmarkAtCut, title: str, *, has_answers: bool) -> BenchmarkLine:
    answered = one.answered if has_answers else None
    return BenchmarkLine(
        number=one.code.removeprefix("gb"),
        title=title,
        score="Not shown" if one.is_hidden else "–" if one.score is None else f"{one.score}%",
        status=status_of(one.score, one.achieved),
        answered="Not shown" if one.answered_is_hidden else "–" if answered is None else f"{answered}%",
        answered_status=status_of(answered, one.answers_achieve),
    )


def _outcomes(content: CutContent) -> tuple[Fact, ...]:
    """How many items of the self-assessment came out in each way."""
    counts = {name: sum(item.outcome == name for item in content.items) for name in OUTCOMES}
    return tuple(Fact(OUTCOMES[name], f"{count:,}") for name, count in counts.items() if content.has_answers)


urlpatterns = [
    path("<slug:cut_id>/", kept_evaluation, name="kept_evaluation"),
    path("<slug:cut_id>/text/", kept_evaluation_text, name="kept_evaluation_text"),
]
