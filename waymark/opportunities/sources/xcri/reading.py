"""From an XCRI-CAP catalog to runs, every fault told, and what merging it would do.

`row` counts the presentations of a provider, the first being 2, as if a header stood above them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from waymark.intake.reading import Effect, FileRefused, Problem, Reading, Row
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.standing import standing_runs
from waymark.opportunities.rules.facts import RunFacts
from waymark.opportunities.rules.venues import VenueFacts
from waymark.opportunities.sources.courses.known import Known
from waymark.opportunities.sources.courses.reading import CoursesPreview, compared
from waymark.opportunities.sources.xcri.elements import child, children, line_of, ours, parsed
from waymark.opportunities.sources.xcri.presentations import Faults, Venues, read_presentation

HEADER = ("presentation", "course", "start")


@dataclass(frozen=True)
class XcriPreview(CoursesPreview):
    """What a catalog says of one provider. `venues`: those to add, by the key that runs name them by for now."""

    venues: Mapping[int, VenueFacts] = field(default_factory=dict)


def ukprns_in(content: bytes) -> list[str]:
    """The UKPRN of each provider of a catalog, blank where it gives none; refused where the file is no catalog."""
    return [ukprn_of(provider) for provider in children(parsed(content), "provider")]


def ukprn_of(provider: Any) -> str:
    """The eight digits of a provider's identifiers; blank where none has them."""
    for identifier in children(provider, "identifier"):
        for part in line_of(identifier).replace("/", ":").split(":"):
            if len(part) == 8 and part.isdigit():
                return part
    return ""


def preview_xcri(content: bytes, provider: TrainingProvider, *, today: date, tell: Tell = untold) -> XcriPreview:
    """Read what a catalog says of a provider (a catalog of one is taken to be of this one), and compare it."""
    try:
        every = children(parsed(content), "provider")
    except FileRefused as refusal:
        return XcriPreview(Reading(problems=refusal.problems))
    mine = [one for one in every if ukprn_of(one) == provider.ukprn] or [one for one in every if not ukprn_of(one)]
    if not mine:
        told = f"providers {', '.join(map(ukprn_of, every)) or 'none'}"
        wanted = f"a provider {provider.ukprn}"
        return XcriPreview(Reading(problems=(Problem("XCRI_PROVIDER", Effect.FILE, 0, "provider", told, wanted),)))
    return _of_provider(mine[0], provider, today, tell, is_alone=len(every) == 1)


def _of_provider(element: Any, provider: TrainingProvider, today: date, tell: Tell, *, is_alone: bool) -> XcriPreview:
    every = children(element, "course")
    courses = [course for course in every if not ours(course, "tLevel")]
    presentations = [(course, one) for course in courses for one in children(course, "presentation")]
    aims = [line_of(aim) for course in courses for aim in _aims(course)]
    known = Known.of(provider, today, [aim for aim in aims if len(aim) <= 8])
    venues = Venues(known)
    standing = standing_runs(provider)
    offered = set(standing.values())
    said: dict[int, RunFacts] = {}
    left_out, problems = [], []
    met: set[str] = set()
    for number, (course, presentation) in enumerate(presentations, start=2):
        if number % 500 == 0:
            tell(number, len(presentations), "Checking presentations")
        faults = Faults(number)
        facts = read_presentation(presentation, course, element, known, venues, faults, met)
        if facts is not None and facts in offered:
            faults.accept_past()
        if facts is None or faults.is_refused:
            cells = [line_of(child(one, "title")) for one in (presentation, course)]
            left_out.append(Row(number, number, (*cells, line_of(child(presentation, "start")))))
        else:
            said[number] = facts
        problems += faults.problems
    if not is_alone:
        advice = "Send each provider's courses in a catalog of its own."
        problems.append(
            Problem("XCRI_ONE_PROVIDER", Effect.NOTED, 0, "provider", "several providers", "one provider", advice)
        )
    if len(courses) < len(every):
        advice = "Keep them on the page of T levels, or by their own file."
        problems.append(Problem("XCRI_T_LEVEL", Effect.NOTED, 0, "course", "T levels", "courses", advice))
    reading = Reading(header=HEADER, left_out=tuple(left_out), records=len(presentations)).with_problem(*problems)
    if not presentations:
        empty = Problem("FILE_EMPTY", Effect.FILE, 0, "", "a provider without presentations", "at least one")
        return XcriPreview(reading.with_problem(empty))
    preview = compared(reading, said, standing)
    used = {facts.venue for facts in (*preview.plan.additions.values(), *preview.plan.changes.values())}
    new = {key: facts for key, facts in venues.new.items() if key in used}
    return XcriPreview(preview.reading, preview.plan, new)


def _aims(course: Any) -> list[Any]:
    return [identifier for one in children(course, "qualification") for identifier in children(one, "identifier")]
