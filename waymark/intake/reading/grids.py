"""A file as plain rows of text, whatever it was: the common ground of CSV, spreadsheets and XML."""

from dataclasses import dataclass, field

from waymark.intake.reading.problems import Problem


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row of cells and the line it stands on in the sheet, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """All rows of a file, titles and header among them; `ragged` says short rows are a fault.

    A spreadsheet's rows are as wide as what stands in them, so width says nothing there; in a
    text file a row of another width has usually slipped.
    """

    rows: tuple[GridRow, ...]
    ragged: bool = True
    problems: tuple[Problem, ...] = field(default=())
