import csv
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from waymark.web.downloads import csv_bytes, plain_cell, xlsx_bytes


@pytest.mark.parametrize("value", ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_starts_a_formula_is_defused(value):
    assert plain_cell(value) == f"'{value}"


@pytest.mark.parametrize(
    ("value", "cell"), [(None, ""), (3, 3), (-3, -3), ("Amara", "Amara"), (date(2027, 2, 28), "28/02/2027")]
)
def test_other_cells_are_as_people_write_them(value, cell):
    assert plain_cell(value) == cell


def test_a_csv_opens_rightly_in_a_spreadsheet():
    made = csv_bytes(("Name", "Note"), [("Żurek", 'said "no"\nand left')])

    assert made.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""))) == [
        ["Name", "Note"],
        ["Żurek", 'said "no"\nand left'],
    ]


def test_a_character_no_workbook_can_hold_is_left_out():
    """As Word's line break within a paragraph, pasted into a title: it must not keep the rest from being taken away."""
    made = xlsx_bytes(("Name",), [("Careers\x0bfair",), ("\x01=1",)])

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0)

    assert sheet.to_python() == [["Name"], ["Careersfair"], ["'=1"]]


def test_a_workbook_reads_back():
    made = xlsx_bytes(("Name", "Marks"), [("=Amara", 7)])

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0)

    assert sheet.to_python() == [["Name", "Marks"], ["'=Amara", 7.0]]
