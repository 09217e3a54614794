"""A document as one HTML file that stands alone: it asks nothing of any other host, and runs nothing."""

from pathlib import Path

from markupsafe import Markup

from waymark.publishing.documents.shape import Document
from waymark.publishing.rendering import templates

STYLE_SHEET = Path(__file__).parents[1] / "static" / "careers" / "evidence.css"


def as_html(document: Document) -> bytes:
    """The whole file: the same document gives the same bytes."""
    style = Markup(f"<style>\n{STYLE_SHEET.read_text(encoding='utf-8')}</style>")  # our own sheet, nobody's words
    whole = templates().get_template("evidence_document.html")
    title = f"{document.title}, {document.school}"
    return whole.render(title=title, style=style, body=as_markup(document)).encode()


def as_markup(document: Document) -> Markup:
    """What stands in the file, to be shown within a page of ours too."""
    return Markup(templates().get_template("evidence.html").render(doc=document))  # our own template, escaped words
