"""Setting a document for paper with Typst: tagged (PDF/UA-1), lasting (PDF/A-3a), the same bytes for the same words."""

import json
from typing import Any

from waymark.publishing.documents.shape import Document, as_json
from waymark.publishing.typesetting import HERE, fonts, json_of
from waymark.publishing.words import day, runs

TEMPLATE = HERE / "templates" / "evidence.typ"
_SIZE = 10  # points
_SIZES = (10.4, 10.0, 9.6, 9.2, 8.8, 8.4, 8.0, 7.6, 7.2, 6.8)  # of a page that must hold all: the first that does
_LONG = 6  # sections, from which on a document has its contents listed


def as_pdf(document: Document) -> bytes:
    """The PDF. Every word goes in as data, never as markup, so nothing anybody typed can be a command."""
    import typst  # takes a while to import, and only PDFs need it

    inputs = {"document": json_of(said(document)), "size": str(_SIZES[0] if document.one_page else _SIZE)}
    if document.one_page:
        for size in _SIZES:
            inputs["size"] = str(size)
            counted = typst.query(TEMPLATE, "<pages>", field="value", one=True, font_paths=fonts(), sys_inputs=inputs)
            if json.loads(counted) == 1:
                break
    made = typst.compile(TEMPLATE, font_paths=fonts(), sys_inputs=inputs, pdf_standards=["a-3a", "ua-1"])
    return bytes(made)


def said(document: Document) -> dict[str, Any]:
    """The document as the template takes it: days in words, texts in blocks, short names of files."""
    shown = as_json(document)
    shown["on_in_words"], shown["made_in_words"] = day(document.on), day(document.made_on)
    shown["made"] = {"year": document.made_on.year, "month": document.made_on.month, "day": document.made_on.day}
    shown["has_contents"] = not document.one_page and len(document.sections) >= _LONG
    for source, one in zip(shown["sources"], document.sources, strict=True):
        source["as_at"] = day(one.as_at)
        source["files"] = [sha[:12] for sha in one.files]
    for section in shown["sections"]:
        _in_blocks(section)
    return shown


def _in_blocks(section: dict[str, Any]) -> None:
    for block in section["blocks"]:
        if block["is_a"] == "paragraph":
            paragraphs = block["text"].replace("\r\n", "\n").split("\n\n")
            block["runs"] = [
                {"list": is_list, "lines": lines} for each in paragraphs for is_list, lines in runs(each.splitlines())
            ]
    for part in section["parts"]:
        _in_blocks(part)
