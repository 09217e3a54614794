"""`waymark interviews`: requests, advisers' times and lessons in, a timetable out; no database."""

import json
import time
from pathlib import Path

import typer

from waymark.cli.evaluate import check_folders, day_of, progress_told, show_faults
from waymark.cli.progress import stoppable
from waymark.cli.refusal import REFUSED, STOPPED, Refusal

_EXAMPLE = (
    "Example: waymark interviews records --framework gatsby-2024 --institution 990101 --from 2026-11-23 --to 2026-12-18"
    " --out interviews"
)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(epilog=_EXAMPLE)(interviews)


def interviews(
    folder: Path = typer.Argument(help="Exchange tables with availability.csv, lessons.csv and requests.csv."),
    framework: str = typer.Option(help="By which rules: gatsby-2014 or gatsby-2024."),
    institution: str = typer.Option(help="Whose interviews: the institution's id in the folder."),
    from_: str = typer.Option(..., "--from", help="The first day, YYYY-MM-DD; need is as at this day."),
    to: str = typer.Option(..., "--to", help="The last day, YYYY-MM-DD."),
    out: Path = typer.Option(help="The folder to make; it may not hold anything yet."),
    minutes: int = typer.Option(40, help="How long an interview is."),
    seed: int = typer.Option(0, help="Draws between those of equal need, and between times as good as each other."),
    seconds: float = typer.Option(60.0, "--time", help="Seconds to look for the best."),
    stay_close: Path | None = typer.Option(None, help="A folder with an earlier schedule, to move as few as can be."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON document of what came of it."),
) -> None:
    """Time guidance interviews: as many as can be of the neediest first, and a plain reason for everybody."""
    started = time.monotonic()
    # Here, because the data stack takes a while to import and no other command needs it.
    from waymark.evaluation.frameworks import UnknownFramework
    from waymark.evaluation.frameworks import framework as named
    from waymark.intake.exchange.faults import FaultyFolder
    from waymark.intake.exchange.writing import arriving
    from waymark.planner.earlier_table import NothingEarlier
    from waymark.planner.interviews.reading import read_diary
    from waymark.planner.interviews.solving import make_timetable
    from waymark.planner.interviews.terms import slots_of
    from waymark.planner.interviews.writing import earlier_schedule, write_timetable
    from waymark.planner.solver import Watch
    from waymark.planner.year_plan.reading import NoSuchInstitution

    first, last = day_of(from_, "--from"), day_of(to, "--to")
    if last < first:
        raise Refusal("--to is before --from.")
    if not 1 <= minutes <= 600 or not 0 < seconds < 1e6 or seed < 0:
        raise Refusal("--minutes takes 1 to 600, --time seconds, more than 0, and --seed a whole number, 0 or more.")
    check_folders(folder, out)
    with progress_told() as progress, stoppable() as stop:
        try:
            earlier = earlier_schedule(stay_close) if stay_close else None
            diary = read_diary(folder, institution, named(framework), first, progress)
        except FaultyFolder as faulty:
            show_faults(faulty, as_json)
            raise typer.Exit(REFUSED) from faulty
        except (NoSuchInstitution, UnknownFramework, NothingEarlier) as unknown:
            raise Refusal(str(unknown.args[0])) from unknown
        progress("Timing the interviews")
        slots = slots_of(list(diary.times), minutes=minutes, first=first, last=last)
        watch = Watch(started + seconds, lambda: stop[0])
        timetable = make_timetable(diary.askings, slots, seed=seed, watch=watch, earlier=earlier)
        with arriving(out) as arrived:
            write_timetable(arrived, timetable, slots, minutes=minutes)
    if as_json:
        came_of_it = {
            "interviews": len(timetable.bookings),
            "waiting": len(timetable.waiting),
            "moved": timetable.moved,
            "status": "optimal" if timetable.is_proven else "feasible",
            "seconds": round(time.monotonic() - started, 3),
            "seed": seed,
        }
        print(json.dumps(came_of_it, indent=2))
    if not timetable.is_proven:
        raise typer.Exit(STOPPED)
