"""Taking in a provider's files: read first, shown, then merged; on the command line at once."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from waymark.access.scope import Scope
from waymark.intake.outcome import Outcome
from waymark.intake.reading.filetypes import MEGABYTE
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.actions.course_files import (
    content_of_file,
    merge_runs,
    merge_venues,
    say_what_is_in,
    take_course_file,
)
from waymark.opportunities.actions.venues import place_venues
from waymark.opportunities.models import CourseFile, TrainingProvider
from waymark.opportunities.rules.facts import RunFacts
from waymark.opportunities.rules.merging import CoursesPlan
from waymark.opportunities.sources.courses.reading import CoursesPreview, preview_courses
from waymark.opportunities.sources.t_levels.reading import preview_t_levels
from waymark.opportunities.sources.venues.reading import VenuesPreview, preview_venues
from waymark.opportunities.sources.xcri.reading import XcriPreview, preview_xcri

Preview = CoursesPreview | VenuesPreview
Reads = Callable[[bytes, TrainingProvider, date, Tell], Preview]


@dataclass(frozen=True)
class Kind:
    """A kind of file a provider sends: what people call it, the most bytes, and what reads it."""

    name: str
    label: str
    largest: int
    reads: Reads


def _courses(content: bytes, provider: TrainingProvider, today: date, tell: Tell) -> Preview:
    return preview_courses(content, provider, has_aim=True, today=today, tell=tell)


def _without_aim(content: bytes, provider: TrainingProvider, today: date, tell: Tell) -> Preview:
    return preview_courses(content, provider, has_aim=False, today=today, tell=tell)


def _venues(content: bytes, provider: TrainingProvider, today: date, tell: Tell) -> Preview:
    return preview_venues(content, provider, tell=tell)


def _xcri(content: bytes, provider: TrainingProvider, today: date, tell: Tell) -> Preview:
    return preview_xcri(content, provider, today=today, tell=tell)


def _t_levels(content: bytes, provider: TrainingProvider, today: date, tell: Tell) -> Preview:
    return preview_t_levels(content, provider, today=today, tell=tell)


KINDS = {
    kind.name: kind
    for kind in (
        Kind("venues", "Venues", 1 * MEGABYTE, _venues),
        Kind("courses", "Courses with a qualification", 5 * MEGABYTE, _courses),
        Kind("xcri", "XCRI-CAP catalog", 25 * MEGABYTE, _xcri),
        Kind("courses-non-lars", "Courses without a qualification", 5 * MEGABYTE, _without_aim),
        Kind("t-levels", "T levels", 5 * MEGABYTE, _t_levels),
    )
}


def outcome_of(kind: str, sha256: str, preview: Preview) -> Outcome:
    """What came of reading a file, in the one shape all files have."""
    return Outcome(kind, sha256, preview.reading, **preview.counts)


def previewed(kind: str, content: bytes, provider: TrainingProvider, *, today: date, tell: Tell = untold) -> Preview:
    """Read a file and say what merging it would do, keeping nothing."""
    return KINDS[kind].reads(content, provider, today, tell)


def looked_into(file: CourseFile, *, today: date, tell: Tell, by: Scope) -> Callable[[], Preview]:
    """Read a kept file; what is returned keeps what was found, in a transaction."""
    preview = previewed(file.kind, content_of_file(file), file.provider, today=today, tell=tell)

    def write() -> Preview:
        outcome = outcome_of(file.kind, file.sha256, preview)
        say_what_is_in(file=file, outcome=outcome.as_json(), is_refused=outcome.is_refused, by=by)
        return preview

    return write


def merge(file: CourseFile, *, today: date, withdraw: bool = False, tell: Tell = untold, by: Scope) -> Preview:
    """Merge a kept file as what stands now asks for, in one transaction."""
    with transaction.atomic():
        preview = previewed(file.kind, content_of_file(file), file.provider, today=today, tell=tell)
        outcome = outcome_of(file.kind, file.sha256, preview).as_json()
        if preview.reading.is_refused:
            say_what_is_in(file=file, outcome=outcome, is_refused=True, by=by)
        elif isinstance(preview, VenuesPreview):
            said = preview.plan
            merge_venues(file=file, additions=said.additions, changes=said.changes, outcome=outcome, by=by)
        else:
            plan = preview.plan
            venues: dict[int, int] = {}
            if isinstance(preview, XcriPreview):
                venues = place_venues(provider=file.provider, venues=preview.venues, by=by)
                plan = _with_venues(plan, venues)
            merge_runs(
                file=file,
                plan=plan,
                venues=tuple(venues.values()),
                withdraw=withdraw,
                outcome=outcome,
                tell=tell,
                by=by,
            )
            from waymark.opportunities.search.making import lay_out_ahead  # brings numpy, which the site starts without

            lay_out_ahead(tell)
    return preview


def _with_venues(plan: CoursesPlan, keys: Mapping[int, int]) -> CoursesPlan:
    """The plan with the venues that were just written in place of those that were to be."""

    def placed(facts: RunFacts) -> RunFacts:
        return facts if facts.venue is None else dataclasses.replace(facts, venue=keys.get(facts.venue, facts.venue))

    return dataclasses.replace(
        plan,
        additions={row: placed(facts) for row, facts in plan.additions.items()},
        changes={key: placed(facts) for key, facts in plan.changes.items()},
    )


def take_whole(
    kind: str, content: bytes, filename: str, provider: TrainingProvider, *, today: date, tell: Tell, by: Scope
) -> Outcome:
    """Keep a file and merge all that is right in it; a file refused whole is not kept."""
    with transaction.atomic():
        file = take_course_file(provider=provider, kind=kind, content=content, filename=filename, by=by)
        preview = merge(file, today=today, tell=tell, by=by)
        return outcome_of(kind, file.sha256, preview)
