"""`waymark evaluate`: a folder of records in, a folder of judgements, figures and scores out; no database."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Literal

import typer

from waymark.cli.refusal import REFUSED, Refusal
from waymark.cli.writing import need_new_or_empty

_FORMS = ("csv", "parquet")
_EXAMPLE = "Example: waymark evaluate records --framework gatsby-2024 --on 2026-07-31 --out figures"


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(epilog=_EXAMPLE)(evaluate)


def evaluate(
    folder: Path = typer.Argument(help="A folder of tables in the exchange format, CSV or Parquet."),
    framework: str = typer.Option(help="By which rules: gatsby-2014, gatsby-2024 or provider-access."),
    on: str = typer.Option(help="The day as at which to judge, YYYY-MM-DD."),
    out: Path = typer.Option(help="The folder to make; it may not hold anything yet."),
    engine: str = typer.Option("duckdb", help="plain (one learner at a time), duckdb or spark."),
    form: str = typer.Option("csv", "--format", help="csv or parquet."),
    tables: str = typer.Option("judgements,figures,scores", help="Which tables to write, with commas between."),
    spark: str = typer.Option("", help="Where the Spark Connect server is: sc://host:port."),
    as_json: bool = typer.Option(False, "--json", help="Print run.json, or all faults as one document."),
) -> None:
    """Judge everyone on roll on a day, and add it up by group, year group, institution, hub, trust and council."""
    # AMD's processors sort whole numbers five times slower by these than without; to be said before numpy is imported.
    os.environ.setdefault("NPY_DISABLE_CPU_FEATURES", "X86_V4")
    # Here, because the data stack takes a while to import and no other command needs it.
    from waymark.evaluation import evaluate as room
    from waymark.evaluation.bulk.on_spark import ClusterRefused
    from waymark.evaluation.frameworks import UnknownFramework
    from waymark.evaluation.frameworks import framework as named
    from waymark.intake.exchange.faults import FaultyFolder

    try:
        rules = named(framework)
    except UnknownFramework as unknown:
        raise Refusal(str(unknown.args[0])) from unknown
    wanted = _listed(tables, room.OUT_TABLES, "table")
    order = room.Order(rules, day_of(on, "--on"), _one_of(engine, room.ENGINES, "engine"), _form(form), wanted, spark)
    if order.engine == "spark" and not spark:
        raise Refusal("The engine spark needs --spark sc://host:port.")
    check_folders(folder, out)
    try:
        with progress_told() as progress:
            room.evaluate(folder, out, order, progress)
    except FaultyFolder as faulty:
        show_faults(faulty, as_json)
        raise typer.Exit(REFUSED) from faulty
    except ClusterRefused as refused:
        raise Refusal(str(refused)) from refused
    if as_json:
        print((out / "run.json").read_text(encoding="utf-8"), end="")


def check_folders(folder: Path, out: Path) -> None:
    """Refuse a folder that is not there, and an out that is there and not empty."""
    if not folder.is_dir():
        raise Refusal(f"There is no folder {folder}.")
    need_new_or_empty(out)


def day_of(text: str, option: str) -> date:
    """The day an option was given; Refusal if it is none, or of no academic year that can be named."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Refusal(f"{option} was given '{text}', and takes a day as YYYY-MM-DD.")
    if not 2 <= day.year <= 9998:  # the academic year before and after must be days too
        raise Refusal(f"{option} was given '{text}', a day of no academic year we can name.")
    return day


def _form(text: str) -> Literal["csv", "parquet"]:
    return "parquet" if _one_of(text, _FORMS, "format") == "parquet" else "csv"


def _one_of(text: str, words: tuple[str, ...], what: str) -> str:
    if text not in words:
        raise Refusal(f"There is no {what} '{text}'. There are: {', '.join(words)}.")
    return text


def _listed(text: str, words: tuple[str, ...], what: str) -> tuple[str, ...]:
    return tuple(_one_of(part.strip(), words, what) for part in text.split(","))


def show_faults(faulty, as_json: bool) -> None:
    """Every fault of a folder, a line each on standard error, and as one document where asked."""
    for fault in faulty.faults:
        print(fault.line(), file=sys.stderr)
    if as_json:
        names = ("table", "row", "column", "received", "expected")
        print(json.dumps({"error": str(faulty), "faults": [{n: getattr(f, n) for n in names} for f in faulty.faults]}))


@contextmanager
def progress_told() -> Iterator[Callable[[str], None]]:
    """Say on standard error what is being done, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda words: None
        return
    from rich.console import Console  # only for a terminal

    with Console(stderr=True).status("Starting") as status:
        yield lambda words: status.update(f"{words} …")
