"""The course search as pages, commands and the API use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from waymark.opportunities.models import CourseRun
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.search.asking import Search, SearchUnavailable
from waymark.opportunities.search.found import Found, Hit

_TRIES = 3


@dataclass(frozen=True)
class Answer:
    """What was found, and the runs asked for as the database has them now."""

    found: Found
    runs: tuple[tuple[Hit, CourseRun], ...]


def search_courses(search: Search) -> Answer:
    """Search; raises SearchUnavailable where the index cannot be had.

    A run that is withdrawn between the search and the reading of its row is seen by searching again.
    """
    from waymark.opportunities.search.finding import find  # brings numpy, which the site starts without
    from waymark.opportunities.search.index import current_index

    for _ in range(_TRIES):
        found = find(search, current_index(), today=timezone.localdate())
        rows = _rows([hit.run for hit in found.hits])
        if len(rows) == len(found.hits):
            return Answer(found, tuple((hit, rows[hit.run]) for hit in found.hits))
    raise SearchUnavailable("Courses change faster than they can be read.")


def _rows(runs: Sequence[int]) -> dict[int, CourseRun]:
    return live_runs().in_bulk(runs)
