"""The report of refused rows: a file its sender can mend and send again as it is."""

import csv
import io
from collections.abc import Iterator

from waymark.intake.reading.cells import guarded
from waymark.intake.reading.readings import Reading

ERRORS = "ERRORS"


def mending_rows(reading: Reading) -> Iterator[list[str]]:
    """The header and each refused row as it came, with a last column `ERRORS`, one line an error.

    Cells a spreadsheet would run are made safe, and read back as they were.
    """
    told: dict[int, list[str]] = {}
    for problem in reading.problems:
        told.setdefault(problem.row, []).append(f"{problem.code}: {problem.in_words()}")
    was_a_report = ERRORS in reading.header[-1:]
    width = len(reading.header) - was_a_report
    yield [*reading.header[:width], ERRORS]
    for row in reading.left_out:
        cells = row.cells[:-1] if was_a_report and len(row.cells) > width else row.cells
        blanks = [""] * (width - len(cells))
        yield [*map(guarded, cells), *blanks, guarded("\n".join(told.get(row.number, [])))]


def mending_csv(reading: Reading) -> bytes:
    """The report as CSV that Excel opens rightly."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(mending_rows(reading))
    return out.getvalue().encode("utf-8-sig")
