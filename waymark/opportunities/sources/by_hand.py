"""One course or venue typed into a form, through the very rules of the files."""

import csv
import io
from collections.abc import Mapping
from datetime import date

from waymark.intake.reading import Column, Effect, Problem
from waymark.kernel.telling import untold
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.queries.venues import positions_for_venues, standing_venues
from waymark.opportunities.rules.facts import RunFacts
from waymark.opportunities.rules.venues import VenueFacts
from waymark.opportunities.sources.columns import COURSE_COLUMNS, NON_LARS_COLUMNS, VENUE_COLUMNS
from waymark.opportunities.sources.courses import checking
from waymark.opportunities.sources.courses.known import Known
from waymark.opportunities.sources.rows import Cells, cells_of, opened_file
from waymark.opportunities.sources.venues import checking as venue_checking


def course_typed(
    said: Mapping[str, str], provider: TrainingProvider, *, has_aim: bool, today: date
) -> tuple[RunFacts | None, list[Problem]]:
    """What was typed, by heading, as facts; with what refuses it."""
    cells = typed_cells(said, COURSE_COLUMNS if has_aim else NON_LARS_COLUMNS)
    known = Known.of(provider, today, [said.get("LARS_QAN", "")] if has_aim else ())
    facts = checking.checked(cells, known, has_aim=has_aim)
    return (None if cells.is_refused else facts), refusals(cells)


def venue_typed(
    said: Mapping[str, str], provider: TrainingProvider, *, instead_of: int | None = None
) -> tuple[VenueFacts | None, list[Problem]]:
    """A venue typed, as facts; with what refuses it. `instead_of`: the venue that it changes."""
    cells = typed_cells(said, VENUE_COLUMNS)
    facts = venue_checking.checked(cells, positions_for_venues([said.get("POSTCODE", "")]))
    others = {key: venue for key, venue in standing_venues(provider).items() if key != instead_of}
    if any(venue.known_by == facts.known_by for venue in others.values()):
        cells.refuse(
            "YOUR_VENUE_REFERENCE",
            "VENUE_PROVIDER_VENUE_REF_UNIQUE",
            "a reference that none of your venues has",
            "Give each venue its own reference.",
        )
    else:
        venue_checking.refuse_repeats([(cells, facts)], others)
    return (None if cells.is_refused else facts), refusals(cells)


def typed_cells(said: Mapping[str, str], columns: tuple[Column, ...]) -> Cells:
    """What was typed, by heading, as the one row of a file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.shown for column in columns])
    writer.writerow([said.get(column.shown, "") for column in columns])
    (cells,) = cells_of(opened_file(out.getvalue().encode(), columns), untold)
    return cells


def refusals(cells: Cells) -> list[Problem]:
    """What leaves a row out."""
    return [problem for problem in cells.problems if problem.effect is Effect.REFUSED]
