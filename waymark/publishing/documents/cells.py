"""Cells that no spreadsheet takes for a formula, and the CSV made of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = {code: None for code in range(32) if chr(code) not in "\t\n\r"}


def plain_cell(value: Any) -> Any:
    """The value as a cell: dates as DD/MM/YYYY, none as blank, words never a formula."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, str):
        fit = value.translate(_UNWRITABLE)
        return f"'{fit}" if fit.startswith(_STARTS_A_FORMULA) else fit
    return value


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that Excel opens rightly: UTF-8 with a byte-order mark, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([plain_cell(label) for label in header])
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")
