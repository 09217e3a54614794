"""A provider's T levels as the file they may come in by: a row for each venue."""

from typing import Any

from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.queries.t_levels import t_level_runs
from waymark.opportunities.sources.columns import T_LEVEL_COLUMNS, T_LEVEL_TEXTS
from waymark.opportunities.sources.courses.writing import cell_of, table_csv


def t_levels_csv(provider: TrainingProvider) -> bytes:
    """What a provider offers of T levels; read back, it is nothing new."""
    return table_csv([column.shown for column in T_LEVEL_COLUMNS], map(_row, t_level_runs(provider)))


def cells_of_t_level(run: CourseRun) -> dict[str, str]:
    """A run of a T level as the cells of its row, by heading."""
    return {heading: cell_of(value) for heading, value in _row(run).items()}


def _row(run: CourseRun) -> dict[str, Any]:
    definition = run.course.t_level
    return {
        "T_LEVEL": definition.framework if definition else "",
        **{column.heading: getattr(run.course, column.field) for column in T_LEVEL_TEXTS},
        "YOUR_REFERENCE": run.reference,
        "START_DATE": run.starts_on,
        "YOUR_VENUE_REFERENCE": run.venue.reference if run.venue else "",
        "COURSE_WEBPAGE": run.website,
    }
