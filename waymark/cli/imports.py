"""`waymark import`: one file of one kind, and what came of it."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from waymark.cli.database import open_site
from waymark.cli.progress import showing
from waymark.cli.refusal import DONE, REFUSED, SOME_REFUSED, Refusal
from waymark.cli.saying import JSON, say
from waymark.kernel.telling import Tell, untold

if TYPE_CHECKING:
    from waymark.intake.outcome import Outcome

# Who takes in each kind: named, not imported, so that a command starts no more than it needs.
KINDS: dict[str, str] = {
    "gias": "waymark.cli.register_files:take_in",
    "gias-links": "waymark.cli.register_files:take_in",
    "colleges": "waymark.cli.register_files:take_in",
    "councils": "waymark.cli.register_files:take_in",
    "hubs": "waymark.cli.register_files:take_in",
    "trusts": "waymark.cli.register_files:take_in",
    "postcodes": "waymark.cli.register_files:take_in",
    "learners": "waymark.cli.school_files:take_in",
    "ctf": "waymark.cli.school_files:take_in",
    "activities": "waymark.cli.school_files:take_in",
    "attendance": "waymark.cli.school_files:take_in",
    "courses": "waymark.cli.course_files:take_in",
    "courses-non-lars": "waymark.cli.course_files:take_in",
    "t-levels": "waymark.cli.course_files:take_in",
    "venues": "waymark.cli.course_files:take_in",
    "xcri": "waymark.cli.course_files:take_in",
    "lars": "waymark.cli.open_files:take_in",
    "ukrlp": "waymark.cli.open_files:take_in",
    "standards": "waymark.cli.open_files:take_in",
    "free-courses-providers": "waymark.cli.open_files:take_in",
    "providers": "waymark.cli.open_files:take_in",
    "campaign": "waymark.cli.open_files:take_in",
    "discover-uni": "waymark.cli.open_files:take_in",
    "exchange": "waymark.cli.exchange_folders:take_in",
    "offers": "waymark.cli.directory_files:take_in",
    "quiz": "waymark.cli.quiz:take_in",
    "employers": "waymark.cli.employer_files:take_in",
    "national-figures": "waymark.cli.national_files:take_in",
    "job-profiles": "waymark.cli.open_files:take_in",
    "soc": "waymark.cli.open_files:take_in",
    "onet": "waymark.cli.open_files:take_in",
    "esco": "waymark.cli.open_files:take_in",
    "industries": "waymark.cli.open_files:take_in",
    "earnings": "waymark.cli.open_files:take_in",
    "projections": "waymark.cli.open_files:take_in",
    "adverts": "waymark.cli.open_files:take_in",
    "areas": "waymark.cli.open_files:take_in",
    "destinations": "waymark.cli.open_files:take_in",
    "pathways": "waymark.cli.open_files:take_in",
}


@dataclass(frozen=True)
class Asked:
    """One import as it was asked for on the command line."""

    kind: str
    path: Path
    institution: str = ""
    on: date | None = None
    year: int | None = None
    dry_run: bool = False
    tell: Tell = untold


Importer = Callable[[Asked], "Outcome"]


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command("import")(import_file)


def import_file(
    kind: str = typer.Argument(..., help=f"One of: {', '.join(KINDS)}."),
    file: Path = typer.Argument(..., help="The file; for exchange and quiz, the folder."),
    institution: str = typer.Option(
        "", help="Whose file it is: URN or UKPRN; for a hub, trust or council the last part of its address."
    ),
    on: str = typer.Option("", help="The day the file speaks for, as 2026-11-22."),
    year: int = typer.Option(None, help="The academic year, named by its September, for files that do not say it."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would happen, and change nothing."),
    as_json: bool = JSON,
    report: Path = typer.Option(None, help="Write the refused rows here, with what is wrong with each."),
) -> None:
    """Take in one file: a register, a school's learners, its activities, open data.

    Example: waymark import gias edubasealldata20260801.csv
    """
    day = day_said(on)
    if kind not in KINDS:
        raise Refusal(f"There is no kind of file called “{kind}”. The kinds are: {', '.join(KINDS)}.")
    if not file.exists():
        raise Refusal(f"There is no file {file}.")
    if report:
        _need_report(report, file)
    open_site()
    module, _, name = KINDS[kind].partition(":")
    importer: Importer = getattr(import_module(module), name)
    with showing() as tell:
        outcome = importer(Asked(kind, file, institution, day, year, dry_run, tell))
    if report:
        from waymark.intake.reading.report import mending_csv  # after the kinds of file that need no database

        report.write_bytes(mending_csv(outcome.mending))
    said_and_done(outcome, dry_run=dry_run, as_json=as_json)


def _need_report(report: Path, file: Path) -> None:
    """Refuse a report that cannot be written before anything is changed; it holds people's rows, its owner's alone."""
    if report.exists() and report.samefile(file):
        raise Refusal("The report would replace the file that is imported; give another name.")
    open(report, "ab", opener=partial(os.open, mode=0o600)).close()


def said_and_done(outcome: "Outcome", *, dry_run: bool, as_json: bool) -> None:
    """Say what came of a file, and end with the exit code that it has."""
    if not as_json:
        _complain(outcome)
    say(outcome.as_json(), _in_words(outcome, dry_run), as_json=as_json)
    raise typer.Exit(REFUSED if outcome.is_refused else SOME_REFUSED if outcome.refused else DONE)


def day_said(text: str) -> date | None:
    """The day an option names, ISO or as people write it; None where it is blank."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    if text:
        raise Refusal(f"“{text}” is not a day. Write it like 2026-11-22.")
    return None


def _complain(outcome: "Outcome") -> None:
    """Say on standard error what is wrong with the first rows."""
    for problem in outcome.problems[:20]:
        where = f"row {problem.place}: " if problem.place else ""
        print(f"{where}{problem.code}: {problem.in_words()}", file=sys.stderr)
    if len(outcome.problems) > 20:
        print(f"… and {len(outcome.problems) - 20:,} more.", file=sys.stderr)


def _in_words(outcome: "Outcome", dry_run: bool) -> str:
    if outcome.is_refused:
        return "The file was refused; nothing was changed."
    names = ["added", "changed", "unchanged", "absent", *(["removed"] if outcome.removed else []), "refused"]
    counts = ", ".join(f"{getattr(outcome, name):,} {name}" for name in names)
    rows = "1 row" if outcome.reading.records == 1 else f"{outcome.reading.records:,} rows"
    return f"{rows}: {counts}.{' Nothing was changed: this was a dry run.' if dry_run else ''}"
