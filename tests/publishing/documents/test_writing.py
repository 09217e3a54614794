"""A document written down: PDF that can be read aloud, HTML that stands alone, numbers that no spreadsheet runs."""

import csv
import io

import pikepdf
import pytest
from openpyxl import load_workbook

from tests.publishing.pdf_text import pages_of, text_of
from tests.publishing.small_documents import a_document
from tests.publishing.test_files import _roles
from waymark.publishing.documents.bundles import file_in, files_of, with_manifest, zipped
from waymark.publishing.documents.numbers import HEADER, as_csv, as_xlsx
from waymark.publishing.documents.pages import as_html
from waymark.publishing.documents.setting import as_pdf
from waymark.publishing.documents.shape import as_json, from_json, sha256_of


def test_a_document_comes_back_from_json_as_it_was():
    document = a_document()

    assert from_json(as_json(document)) == document


def test_what_it_says_is_the_same_whatever_day_it_is_made():
    assert sha256_of(a_document()) == sha256_of(a_document(made_on=a_document().on.replace(day=21)))
    assert sha256_of(a_document()) != sha256_of(a_document("more"))


@pytest.mark.parametrize("one_page", [False, True])
def test_the_pdf_is_tagged_titled_and_in_english(one_page):
    with pikepdf.open(io.BytesIO(as_pdf(a_document(one_page=one_page)))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "A page for governors, Fernhill School"
        assert _roles(pdf.Root.StructTreeRoot) >= {
            "/H1",
            "/H2",
            "/H3",
            "/Table",
            "/TH",
            "/TD",
            "/L",
            "/LI",
            "/P",
            "/Link",
        }
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")


def test_the_pdf_says_all_of_it_with_page_numbers():
    said = text_of(as_pdf(a_document()))

    for words in ("First.", "Mind this.", "1,040", "50% (5 of 10)", "Hidden", "Deep.", "Nothing is recorded."):
        assert words in said
    assert "Where the figures come from" in said
    assert "abababababab" in said
    assert "Page 1 of" in said


def test_a_long_document_has_contents_and_repeats_heads():
    one = a_document()
    pages = pages_of(as_pdf(a_document(sections=one.sections * 12)))

    assert len(pages) > 3
    assert "Contents" in pages[0]
    assert all("Fernhill School" in page and "A page for governors" in page for page in pages)


@pytest.mark.parametrize("paragraphs", [0, 10, 18])
def test_one_page_stays_one_page(paragraphs):
    words = "A line of what is still wanting, as long as such lines are when they are written down in full."
    one = a_document(*[words] * paragraphs, one_page=True)

    assert len(pages_of(as_pdf(one))) == 1


def test_words_are_never_markup():
    typed = "<script>x</script> #let x = 1 *bold* $math$ =cmd"
    document = a_document(typed)

    assert b"<script>x" not in as_html(document)
    assert b"&lt;script&gt;x" in as_html(document)
    assert "#let x = 1 *bold* $math$ =cmd" in text_of(as_pdf(document))


def test_the_page_stands_alone():
    page = as_html(a_document()).decode()

    assert "http" not in page.replace("http-equiv", "")
    assert '<html lang="en-GB">' in page
    assert page.count("<h1>") == 1
    assert '<a href="a.txt">a.txt</a>' in page


def test_every_number_has_its_source():
    rows = list(csv.DictReader(io.StringIO(as_csv(a_document()).decode("utf-8-sig"))))

    assert [row["shown"] for row in rows] == ["1,040", "50% (5 of 10)", "Hidden", "3"]
    assert [row["value"] for row in rows] == ["1040", "50", "", "3"]
    assert [row["source"] for row in rows] == ["1", "2", "2", "1"]
    assert rows[1]["entitlement"] == "gb5.employer_year"
    assert rows[1]["files (SHA-256)"] == "ab" * 32
    assert tuple(rows[0]) == HEADER


def test_no_cell_is_a_formula():
    bad = '=HYPERLINK("x")'
    document = a_document(sections=(a_document().sections[0].__class__(bad, bad, a_document().sections[0].blocks),))
    book = load_workbook(io.BytesIO(as_xlsx(document)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(cell.value == f"'{bad}" for cell in cells)
    assert f'"\'{bad.replace(chr(34), chr(34) * 2)}"' in as_csv(document).decode("utf-8-sig")
    assert book.sheetnames == ["Figures", "Files"]


def test_the_same_words_give_the_same_bytes():
    document = a_document()
    first, second = (zipped(with_manifest(files_of(document, "x"), document)) for _ in range(2))

    assert first == second
    assert file_in(first, "x.pdf") == as_pdf(document)
    assert file_in(first, "y.pdf") is None
