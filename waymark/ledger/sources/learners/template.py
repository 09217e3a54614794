"""The learner file to fill in."""

import csv
import io

from waymark.ledger.sources.learners.columns import COLUMNS


def template_csv() -> bytes:
    """The headings alone, in UTF-8 with the mark by which a spreadsheet program knows it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([column.shown for column in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def template_xlsx() -> bytes:
    """The workbook with guidance beside the cells."""
    from waymark.ledger.sources.learners.workbook import template_workbook  # openpyxl takes its time to import

    return template_workbook()
