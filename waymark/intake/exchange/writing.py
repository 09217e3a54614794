"""Writes the tables that go out, as CSV or Parquet: the same rows give the same bytes, wherever they were computed."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from waymark.intake.exchange.workbench import Workbench

Format = Literal["csv", "parquet"]
_ROWS_AT_ONCE = 250_000
ARROW_TYPES = {"text": pa.string(), "word": pa.string(), "whole": pa.int64(), "flag": pa.bool_()}


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column of a table that goes out; only a whole number may be blank. A `word` is text that needs no quoting."""

    name: str
    kind: Literal["text", "word", "whole", "flag"]


@contextmanager
def arriving(out: Path) -> Iterator[Path]:
    """A folder to write in that becomes `out` when all has gone well, and otherwise leaves nothing."""
    beside = out.absolute().parent
    while not beside.exists():
        beside = beside.parent
    folder = beside / f".{out.name}.{os.getpid()}.part"
    folder.mkdir()
    try:
        yield folder
        out.absolute().parent.mkdir(parents=True, exist_ok=True)
        folder.rename(out.absolute())
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


class TableWriter:
    """Writes one table, some sorted rows at a time. The rows are relations of a workbench, in the columns' order."""

    def __init__(self, bench: Workbench, path: Path, columns: Sequence[OutColumn], form: Format) -> None:
        self._bench, self._columns, self._form = bench, columns, form
        self._schema = pa.schema([(column.name, ARROW_TYPES[column.kind]) for column in columns])
        self._waiting: list[pa.RecordBatch] = []
        if form == "csv":
            self._file = path.with_name(f"{path.name}.csv").open("wb")
            self._file.write((",".join(column.name for column in columns) + "\n").encode())
        else:
            self._file = pq.ParquetWriter(path.with_name(f"{path.name}.parquet"), self._schema, compression="zstd")

    def __enter__(self) -> "TableWriter":
        return self

    def __exit__(self, *failure: object) -> None:
        if self._form == "parquet" and failure[0] is None and self._waiting:
            self._file.write_table(pa.Table.from_batches(self._waiting))
        self._file.close()

    def write(self, select: str) -> None:
        """Append the rows of an ordered SELECT."""
        if self._form == "csv":
            self._write_lines(select)
        else:
            self._write_groups(select)

    def _write_lines(self, select: str) -> None:
        line = " || ',' || ".join(_cell(column) for column in self._columns)
        lines = self._bench.connection.execute(f"SELECT {line} || chr(10) AS line FROM ({select})")
        for batch in lines.to_arrow_reader(_ROWS_AT_ONCE):
            column = batch.column(0).cast(pa.large_string())
            offsets = memoryview(column.buffers()[1]).cast("q")
            first, last = offsets[column.offset], offsets[column.offset + len(column)]
            self._file.write(memoryview(column.buffers()[2])[first:last] if last > first else b"")

    def _write_groups(self, select: str) -> None:
        """Row groups of one size, so that how an engine hands rows over leaves no trace in the file."""
        for batch in self._bench.connection.execute(select).to_arrow_reader(_ROWS_AT_ONCE):
            self._waiting.append(
                pa.RecordBatch.from_arrays(
                    [array.cast(field.type) for array, field in zip(batch.columns, self._schema, strict=True)],
                    schema=self._schema,
                )
            )
            while sum(waiting.num_rows for waiting in self._waiting) >= _ROWS_AT_ONCE:
                table = pa.Table.from_batches(self._waiting)
                self._file.write_table(table.slice(0, _ROWS_AT_ONCE).combine_chunks(), row_group_size=_ROWS_AT_ONCE)
                self._waiting = table.slice(_ROWS_AT_ONCE).to_batches()


def _cell(column: OutColumn) -> str:
    """SQL for a cell as CSV has it, quoted only where it must be."""
    name = f'"{column.name}"'
    if column.kind == "word":
        return name
    if column.kind != "text":
        return f"coalesce(CAST({name} AS VARCHAR), '')"
    asked = " OR ".join(f"contains({name}, {sign})" for sign in ("'\"'", "','", "chr(10)", "chr(13)"))
    return f"CASE WHEN {asked} THEN '\"' || replace({name}, '\"', '\"\"') || '\"' ELSE {name} END"
