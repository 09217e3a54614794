"""Tables people take away: CSV and XLSX, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def plain_cell(value: Any) -> Any:
    """The value as a cell that no spreadsheet will take for a formula; dates as DD/MM/YYYY, none as blank."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return value


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV that Excel opens rightly: UTF-8 with a byte-order mark, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([plain_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Waymark") -> bytes:
    from openpyxl import Workbook  # takes a while to import; only downloads need it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet[:31])
    page.freeze_panes = "A2"
    heads = [WriteOnlyCell(page, value=name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
    page.append(heads)
    for row in rows:
        page.append([plain_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def download(kind: str, name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A file to keep: `kind` is "csv" or "xlsx"; `name` has no ending and nothing about a person."""
    if kind == "xlsx":
        response = HttpResponse(xlsx_bytes(header, rows), content_type=_XLSX)
    else:
        response = HttpResponse(csv_bytes(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    response["Cache-Control"] = "private, no-store"
    return response
