"""What is wrong with a folder: every fault as a value, in the order in which people read tables."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from waymark.intake.exchange.further import FURTHER, LIMIT_KEYS
from waymark.intake.exchange.tables import TABLES

_LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_TABLE_ORDER = {name: place for place, name in enumerate([*(table.name for table in (*TABLES, *FURTHER)), "limits"])}
_COLUMN_ORDER = {
    (table.name, column.name): place
    for table in (*TABLES, *FURTHER)
    for place, column in enumerate(table.columns, start=1)
} | {("limits", key): place for place, key in enumerate(LIMIT_KEYS, start=1)}
_AFTER_ALL_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one place. Row 0 is the table itself, row 1 its header; a blank column is the whole row."""

    table: str
    row: int
    column: str
    received: str
    expected: str

    def line(self) -> str:
        """The fault on one line, whatever was received."""
        place = f"{self.table}:{self.row}:{_one_line(self.column)}"
        return f"{place}: received '{_one_line(self.received)}', expected {self.expected}"

    def place(self) -> tuple[int, int, int, str, str]:
        """Sorts by table, row and column as the format orders them, a blank column first, a column of theirs last."""
        column = _COLUMN_ORDER.get((self.table, self.column), _AFTER_ALL_COLUMNS) if self.column else 0
        return _TABLE_ORDER[self.table], self.row, column, self.column, self.expected


class FaultyFolder(Exception):
    """A folder that cannot be evaluated; holds every fault found, in order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(set(faults), key=Fault.place)
        super().__init__(f"The folder has {len(self.faults)} fault{'s' * (len(self.faults) != 1)}.")


def _one_line(text: str) -> str:
    return _LINE_BREAK.sub(" ", text)
