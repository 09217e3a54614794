"""Opens every table of a folder, in whichever form it is there, and notes what cannot be opened."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from waymark.intake.exchange.csv_source import CsvTable, is_plain
from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.sources import Source, header_faults, ragged_faults
from waymark.intake.exchange.tables import TABLES, Table
from waymark.intake.exchange.values import Text
from waymark.intake.exchange.workbench import Workbench, quoted

FORMS = (".csv", ".parquet")
_HELD_IN_MEMORY = 256 << 20


def files_of(folder: Path, table: Table) -> list[Path]:
    """The files of the folder that hold this table: one, if all is well."""
    return [path for form in FORMS if (path := folder / f"{table.name}{form}").is_file()]


def open_tables(
    folder: Path, bench: Workbench, tables: Sequence[Table] = TABLES
) -> tuple[dict[str, Source], list[Fault]]:
    """The tables that could be opened, by name, and the faults of those that could not and of all headers."""
    sources: dict[str, Source] = {}
    faults: list[Fault] = []
    for table in tables:
        opened = _open(table, files_of(folder, table), bench)
        if isinstance(opened, Fault):
            faults.append(opened)
            continue
        sources[table.name] = opened
        faults += header_faults(table, opened.header) + ragged_faults(opened)
    return sources, faults


def _open(table: Table, files: list[Path], bench: Workbench) -> Source | Fault:
    if not files:
        return Fault(table.name, 0, "", "", f"a table {table.name}.csv or {table.name}.parquet")
    if len(files) > 1:
        return Fault(table.name, 0, "", " and ".join(path.name for path in files), "one form of the table")
    path = files[0]
    if path.suffix == ".parquet":
        return _open_parquet(path, table, bench)
    try:
        return _open_csv(path, table, bench)
    except UnicodeDecodeError as error:
        return not_utf8(table, f"byte {error.object[error.start] if error.object else 0:#04x}")


def not_utf8(table: Table, received: str) -> Fault:
    """The fault of a table with bytes that no text is written in."""
    return Fault(table.name, 0, "", received, "UTF-8 text")


def _open_csv(path: Path, table: Table, bench: Workbench) -> Source:
    content = CsvTable(path, table)
    relation = f"raw_{table.name}"
    plain = bool(content.names) and is_plain(path)
    try:
        batches = content.plain_batches() if plain else content.exact_batches()
        _hold(batches, content.schema, relation, bench)
    except pa.ArrowInvalid:  # a ragged record: only the exact road says which
        _hold(content.exact_batches(), content.schema, relation, bench)
    source = Source(table, relation, content.header, dict.fromkeys(content.names, "VARCHAR"))
    return replace(source, ragged=tuple(content.ragged))


def _hold(batches: Iterator[pa.RecordBatch], schema: pa.Schema, relation: str, bench: Workbench) -> None:
    """Keep the batches as a relation: in memory, or once they are many in a file of the workbench."""
    held: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        held.append(batch)
        size += batch.nbytes
        if size > _HELD_IN_MEMORY:
            _put_aside(held, batches, schema, relation, bench)
            return
    bench.connection.register("held", pa.Table.from_batches(held, schema))
    bench.run(f"CREATE OR REPLACE TABLE {relation} AS SELECT * FROM held")  # so that its size is known
    bench.connection.unregister("held")


def _put_aside(
    held: list[pa.RecordBatch], batches: Iterator[pa.RecordBatch], schema: pa.Schema, relation: str, bench: Workbench
) -> None:
    path = bench.folder / f"{relation}.parquet"
    with pq.ParquetWriter(path, schema, compression="lz4") as writer:
        while held:
            writer.write_batch(held.pop(0))
        for batch in batches:
            writer.write_batch(batch)
    bench.run(f"CREATE OR REPLACE VIEW {relation} AS SELECT * FROM read_parquet({quoted(str(path))})")


def _open_parquet(path: Path, table: Table, bench: Workbench) -> Source | Fault:
    relation = f"raw_{table.name}"
    try:
        header = tuple(field.name for field in pq.read_schema(path))
        held = [column.name for column in table.columns if header.count(column.name) == 1]
        if len({name.lower() for name in (*header, "file_row_number")}) <= len(header):
            _hold_by_place(path, header, held, relation, bench)  # DuckDB takes no two names that differ by case alone
        else:
            files = f"read_parquet({quoted(str(path))}, file_row_number = true)"
            _view(f"SELECT *, file_row_number + 2 AS row_of_file FROM {files}", held, relation, bench)
        native = {name: str(kind) for name, kind, *_ in bench.rows(f"DESCRIBE {relation}") if name in held}
        source = Source(table, relation, header, native)
        _read_free_text(source, bench)
    except (pa.ArrowException, duckdb.Error, OSError):
        return unreadable(table)
    return source


def _read_free_text(source: Source, bench: Workbench) -> None:
    """Read the columns that may hold anything to their end: no check looks at them, and not every engine needs them."""
    free = [column.name for column in source.judged if isinstance(column.value, Text) and column.blank]
    if free:
        bench.rows(f"SELECT {', '.join(f'max({source.text(name)})' for name in free)} FROM {source.relation}")


def _view(files: str, held: list[str], relation: str, bench: Workbench) -> None:
    described = bench.rows(f"DESCRIBE {files}")
    types = {name: str(kind) for name, kind, *_ in described}
    columns = [f'decode("{name}") AS "{name}"' if types[name] == "BLOB" else f'"{name}"' for name in held]
    chosen = ", ".join(["row_of_file AS row", "false AS ragged", *columns])
    bench.run(f"CREATE OR REPLACE VIEW {relation} AS SELECT {chosen} FROM ({files})")


def _hold_by_place(path: Path, header: tuple[str, ...], held: list[str], relation: str, bench: Workbench) -> None:
    content = pq.ParquetFile(path).read()
    rows = pa.array(np.arange(2, 2 + content.num_rows, dtype=np.int64))
    columns = [content.column(header.index(name)) for name in held]
    bench.connection.register(f"{relation}_held", pa.table([rows, *columns], names=["row_of_file", *held]))
    _view(f"SELECT * FROM {relation}_held", held, relation, bench)


def unreadable(table: Table) -> Fault:
    """The fault of a Parquet file that cannot be read to its end."""
    return Fault(table.name, 0, "", f"{table.name}.parquet", "a whole Parquet file, its text UTF-8")


def cannot_be_read(source: Source, bench: Workbench) -> bool:
    """Whether a Parquet table is broken, or has text that is not UTF-8: a file says neither before it is read."""
    asked = ", ".join(f'max("{name}")' for name in source.native) or "1"
    try:
        bench.rows(f"SELECT {asked} FROM {source.relation}")
    except duckdb.Error:
        return True
    return False
