"""Spreadsheets (.xlsx, .xls, .xlsb, .ods) as grids of text."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from waymark.intake.reading import Column, Grid, GridRow
from waymark.intake.reading.columns import match as headings_at
from waymark.intake.reading.filetypes import refuse_size, refuse_type
from waymark.intake.reading.tables import HEADER_WITHIN
from waymark.kernel.telling import Tell, untold

_PROCESS = "waymark.intake.spreadsheet_process"
_MOST_SECONDS = 90
_LOOK = 0.5  # seconds between two looks whether we are to stop


def spreadsheet_grid(content: bytes, columns: Sequence[Column], tell: Tell = untold) -> Grid:
    """The rows of the visible sheet whose header knows most of `columns`; of equals, the first.

    Raises `FileRefused` for a file that is no spreadsheet, has a password, or would not fit.
    """
    sheets = [_rows(sheet) for sheet in _sheets(content, tell)]
    best = max(sheets, key=lambda rows: _headings_known(rows, columns), default=())
    return Grid(best, ragged=False)


def _sheets(content: bytes, tell: Tell) -> list[dict]:
    found = json.loads(_opened(content, tell))
    match found.get("refused"):
        case "password":
            raise refuse_type("a spreadsheet locked with a password", suggestion="Save it without the password.")
        case "size":
            raise refuse_size("a spreadsheet with cells far beyond its data", "a sheet that ends where its data ends")
        case "unreadable":
            raise refuse_type("a file that no spreadsheet program would open")
    return found["sheets"]


def _opened(content: bytes, tell: Tell) -> bytes:
    """What the process that opens spreadsheets says of one; it ends when we do, or are told to stop."""
    until = time.monotonic() + _MOST_SECONDS
    with tempfile.TemporaryFile() as sent:
        sent.write(content)
        sent.seek(0)
        opening = subprocess.Popen(
            [sys.executable, "-m", _PROCESS], stdin=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        try:
            while True:
                tell(0, 0, "Opening the spreadsheet")
                try:
                    said, _ = opening.communicate(timeout=_LOOK)
                    break
                except subprocess.TimeoutExpired as slow:
                    if time.monotonic() > until:
                        raise refuse_size("a spreadsheet that takes too long to open", "an ordinary one") from slow
        finally:
            opening.kill()
            opening.wait()
    if opening.returncode:
        raise refuse_size("a spreadsheet with cells far beyond its data", "a sheet that ends where its data ends")
    return said


def _rows(sheet: dict) -> tuple[GridRow, ...]:
    """The sheet's rows with the blank ones between them, so that rows keep their numbers."""
    rows: list[GridRow] = []
    for line, cells in sheet["rows"]:
        if rows:
            rows.extend(GridRow(at, ()) for at in range(rows[-1].line + 1, line))
        rows.append(GridRow(line, tuple(cells)))
    return tuple(rows)


def _headings_known(rows: tuple[GridRow, ...], columns: Sequence[Column]) -> tuple[int, bool]:
    filled = [row for row in rows[:60] if row.cells][:HEADER_WITHIN]
    return (max((len(headings_at(row.cells, columns)) for row in filled), default=0), bool(filled))
