"""Reads a whole folder before anything is refused: its tables, ready to be evaluated, or everything wrong with it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from waymark.intake.exchange.checks import (
    blank_id_faults,
    enrolment_faults,
    key_faults,
    reference_faults,
    value_faults,
)
from waymark.intake.exchange.faults import Fault, FaultyFolder
from waymark.intake.exchange.opening import cannot_be_read, open_tables, unreadable
from waymark.intake.exchange.sources import Source
from waymark.intake.exchange.staging import Progress, Staged, stage
from waymark.intake.exchange.tables import TABLES, Table
from waymark.intake.exchange.workbench import Workbench

Rows = dict[str, list[dict[str, Any]]]


def read_folder(folder: Path, bench: Workbench, progress: Progress) -> Staged:
    """Read and stage every table of a folder; FaultyFolder, with all that is wrong, if anything is."""
    return _read(folder, bench, progress, _staged)


def read_rows(folder: Path, bench: Workbench, progress: Progress) -> Rows:
    """The same folder as typed rows by table: dates, booleans, whole numbers, text; None for a blank day or number."""
    return _read(folder, bench, progress, _as_rows)


Sources = dict[str, Source]
Read = TypeVar("Read")
Further = Callable[[Sources, Workbench], list[Fault]]


def read_sound(
    folder: Path,
    bench: Workbench,
    progress: Progress,
    sound: Callable[[Sources, Workbench], Read],
    *,
    tables: Sequence[Table],
    further: Further,
) -> Read:
    """What `sound` makes of a folder's tables once nothing is wrong with them, nor with what `further` looks at."""

    def checked(sources: Sources, bench: Workbench, progress: Progress) -> Read:
        faults = _record_faults(sources, [], bench)
        if faults:
            raise FaultyFolder(faults)
        return sound(sources, bench)

    return _read(folder, bench, progress, checked, tables, further)


def _read(
    folder: Path,
    bench: Workbench,
    progress: Progress,
    sound: Callable[[Sources, Workbench, Progress], Read],
    tables: Sequence[Table] = TABLES,
    further: Further = lambda sources, bench: [],
) -> Read:
    """Open and check a folder, and make of it what is asked for; every fault is looked for before any is raised."""
    progress("Opening the folder")
    sources, opening = open_tables(folder, bench, tables)
    try:
        faults = [*opening, *_value_faults(sources, bench, progress), *further(sources, bench)]
        if not faults:
            return sound(sources, bench, progress)
        faults += _record_faults(sources, faults, bench)
    except duckdb.Error:
        unread = [source.table for source in sources.values() if cannot_be_read(source, bench)]
        if not unread:
            raise
        for table in unread:
            del sources[table.name]
        opening = [fault for fault in opening if fault.table not in {table.name for table in unread}]
        faults = [*opening, *map(unreadable, unread)]
        faults += [*_value_faults(sources, bench, progress), *further(sources, bench)]
        faults += _record_faults(sources, faults, bench)
    raise FaultyFolder(faults)


def _staged(sources: Sources, bench: Workbench, progress: Progress) -> Staged:
    staged = stage(sources, bench, progress)
    if staged is None:
        raise FaultyFolder(_record_faults(sources, [], bench))
    return staged


def _as_rows(sources: Sources, bench: Workbench, progress: Progress) -> Rows:
    faults = _record_faults(sources, [], bench)
    if faults:
        raise FaultyFolder(faults)
    return {name: _rows(source, bench) for name, source in sources.items()}


def _value_faults(sources: Sources, bench: Workbench, progress: Progress) -> list[Fault]:
    faults: list[Fault] = []
    for name, source in sources.items():
        progress(f"Checking {name}")
        faults += value_faults(source, bench)
    return faults


def _record_faults(sources: dict[str, Source], so_far: list[Fault], bench: Workbench) -> list[Fault]:
    """What is wrong between records: blank ids, keys, references, enrolments that cannot be."""
    faults: list[Fault] = []
    days = ("academic_year", "from", "to")
    unread = {fault.row for fault in so_far if fault.table == "enrolments" and fault.column in days}
    for source in sources.values():
        faults += blank_id_faults(source, bench)
        faults += key_faults(source, bench)
        faults += reference_faults(source, sources, bench)
        if source.table.name == "enrolments":
            faults += enrolment_faults(source, unread, bench)
    return faults


def _rows(source: Source, bench: Workbench) -> list[dict[str, Any]]:
    names = [column.name for column in source.table.columns]
    typed = ", ".join(f'{source.typed(name)} AS "{name}"' for name in names)
    return [
        dict(zip(names, row, strict=True)) for row in bench.rows(f"SELECT {typed} FROM {source.relation} ORDER BY row")
    ]
