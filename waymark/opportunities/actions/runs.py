"""Writing runs and the courses they are of, many at once; every change is announced."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from waymark.kernel.telling import Tell, in_parts, untold
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import TEXTS, Course, CourseRun, CourseState, TrainingProvider
from waymark.opportunities.rules.facts import RUN_FIELDS, CourseFacts, RunFacts
from waymark.places.actions.loaded import overwrite

_AT_ONCE = 500
_COURSE_FACTS = tuple(CourseFacts.__dataclass_fields__.keys() - {"aim", "texts", "t_level"})
_CHANGING = (*RUN_FIELDS, "course", "venue", "sub_regions", "state", "changed_at")


def add_runs(
    provider: TrainingProvider, facts: Sequence[RunFacts], *, at: datetime, tell: Tell = untold
) -> list[CourseRun]:
    """Add runs, and the courses that are not there yet."""
    courses = _courses_of(provider, {each.course for each in facts}, at)
    added: list[CourseRun] = []
    for part in in_parts(facts, tell, "Writing courses", every=2_000):
        rows = [_filled(CourseRun(), each, courses[each.course.fingerprint], at) for each in part]
        added += CourseRun.objects.bulk_create(rows, batch_size=_AT_ONCE)
    announce(run.pk for run in added)
    return added


def change_runs(provider: TrainingProvider, changes: Mapping[int, RunFacts], *, at: datetime) -> None:
    """Let these runs say something else; courses left without a run are archived."""
    courses = _courses_of(provider, {each.course for each in changes.values()}, at)
    runs = [run for keys in _parts(list(changes)) for run in CourseRun.objects.filter(pk__in=keys)]
    left = {run.course_id for run in runs}
    for run in runs:
        _filled(run, changes[run.pk], courses[changes[run.pk].course.fingerprint], at)
    overwrite(runs, _CHANGING)
    archive_empty(left, at=at)
    announce(changes)


def withdraw_runs(keys: Iterable[int], *, at: datetime) -> None:
    """Offer these runs no more; they are kept, archived."""
    every = list(keys)
    left: set[int] = set()
    for part in _parts(every):
        runs = CourseRun.objects.filter(pk__in=part)
        left |= set(runs.values_list("course_id", flat=True))
        runs.update(state=CourseState.ARCHIVED, changed_at=at)
    archive_empty(left, at=at)
    announce(every)


def archive_empty(courses: Iterable[int], *, at: datetime) -> None:
    """Archive those of these courses that have no live run left."""
    for part in _parts(sorted(courses)):
        empty = Course.objects.filter(pk__in=part, state=CourseState.LIVE).exclude(runs__state=CourseState.LIVE)
        empty.update(state=CourseState.ARCHIVED, changed_at=at)


def _courses_of(provider: TrainingProvider, wanted: set[CourseFacts], at: datetime) -> dict[str, int]:
    """The key of the course of each fingerprint, of those that stand or else new; one archived lives again."""
    found: dict[str, int] = {}
    by_print = {facts.fingerprint: facts for facts in wanted}
    for part in _parts(sorted(by_print)):
        standing = Course.objects.filter(provider=provider, fingerprint__in=part).order_by("-state", "-pk")
        for course in standing:
            facts = by_print[course.fingerprint]
            if course.state != CourseState.LIVE or any(
                getattr(course, name) != value for name, value in _course_fields(facts).items()
            ):
                Course.objects.filter(pk=course.pk).update(
                    **_course_fields(facts), state=CourseState.LIVE, changed_at=at
                )
            found[course.fingerprint] = course.pk
    new = [
        Course(provider=provider, fingerprint=print_, changed_at=at, **_course_fields(facts))
        for print_, facts in by_print.items()
        if print_ not in found
    ]
    return found | {course.fingerprint: course.pk for course in Course.objects.bulk_create(new, batch_size=_AT_ONCE)}


def _course_fields(facts: CourseFacts) -> dict[str, Any]:
    fields = {name: getattr(facts, name) for name in _COURSE_FACTS}
    texts = dict(zip(TEXTS, facts.texts, strict=True))
    return {"aim_reference": facts.aim, "t_level_id": facts.t_level, **texts, **fields}


def _filled(run: CourseRun, facts: RunFacts, course: int, at: datetime) -> CourseRun:
    for name in RUN_FIELDS:
        setattr(run, name, getattr(facts, name))
    run.course_id, run.venue_id, run.sub_regions = course, facts.venue, list(facts.sub_regions)
    run.state, run.changed_at = CourseState.LIVE, at
    return run


def _parts(keys: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (keys[start : start + _AT_ONCE] for start in range(0, len(keys), _AT_ONCE))
