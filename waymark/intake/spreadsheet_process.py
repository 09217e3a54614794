"""Reads one spreadsheet in a process of its own: bytes on stdin, its sheets as JSON on stdout.

Apart because a workbook of five kilobytes can name a cell so far out that the reader asks for
gigabytes and is killed; here that ends a child with little memory, not the site.
"""

import contextlib
import datetime
import io
import json
import sys

MOST_MEMORY = 1536 * 1024 * 1024
MOST_SECONDS = 60
MOST_CELLS = 30_000_000


def main() -> None:
    """Read stdin, write `{"sheets": […]}` or `{"refused": why}`."""
    _limit()
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum  # after the limit

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        visible = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible == SheetVisibleEnum.Visible]
        found: dict[str, object] = {"sheets": [_sheet(workbook, name) for name in visible]}
    except PasswordError:
        found = {"refused": "password"}
    except (CalamineError, ValueError, OSError):
        found = {"refused": "unreadable"}
    except (MemoryError, TooMuch):
        found = {"refused": "size"}
    json.dump(found, sys.stdout)


class TooMuch(Exception):
    """A sheet claims more cells than any real one has."""


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # only where the system has it

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _sheet(workbook, name: str) -> dict[str, object]:
    from python_calamine import CalamineError  # after the limit on memory

    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError:  # a chart sheet, which holds no cells, is no fault of the file
        return {"name": name, "rows": []}
    if sheet.height * sheet.width > MOST_CELLS:
        raise TooMuch
    rows = []
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        written = [as_text(cell) for cell in cells]
        while written and not written[-1]:
            written.pop()
        if written:
            rows.append([line, written])
    return {"name": name, "rows": rows}


def as_text(cell: object) -> str:
    """A cell as a person would have typed it: whole numbers without a point, days as 2010-09-01."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, datetime.time):
        return cell.isoformat("minutes")
    return str(cell)


if __name__ == "__main__":
    main()
