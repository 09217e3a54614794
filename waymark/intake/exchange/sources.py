"""A table of a folder, opened: where its records stand in the workbench, and what its header already has wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from waymark.intake.exchange.faults import Fault
from waymark.intake.exchange.tables import Column, Table
from waymark.intake.exchange.values import AcademicYear, Day, Whole

_WHOLE_TYPES = {f"{sign}{size}" for sign in ("", "U") for size in ("TINYINT", "SMALLINT", "INTEGER", "BIGINT")}


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record with another number of fields than its header."""

    row: int
    fields: int


@dataclass(frozen=True, slots=True)
class Source:
    """One readable table.

    `relation` is a DuckDB relation of `row` (header = 1), `ragged` and every column of `header` we know that stands
    there once; `native` gives the DuckDB type of those. A ragged record is there with its key and all else blank.
    """

    table: Table
    relation: str
    header: tuple[str, ...]
    native: dict[str, str]
    ragged: tuple[Ragged, ...] = field(default=())

    @property
    def judged(self) -> tuple[Column, ...]:
        """Our columns that stand in the header exactly once: the values of others are not judged."""
        return tuple(column for column in self.table.columns if self.header.count(column.name) == 1)

    def has(self, *names: str) -> bool:
        """Whether all these columns can be judged."""
        judged = {column.name for column in self.judged}
        return judged.issuperset(names)

    def text(self, name: str) -> str:
        """SQL for the column as text, blank for null."""
        quoted = f'"{name}"' if self.native[name] == "VARCHAR" else f'CAST("{name}" AS VARCHAR)'
        return f"coalesce({quoted}, '')"

    def typed(self, name: str) -> str:
        """SQL for the column as its own type; only once every value has been accepted."""
        value, native = self.table.column(name).value, self.native[name]
        if isinstance(value, Day) and native == "DATE":
            return f'"{name}"'
        if isinstance(value, Whole | AcademicYear) and native in _WHOLE_TYPES:
            return f'CAST("{name}" AS BIGINT)'
        return value.typed_sql(self.text(name))


def header_faults(table: Table, header: Sequence[str]) -> list[Fault]:
    """A column that is missing, and every name that stands there twice, whether the column is ours or theirs."""
    missing = [
        Fault(table.name, 1, column.name, "", f"a column {column.name}")
        for column in table.columns
        if column.name not in header
    ]
    twice = [
        Fault(table.name, 1, name, name, "each column once") for name, times in Counter(header).items() if times > 1
    ]
    return missing + twice


def ragged_faults(source: Source) -> list[Fault]:
    """One for each record that has too few or too many fields."""
    expected = f"{len(source.header)} fields"
    return [
        Fault(source.table.name, ragged.row, "", f"{ragged.fields} field{'s' * (ragged.fields != 1)}", expected)
        for ragged in source.ragged
    ]
