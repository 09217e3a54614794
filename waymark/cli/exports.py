"""`waymark export`: facts out of the site."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from waymark.cli.database import open_site
from waymark.cli.imports import day_said
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say
from waymark.cli.writing import need_new

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
    out: Path = typer.Argument(..., help="What to write; it may not be there yet."),
    institution: str = typer.Option("", help="URN or UKPRN of the school or college; without it, all with records."),
    learner: str = typer.Option("", help="The learner's opaque id, as their page's address has it (learner)."),
    on: str = typer.Option(
        "", help="The day as at which a school's hub and trust are named (exchange). Default today."
    ),
    form: str = typer.Option("csv", "--format", help="csv or parquet (exchange)."),
    as_json: bool = JSON,
) -> None:
    """Write facts out: `exchange`, a folder of five open tables that `waymark evaluate` and other programs read;
    `learner`, a ZIP of all that is kept about one person, for whoever has a right to ask; `everything`, a ZIP of all
    tables of the site; `courses`, a folder of a provider's files, or one file where the name ends in .csv or .json;
    `xcri`, courses as an XCRI-CAP catalog (XML); `openreferral` and `offers`, the directory as anybody sees it, as
    JSON and as CSV."""
    if kind not in KINDS:
        raise Refusal(f"There is no kind of export called “{kind}”. The kinds are: {', '.join(KINDS)}.")
    need_new(out)
    open_site()
    module, _, name = KINDS[kind].partition(":")
    told: dict[str, Any] = getattr(import_module(module), name)(
        ExportAsked(out, institution, learner, day_said(on), form)
    )
    rows = ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in told["rows"].items() if count)
    words = f"Written to {out}: {rows or 'nothing yet'}."
    say({"kind": kind, "out": str(out), **told}, words, as_json=as_json)


def institution_asked(asked: ExportAsked) -> "Organisation":
    """The school or college that was asked for; a refusal in words where it is none of ours."""
    from waymark.places.queries import institutions_by_id  # after open_site

    school = institutions_by_id([asked.institution]).get(asked.institution)
    if school is None:
        raise Refusal(f"There is no school or college {asked.institution} on the register.")
    return school
