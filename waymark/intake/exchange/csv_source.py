"""Reads a CSV table exactly as the format says; plain files take a faster road that ends at the same place."""

import csv
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from waymark.intake.exchange.sources import Ragged
from waymark.intake.exchange.tables import Table

_RECORDS_AT_ONCE = 50_000
_BYTES_AT_ONCE = 16 << 20
_BOM = b"\xef\xbb\xbf"


class CsvTable:
    """The records of one CSV file, batch by batch, as text.

    `header` stands at once; `ragged` is whole when `exact_batches` has been used up. Raises UnicodeDecodeError, from
    the constructor or while reading, at bytes that are not UTF-8.
    """

    def __init__(self, path: Path, table: Table) -> None:
        self._path, self._table = path, table
        self.header: tuple[str, ...] = _read_header(path)
        self.names = tuple(c.name for c in table.columns if self.header.count(c.name) == 1)
        self.ragged: list[Ragged] = []

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([("row", pa.int64()), ("ragged", pa.bool_()), *((name, pa.string()) for name in self.names)])

    def plain_batches(self) -> Iterator[pa.RecordBatch]:
        """The fast road, for a file that `is_plain`; raises pa.ArrowInvalid at a ragged record."""
        row = 2
        for columns in _plain_columns(self._path, self.header, self.names):
            yield self._batch(row, np.zeros(len(columns[0]), dtype=bool), columns)
            row += len(columns[0])

    def exact_batches(self) -> Iterator[pa.RecordBatch]:
        """Every record in order; a ragged one with its key alone, and noted in `ragged`."""
        key = self._table.key_column
        key_place = self.header.index(key) if self.header.count(key) == 1 else sys.maxsize
        width, row = len(self.header), 2
        with _text(self._path) as lines:
            records = islice(_records(lines), 1, None)
            while some := list(islice(records, _RECORDS_AT_ONCE)):
                ragged = [len(record) != width for record in some]
                for place, wrong in enumerate(ragged):
                    if wrong:
                        self.ragged.append(Ragged(row + place, len(some[place])))
                        some[place] = _with_key_alone(some[place], key_place, width)
                columns = list(zip(*some, strict=True))
                chosen = [pa.array(columns[self.header.index(name)], pa.string()) for name in self.names]
                yield self._batch(row, ragged, chosen)
                row += len(some)

    def _batch(self, row: int, ragged: Sequence[bool] | np.ndarray, columns: Sequence[pa.Array]) -> pa.RecordBatch:
        rows = pa.array(np.arange(row, row + len(ragged), dtype=np.int64))
        return pa.record_batch([rows, pa.array(ragged, pa.bool_()), *columns], schema=self.schema)


def is_plain(path: Path) -> bool:
    """Whether the file is valid UTF-8 that has one reading: without a quotation mark, a null, a carriage return alone,
    or a line that begins with a byte order mark, which is text there.
    """
    with path.open("rb") as opened:
        left = b""
        while chunk := opened.read(_BYTES_AT_ONCE):
            chunk = left + chunk
            left = b"" if len(chunk) < _BYTES_AT_ONCE else chunk[chunk.rfind(b"\n") + 1 :]
            chunk = chunk[: len(chunk) - len(left)]
            if b'"' in chunk or b"\0" in chunk or b"\n" + _BOM in chunk or chunk.count(b"\r") != chunk.count(b"\r\n"):
                return False
            if not chunk.isascii():
                chunk.decode("utf-8")
        if b'"' in left or b"\0" in left or b"\r" in left:
            return False
        left.decode("utf-8")
    return True


def _plain_columns(path: Path, header: tuple[str, ...], names: tuple[str, ...]) -> Iterator[list[pa.Array]]:
    places = [f"f{place}" for place in range(len(header))]
    with path.open("rb") as opened:
        while opened.readline().strip(_BOM + b"\r\n") == b"":  # empty lines may stand above the header
            pass
        if opened.tell() == path.stat().st_size:
            return
        reader = pa_csv.open_csv(
            opened,
            pa_csv.ReadOptions(column_names=places, block_size=_BYTES_AT_ONCE),
            pa_csv.ParseOptions(quote_char=False, double_quote=False),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()),
                include_columns=[places[header.index(name)] for name in names],
                strings_can_be_null=False,
            ),
        )
        for batch in reader:
            yield batch.columns


def _read_header(path: Path) -> tuple[str, ...]:
    with _text(path) as lines:
        return tuple(next(_records(lines), ()))


def _text(path: Path) -> TextIO:
    return path.open(encoding="utf-8-sig", errors="strict", newline="")


def _records(lines: TextIO) -> Iterator[list[str]]:
    """Every record that is not an empty line, the header among them."""
    csv.field_size_limit(sys.maxsize)
    return (record for record in csv.reader(lines) if record)


def _with_key_alone(record: list[str], key_place: int, width: int) -> list[str]:
    blank = [""] * width
    if key_place < len(record) and key_place < width:
        blank[key_place] = record[key_place]
    return blank
