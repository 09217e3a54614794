"""Reads a table of an earlier outcome, to stay close to it."""

import csv
from collections.abc import Sequence
from pathlib import Path

from waymark.intake.exchange.values import Value


class NothingEarlier(ValueError):
    """A folder that holds no such outcome; the message is a sentence."""


def earlier_table(path: Path, columns: Sequence[str], *, what: str, judged: str, by: Value) -> list[tuple[str, ...]]:
    """The rows of a table of a plan or schedule, as `what` says, in the order of `columns`.

    Every value of the column `judged` must be one that `by` takes.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
                raise NothingEarlier(f"{path} lacks the column {missing[0]}.")
            rows = [tuple(row[name] or "" for name in columns) for row in reader]
    except FileNotFoundError as absent:
        raise NothingEarlier(f"There is no {what} in {path.parent}: {path.name} is missing.") from absent
    except UnicodeDecodeError as broken:
        raise NothingEarlier(f"{path} is not UTF-8 text.") from broken
    at = columns.index(judged)
    for row in rows:
        if not by.accepts(row[at]):
            raise NothingEarlier(f"{path} has the {judged} '{row[at]}', where {by.expected} is expected.")
    return rows
