"""The released page as files: one page kept whole as a snapshot, and the PDF that can be read aloud."""

import io
import os
from pathlib import Path

import pikepdf
import pytest

from tests.publishing.schools import ON, make_publishing_school, write_everything
from waymark.publishing.actions import edit_page, release
from waymark.publishing.files import as_html_file, as_json_file, as_pdf

SNAPSHOTS = Path(__file__).parent / "snapshots"


@pytest.fixture
def publication(db_scope):
    school, leader = make_publishing_school()
    write_everything(
        school,
        db_scope,
        leader_id=leader.pk,
        shown_figures=["gb5.employer_year", "pal.first"],
        summary="Bożena & Łukasz <b>began</b> it.\n\n- one\n- two\n\n#let x = 1 *bold* $math$",
    )
    return release(school=school, on=ON, by=db_scope)


def _is_as_kept(name: str, made: str) -> None:
    """Compare with the file kept; `WAYMARK_KEEP_SNAPSHOTS=yes` keeps what is made now instead."""
    kept = SNAPSHOTS / name
    if os.environ.get("WAYMARK_KEEP_SNAPSHOTS") == "yes":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(made, encoding="utf-8")
    assert made == kept.read_text(encoding="utf-8")


def test_the_published_page_is_as_it_was_kept(publication):
    _is_as_kept("careers_page.html", publication.html)


def test_the_same_page_gives_the_same_file(publication):
    assert as_html_file(publication) == as_html_file(publication)
    assert as_json_file(publication) == as_json_file(publication)


def test_words_are_never_markup(publication):
    assert "&lt;b&gt;began&lt;/b&gt;" in publication.html
    assert "<b>" not in publication.html


def test_the_pdf_is_tagged_titled_and_in_english(publication):
    with pikepdf.open(io.BytesIO(as_pdf(publication))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "Careers programme at Fernhill School, 2026 to 2027"
        assert _roles(pdf.Root.StructTreeRoot) >= {
            "/H1",
            "/H2",
            "/H3",
            "/Table",
            "/TH",
            "/TD",
            "/L",
            "/LI",
            "/Link",
            "/P",
        }
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")


def test_the_pdf_carries_its_own_typeface_and_no_other(publication):
    with pikepdf.open(io.BytesIO(as_pdf(publication))) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}

    assert {name.partition("-")[0] for name in fonts} == {"AtkinsonHyperlegibleNext", "AtkinsonHyperlegibleMore"}


def test_an_unfinished_page_can_be_set_too(db_scope):
    school, _ = make_publishing_school()
    edit_page(school=school, changes={"guidance": "Ask."}, by=db_scope)

    made = as_pdf(release(school=school, on=ON, by=db_scope))

    assert made.startswith(b"%PDF-1.7")


def _roles(node, found=None):
    found = set() if found is None else found
    if isinstance(node, pikepdf.Array):
        for part in node:
            _roles(part, found)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.add(str(node.S))
        if "/K" in node:
            _roles(node.K, found)
    return found
