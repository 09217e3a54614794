"""Opening what people send: told apart by content, refused in words, never half read."""

import datetime
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from waymark.intake.files import content_of_path, read_file
from waymark.intake.reading import Column, FileRefused, uk_date, whole_number, yes_or_no
from waymark.intake.reading import filetypes as types

COLUMNS = (
    Column("name", filled=True),
    Column("born_on", uk_date),
    Column("count", whole_number),
    Column("said", yes_or_no),
)
HEADER = ("Name", "Born on", "Count", "Said")


def workbook(*rows, sheets=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for title, more in sheets:
        sheet = book.create_sheet(title)
        for row in more:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(reading):
    return [problem.code for problem in reading.problems]


def test_read_file_of_a_spreadsheet_reads_numbers_and_dates_as_typed():
    content = workbook(HEADER, ("Ada", datetime.date(2010, 9, 1), 7.0, True), ("Bea", 40422, "12", "no"))

    assert [row.values for row in read_file(content, COLUMNS).rows] == [
        {"name": "Ada", "born_on": datetime.date(2010, 9, 1), "count": 7, "said": True},
        {"name": "Bea", "born_on": datetime.date(2010, 9, 1), "count": 12, "said": False},
    ]


def test_read_file_numbers_rows_as_the_sheet_does_when_the_header_is_first():
    content = workbook(HEADER, ("Ada", "x", 1, "no"), (), ("Bea", "x", 1, "no"))

    assert [(problem.row, problem.line) for problem in read_file(content, COLUMNS).problems] == [(2, 2), (4, 4)]


def test_read_file_passes_over_titles_merged_headers_and_other_sheets():
    content = workbook(
        ("Notes",),
        ("Nothing here",),
        sheets=[("Roll", [("Our school",), ("Person", None, "Facts"), HEADER, ("Ada", "1/9/2010", 1, "yes")])],
    )

    reading = read_file(content, COLUMNS)

    assert [row.values["name"] for row in reading.rows] == ["Ada"]
    assert reading.rows[0].number == 2


def open_document(*rows) -> bytes:
    def cell(value):
        kind, shown = ("float", f' office:value="{value}"') if isinstance(value, int) else ("string", "")
        return f'<table:table-cell office:value-type="{kind}"{shown}><text:p>{value}</text:p></table:table-cell>'

    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    table = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    blank = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="S">'
            f"{table}{blank}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def test_read_file_of_an_open_document_spreadsheet():
    reading = read_file(open_document(HEADER, ("Ada", "1/9/2010", 7, "yes")), COLUMNS)

    assert [row.values["count"] for row in reading.rows] == [7]
    assert reading.records == 1


def test_read_file_takes_short_rows_of_a_spreadsheet_as_blank_cells():
    reading = read_file(workbook(HEADER, ("Ada",)), COLUMNS)

    assert reading.rows[0].values == {"name": "Ada", "born_on": None, "count": None, "said": None}


def test_read_file_ignores_a_hidden_sheet():
    book = load_workbook(io.BytesIO(workbook(("x",), sheets=[("Hidden", [HEADER, ("Ada", "1/9/2010", 1, "yes")])])))
    book["Hidden"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)

    assert "COLUMN_MISSING" in codes(read_file(out.getvalue(), COLUMNS))


@pytest.mark.parametrize(
    ("content", "received"),
    [
        pytest.param(b"%PDF-1.7\n", "a document", id="PDF"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture", id="picture"),
        pytest.param(b"\x1f\x8b\x08\0\0\0\0\0", "a packed file", id="gzip"),
        pytest.param(b"<!DOCTYPE html><html>", "a web page", id="web page"),
        pytest.param(b"  <table><tr>", "a web page", id="web page named xls"),
        pytest.param(b'<?xml version="1.0"?><a/>', "an XML file", id="XML"),
        pytest.param(b'{"learners": []}', "a JSON file", id="JSON"),
        pytest.param(b"PK\x03\x04 not a zip", "a damaged file", id="damaged"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a file that no spreadsheet", id="old Office"),
        pytest.param(bytes(range(256)) * 4, "a file of a kind we do not know", id="noise"),
    ],
)
def test_read_file_refuses_other_kinds_of_file_in_words(content, received):
    (problem,) = read_file(content, COLUMNS).problems

    assert (problem.code, problem.effect.value) == ("FILE_TYPE", "file")
    assert problem.received.startswith(received)
    assert problem.suggestion


def test_read_file_refuses_a_document_in_a_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert read_file(out.getvalue(), COLUMNS).problems[0].received == "a word-processor document"


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_read_file_says_when_there_is_nothing(content):
    assert codes(read_file(content, COLUMNS)) == ["FILE_EMPTY"]


def bomb(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return out.getvalue()


def test_read_file_refuses_a_file_that_unpacks_to_too_much():
    assert codes(read_file(bomb(30_000_000), COLUMNS)) == ["FILE_TOO_LARGE"]


def test_read_file_believes_what_comes_out_and_not_what_is_declared(monkeypatch):
    monkeypatch.setattr(types, "MOST_UNPACKED", 1_000)
    content = workbook(HEADER)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            content = content.replace(part.file_size.to_bytes(4, "little"), (1).to_bytes(4, "little"))

    assert codes(read_file(content, COLUMNS)) in (["FILE_TOO_LARGE"], ["FILE_TYPE"])


def test_read_file_survives_a_cell_at_the_end_of_the_world():
    book = Workbook()
    book.active.append(HEADER)
    book.active["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)

    assert codes(read_file(out.getvalue(), COLUMNS)) == ["FILE_TOO_LARGE"]


def test_content_of_path_refuses_by_size_without_reading(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as sparse:
        sparse.truncate(200 * 1024 * 1024)

    with pytest.raises(FileRefused) as refusal:
        content_of_path(path, 25 * 1024 * 1024)

    (problem,) = refusal.value.problems
    assert (problem.code, problem.received) == ("FILE_TOO_LARGE", "200 MB")


@given(st.integers(0, 4_000), st.integers(0, 255))
@settings(max_examples=25, deadline=None)
def test_read_file_of_a_damaged_spreadsheet_gives_problems_not_errors(at, byte):
    content = bytearray(_WHOLE)
    content[at % len(content)] = byte

    reading = read_file(bytes(content), COLUMNS)

    assert reading.is_refused or reading.header


_WHOLE = workbook(HEADER, ("Ada", datetime.date(2010, 9, 1), 7.0, True))


@given(st.binary(max_size=600))
@settings(max_examples=60, deadline=None)
def test_read_file_of_any_bytes_gives_problems_not_errors(content):
    assert read_file(content, COLUMNS).problems
