"""From a folder of records to a folder of judgements, figures and scores: what `waymark evaluate` does."""

import hashlib
import json
import time
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import numpy as np

from waymark import __version__
from waymark.evaluation import plain
from waymark.evaluation.bulk import on_duckdb, outcome
from waymark.evaluation.results import FIGURE_COLUMNS, JUDGEMENT_COLUMNS, SCORE_COLUMNS
from waymark.intake.exchange.opening import files_of
from waymark.intake.exchange.reading import read_folder, read_rows
from waymark.intake.exchange.staging import Progress
from waymark.intake.exchange.tables import TABLES
from waymark.intake.exchange.workbench import Workbench, workbench
from waymark.intake.exchange.writing import Format, OutColumn, arriving, write_table
from waymark.kernel.framework import Framework

ENGINES = ("plain", "duckdb", "spark")
OUT_TABLES = ("judgements", "figures", "scores")
_COLUMNS = dict(zip(OUT_TABLES, (JUDGEMENT_COLUMNS, FIGURE_COLUMNS, SCORE_COLUMNS), strict=True))
# Of the columns that go out; the others are whole numbers.
_KINDS: dict[str, Literal["text", "word", "flag"]] = {
    **dict.fromkeys(("learner_id", "institution_id", "unit"), "text"),
    **dict.fromkeys(("level", "group", "entitlement", "answer", "band", "benchmark"), "word"),
    "achieved": "flag",
}
_SQL_TYPES = {"text": "VARCHAR", "word": "VARCHAR", "flag": "BOOLEAN"}
_BLANK = -1  # stands for a blank whole number on the way to the workbench; none that goes out is below 0
_BYTES_AT_ONCE = 1 << 22


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `spark` is the address of a Spark Connect server, for that engine alone."""

    framework: Framework
    on: date
    engine: str = "duckdb"
    form: Format = "csv"
    tables: Collection[str] = OUT_TABLES
    spark: str = ""


def evaluate(folder: Path, out: Path, order: Order, progress: Progress = lambda words: None) -> None:
    """Evaluate a folder into `out`, which appears when all of it is written, or not at all.

    Raises FaultyFolder with everything wrong with the folder.
    """
    started = time.monotonic()
    with ThreadPoolExecutor(1) as beside, workbench() as bench:
        sums = {table.name: beside.submit(_sha256, files_of(folder, table)) for table in TABLES}
        try:
            rows, selects = _computed(folder, order, bench, progress)
            with arriving(out) as arrived:
                for name in OUT_TABLES:
                    if name in order.tables:
                        progress(f"Writing {name}")
                        write_table(bench, selects[name], arrived / name, _out_columns(name), order.form)
                _write_run(arrived, order, rows, sums, time.monotonic() - started)
        except BaseException:
            beside.shutdown(cancel_futures=True)
            raise


def _computed(
    folder: Path, order: Order, bench: Workbench, progress: Progress
) -> tuple[dict[str, int], dict[str, Iterator[str]]]:
    """How many records each table had, and the SELECTs of each table that goes out."""
    if order.engine == "plain":
        tables = read_rows(folder, bench, progress)
        progress("Judging every learner")
        results = plain.evaluate(order.framework, order.on, tables)
        held = (_held("judgements", results.judgements, bench), _held("figures", results.figures, bench))
        selects = (*held, _held("scores", results.scores, bench))
        return {name: len(rows) for name, rows in tables.items()}, dict(zip(OUT_TABLES, selects, strict=True))
    staged = read_folder(folder, bench, progress)
    layout = on_duckdb.layout_for(order.framework, order.on, staged)
    if order.engine == "spark":
        # Here, because the client of a cluster is an extra that only this engine needs.
        from waymark.evaluation.bulk import on_spark

        on_spark.run(layout, bench, order.spark, order.tables, progress)
    else:
        on_duckdb.run(layout, bench, progress)
    selects = (
        outcome.judgements(layout.plan, bench),
        iter([outcome.FIGURES]),
        _held("scores", outcome.scores(order.framework, bench), bench),
    )
    return staged.rows, dict(zip(OUT_TABLES, selects, strict=True))


def _held(name: str, rows: Sequence[tuple], bench: Workbench) -> Iterator[str]:
    """Rows already computed, as a relation of the workbench once they are asked for."""
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS[name])
    arrays: dict[str, np.ndarray] = {"place": np.arange(len(rows))}
    for column, values in zip(_out_columns(name), columns, strict=True):
        if column.kind == "whole":  # a number in the place of None: DuckDB cannot tell the type of many Nones
            arrays[column.name] = np.array([_BLANK if value is None else value for value in values], np.int64)
        else:
            arrays[column.name] = np.array(values, object if column.kind in ("text", "word") else None)
    bench.connection.register(f"out_{name}", arrays)  # as Arrow it would cost the import of all Arrow can do
    typed = (
        f'CAST(nullif("{column.name}", {_BLANK}) AS BIGINT) AS "{column.name}"'
        if column.kind == "whole"
        else f'CAST("{column.name}" AS {_SQL_TYPES[column.kind]}) AS "{column.name}"'
        for column in _out_columns(name)
    )
    yield f"SELECT {', '.join(typed)} FROM out_{name} ORDER BY place"


def _out_columns(name: str) -> tuple[OutColumn, ...]:
    return tuple(OutColumn(column, _KINDS.get(column, "whole")) for column in _COLUMNS[name])


def _write_run(folder: Path, order: Order, rows: dict[str, int], sums: dict[str, Future[str]], seconds: float) -> None:
    run = {
        "framework": order.framework.name,
        "framework_version": order.framework.version,
        "on": order.on.isoformat(),
        "inputs": {name: {"rows": rows[name], "sha256": sums[name].result()} for name in rows},
        "version": __version__,
        "engine": order.engine,
        "seconds": round(seconds, 3),
    }
    (folder / "run.json").write_text(json.dumps(run, indent=2) + "\n", encoding="utf-8")


def _sha256(files: list[Path]) -> str:
    """The checksum of a table's one file; blank when there is not one, which is a fault told elsewhere."""
    if len(files) != 1:
        return ""
    digest = hashlib.sha256()
    with files[0].open("rb") as opened:
        while chunk := opened.read(_BYTES_AT_ONCE):
            digest.update(chunk)
    return digest.hexdigest()
