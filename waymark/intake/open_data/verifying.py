"""What came, verified before it is taken in: its size, the file in its zip, its checksum, its columns."""

import csv
import fnmatch
import hashlib
import io
import shutil
import zipfile
from pathlib import Path
from typing import IO

from waymark.intake.open_data.registry import DataFile, NotFetched
from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused
from waymark.intake.reading.columns import plain
from waymark.intake.reading.filetypes import DAMAGED, FileKind, in_megabytes, kind_of_file
from waymark.intake.reading.text import decode, text_grid

_HEAD = 65_536  # bytes within which a header ends
_NO_TABLE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{", b"[")


def verify(came: Path, wanted: DataFile, *, is_other_version: bool = False) -> Path:
    """The file to take in: `came` itself, or beside it what was in its zip. Refused, nothing of either is kept."""
    out = came
    try:
        if wanted.member and not _is_the_pinned_file(came, wanted):
            out = _member(came, wanted)
        _refuse_other_size(out, wanted)
        _refuse_other_checksum(out, wanted, is_other_version)
        _refuse_other_columns(out, wanted)
    except NotFetched:
        out.unlink(missing_ok=True)
        came.unlink(missing_ok=True)
        raise
    if out != came:
        came.unlink()
    return out


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _is_the_pinned_file(came: Path, wanted: DataFile) -> bool:
    return bool(wanted.sha256) and checksum_of(came) == wanted.sha256


def _refuse_other_size(path: Path, wanted: DataFile) -> None:
    size = path.stat().st_size
    if size < wanted.at_least:
        raise NotFetched(
            f"The file has {size:,} bytes; the whole of it has at least {wanted.at_least:,}. Nothing of it was kept."
        )
    if size > wanted.at_most:
        raise NotFetched(f"The file is larger than {in_megabytes(wanted.at_most)}, the most that this set can be.")


def _refuse_other_checksum(path: Path, wanted: DataFile, is_other_version: bool) -> None:
    found = checksum_of(path)
    if wanted.sha256 and found != wanted.sha256 and not is_other_version:
        raise NotFetched(
            f"The file is not the one the registry knows: its SHA-256 is {found}, not {wanted.sha256}. Nothing of it"
            " was kept. If the publisher has brought out another version, look at it and say --other-version."
        )


def _member(came: Path, wanted: DataFile) -> Path:
    try:
        with zipfile.ZipFile(came) as archive:
            parts = archive.infolist()
            named = [part for part in parts if fnmatch.fnmatch(part.filename.rpartition("/")[2], wanted.member)]
            if len(named) != 1:
                raise NotFetched(f"The zip has {len(named)} files named {wanted.member}; one is wanted.")
            if named[0].file_size > wanted.at_most:
                raise NotFetched(f"The file in the zip is larger than {in_megabytes(wanted.at_most)}.")
            return _unpacked(archive, named[0], came.with_name(named[0].filename.rpartition("/")[2]), wanted.keeps)
    except NotFetched:
        raise
    except (*DAMAGED, csv.Error) as broken:
        raise NotFetched("What came is no zip, or a damaged one.") from broken


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, to: Path, keeps: tuple[str, ...]) -> Path:
    try:
        with archive.open(part) as packed, to.open("wb") as stream:
            if keeps:
                _copy_columns(packed, stream, keeps)
            else:
                shutil.copyfileobj(packed, stream)
    except BaseException:  # a full disk or Ctrl-C too: nothing half unpacked stays
        to.unlink(missing_ok=True)
        raise
    return to


def _copy_columns(table: IO[bytes], to: IO[bytes], keeps: tuple[str, ...]) -> None:
    """Copy the columns whose headings fit one of `keeps`, row by row: the whole table would not fit in memory."""
    rows = csv.reader(io.TextIOWrapper(table, "utf-8-sig", newline=""))
    out = csv.writer(text := io.TextIOWrapper(to, "utf-8", newline=""), lineterminator="\n")
    header = next(rows, [])
    kept = [place for place, name in enumerate(header) if any(fnmatch.fnmatch(plain(name), keep) for keep in keeps)]
    out.writerow([header[place] for place in kept])
    out.writerows([row[place] for place in kept if place < len(row)] for row in rows)
    text.detach()


def _refuse_other_columns(path: Path, wanted: DataFile) -> None:
    """Look for the columns in the head of a table; those of workbooks, zips, XML and JSON its reader looks for."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    try:
        head = unpacked(path.read_bytes())[:_HEAD] if head.startswith(b"\x1f\x8b") else head
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_NO_TABLE) or kind_of_file(head) is not FileKind.TEXT:
            return
        rows = text_grid(decode(head)).rows
    except FileRefused as refusal:
        raise NotFetched(str(refusal)) from refusal
    headings = {plain(cell) for cell in rows[0].cells} if rows else set()
    missing = [column for column in wanted.columns if plain(column) not in headings]
    if missing:
        raise NotFetched(f"The file lacks the columns {', '.join(missing)}: is it really what was asked for?")
