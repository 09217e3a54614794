"""A college's sites and departments in one view: each part's answers and scores, and those of the whole."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import framework
from waymark.evaluation.joining import Joined, JoinedBenchmark, JoinedItem, days_joined, joined
from waymark.kernel.benchmark import AnsweredBy
from waymark.places.models import Organisation
from waymark.web.formats import NOTHING, day, number, percent
from waymark.web.pages import page
from waymark.web.school.assessment.words import address


@dataclass(frozen=True)
class SiteHead:
    """One part: its name, and the page with its own result, if it has one."""

    name: str
    href: str | None
    note: str


@dataclass(frozen=True)
class JoinedTable:
    """One benchmark's items: a row each, with each part's answer and what there is to say of the whole."""

    code: str
    title: str
    rows: list[list[Any]]


@dataclass(frozen=True)
class SitesPage:
    """All that the joined view of a college shows."""

    college: str
    on: date
    rules: str
    others: tuple[tuple[str, str], ...]
    heads: tuple[SiteHead, ...]
    missing: tuple[str, ...]
    unfinished: tuple[str, ...]
    scores: list[list[Any]]
    tables: tuple[JoinedTable, ...]
    back_href: str


@page("school/evaluations/sites.html", needs=Permission.FIGURES_VIEW)
def sites_joined(request: HttpRequest, school: Organisation) -> Any:
    back, days = reverse("assessments", kwargs={"slug": school.slug}), days_joined(school)
    asked = {each.isoformat(): each for each in days}.get(request.GET.get("on", ""), days[0] if days else None)
    found = joined(school, on=asked) if asked else None
    if found is None:
        return redirect(back)
    return SitesPage(
        college=school.name,
        on=found.on,
        rules=framework(found.framework).title,
        others=tuple((day(each), f"?on={each.isoformat()}") for each in days if each != found.on),
        heads=tuple(_head(part) for part in found.parts),
        missing=found.missing,
        unfinished=found.unfinished,
        scores=[_scores(benchmark) for benchmark in found.benchmarks if benchmark.items],
        tables=tuple(_table(benchmark, found) for benchmark in found.benchmarks if benchmark.items),
        back_href=back,
    )


def _head(part) -> SiteHead:
    if part.assessment is None:
        return SiteHead(part.name, None, "None about this day")
    return SiteHead(
        part.name, address("assessment_result", part.assessment), "" if part.is_finished else "Not finished"
    )


def _scores(benchmark: JoinedBenchmark) -> list[Any]:
    whole = benchmark.whole
    standing = {"status": "unknown", "label": "Not shown"}
    if whole is not None:
        standing = {
            "status": "achieved" if whole.achieved else "not_achieved",
            "label": "Achieved" if whole.achieved else "Not achieved",
        }
    shown = [NOTHING if score is None else percent(score) for score in benchmark.parts]
    return [
        {"text": benchmark.title, "href": f"#{benchmark.code}"},
        *shown,
        percent(whole.score) if whole else NOTHING,
        standing,
    ]


def _table(benchmark: JoinedBenchmark, found: Joined) -> JoinedTable:
    rows = [
        [item.criterion.text, *(each.label if each else NOTHING for each in item.answers), _whole(item)]
        for item in benchmark.items
    ]
    return JoinedTable(benchmark.code, benchmark.title, rows)


def _span(item: JoinedItem) -> str:
    """The answers of the parts together: `Few to most`, `Yes at 1 of 2`, or the one that all give."""
    least, greatest = item.least, item.greatest
    if least is None or greatest is None:
        return NOTHING
    if least.credit == greatest.credit:
        return least.label
    if item.criterion.answered_by is AnsweredBy.YES_NO:
        given = [each for each in item.answers if each]
        return f"Yes at {sum(each.credit > 0 for each in given)} of {len(given)}"
    return f"{least.label} to {greatest.label[0].lower()}{greatest.label[1:]}"


def _whole(item: JoinedItem) -> dict[str, str | None]:
    """What there is to say of the whole: what its records count, else from the least of the answers to the greatest."""
    span = _span(item)
    records = item.records
    if records is None or not (records.band or records.is_hidden):
        return {"text": span, "note": None}
    if records.band is None:
        return {"text": "Not shown", "note": f"Answers: {span}"}
    counted = f", {number(records.met)} of {number(records.of)}" if records.met is not None else ""
    return {"text": f"{records.band.label}{counted}", "note": f"By records of the whole college. Answers: {span}"}
