"""The rows of a course or venue file as cells by heading, read alike whatever kind of file it was."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Effect, FileRefused, Problem, Reading, Row
from waymark.intake.reading.cells import clean, opened
from waymark.intake.reading.problems import row_ragged
from waymark.intake.reading.tables import open_table
from waymark.kernel.telling import Tell, each, untold

_AT_MOST = 200
_SPELT = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_WEB_PAGES = frozenset({"course_webpage", "website"})  # where `&` parts what an address asks for


class Cells:
    """The cells of one row by their heading, and what is wrong with them."""

    def __init__(self, row: Row, found: dict[str, int], header: Sequence[str]) -> None:
        self.row, self._found, self._header = row, found, header
        self.problems: list[Problem] = []

    def raw(self, heading: str) -> str:
        """A cell in one line, cleaned of what nobody typed; a sign that web pages spell (`&amp;`) is that sign."""
        return opened(clean(self._meant(heading)))

    def text(self, heading: str) -> str:
        """A cell with its paragraphs kept."""
        cell = self._meant(heading)
        if "\n" not in cell and "\r" not in cell:
            return opened(clean(cell))
        lines = [clean(line) for line in cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return opened("\n".join(lines).strip())

    def _meant(self, heading: str) -> str:
        cell = self.row.cells[self._found[heading.lower()]]
        return cell if heading.lower() in _WEB_PAGES else _SPELT.sub(lambda sign: _sign(sign[0]), cell)

    def refuse(
        self, heading: str, code: str, expected: str, suggestion: str = "", *, received: str | None = None
    ) -> None:
        """Say that a cell leaves the row out."""
        self._tell(Effect.REFUSED, heading, code, expected, suggestion, received)

    def note(
        self, heading: str, code: str, expected: str, suggestion: str = "", *, received: str | None = None
    ) -> None:
        """Say something about a cell whose row stays."""
        self._tell(Effect.NOTED, heading, code, expected, suggestion, received)

    @property
    def is_refused(self) -> bool:
        return any(problem.effect is Effect.REFUSED for problem in self.problems)

    def _tell(
        self, effect: Effect, heading: str, code: str, expected: str, suggestion: str, received: str | None
    ) -> None:
        got = self.raw(heading) if received is None else received
        named = self._header[self._found[heading.lower()]]
        told = got if len(got) <= _AT_MOST else f"{len(got):,} characters, beginning “{got[:60]}”"
        self.problems.append(
            Problem(code, effect, self.row.number, named, told or "a blank", expected, suggestion, self.row.line)
        )


def opened_file(content: bytes, columns: tuple[Column, ...], tell: Tell = untold) -> Reading:
    """The rows of a file whose header has every column; all records that are as wide as it should be in `rows`.

    A file that lacks columns, or any record, is refused whole.
    """
    try:
        grid = grid_of(content, columns, tell=tell)
    except FileRefused as refusal:
        return Reading(columns, problems=refusal.problems)
    table = open_table(grid, columns)
    if isinstance(table, Reading):
        return table
    reading = table.reading
    rows, ragged, problems = [], [], list(grid.problems)
    for number, row in enumerate(each(table.below, tell, "Reading rows"), start=2):
        if not any(cell and not cell.isspace() for cell in row.cells):
            continue
        cells = row.cells + ("",) * (len(reading.header) - len(row.cells)) if not table.width else row.cells
        if table.width and len(cells) != table.width:
            ragged.append(Row(number, row.line, cells))
            problems.append(row_ragged(number, row.line, len(cells), table.width))
        else:
            rows.append(Row(number, row.line, cells))
    reading = replace(reading, rows=tuple(rows), left_out=tuple(ragged), records=len(rows) + len(ragged))
    return reading.with_problem(*problems, *_faults(reading))


def cells_of(reading: Reading, tell: Tell) -> Iterator[Cells]:
    """Each row of a reading as cells."""
    for row in each(reading.rows, tell, "Checking rows", every=2_000):
        yield Cells(row, dict(reading.found), reading.header)


def sorted_out(reading: Reading, checked: Sequence[Cells]) -> Reading:
    """The reading with each row where its problems put it."""
    refused = {cells.row.number for cells in checked if cells.is_refused}
    out = [row for row in reading.rows if row.number in refused]
    told = [problem for cells in checked for problem in cells.problems]
    return replace(
        reading,
        rows=tuple(row for row in reading.rows if row.number not in refused),
        left_out=tuple(sorted((*reading.left_out, *out), key=lambda row: row.number)),
    ).with_problem(*told)


def _sign(spelt: str) -> str:
    """What `&amp;` stands for; what stands for nothing (`&region;`) stays as it is, however it begins."""
    return spelt if (sign := unescape(spelt)).endswith(";") and len(sign) > 1 else sign


def _faults(reading: Reading) -> Iterator[Problem]:
    for column in reading.columns:
        if column.name not in reading.found:
            yield Problem(
                "COLUMN_MISSING",
                Effect.FILE,
                1,
                column.shown,
                "no such heading",
                f"a column headed “{column.shown}”",
                "Add the column; its cells may be blank.",
            )
    if not reading.records:
        yield Problem("FILE_EMPTY", Effect.FILE, 0, "", "a header and no records", "at least one record")
