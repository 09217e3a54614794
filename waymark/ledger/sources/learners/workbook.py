"""The learner file to fill in, as a workbook: the guidance stands over each column and appears beside the cell."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from waymark.intake.reading import Column, uk_date
from waymark.ledger.sources.learners.columns import COLUMNS, NEEDED, SENSITIVE

TITLE = "One line for each learner on roll. Leave out those who have left."
_NEEDED_FILL = PatternFill("solid", fgColor="1D3557")
_OTHER_FILL = PatternFill("solid", fgColor="D9E2EC")
_LINES = 5_000


def template_workbook() -> bytes:
    """A workbook of one sheet: what each column holds stands above it, needed columns are dark and say so."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Learners"
    sheet["A1"] = TITLE
    sheet["A1"].font = Font(bold=True, size=13)
    for at, column in enumerate(COLUMNS, start=1):
        _write_column(sheet, at, column)
    sheet.row_dimensions[2].height = 92
    sheet.freeze_panes = "A4"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _write_column(sheet: Worksheet, at: int, column: Column) -> None:
    letter = get_column_letter(at)
    needed = column in NEEDED
    guidance = sheet.cell(2, at, _guidance(column))
    guidance.alignment = Alignment(wrap_text=True, vertical="top")
    heading = sheet.cell(3, at, column.shown)
    heading.fill = _NEEDED_FILL if needed else _OTHER_FILL
    heading.font = Font(bold=True, color="FFFFFF" if needed else "1D3557")
    sheet.column_dimensions[letter].width = 20
    sheet.column_dimensions[letter].number_format = "DD/MM/YYYY" if column.parse is uk_date else "@"
    beside = DataValidation(allow_blank=True, showInputMessage=True, promptTitle=column.shown[:32])
    beside.prompt = _guidance(column)[:255]
    beside.add(f"{letter}4:{letter}{3 + _LINES}")
    sheet.add_data_validation(beside)


def _guidance(column: Column) -> str:
    parts = []
    if column in NEEDED:
        parts.append("Must be filled." if column.filled else "Must be in the file.")
    parts.append(column.describe)
    if column in SENSITIVE:
        parts.append("Only kept if your school has switched it on.")
    return " ".join(part for part in parts if part)
