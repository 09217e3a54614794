"""Writes the five tables of the exchange format: what another reader of it, ours too, takes without a fault."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from waymark.intake.exchange.tables import TABLES, Column, Table
from waymark.intake.exchange.values import AcademicYear, Day, Flag, Whole

Tables = Mapping[str, Sequence[Mapping[str, Any]]]
FORMS = ("csv", "parquet")


def write_tables(folder: Path, tables: Tables, form: str = "csv") -> dict[str, int]:
    """Write every table into a folder that is there, and say how many records each has.

    Values are typed: days, booleans, whole numbers, text; None is blank. Texts go out exactly as they are: nothing is
    guarded against spreadsheets, because this format is compared letter for letter.
    """
    for table in TABLES:
        rows = tables[table.name]
        if form == "csv":
            (folder / f"{table.name}.csv").write_bytes(csv_of(table, rows))
        else:
            _write_parquet(folder / f"{table.name}.parquet", table, rows)
    return {table.name: len(tables[table.name]) for table in TABLES}


def csv_of(table: Table, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """One table as CSV: UTF-8, LF, quoted only where it must be."""
    names = [column.name for column in table.columns]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([as_cell(row[name]) for name in names] for row in rows)
    return out.getvalue().encode()


def as_cell(value: Any) -> str:
    """A value as the tables write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_parquet(path: Path, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    import pyarrow as pa  # the data stack takes a while to import, and CSV needs none of it
    import pyarrow.parquet as pq

    types = {Day: pa.date32(), Flag: pa.bool_(), Whole: pa.int64(), AcademicYear: pa.int64()}

    def array(column: Column) -> pa.Array:
        return pa.array([row[column.name] for row in rows], types.get(type(column.value), pa.string()))

    named = pa.table({column.name: array(column) for column in table.columns})
    pq.write_table(named, path, compression="zstd")
