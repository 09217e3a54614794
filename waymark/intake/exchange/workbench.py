"""Where a folder's tables are read, checked and worked on: an embedded DuckDB and a folder for what overflows."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

_MEMORY = "2200MB"  # of DuckDB's own: what it cannot hold it puts aside, and a country stays below 4 GB in all


@dataclass(frozen=True, slots=True)
class Workbench:
    """One connection that nobody else uses, and a temporary folder that goes when the work is done."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def value(self, sql: str, *parameters: object) -> Any:
        """The first column of the first row."""
        return self.rows(sql, *parameters)[0][0]

    def run(self, sql: str) -> None:
        self.connection.execute(sql)


@contextmanager
def workbench(memory: str = _MEMORY) -> Iterator[Workbench]:
    """Open one, and clear it away whatever happens."""
    with tempfile.TemporaryDirectory(prefix="waymark-") as folder:
        connection = duckdb.connect(
            config={"memory_limit": memory, "temp_directory": f"{folder}/overflow", "preserve_insertion_order": True}
        )
        try:
            connection.execute("SET enable_progress_bar = false")  # it would go to standard output
            yield Workbench(connection, Path(folder))
        except RuntimeError as stopped:
            if isinstance(stopped.__cause__, KeyboardInterrupt):  # so DuckDB says that somebody pressed Ctrl-C
                raise stopped.__cause__ from None
            raise
        finally:
            connection.interrupt()  # what still runs is wanted no more, and would be waited for
            connection.close()


def quoted(text: str) -> str:
    """The text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
