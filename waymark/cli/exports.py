"""`waymark export`: facts out of the site; what is written appears whole, or not at all."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from waymark.cli.database import open_site
from waymark.cli.imports import day_said
from waymark.cli.refusal import Refusal

if TYPE_CHECKING:
    from waymark.places.models import Organisation

# Who gives out each kind: named, not imported, so that a command starts no more than it needs.
KINDS: dict[str, str] = {
    "exchange": "waymark.cli.exchange_folders:give_out",
    "courses": "waymark.cli.course_files:give_out",
    "xcri": "waymark.cli.course_files:give_out_xcri",
    "learner": "waymark.cli.person_files:give_out",
    "everything": "waymark.cli.everything:give_out",
    "openreferral": "waymark.cli.directory_files:give_out_open_referral",
    "offers": "waymark.cli.directory_files:give_out_offers",
}
_EXAMPLE = "Example: waymark export exchange records --institution 990101"


@dataclass(frozen=True)
class ExportAsked:
    """One export as it was asked for on the command line."""

    out: Path
    institution: str
    learner: str
    on: date | None
    form: str


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("export", epilog=_EXAMPLE)(export)


def export(
    kind: str = typer.Argument(..., help=f"One of: {', '.join(KINDS)}."),
    out: Path = typer.Argument(..., help="What to write: a folder (exchange) or a ZIP; it may not be there yet."),
    institution: str = typer.Option("", help="URN or UKPRN of the school or college; without it, all with records."),
    learner: str = typer.Option("", help="The learner's opaque id, as their page's address has it (learner)."),
    on: str = typer.Option(
        "", help="The day as at which a school's hub and trust are named (exchange). Default today."
    ),
    form: str = typer.Option("csv", "--format", help="csv or parquet (exchange)."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON document that says what was written."),
) -> None:
    """Write facts out: `exchange`, five open tables that `waymark evaluate` and other programs read; `learner`, all
    that is kept about one person, for whoever has a right to ask; `everything`, all tables of the site;
    `openreferral` and `offers`, the directory as anybody sees it, as JSON and as a table."""
    if kind not in KINDS:
        raise Refusal(f"There is no kind of export called “{kind}”. The kinds are: {', '.join(KINDS)}.")
    if out.exists() or out.is_symlink():
        raise Refusal(f"{out} is there already; give a name that is not.")
    if not out.absolute().parent.is_dir():
        raise Refusal(f"There is no folder {out.absolute().parent}.")
    open_site()
    module, _, name = KINDS[kind].partition(":")
    told: dict[str, Any] = getattr(import_module(module), name)(
        ExportAsked(out, institution, learner, day_said(on), form)
    )
    if as_json:
        print(json.dumps({"kind": kind, "out": str(out), **told}, ensure_ascii=False))
    else:
        rows = ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in told["rows"].items() if count)
        print(f"Written to {out}: {rows or 'nothing yet'}.")


def institution_asked(asked: ExportAsked) -> "Organisation":
    """The school or college that was asked for; a refusal in words where it is none of ours."""
    from waymark.places.queries import institutions_by_id  # after open_site

    school = institutions_by_id([asked.institution]).get(asked.institution)
    if school is None:
        raise Refusal(f"There is no school or college {asked.institution} on the register.")
    return school


@contextmanager
def arriving_file(out: Path) -> Iterator[Path]:
    """A file to write that becomes `out`, readable by its owner alone, when all has gone well; else nothing is left."""
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", suffix=".part", dir=out.absolute().parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
        part.rename(out)
    finally:
        part.unlink(missing_ok=True)
