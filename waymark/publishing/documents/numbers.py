"""The numbers of a document, each with its source, as a table that a spreadsheet opens."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from waymark.publishing.documents.cells import csv_bytes, plain_cell
from waymark.publishing.documents.shape import Cell, Chart, Document, Facts, Link, Number, Section, Table, all_sections

HEADER = (
    "section",
    "table",
    "row",
    "column",
    "shown",
    "value",
    "source",
    "what was counted",
    "entitlement",
    "rules",
    "as at",
    "counted",
    "coverage",
    "rows at",
    "files (SHA-256)",
)
Sheet = tuple[str, Sequence[str], Iterable[Sequence[Any]]]
NEVER = (1980, 1, 1, 0, 0, 0)  # a zip's own days would make the same words other bytes
_CHANGED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(<)")


def as_csv(document: Document) -> bytes:
    """Every figure on a line with where it comes from."""
    return csv_bytes(HEADER, rows_of(document))


def as_xlsx(document: Document) -> bytes:
    """The same as a workbook, and each table of the document as a sheet."""
    sheets: list[Sheet] = [("Figures", HEADER, list(rows_of(document)))]
    for _, section in all_sections(document.sections):
        sheets += [_sheet(block) for block in section.blocks if isinstance(block, Table) and block.rows]
    return workbook(sheets, on=document.on)


def rows_of(document: Document) -> Iterator[list[Any]]:
    """The figures in reading order."""
    for _, section in all_sections(document.sections):
        for table, row, column, cell in _figures(section):
            source = document.sources[cell.source - 1] if cell.source else None
            about: list[Any] = [""] * 8
            if source:
                files = " ".join(source.files)
                about = [source.title, source.code, source.rules, source.as_at, source.counted, source.coverage]
                about += [source.where, files]
            yield [section.title, table, row, column, cell.shown, cell.value, cell.source or None, *about]


def workbook(sheets: Iterable[Sheet], *, on: date) -> bytes:
    """A workbook of these sheets (name, header, rows): the same rows give the same bytes, and no cell is a formula."""
    from openpyxl import Workbook  # takes a while to import; only documents need it
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book, used = Workbook(write_only=True), set[str]()
    for name, header, rows in sheets:
        page = book.create_sheet(_free(name, used))
        page.freeze_panes = "A2"
        heads = [WriteOnlyCell(page, value=plain_cell(label)) for label in header]
        for head in heads:
            head.font = Font(bold=True)
        page.append(heads)
        for row in rows:
            page.append([plain_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return _dated(out.getvalue(), on)


def _figures(section: Section) -> Iterator[tuple[str, str, str, Number]]:
    for block in section.blocks:
        if isinstance(block, Chart):
            yield from ((block.title, label, "", figure) for label, figure in block.bars)
        elif isinstance(block, Facts):
            yield from (("", label, "", value) for label, value in block.rows if isinstance(value, Number))
        elif isinstance(block, Table):
            labels = [column.label for column in block.columns]
            for row in block.rows:
                for label, cell in zip(labels, row, strict=True):
                    if isinstance(cell, Number):
                        yield block.title, _shown(row[0]), label, cell


def _sheet(table: Table) -> Sheet:
    rows = [[_worth(cell) for cell in row] for row in table.rows]
    return table.title, [column.label for column in table.columns], rows


def _worth(cell: Cell) -> Any:
    if isinstance(cell, Number):
        return cell.shown if cell.value is None else cell.value
    return cell.shown if isinstance(cell, Link) else cell


def _shown(cell: Cell) -> str:
    return cell if isinstance(cell, str) else cell.shown


def _free(name: str, used: set[str]) -> str:
    """A sheet's name that no other has: 31 letters at most, without those that spreadsheets refuse."""
    fit = re.sub(r"[\[\]:*?/\\']", " ", name).strip()[:28] or "Table"
    found, number = fit, 2
    while found.casefold() in used:
        found, number = f"{fit} {number}", number + 1
    used.add(found.casefold())
    return found


def _dated(content: bytes, on: date) -> bytes:
    """The workbook as if it had been written on the day: nothing of the clock is in it."""
    said = datetime.combine(on, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename == "docProps/core.xml":
                body = _CHANGED.sub(rb"\g<1>" + said + rb"\g<3>", body)
            new.writestr(zipfile.ZipInfo(part.filename, NEVER), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()
