"""A document as files, and files as one ZIP: the same words give the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from waymark.publishing.documents.numbers import NEVER, as_csv, as_xlsx
from waymark.publishing.documents.pages import as_html
from waymark.publishing.documents.setting import as_pdf
from waymark.publishing.documents.shape import Document

Files = Mapping[str, bytes]
MANIFEST = "manifest.json"


def files_of(document: Document, name: str) -> Files:
    """The document as PDF, as HTML, and its numbers as CSV and XLSX, all called `name`."""
    return {
        f"{name}.pdf": as_pdf(document),
        f"{name}.html": as_html(document),
        f"{name}.csv": as_csv(document),
        f"{name}.xlsx": as_xlsx(document),
    }


def with_manifest(files: Files, document: Document, **more: Any) -> Files:
    """The files with `manifest.json`: what they are, of whom, as at which day, and each one's size and SHA-256."""
    about = {
        "kind": document.kind,
        "title": document.title,
        "institution": document.institution,
        "name": document.school,
        "on": document.on.isoformat(),
        "made_on": document.made_on.isoformat(),
        "leaves_school": document.leaves_school,
        "rules": document.rules,
        "ledger_revision": document.revision,
        **more,
        "files": [
            {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in sorted(files.items())
        ],
    }
    return {**files, MANIFEST: (json.dumps(about, indent=2, ensure_ascii=False) + "\n").encode()}


def zipped(files: Files) -> bytes:
    """One ZIP of the files in the order of their names, without a word of the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, NEVER), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def file_in(content: bytes, name: str) -> bytes | None:
    """One file of a ZIP that `zipped` made; None where it has none of this name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name) if name in archive.namelist() else None
