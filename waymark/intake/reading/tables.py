"""From rows of text to records: find the header, read every cell, report everything at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from waymark.intake.reading.cells import clean, is_formula, kind_of, opened
from waymark.intake.reading.columns import Column, match
from waymark.intake.reading.grids import Grid, GridRow
from waymark.intake.reading.problems import Effect, Problem, row_ragged
from waymark.intake.reading.readings import Reading, Row
from waymark.intake.reading.text import text_grid
from waymark.intake.reading.values import Unreadable
from waymark.kernel.telling import Tell, each, untold

HEADER_WITHIN = 10
_DASHES = frozenset({"-", "--", "\u2013", "\u2014"})
_AT_MOST = 200


def read_table(
    source: Grid | str | Iterable[str], columns: Sequence[Column], *, personal: bool = True, tell: Tell = untold
) -> Reading:
    """Read a table against its `columns` and say everything that is wrong with it.

    `source` is a grid, or the text or lines of a CSV file. Titles above the header are passed
    over when the header stands in the first ten rows. Missing columns refuse the whole file; a
    ragged row, a formula or an unreadable cell refuses its row. Blank rows are no records but
    keep their number. With `personal`, a problem says the kind of thing found, not the thing.
    """
    grid = source if isinstance(source, Grid) else text_grid(_joined(source), columns)
    opened_table = open_table(grid, columns)
    if isinstance(opened_table, Reading):
        return opened_table
    reading, below = opened_table.reading, opened_table.below
    records = sum(1 for row in below if not _is_blank(row))
    faults = _faults_of_the_whole(reading, records)
    if faults:
        return replace(reading, records=records).with_problem(*grid.problems, *faults)
    records_of = _Records(reading, opened_table.width, personal, tell)
    return records_of.read(below).with_problem(*grid.problems)


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table whose header was found, with the rows below it not yet read.

    `width` is how many cells a row must have, 0 where any number will do.
    """

    reading: Reading
    below: Sequence[GridRow]
    width: int


def open_table(grid: Grid, columns: Sequence[Column]) -> OpenTable | Reading:
    """Find the header of a grid: for sources that read their rows in a way of their own.

    A grid without any row is a `Reading` refused; a header that lacks a column is for the caller to say.
    """
    start = _header_at(grid.rows, columns)
    if start is None:
        empty = Problem("FILE_EMPTY", Effect.FILE, 0, "", "no rows", "a header row and at least one record")
        return Reading(tuple(columns), problems=(*grid.problems, empty))
    header, below = grid.rows[start].cells, grid.rows[start + 1 :]
    headings = tuple(clean(cell) for cell in header)
    reading = Reading(tuple(columns), headings, match(headings, columns), heading_line=grid.rows[start].line)
    return OpenTable(reading, below, _width(below, len(header)) if grid.ragged else 0)


def _joined(source: str | Iterable[str]) -> str:
    return source if isinstance(source, str) else "\n".join(line.rstrip("\r\n") for line in source)


def _is_blank(row: GridRow) -> bool:
    return not any(cell and not cell.isspace() and clean(cell) for cell in row.cells)


def _header_at(rows: Sequence[GridRow], columns: Sequence[Column]) -> int | None:
    """The row, among the first ten, that most looks like the header: of equals, the first."""
    standing = [at for at, row in enumerate(rows[: HEADER_WITHIN * 3]) if not _is_blank(row)][:HEADER_WITHIN]
    if not standing:
        return None
    return max(standing, key=lambda at: (len(match(rows[at].cells, columns)), -at))


def _faults_of_the_whole(reading: Reading, records: int) -> list[Problem]:
    faults = [
        Problem(
            "COLUMN_MISSING",
            Effect.FILE,
            1,
            column.shown,
            "no such heading",
            f"a column headed “{column.shown}”",
            "Add the column, or rename the one that holds it.",
        )
        for column in reading.columns
        if column.required and column.name not in reading.found
    ]
    if not records:
        faults.append(Problem("FILE_EMPTY", Effect.FILE, 0, "", "a header and no records", "at least one record"))
    return faults


