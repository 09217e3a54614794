"""Opening a file somebody sent: what it is, whether it may come in, and its rows."""

from collections.abc import Callable, Sequence
from pathlib import Path

from waymark.intake.reading import Column, FileRefused, Grid, Reading, read_table
from waymark.intake.reading.filetypes import SPREADSHEETS, FileKind, content_of, kind_of_file, refuse_type
from waymark.intake.reading.text import decode, text_grid
from waymark.intake.spreadsheets import spreadsheet_grid
from waymark.kernel.telling import Tell, untold


def content_of_path(path: Path, limit: int) -> bytes:
    """The bytes of a file on this machine, refused unread when over `limit`."""
    with path.open("rb") as stream:
        return content_of(stream, path.stat().st_size if path.is_file() else None, limit)


def grid_of(
    content: bytes,
    columns: Sequence[Column],
    *,
    xml: Callable[[bytes], Grid] | None = None,
    tell: Tell = untold,
) -> Grid:
    """The rows of a CSV file or spreadsheet, told apart by their content; XML only where `xml` reads it."""
    kind = kind_of_file(content)
    if kind in SPREADSHEETS:
        return spreadsheet_grid(content, columns, tell)
    if kind is FileKind.XML:
        if xml is None:
            raise refuse_type("an XML file")
        return xml(content)
    return text_grid(decode(content), columns)


def read_file(
    content: bytes,
    columns: Sequence[Column],
    *,
    personal: bool = True,
    xml: Callable[[bytes], Grid] | None = None,
    tell: Tell = untold,
) -> Reading:
    """Read a file of any kind we take against its columns; a refusal of the whole is a problem too."""
    try:
        return read_table(grid_of(content, columns, xml=xml, tell=tell), columns, personal=personal, tell=tell)
    except FileRefused as refusal:
        return Reading(tuple(columns), problems=refusal.problems)
