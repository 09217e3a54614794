"""One document that was made: reading it, taking it away whole or file by file."""

import io
import json
import mimetypes
import zipfile
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from markupsafe import Markup

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation
from waymark.publishing.documents.bundles import MANIFEST, file_in
from waymark.publishing.documents.queries import content_of_document, have_figures_changed
from waymark.publishing.models import MadeDocument
from waymark.web.formats import day, moment, size
from waymark.web.pages import page
from waymark.web.school.evidence.documents import copy_in_words, figures_in_words
from waymark.web.school.evidence.finding import document_here, may_open
from waymark.web.sending import sent_to_keep

_EVERYTHING = "everything.zip"
_FORMS = (
    ("pdf", "PDF"),
    ("html", "Web page"),
    ("csv", "Numbers (CSV)"),
    ("xlsx", "Numbers (Excel)"),
)


@dataclass(frozen=True)
class DownloadLink:
    text: str
    href: str


@dataclass(frozen=True)
class DocumentPage:
    """All that the page of one document shows."""

    title: str
    caption: str
    facts: list[dict[str, Any]]
    downloads: tuple[DownloadLink, ...]
    everything: DownloadLink | None
    files: list[list[Any]]
    has_changed: bool
    why_not: str
    body: Markup
    back_href: str


@page("school/evidence/document.html", needs=Permission.EVIDENCE_VIEW)
def document(request: HttpRequest, school: Organisation, public_id: str) -> DocumentPage:
    made = document_here(school, public_id)
    opens = may_open(not made.leaves_school, school, request.scope)
    content = content_of_document(made) if opens else b""
    manifest = json.loads(file_in(content, MANIFEST) or b"{}") if opens else {"files": []}
    names = [one["name"] for one in manifest["files"]]
    stem = "index" if "index.pdf" in names else made.kind
    whole = DownloadLink(f"Everything in one ZIP ({size(made.size)})", _address(made, school, _EVERYTHING))
    return DocumentPage(
        title=made.title,
        caption=f"As at {day(made.on)}",
        facts=_facts(made, revision_of(school.pk)),
        downloads=tuple(DownloadLink(words, _address(made, school, f"{stem}.{end}")) for end, words in _FORMS if opens),
        everything=whole if opens else None,
        files=[_row(one, made, school) for one in manifest["files"]] if len(names) > len(_FORMS) else [],
        has_changed=have_figures_changed(made),
        why_not="" if opens else "It names learners, so only people who may see learners can open it.",
        body=_body(content, f"{stem}.html") if opens else Markup(),
        back_href=reverse("documents", kwargs={"slug": school.slug}),
    )


@page("school/evidence/document.html", needs=Permission.EVIDENCE_VIEW)
def document_file(request: HttpRequest, school: Organisation, public_id: str, name: str) -> HttpResponse:
    """One file of a document, or the ZIP of them all."""
    made = document_here(school, public_id)
    if not may_open(not made.leaves_school, school, request.scope):
        raise Http404("It is not yours to open.")
    content = content_of_document(made)
    stem = f"{school.slug}-{made.kind}-{made.on.isoformat()}"
    if name == _EVERYTHING:
        found, filename = content, f"{stem}.zip"
    elif (one := file_in(content, name)) is not None:
        found, filename = one, f"{stem}-{name.rpartition('/')[2]}"
    else:
        raise Http404("The document has no such file.")
    note("document downloaded", on=made, by=request.scope, file=name[:60])
    return sent_to_keep(found, filename, _content_type(name))


def _content_type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


def _facts(made: MadeDocument, revision: int) -> list[dict[str, Any]]:
    return [
        {"label": "Made", "value": f"{moment(made.made_at)}{f' by {made.made_by.name}' if made.made_by else ''}"},
        {"label": "Copy", "value": copy_in_words(made)},
        {"label": "Judged by", "value": made.framework},
        {"label": "Figures", "value": figures_in_words(made, revision)},
        {"label": "SHA-256 of the ZIP", "value": f"{made.sha256[:32]}…"},
    ]


def _row(one: dict[str, Any], made: MadeDocument, school: Organisation) -> list[Any]:
    return [
        {"text": one["name"], "href": _address(made, school, one["name"])},
        size(one["bytes"]),
        f"{one['sha256'][:12]}…",
    ]


def _body(content: bytes, name: str) -> Markup:
    """What stands in the document's own HTML file, which our template made of escaped words."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        text = archive.read(name).decode()
    return Markup(text.partition("<main>")[2].rpartition("</main>")[0])


def _address(made: MadeDocument, school: Organisation, name: str) -> str:
    return reverse("document_file", kwargs={"slug": school.slug, "public_id": made.public_id, "name": name})
