"""`waymark match`: advisers or employers, and schools that want them, in; who goes where, out; no database."""

import time
from pathlib import Path

import typer

from waymark.cli.evaluate import check_folders, progress_told, show_faults
from waymark.cli.refusal import REFUSED, Refusal

_EXAMPLE = "Example: waymark match area --out matches"


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(epilog=_EXAMPLE)(match)


def match(
    folder: Path = typer.Argument(help="A folder with supply.csv, demand.csv and limits.json."),
    out: Path = typer.Option(help="The folder to make; it may not hold anything yet."),
    as_json: bool = typer.Option(False, "--json", help="Print match.json, or all faults as one document."),
) -> None:
    """Match advisers or employers to schools: the greatest worth there is by need, sector wished and distance."""
    started = time.monotonic()
    # Here, because the data stack takes a while to import and no other command needs it.
    from waymark.intake.exchange.faults import FaultyFolder
    from waymark.intake.exchange.writing import arriving
    from waymark.planner.matching.reading import read_sides
    from waymark.planner.matching.solving import solve
    from waymark.planner.matching.writing import write_matching

    check_folders(folder, out)
    with progress_told() as progress:
        try:
            sides = read_sides(folder, progress)
        except FaultyFolder as faulty:
            show_faults(faulty, as_json)
            raise typer.Exit(REFUSED) from faulty
        progress("Matching")
        matching = solve(sides.supply, sides.demand, sides.rules)
        with arriving(out) as arrived:
            write_matching(arrived, matching, sides.supply, sides.demand, sides.rules, time.monotonic() - started)
    if as_json:
        print((out / "match.json").read_text(encoding="utf-8"), end="")
    if matching.is_feasible:
        return
    if as_json:  # match.json says it
        raise typer.Exit(REFUSED)
    raise Refusal("The locks cannot hold together: one of them takes a place that another has.")
