"""What a file is, by what is in it: its name may say anything."""

import io
import zipfile
import zlib
from enum import StrEnum
from typing import IO

from waymark.intake.reading.problems import Effect, FileRefused, Problem
from waymark.intake.reading.text import is_wide

MEGABYTE = 1024 * 1024
MOST_UNPACKED = 200 * MEGABYTE
MOST_SHRUNK = 200
_SMALL_ENOUGH = 10 * MEGABYTE
_MOST_PARTS = 2_000
_HEAD = 4_096
# What reading a zip raises where it is damaged; from memory, an OSError too.
DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError)

_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BM", "a picture"),
    (b"\x1f\x8b", "a packed file"),
    (b"7z\xbc\xaf\x27\x1c", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a word-processor document"),
)


class FileKind(StrEnum):
    """The kinds of file that can be read."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    XML = "xml"


SPREADSHEETS = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS})


def refuse_type(received: str, expected: str = "a CSV file or a spreadsheet", suggestion: str = "") -> FileRefused:
    """The refusal of a file that is of no kind we read."""
    advice = suggestion or "In the program it came from, choose to save or export it as .xlsx or .csv."
    return FileRefused(Problem("FILE_TYPE", Effect.FILE, 0, "", received, expected, advice))


def refuse_size(received: str, expected: str) -> FileRefused:
    """The refusal of a file that is, or would become, too large."""
    advice = "Send a smaller part of it: one school, one year or fewer columns."
    return FileRefused(Problem("FILE_TOO_LARGE", Effect.FILE, 0, "", received, expected, advice))


def refuse_empty() -> FileRefused:
    """The refusal of a file with nothing in it."""
    return FileRefused(
        Problem("FILE_EMPTY", Effect.FILE, 0, "", "nothing", "a header row and at least one record", "Export it again.")
    )


def in_megabytes(size: int) -> str:
    """A size as people say it."""
    return f"{size / MEGABYTE:,.0f} MB" if size >= MEGABYTE else f"{max(size // 1024, 1):,} KB"


def content_of(stream: IO[bytes], size: int | None, limit: int) -> bytes:
    """The bytes of a file no larger than `limit`; a larger one is refused unread.

    `size` is what the folder or the sender says; where it is not known, no more than the limit is read.
    """
    if size is None:
        content = stream.read(limit + 1)
        size = len(content)
    else:
        content = b"" if size > limit else stream.read(limit + 1)
    if max(size, len(content)) > limit:
        told = in_megabytes(size) if size > limit + 1 else f"more than {in_megabytes(limit)}"
        raise refuse_size(told, f"a file of at most {in_megabytes(limit)}")
    return content


def kind_of_file(content: bytes) -> FileKind:
    """What the bytes are; raises `FileRefused` for nothing, for kinds we do not read and for zip bombs."""
    if not content.strip():
        raise refuse_empty()
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileKind.XLS
    for signature, name in _SIGNATURES:
        if content.startswith(signature) and not _looks_like_text(content):
            raise refuse_type(name)
    if content.startswith((b"%PDF", b"{\\rtf")):
        raise refuse_type("a document")
    if not _looks_like_text(content):
        raise refuse_type("a file of a kind we do not know")
    return _kind_of_text(content)


def is_xml(content: bytes) -> bool:
    """Whether the bytes are XML of some sort, not a web page."""
    try:
        return kind_of_file(content) is FileKind.XML
    except FileRefused:
        return False


def _kind_of_text(content: bytes) -> FileKind:
    head = content[:_HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:400].lower()
    if head.startswith(b"<"):
        if b"<html" in head or head.startswith((b"<!doctype html", b"<table", b"<div")):
            raise refuse_type("a web page", suggestion="Open it in a spreadsheet program and save it as .xlsx.")
        if b"urn:schemas-microsoft-com:office" in head or b'progid="excel' in head:
            raise refuse_type("a spreadsheet saved as XML", suggestion="Open it and save it as .xlsx.")
        return FileKind.XML
    if head.startswith((b"{", b"[{", b"[[")):
        raise refuse_type("a JSON file")
    return FileKind.TEXT


def _looks_like_text(content: bytes) -> bool:
    head = content[:_HEAD]
    if is_wide(content):
        return True
    odd = sum(1 for byte in head if byte < 32 and byte not in b"\t\n\r\f\x1a")
    return odd * 50 <= len(head) and b"\0\0" not in head


def _kind_of_archive(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bomb(archive, len(content))
            names = set(archive.namelist())
            if "[Content_Types].xml" in names and any(name.startswith("xl/") for name in names):
                return FileKind.XLSX
            if "mimetype" in names and b"spreadsheet" in archive.read("mimetype")[:200]:
                return FileKind.ODS
    except (*DAMAGED, OSError) as broken:
        raise refuse_type("a damaged file", suggestion="Export or save it again.") from broken
    known = "a word-processor document" if any(name.startswith("word/") for name in names) else "a zip file"
    raise refuse_type(known, suggestion="Send the spreadsheet or CSV file itself.")


def _refuse_bomb(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse an archive that unpacks to too much, by what it declares and then by what truly comes out."""
    parts = archive.infolist()
    declared = sum(part.file_size for part in parts)
    shrunk = declared > _SMALL_ENOUGH and declared > MOST_SHRUNK * packed
    if len(parts) > _MOST_PARTS or declared > MOST_UNPACKED or shrunk:
        raise refuse_size(f"a file that unpacks to {in_megabytes(declared)}", "an ordinary spreadsheet")
    came_out = 0
    for part in parts:
        with archive.open(part) as stream:
            while chunk := stream.read(MEGABYTE):
                came_out += len(chunk)
                if came_out > MOST_UNPACKED:
                    raise refuse_size("a file that unpacks without end", "an ordinary spreadsheet")
