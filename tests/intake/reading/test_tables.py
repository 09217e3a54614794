"""Reading a table: every problem at once, each where it is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.intake.reading import Column, Effect, Grid, GridRow, Problem, read_table, uk_date, whole_number
from waymark.intake.reading.cells import clean
from waymark.intake.reading.text import decode

COLUMNS = (
    Column("upn", also_called=("unique pupil number",), filled=True, blank="UPN_BLANK"),
    Column("born_on", uk_date, also_called=("date of birth", "dob"), unreadable="DATE_OF_BIRTH_INVALID"),
    Column("minutes", whole_number, required=False, lenient=True, signed=True),
)


def told(reading):
    return [(problem.row, problem.code, problem.column) for problem in reading.problems]


def test_read_table_when_all_is_well():
    reading = read_table("DOB,Unique Pupil Number\n01/09/2010,A1\n2-Oct-11,B2\n", COLUMNS)

    assert [row.values for row in reading.rows] == [
        {"upn": "A1", "born_on": date(2010, 9, 1), "minutes": None},
        {"upn": "B2", "born_on": date(2011, 10, 2), "minutes": None},
    ]
    assert reading.problems == ()


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_read_table_with_any_separator(sign):
    reading = read_table(f"UPN{sign}DOB\nA1{sign}01/09/2010\n", COLUMNS)

    assert [row.values["upn"] for row in reading.rows] == ["A1"]


def test_read_table_passes_over_titles_and_numbers_from_the_header():
    reading = read_table("Roll of the school\n\nTaken,today\nUPN,DOB\nA1,01/09/2010\nB2,never\n", COLUMNS)

    assert reading.header == ("UPN", "DOB")
    assert told(reading) == [(3, "DATE_OF_BIRTH_INVALID", "DOB")]
    assert reading.problems[0].line == 6
    assert reading.with_problem(Problem("MARK_BY_HAND", Effect.NOTED, 2)).problems[0].place == 5


def test_read_table_names_each_missing_column_and_reads_no_row():
    reading = read_table("Forename,Surname\nAda,Byron\n", COLUMNS)

    assert told(reading) == [(1, "COLUMN_MISSING", "upn"), (1, "COLUMN_MISSING", "born_on")]
    assert reading.is_refused
    assert (reading.records, reading.rows, reading.left_out) == (1, (), ())


@pytest.mark.parametrize("content", ["", "\n\n", " ,\n,\n", "\ufeff"])
def test_read_table_when_there_is_nothing(content):
    assert told(read_table(content, COLUMNS)) == [(0, "FILE_EMPTY", "")]


def test_read_table_when_only_a_header():
    assert told(read_table("UPN,DOB\n", COLUMNS)) == [(0, "FILE_EMPTY", "")]


def test_read_table_refuses_ragged_rows_and_keeps_the_rest():
    reading = read_table("UPN,DOB\nA1,01/09/2010,more\nB2\nC3,02/09/2010\n", COLUMNS)

    assert told(reading) == [(2, "ROW_RAGGED", ""), (3, "ROW_RAGGED", "")]
    assert [row.values["upn"] for row in reading.rows] == ["C3"]
    assert [row.cells for row in reading.left_out] == [("A1", "01/09/2010", "more"), ("B2",)]


def test_read_table_passes_over_a_blank_cell_that_ends_every_row():
    reading = read_table("UPN,DOB\nA1,01/09/2010,\nB2,01/09/2010,\n", COLUMNS)

    assert [row.values["upn"] for row in reading.rows] == ["A1", "B2"]


def test_read_table_when_a_quotation_mark_is_never_closed():
    reading = read_table('UPN,DOB\nA1,01/09/2010\n"B2,' + "x" * 200_000, COLUMNS)

    assert told(reading) == [(3, "ROW_RAGGED", "")]
    assert [row.values["upn"] for row in reading.rows] == ["A1"]


@pytest.mark.parametrize("cell", ["=1+1", "+44", "-2", "@SUM(A1)", "'=1+1", " =1", "\t=1"])
def test_read_table_refuses_formulas(cell):
    reading = read_table(Grid((GridRow(1, ("UPN", "DOB")), GridRow(2, (cell, "01/09/2010")))), COLUMNS)

    assert told(reading) == [(2, "FORMULA", "UPN")]
    assert reading.problems[0].received == "a formula"


def test_read_table_lets_a_signed_number_be():
    reading = read_table("UPN,DOB,Minutes\nA1,01/09/2010,-5\nB2,01/09/2010,=5\n", COLUMNS)

    assert [row.values["minutes"] for row in reading.rows] == [-5]
    assert told(reading) == [(3, "FORMULA", "Minutes")]


def test_read_table_notes_what_a_lenient_column_cannot_read():
    reading = read_table("UPN,DOB,Minutes\nA1,01/09/2010,an hour\n", COLUMNS)

    assert [row.values["minutes"] for row in reading.rows] == [None]
    assert [(p.row, p.code, p.effect.value, p.received) for p in reading.problems] == [
        (2, "VALUE_UNREADABLE", "noted", "text of 7 characters")
    ]


def test_read_table_never_repeats_a_persons_value_unless_told_the_file_has_none():
    content = "UPN,DOB\nA1,31/02/2010 Ada\n"

    assert "Ada" not in str(read_table(content, COLUMNS).problems)
    assert read_table("UPN,DOB,Minutes\nA1,01/09/2010,x\n", COLUMNS, personal=False).problems[0].received == "x"


def test_read_table_reports_every_fault_of_a_row():
    reading = read_table("UPN,DOB\n,never\n", COLUMNS)

    assert told(reading) == [(2, "UPN_BLANK", "UPN"), (2, "DATE_OF_BIRTH_INVALID", "DOB")]


def test_read_table_cleans_what_nobody_typed():
    reading = read_table("UPN,DOB\n\u200b A\x071\u00a0,01/09/2010\n", COLUMNS)

    assert reading.rows[0].values["upn"] == "A1"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("café,£".encode(), id="UTF-8"),
        pytest.param("café,£".encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param("café,£".encode("utf-16"), id="UTF-16 with a mark"),
        pytest.param("café,£".encode("utf-16-le"), id="UTF-16 without"),
        pytest.param("café,£".encode("utf-16-be"), id="UTF-16, the other way"),
        pytest.param("café,£".encode("cp1252"), id="Windows-1252"),
    ],
)
def test_decode_reads_every_alphabet_schools_send(content):
    assert decode(content) == "café,£"


def test_decode_reads_one_pasted_row_without_spoiling_the_rest():
    assert decode("naïve\n".encode() + "O’Hara\n".encode("cp1252")) == "naïve\nO’Hara\n"


@given(st.binary(max_size=400))
def test_read_table_of_any_bytes_gives_problems_not_errors(content):
    reading = read_table(decode(content), COLUMNS)

    assert reading.is_refused or reading.records == len(reading.rows) + len(reading.left_out)


@given(st.lists(st.lists(st.text(max_size=12), max_size=5), max_size=8))
def test_read_table_of_any_cells_loses_no_record(rows):
    grid = Grid(tuple(GridRow(at, tuple(cells)) for at, cells in enumerate([["UPN", "DOB"], *rows], start=1)))

    reading = read_table(grid, COLUMNS)

    kept = sum(1 for cells in rows if any(map(clean, cells)))
    assert reading.records == kept or reading.header != ("UPN", "DOB")
