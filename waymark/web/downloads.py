"""Tables people take away: CSV and XLSX, safe to open in a spreadsheet."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from waymark.publishing.documents.cells import csv_bytes, plain_cell

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
