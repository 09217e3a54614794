"""One run with its course, its other dates and places, and names of courses for the search box."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone

from waymark.opportunities.models import TEXTS, CourseRun
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.search.asking import MOST_AT_ONCE, Search
from waymark.opportunities.search.searching import search_courses
from waymark.opportunities.search.words import words_of

__all__ = ["TEXTS", "other_runs", "run_shown", "suggestions"]

_MOST_OTHERS = 20
_MOST_SUGGESTED = 8


def run_shown(run: int) -> CourseRun | None:
    """A run by its number, while it is on offer."""
    return live_runs().filter(pk=run).first()


def other_runs(run: CourseRun) -> list[CourseRun]:
    """The same course at other times and places, what starts soonest first; what is over is left out."""
    others = live_runs().filter(course=run.course_id).exclude(pk=run.pk).exclude(starts_on__lt=timezone.localdate())
    return list(others.order_by(F("starts_on").asc(nulls_last=True), "pk")[:_MOST_OTHERS])


def suggestions(text: str) -> list[str]:
    """Names of courses that answer what was typed so far, the best first; of several spellings of one, the first."""
    if len(text.strip()) < 2:
        return []
    names: dict[tuple[str, ...], str] = {}
    for _, run in search_courses(Search(text=text, limit=MOST_AT_ONCE, hide_past=True)).runs:
        names.setdefault(tuple(words_of(run.name)), run.name)
    return list(names.values())[:_MOST_SUGGESTED]
