"""`waymark plan`: a school's records, offers and limits in, the plan of a year out; no database."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import typer

from waymark.cli.evaluate import check_folders, day_of, show_faults
from waymark.cli.progress import stoppable
from waymark.cli.refusal import DONE, REFUSED, STOPPED, Refusal

_EXAMPLE = (
    "Example: waymark plan records --framework gatsby-2024 --framework provider-access --institution 990101"
    " --from 2026-09-07 --to 2027-07-16 --out year"
)
_LAST_SECONDS = 3.0  # of the time allowed, for starting, and for writing
_MORE_SECONDS = 5.0  # that the whole command may take beyond one and a half times the time for the plan


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command(epilog=_EXAMPLE)(plan)


def plan(
    folder: Path = typer.Argument(help="A folder of tables in the exchange format, with offers and limits.json."),
    framework: list[str] = typer.Option(help="By which rules: gatsby-2014 or gatsby-2024; again for provider-access."),
    institution: str = typer.Option(help="Whose year: the institution's id in the folder."),
    from_: str = typer.Option(..., "--from", help="The first day of the plan, YYYY-MM-DD; gaps are as at this day."),
    to: str = typer.Option(..., "--to", help="The last day of the plan, in the same academic year."),
    out: Path = typer.Option(help="The folder to make; it may not hold anything yet."),
    seconds: float = typer.Option(60.0, "--time", help="Seconds for the plan; half as many more for what stays open."),
    seed: int = typer.Option(0, help="Same input, seed and enough time: same plan."),
    stay_close: Path | None = typer.Option(None, help="A folder with an earlier plan, to move as few as can be."),
    objective: str = typer.Option("value", help="value, or cheapest: as good as the plan made by hand, for the least."),
    as_json: bool = typer.Option(False, "--json", help="Print plan.json, or all faults as one document."),
) -> None:
    """Propose the sessions that close the most gaps, for those who need it most, and who goes to each."""
    started = time.monotonic()
    # Here, because the data stack takes a while to import and no other command needs it.
    from waymark.intake.exchange.faults import FaultyFolder
    from waymark.intake.exchange.writing import arriving
    from waymark.planner.earlier_table import NothingEarlier
    from waymark.planner.year_plan import earlier, planning, writing
    from waymark.planner.year_plan.reading import NoSuchInstitution, read_records

    frameworks, term = _frameworks(framework), _term(from_, to)
    if objective not in planning.OBJECTIVES:
        raise Refusal(f"There is no objective '{objective}'. There are: {', '.join(planning.OBJECTIVES)}.")
    if not 0 < seconds < 1e6 or seed < 0:
        raise Refusal("--time takes seconds, more than 0, and --seed a whole number, 0 or more.")
    check_folders(folder, out)
    try:
        kept = earlier.earlier_rows(stay_close) if stay_close else None
    except NothingEarlier as none:
        raise Refusal(str(none)) from none
    with _progress() as (say, tell), stoppable() as stop:
        try:
            records = read_records(folder, [institution], term.first, say)
        except FaultyFolder as faulty:
            show_faults(faulty, as_json)
            raise typer.Exit(REFUSED) from faulty
        except NoSuchInstitution as unknown:
            raise Refusal(str(unknown.args[0])) from unknown
        how = planning.Asking(
            seconds=seconds,
            seed=seed,
            objective="cheapest" if objective == "cheapest" else "value",
            stay_close=kept,
            no_later=started + 1.5 * seconds + _MORE_SECONDS - _LAST_SECONDS,
            tell=tell,
            should_stop=lambda: stop[0],
        )
        say("Finding the gaps")
        answer = planning.answer(planning.question(records, institution, term, frameworks), how)
        with arriving(out) as arrived:
            writing.write_plan(arrived, answer, how)
    if as_json:
        print((out / "plan.json").read_text(encoding="utf-8"), end="")
    _leave(answer, stop[0])


def _leave(answer, stopped: bool) -> None:
    """Exit as the plan stands: nothing can be planned, stopped before the end, or done."""
    if answer.found is None:
        locks = ", ".join(f"{lock.offer_id} on {lock.date.isoformat()}" for lock in answer.conflicting)
        print(f"These locks cannot hold together: {locks}.", file=sys.stderr)  # plan.json says the same
        raise typer.Exit(REFUSED)
    code = STOPPED if stopped or answer.found.was_stopped else DONE
    if code:
        raise typer.Exit(code)


def _frameworks(names: list[str]) -> list:
    from waymark.evaluation.frameworks import UnknownFramework, framework
    from waymark.planner.year_plan.gaps import PROVIDER_ACCESS

    try:
        found = [framework(name) for name in dict.fromkeys(names)]
    except UnknownFramework as unknown:
        raise Refusal(str(unknown.args[0])) from unknown
    if len([each for each in found if each.name != PROVIDER_ACCESS]) > 1:
        raise Refusal(f"A plan is made under one framework, and {PROVIDER_ACCESS} with it.")
    return found


def _term(first: str, last: str):
    from waymark.kernel.academic_year import academic_year
    from waymark.planner.year_plan.terms import Term

    term = Term(day_of(first, "--from"), day_of(last, "--to"))
    if term.last < term.first:
        raise Refusal("--to is before --from.")
    if academic_year(term.first) != academic_year(term.last):
        raise Refusal("--from and --to lie in different academic years.")
    return term


Tell = Callable[[Fraction, Fraction | None], None]


@contextmanager
def _progress() -> Iterator[tuple[Callable[[str], None], Tell]]:
    """Say on standard error what is being done, and how good the plan is so far, where somebody is looking."""
    if not sys.stderr.isatty():
        yield lambda words: None, lambda value, bound: None
        return
    from rich.console import Console  # only for a terminal

    with Console(stderr=True).status("Starting") as status:

        def tell(value: Fraction, bound: Fraction | None) -> None:
            gap = f", at most {float(100 * (bound - value) / bound):.2f}% below the best there is" if bound else ""
            status.update(f"Planning: {float(value):,.0f} closed by weight{gap} …")

        yield lambda words: status.update(f"{words} …"), tell
