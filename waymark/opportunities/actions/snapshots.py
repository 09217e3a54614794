"""Rows as they were before a file changed them, kept as JSON, and put back."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from waymark.opportunities.actions.changes import announce
from waymark.opportunities.actions.runs import archive_empty
from waymark.opportunities.actions.venues import announce_venues
from waymark.opportunities.models import Course, CourseRun, CourseState, Venue
from waymark.opportunities.rules.facts import RUN_FIELDS
from waymark.opportunities.rules.venues import VENUE_FIELDS

Before = list[dict[str, Any]]
_AT_ONCE = 500
_RUN = (*RUN_FIELDS, "course_id", "venue_id", "sub_regions", "state")


def runs_as_they_are(keys: Iterable[int]) -> Before:
    """These runs, to be put back one day."""
    return [{"id": run.pk, "was": {name: _kept(getattr(run, name)) for name in _RUN}} for run in _rows(CourseRun, keys)]


def put_runs_back(before: Before, *, merged_at: datetime | None, at: datetime) -> int:
    """Put runs back; those changed since `merged_at` are left as they are, and counted."""
    was = {each["id"]: each["was"] for each in before if "venue" not in each}
    runs = [run for run in _rows(CourseRun, was) if run.changed_at == merged_at]
    touched = {run.course_id for run in runs}
    gone = [run.pk for run in runs if was[run.pk] is None]
    kept = [run for run in runs if was[run.pk] is not None]
    courses = {was[run.pk]["course_id"] for run in kept}
    of_the_register = {course.pk: course.title for course in _rows(Course, courses) if course.t_level_id}
    for run in kept:
        for name, value in was[run.pk].items():
            setattr(run, name, _read(name, value))
        run.name = of_the_register.get(run.course_id, run.name)  # a T level is called as it is called now
        run.changed_at = at
        run.save()
    for start in range(0, len(gone), _AT_ONCE):
        CourseRun.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    living = {run.course_id for run in kept if run.state == CourseState.LIVE}
    for course in _rows(Course, living):
        if course.state != CourseState.LIVE:
            Course.objects.filter(pk=course.pk).update(state=CourseState.LIVE, changed_at=at)
    for start in range(0, len(touched), _AT_ONCE):
        some = sorted(touched)[start : start + _AT_ONCE]
        Course.objects.filter(pk__in=some, runs=None).delete()
    archive_empty(touched, at=at)
    announce([run.pk for run in kept] + gone)
    put_venues_back([each for each in before if "venue" in each], merged_at=merged_at, at=at)
    return len(was) - len(runs)


def venues_as_they_are(keys: Iterable[int]) -> Before:
    """These venues, to be put back one day."""
    return [
        {"id": venue.pk, "was": {name: getattr(venue, name) for name in VENUE_FIELDS}} for venue in _rows(Venue, keys)
    ]


def put_venues_back(before: Before, *, merged_at: datetime | None, at: datetime) -> int:
    """Put venues back; one that a run is held at by now stays, and is counted."""
    left = 0
    for each in before:
        rows = Venue.objects.filter(pk=each["id"])
        if each["was"] is not None:
            rows.update(**each["was"])
        elif CourseRun.objects.filter(venue=each["id"]).exists():
            left += 1
        else:
            rows.delete()
    announce_venues(each["id"] for each in before if each["was"] is not None)
    return left


def _rows(model: Any, keys: Iterable[int]) -> list[Any]:
    every = sorted(keys)
    return [
        row
        for start in range(0, len(every), _AT_ONCE)
        for row in model.objects.filter(pk__in=every[start : start + _AT_ONCE])
    ]


def _kept(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name == "starts_on":
        return date.fromisoformat(value)
    return Decimal(value) if name == "cost" else value
