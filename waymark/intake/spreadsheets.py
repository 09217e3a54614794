"""Spreadsheets (.xlsx, .xls, .xlsb, .ods) as grids of text."""

import json
import subprocess
import sys
from collections.abc import Sequence

from waymark.intake.reading import Column, Grid, GridRow
from waymark.intake.reading.columns import match as headings_at
from waymark.intake.reading.filetypes import refuse_size, refuse_type
from waymark.intake.reading.tables import HEADER_WITHIN

_PROCESS = "waymark.intake.spreadsheet_process"
_MOST_SECONDS = 90


def spreadsheet_grid(content: bytes, columns: Sequence[Column]) -> Grid:
    """The rows of the visible sheet whose header knows most of `columns`; of equals, the first.

    Raises `FileRefused` for a file that is no spreadsheet, has a password, or would not fit.
    """
    sheets = [_rows(sheet) for sheet in _sheets(content)]
    best = max(sheets, key=lambda rows: _headings_known(rows, columns), default=())
    return Grid(best, ragged=False)


def _sheets(content: bytes) -> list[dict]:
    try:
        ended = subprocess.run(
            [sys.executable, "-m", _PROCESS], input=content, capture_output=True, timeout=_MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as slow:
        raise refuse_size("a spreadsheet that takes too long to open", "an ordinary spreadsheet") from slow
    if ended.returncode:
        raise refuse_size("a spreadsheet with cells far beyond its data", "a sheet that ends where its data ends")
    found = json.loads(ended.stdout)
    match found.get("refused"):
        case "password":
            raise refuse_type("a spreadsheet locked with a password", suggestion="Save it without the password.")
        case "size":
            raise refuse_size("a spreadsheet with cells far beyond its data", "a sheet that ends where its data ends")
        case "unreadable":
            raise refuse_type("a file that no spreadsheet program would open")
    return found["sheets"]


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
