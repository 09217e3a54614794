"""A release as files to keep: one HTML file that stands alone, JSON, and PDF."""

import json
from functools import lru_cache
from pathlib import Path

from waymark.publishing.models import Publication
from waymark.publishing.queries import released_content
from waymark.publishing.rendering import document
from waymark.publishing.typesetting import typeset

STYLE_SHEET = Path(__file__).parent / "static" / "careers" / "page.css"


def as_html_file(publication: Publication, *, address: str = "") -> bytes:
    """One file with its style sheet in it, for a school's own site: it asks nothing of any other host."""
    return document(publication.content, publication.html, style=_style(), address=address).encode()


def as_json_file(publication: Publication) -> bytes:
    """What the page says, with its SHA-256 and what it was made from."""
    whole = {
        "content": publication.content,
        "sha256": publication.sha256,
        "release": publication.number,
        "released_at": publication.released_at.isoformat(),
        "evaluated_on": publication.evaluated_on.isoformat(),
        "framework": publication.framework,
        "framework_version": publication.framework_version,
    }
    return (json.dumps(whole, indent=2, sort_keys=True, ensure_ascii=False) + "\n").encode()


def as_pdf(publication: Publication) -> bytes:
    """The page set for paper, tagged so that it can be read aloud."""
    return _pdf(publication.public_id, publication.pk)


@lru_cache(maxsize=64)
def _pdf(public_id: str, key: int) -> bytes:
    """A release never changes, so its PDF is set once for as long as the program runs."""
    publication = Publication.objects.get(pk=key, public_id=public_id)
    return typeset(released_content(publication), released_on=publication.released_at.date())


def _style() -> str:
    """The style sheet without its fonts, which a file that stands alone does not carry."""
    from_fonts_on = STYLE_SHEET.read_text(encoding="utf-8")
    return from_fonts_on.partition("/* end of fonts */")[2].strip()
