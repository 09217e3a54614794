"""Reading a table somebody sent us: pure, everything wrong with it reported at once.

Standard library only; spreadsheets and XML, which need more, stand beside this package.
"""

from waymark.intake.reading.columns import Column
from waymark.intake.reading.grids import Grid, GridRow
from waymark.intake.reading.problems import Effect, FileRefused, Problem
from waymark.intake.reading.readings import Reading, Row
from waymark.intake.reading.tables import read_table
from waymark.intake.reading.values import (
    Unreadable,
    one_of,
    text,
    uk_date,
    whole_number,
    year_group,
    yes_or_no,
)

__all__ = [
    "Column",
    "Effect",
    "FileRefused",
    "Grid",
    "GridRow",
    "Problem",
    "Reading",
    "Row",
    "Unreadable",
    "one_of",
    "read_table",
    "text",
    "uk_date",
    "whole_number",
    "year_group",
    "yes_or_no",
]
