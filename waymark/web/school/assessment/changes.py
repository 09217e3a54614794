"""What changed since the assessment this one was started from: each question then and now, both read afresh."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import path

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.queries import AssessedItem, Change, changes_since
from waymark.evaluation.frameworks import framework
from waymark.places.models import Organisation
from waymark.web.pages import page
from waymark.web.school.assessment.words import OUTCOME_WORDS, address, assessment_here, called, title_of

SAME, ASKED_DIFFERENTLY = "Same", "Asked differently"


@dataclass(frozen=True)
class ChangeLine:
    """One question then and now."""

    text: str
    then: str
    now: str
    change: str


@dataclass(frozen=True)
class ChangedBenchmark:
    """One benchmark's questions: those that changed, and the rest."""

    title: str
    changed: tuple[ChangeLine, ...]
    same: tuple[ChangeLine, ...]


@dataclass(frozen=True)
class ChangesPage:
    """All that the page shows."""

    school: str
    title: str
    then: str
    then_href: str
    other_rules: str
    changed: int
    of: int
    benchmarks: tuple[ChangedBenchmark, ...]
    back: str


@page("school/assessment/changes.html", needs=Permission.FIGURES_VIEW)
def assessment_changes(request: HttpRequest, school: Organisation, public_id: str) -> ChangesPage:
    found = assessment_here(school, public_id)
    earlier = found.started_from
    if earlier is None:
        raise Http404("This self-assessment was not started from another.")
    changes, by = changes_since(found), framework(found.framework)
    grouped = [
        (called(each), [_line(change) for change in changes if change.now.benchmark == each.code])
        for each in by.benchmarks
    ]
    lines = [line for _, own in grouped for line in own]
    return ChangesPage(
        school=school.name,
        title=title_of(found),
        then=title_of(earlier),
        then_href=address("assessment_result", earlier),
        other_rules="" if earlier.framework == found.framework else framework(earlier.framework).title,
        changed=sum(line.change not in (SAME, ASKED_DIFFERENTLY) for line in lines),
        of=len(lines),
        benchmarks=tuple(_changed(title, own) for title, own in grouped if own),
        back=address("assessment", found),
    )


def _changed(title: str, lines: list[ChangeLine]) -> ChangedBenchmark:
    changed = [line for line in lines if line.change != SAME]
    return ChangedBenchmark(title, tuple(changed), tuple(line for line in lines if line.change == SAME))


def _line(change: Change) -> ChangeLine:
    then, now = change.then, change.now
    return ChangeLine(now.criterion.question, _said(then) if then else "Not asked", _said(now), _change(then, now))


def _said(item: AssessedItem) -> str:
    """The answer that counts and what it rests on: `Most (12 of 20 learners, evidenced)`."""
    if item.recorded and item.recorded.is_hidden and not item.claimed:
        return "Not shown"
    if item.answer is None:
        return "No answer yet" if item.carried else "No answer"
    rests_on = item.recorded.words.rstrip(".") if item.recorded and item.recorded.of else ""
    said = ", ".join(filter(None, (rests_on, OUTCOME_WORDS[item.outcome].lower())))
    return f"{item.answer.label} ({said})"


def _change(then: AssessedItem | None, now: AssessedItem) -> str:
    if then is None:
        return ASKED_DIFFERENTLY
    if _said(then) == "Not shown" or _said(now) == "Not shown":
        return "Not shown"
    was, is_now = then.quarters, now.quarters
    if was is None or is_now is None:
        return SAME if was == is_now else "Answered since" if was is None else "To be answered again"
    if was != is_now:
        return "Better" if is_now > was else "Worse"
    return SAME if _said(then) == _said(now) else "Numbers moved"


urlpatterns = [path("<slug:public_id>/changes/", assessment_changes, name="assessment_changes")]
