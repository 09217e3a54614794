"""Zips of CSV tables: each table found by its name, unpacked within bounds, read row by row."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from waymark.intake.packed import unpacked
from waymark.intake.reading import Effect, FileRefused, Problem
from waymark.intake.reading.filetypes import DAMAGED, MEGABYTE, in_megabytes, refuse_size, refuse_type
from waymark.intake.reading.text import decode

_LARGEST_TABLE = 400 * MEGABYTE


@dataclass(frozen=True)
class Table:
    """One table: its headings in lower case, in order, and its rows."""

    name: str
    headings: tuple[str, ...]
    rows: Iterator[list[str]]

    def at(self, *headings: str) -> list[int]:
        """Where these columns stand; the file is refused where one is missing."""
        missing = [heading for heading in headings if heading.casefold() not in self.headings]
        if missing:
            raise FileRefused(
                *(
                    Problem("COLUMN_MISSING", Effect.FILE, 1, heading, "no such heading", f"{heading} in {self.name}")
                    for heading in missing
                )
            )
        return [self.headings.index(heading.casefold()) for heading in headings]

    def find(self, *headings: str) -> list[int | None]:
        """Where these columns stand; None for one that is missing."""
        places = {heading: at for at, heading in reversed(list(enumerate(self.headings)))}
        return [places.get(heading.casefold()) for heading in headings]


class Archive:
    """A zip whose tables are asked for by name, whatever folder they stand in and however they are cased."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(b"PK\x03\x04"):
            raise refuse_type("a file that is no zip", "a zip of CSV files", "Send the zip as it was downloaded.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            self._parts = {self._name(part.filename): part for part in self._zip.infolist() if not part.is_dir()}
        except (*DAMAGED, OSError) as broken:
            raise refuse_type("a damaged file", "a zip of CSV files", "Download it again.") from broken

    @staticmethod
    def _name(path: str) -> str:
        last = path.rpartition("/")[2].casefold()
        return last.removesuffix(".gz").removesuffix(".csv")

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def table(self, name: str) -> Table | None:
        """The table of this name; None where the zip has none."""
        part = self._parts.get(name.casefold())
        if part is None:
            return None
        if part.file_size > _LARGEST_TABLE:
            raise refuse_size(f"{name}: {in_megabytes(part.file_size)}", f"at most {in_megabytes(_LARGEST_TABLE)}")
        try:
            with self._zip.open(part) as stream:
                content = stream.read(_LARGEST_TABLE + 1)
        except (*DAMAGED, OSError) as broken:
            raise refuse_type("a damaged file", "a zip of CSV files", "Download it again.") from broken
        if len(content) > _LARGEST_TABLE:
            raise refuse_size("a file that unpacks without end", f"at most {in_megabytes(_LARGEST_TABLE)}")
        return table_of(name, unpacked(content))


def table_of(name: str, content: bytes) -> Table:
    """A CSV as a table."""
    rows = csv.reader(io.StringIO(decode(content), newline=""))
    headings = tuple(heading.strip().casefold() for heading in next(rows, []))
    return Table(name, headings, rows)
