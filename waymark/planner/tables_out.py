"""Writes the CSV tables that planning gives: UTF-8 without a mark, a line feed a row, quoted where it must be."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write one table, its header first."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
