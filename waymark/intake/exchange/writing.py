"""Writes the tables that go out, as CSV or Parquet: the same rows give the same bytes, wherever they were computed."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq

from waymark.intake.exchange.workbench import Workbench

Format = Literal["csv", "parquet"]
_ROWS_AT_ONCE = 250_000
_ARROW_TYPES = {"text": pa.string(), "word": pa.string(), "whole": pa.int64(), "flag": pa.bool_()}


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


def write_table(
    bench: Workbench, selects: Iterable[str], path: Path, columns: Sequence[OutColumn], form: Format
) -> None:
    """Write one table as `path` with its ending: the rows of ordered SELECTs, one after another."""
    if form == "csv":
        _write_csv(bench, selects, path.with_name(f"{path.name}.csv"), columns)
    else:
        _write_parquet(bench, selects, path.with_name(f"{path.name}.parquet"), columns)


def _write_csv(bench: Workbench, selects: Iterable[str], path: Path, columns: Sequence[OutColumn]) -> None:
    """The lines are put together by the workbench: the memory of a column of lines is what the file holds."""
    line = " || ',' || ".join(_cell(column) for column in columns)
    with path.open("wb") as opened:
        opened.write((",".join(column.name for column in columns) + "\n").encode())
        for select in selects:
            lines = bench.connection.execute(f"SELECT {line} || chr(10) AS line FROM ({select})")
            for batch in lines.to_arrow_reader(_ROWS_AT_ONCE):
                held = batch.column(0)
                offsets = memoryview(held.buffers()[1]).cast("i")
                first, last = offsets[held.offset], offsets[held.offset + len(held)]
                opened.write(memoryview(held.buffers()[2])[first:last] if last > first else b"")


def _write_parquet(bench: Workbench, selects: Iterable[str], path: Path, columns: Sequence[OutColumn]) -> None:
    """Row groups of one size, so that how an engine hands rows over leaves no trace in the file."""
    schema = pa.schema([(column.name, _ARROW_TYPES[column.kind]) for column in columns])
    waiting: list[pa.RecordBatch] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for select in selects:
            for batch in bench.connection.execute(select).to_arrow_reader(_ROWS_AT_ONCE):
                arrays = [array.cast(field.type) for array, field in zip(batch.columns, schema, strict=True)]
                waiting.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
                while sum(each.num_rows for each in waiting) >= _ROWS_AT_ONCE:
                    table = pa.Table.from_batches(waiting)
                    writer.write_table(table.slice(0, _ROWS_AT_ONCE).combine_chunks(), row_group_size=_ROWS_AT_ONCE)
                    waiting = table.slice(_ROWS_AT_ONCE).to_batches()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting).combine_chunks())


def _cell(column: OutColumn) -> str:
    """SQL for a cell as CSV has it, quoted only where it must be."""
    name = f'"{column.name}"'
    if column.kind == "word":
        return name
    if column.kind != "text":
        return f"coalesce(CAST({name} AS VARCHAR), '')"
    asked = " OR ".join(f"contains({name}, {sign})" for sign in ("'\"'", "','", "chr(10)", "chr(13)"))
    return f"CASE WHEN {asked} THEN '\"' || replace({name}, '\"', '\"\"') || '\"' ELSE {name} END"