def _width(rows: Sequence[GridRow], header: int) -> int:
    """How wide a row should be: as the header, unless every row ends in the same spare blank cells."""
    if {len(row.cells) for row in rows} == {header}:
        return header
    widths = {len(row.cells) for row in rows if not _is_blank(row)}
    if len(rows) < 2 or len(widths) != 1:
        return header
    (width,) = widths
    spare = width > header and not any(cell.strip() for row in rows for cell in row.cells[header:])
    return width if spare else header


@dataclass
class _Records:
    """Reads the rows below the header; values seen before are not parsed again."""

    reading: Reading
    width: int
    personal: bool
    tell: Tell
    rows: list[Row] = field(default_factory=list)
    left_out: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def read(self, below: Sequence[GridRow]) -> Reading:
        """The reading with every row below the header in its place."""
        found = self.reading.found
        wanted = [(column, found[column.name]) for column in self.reading.columns if column.name in found]
        absent = {column.name: None for column in self.reading.columns if column.name not in found}
        for number, row in enumerate(each(below, self.tell, "Checking rows"), start=2):
            if not _is_blank(row):
                self._read_row(number, row, wanted, absent)
        return replace(
            self.reading,
            rows=tuple(self.rows),
            left_out=tuple(self.left_out),
            problems=tuple(self.problems),
            records=len(self.rows) + len(self.left_out),
        )

    def _read_row(self, number: int, row: GridRow, wanted: list[tuple[Column, int]], absent: dict[str, None]) -> None:
        if self.width and len(row.cells) != self.width:
            self._ragged(number, row)
            return
        values: dict[str, Any] = dict(absent)
        refused = False
        for column, at in wanted:
            cell = row.cells[at] if at < len(row.cells) else ""
            known = self._known.setdefault(column.name, {})
            try:
                if cell not in known:
                    known[cell] = _value(column, clean(cell))
                values[column.name] = known[cell]
            except _Refused as fault:
                values[column.name] = None
                self._tell(number, row, column, clean(cell), fault)
                refused = refused or fault.effect is Effect.REFUSED
        (self.left_out if refused else self.rows).append(Row(number, row.line, row.cells, values))

    def _ragged(self, number: int, row: GridRow) -> None:
        self.left_out.append(Row(number, row.line, row.cells))
        self.problems.append(row_ragged(number, row.line, len(row.cells), self.width))

    def _tell(self, number: int, row: GridRow, column: Column, cell: str, fault: "_Refused") -> None:
        received = fault.received or kind_of(cell) if self.personal else cell[:_AT_MOST]
        self.problems.append(
            Problem(
                fault.code,
                fault.effect,
                number,
                self.reading.heading_of(column.name),
                received,
                fault.expected,
                fault.suggestion,
                row.line,
            )
        )


class _Refused(Exception):
    def __init__(self, code: str, effect: Effect, expected: str, suggestion: str, received: str = "") -> None:
        super().__init__(code)
        self.code, self.effect = code, effect
        self.expected, self.suggestion, self.received = expected, suggestion, received


def _value(column: Column, cell: str) -> Any:
    if cell in _DASHES and not column.filled:
        cell = ""
    if is_formula(cell) and not (column.signed and cell[0] in "+-"):
        raise _Refused(
            "FORMULA", Effect.REFUSED, "plain text", "Take the sign at the start of the cell away.", "a formula"
        )
    if not cell:
        if column.filled:
            raise _Refused(column.blank, Effect.REFUSED, f"a value for {column.shown}", "Fill in the cell.", "a blank")
        return None
    effect = Effect.NOTED if column.lenient else Effect.REFUSED
    try:
        return column.parse(opened(cell))
    except Unreadable as fault:
        raise _Refused(column.unreadable, effect, fault.expected, fault.suggestion, fault.received) from None
