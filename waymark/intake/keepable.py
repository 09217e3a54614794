"""Files that are kept as they are and not read: what they truly are, and whether they may be kept.

A file is known by its bytes, not by its name. Documents that carry a program are refused; pictures lose what is hidden
in them (`pictures`).
"""

import io
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from waymark.intake.pictures import JPEG, PNG, without_hidden_facts
from waymark.intake.reading.filetypes import DAMAGED, MEGABYTE, in_megabytes, refuse_empty, refuse_size, refuse_type

LARGEST_KEPT = 15 * MEGABYTE
_MOST_UNPACKED = 200 * MEGABYTE
_MOST_PARTS = 5_000
_WANTED = "a PDF, Word, Excel, PNG, JPEG, CSV or text file"
_OFFICE = "application/vnd.openxmlformats-officedocument."


class Media(StrEnum):
    """What a kept file is; the value is the ending of its name."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpg"
    CSV = "csv"
    TEXT = "txt"

    @property
    def content_type(self) -> str:
        return _CONTENT_TYPES[self]

    @property
    def is_picture(self) -> bool:
        return self in (Media.PNG, Media.JPEG)


_CONTENT_TYPES = {
    Media.PDF: "application/pdf",
    Media.DOCX: f"{_OFFICE}wordprocessingml.document",
    Media.XLSX: f"{_OFFICE}spreadsheetml.sheet",
    Media.PNG: "image/png",
    Media.JPEG: "image/jpeg",
    Media.CSV: "text/csv; charset=utf-8",
    Media.TEXT: "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Keepable:
    """Bytes fit to be kept: `content` is what to keep, which for a picture is less than what came."""

    content: bytes
    media: Media


def keepable(content: bytes, filename: str = "") -> Keepable:
    """The file as it may be kept; `FileRefused` for one that is empty, too large, of another kind or damaged.

    Only between CSV and other text does the name decide, since their bytes do not tell.
    """
    if not content.strip():
        raise refuse_empty()
    if len(content) > LARGEST_KEPT:
        raise refuse_size(in_megabytes(len(content)), f"a file of at most {in_megabytes(LARGEST_KEPT)}")
    if content.startswith((PNG, JPEG)):
        return Keepable(without_hidden_facts(content), Media.PNG if content.startswith(PNG) else Media.JPEG)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return Keepable(content, Media.PDF)
    if content.startswith(b"PK\x03\x04"):
        return Keepable(content, _office(content))
    _refuse_unless_text(content)
    return Keepable(content, Media.CSV if filename.casefold().endswith(".csv") else Media.TEXT)


def words_in(content: bytes, media: Media) -> str | None:
    """The words of a file that can be read without a program for it; None for a PDF or a picture."""
    if media in (Media.CSV, Media.TEXT):
        return content.decode("utf-8-sig", errors="replace")
    if media not in (Media.DOCX, Media.XLSX):
        return None
    from waymark.intake.office_words import office_words  # takes a while to import, and few files need it

    return office_words(content)


def _office(content: bytes) -> Media:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise refuse_size("a file that unpacks to too much", "an ordinary document")
            names = {part.filename for part in parts}
    except (*DAMAGED, OSError) as broken:
        raise refuse_type("a damaged file", _WANTED, "Save it again and send that.") from broken
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        raise refuse_type("a document with a program in it", _WANTED, "Save it without macros: as .docx or .xlsx.")
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return Media.DOCX
        if any(name.startswith("xl/") for name in names):
            return Media.XLSX
    raise refuse_type("a zip file", _WANTED, "Send the files in it one by one.")


def _refuse_unless_text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse_type("a file of a kind we do not keep", _WANTED, "Save it as PDF.") from None
    if any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in text):
        raise refuse_type("a file of a kind we do not keep", _WANTED, "Save it as PDF.")
    if text.lstrip()[:400].casefold().startswith(("<!doctype", "<html", "<svg", "<?xml", "<script")):
        raise refuse_type("a web page", _WANTED, "Print it to a PDF and send that.")
