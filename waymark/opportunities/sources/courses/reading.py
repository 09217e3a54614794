"""From a course file to runs, every fault told, and what merging it would do."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from waymark.intake.reading import Effect, Problem, Reading
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.standing import standing_runs
from waymark.opportunities.rules.facts import RunFacts, retyped
from waymark.opportunities.rules.merging import CoursesPlan, merging_runs
from waymark.opportunities.sources.columns import COURSE_COLUMNS, NON_LARS_COLUMNS
from waymark.opportunities.sources.courses.checking import checked
from waymark.opportunities.sources.courses.known import Known
from waymark.opportunities.sources.rows import Cells, cells_of, opened_file, sorted_out


@dataclass(frozen=True)
class CoursesPreview:
    """What a file of courses says, and what merging it would do. Nothing has been changed."""

    reading: Reading
    plan: CoursesPlan = field(default_factory=CoursesPlan)

    @property
    def counts(self) -> dict[str, int]:
        """What the outcome shows besides the refused."""
        plan = self.plan
        return {
            "added": len(plan.additions),
            "changed": len(plan.changes),
            "unchanged": len(plan.unchanged) + len(plan.repeated),
            "absent": len(plan.absent),
        }


def preview_courses(
    content: bytes, provider: TrainingProvider, *, has_aim: bool, today: date, tell: Tell = untold
) -> CoursesPreview:
    """Read a file of courses and compare it with what the provider offers."""
    reading = opened_file(content, COURSE_COLUMNS if has_aim else NON_LARS_COLUMNS, tell)
    if reading.is_refused:
        return CoursesPreview(reading)
    standing = standing_runs(provider, has_aim=has_aim)
    known = Known.of(provider, today, _aims(reading) if has_aim else ())
    rows = list(cells_of(reading, tell))
    offered = set(standing.values())
    said: dict[int, RunFacts] = {}
    for cells in rows:
        facts = checked(cells, known, has_aim=has_aim)
        if facts is not None and facts in offered:
            accept_past(cells)
        if facts is not None and not cells.is_refused:
            said[cells.row.number] = facts
    return compared(sorted_out(reading, rows), said, standing)


def compared(reading: Reading, said: Mapping[int, RunFacts], standing: Mapping[int, RunFacts]) -> CoursesPreview:
    """What merging these rows would do; those that say the same twice are noted."""
    left_out = _references(reading)
    plan = merging_runs(said, standing, left_out=left_out)
    told = [
        Problem(
            "COURSERUN_TWICE",
            Effect.NOTED,
            row,
            "",
            "a row that says what another row says",
            "each run once",
            "It was taken in once. Delete the row, or give it another day, venue or reference.",
        )
        for row in sorted(plan.repeated)
    ]
    if "" in left_out and len(plan.changes) + len(plan.unchanged) < len(standing):
        got, expected = "a row that was left out, without a reference", "a reference, to know which course it is"
        advice = "Until it is mended, none of your courses counts as missing from the file."
        told.append(Problem("COURSES_KEPT", Effect.NOTED, 0, "", got, expected, advice))
    return CoursesPreview(reading.with_problem(*told), plan)


def _references(reading: Reading) -> frozenset[str]:
    """By which references the rows that are left out are known; '' where one does not say, or is out of its columns."""
    width = len(reading.header) if "your_reference" in reading.found else 0
    cells = (Cells(row, dict(reading.found), reading.header) for row in reading.left_out)
    return frozenset(retyped(each.raw("YOUR_REFERENCE")) if len(each.row.cells) == width else "" for each in cells)


def _aims(reading: Reading) -> list[str]:
    at = reading.found["lars_qan"]
    return [row.cells[at].strip().removeprefix("'") for row in reading.rows]


def accept_past(cells: Cells) -> None:
    """A run that we hold just as the file says it may have begun: the file says nothing new of it."""
    cells.problems = [replace(problem, effect=Effect.NOTED) for problem in cells.problems]
