"""`waymark night`: what is done once a day without anybody asking; the worker does it too, after two in the morning."""

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from importlib import import_module
from typing import Any

import typer

from waymark.cli.database import open_site
from waymark.cli.imports import day_said
from waymark.cli.progress import showing
from waymark.cli.refusal import SOME_REFUSED, Refusal
from waymark.cli.saying import JSON, say
from waymark.kernel.telling import Tell

# What a night does, in this order, and who does it: named, not imported. Each is given the day and tells, sentence by
# sentence, what it did; doing it twice changes nothing more.
WORKS: dict[str, str] = {
    "evaluations": "waymark.cli.night:cut_evaluations",
    "surveys": "waymark.cli.surveys:put_away_due",
    "interviews": "waymark.cli.interview_nights:remind_and_forget",
    "requests": "waymark.cli.requests:pass_night",  # before the letters, which it writes
    "directory": "waymark.cli.directory_nights:remind_providers",
    "applications": "waymark.cli.applying_nights:pass_night",  # before the letters
    "letters": "waymark.cli.post:send_due",
    "sign-ins": "waymark.cli.people:forget_over",
    "courses": "waymark.cli.courses:write_index",
    "erasing": "waymark.cli.retention:erase_due",  # after the evaluations, which are of what there still is
}

AFTER = time(2)
_LOOK_EVERY = 60.0  # seconds
_log = logging.getLogger(__name__)


class Unfinished(Exception):
    """Part of a work failed and is left for the next night; the message says which."""


def night(
    on: str = typer.Option("", help="The day that has begun, as 2027-01-01; none: today."), as_json: bool = JSON
) -> None:
    """Do the night's work: keep every school's evaluation at a measurement point that has passed, put survey answers
    of a year ago away as counts, remind of tomorrow's interviews, and erase what a school that switched it on has
    kept for its period.

    Safe to do twice, and a missed night is made good by the next.

    Example: waymark night
    """
    open_site()
    from django.utils import timezone  # after open_site

    today = timezone.localdate()
    day = day_said(on) or today
    if day > today:
        raise Refusal(f"{day:%Y-%m-%d} is still to come.")
    with showing() as tell:
        works = [_done(name, day, tell) for name in WORKS]
    document = {"on": day.isoformat(), "works": works}
    say(document, (sentence for work in works for sentence in work["done"]), as_json=as_json)
    if failed := [work["failed"] for work in works if work["failed"]]:
        print(f"Not all of the night's work was done: {'; '.join(failed)}.", file=sys.stderr)
        raise typer.Exit(SOME_REFUSED)


def _done(name: str, day: date, tell: Tell) -> dict[str, Any]:
    """Do one work; give the sentences it told, and what of it failed, if anything did."""
    tell(list(WORKS).index(name), len(WORKS), f"The night's work on {name}")
    done: list[str] = []
    failed = None
    try:
        module, _, work = WORKS[name].partition(":")
        for sentence in getattr(import_module(module), work)(day):
            done.append(sentence)
    except Unfinished as fault:
        failed = f"{name}: {fault}"
    except Exception:
        _log.exception("The night's work on %s failed.", name)
        failed = f"{name} failed"
    return {"name": name, "done": done, "failed": failed}


def cut_evaluations(on: date) -> Iterator[str]:
    """Every school's evaluation at each measurement point that has passed and is not kept yet."""
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.evaluation.cuts.night import cut_due_points

    with acting(everything("by itself", via="night")) as by:
        done = cut_due_points(on, by=by)
        for cut in done.made:
            yield f"{cut.organisation.name}: evaluation kept as at {cut.on:%-d %B %Y}."
    if not done.made:
        yield "No evaluation was due."
    if done.failed:
        raise Unfinished(", ".join(done.failed))


@contextmanager
def every_night() -> Iterator[None]:
    """While the block runs, do each night's work once, in a process of its own; a night missed is done at once."""
    over = threading.Event()
    keeping = threading.Thread(target=_keep_watch, args=(over,), daemon=True, name="night")
    keeping.start()
    try:
        yield
    finally:
        over.set()


def _keep_watch(over: threading.Event) -> None:
    done: date | None = None
    while not over.wait(_LOOK_EVERY):
        now = datetime.now()  # the machine's own clock, as cron would go by
        if is_due(now, done):
            done = now.date()
            subprocess.run([sys.executable, "-m", "waymark.cli.main", "night"], stdout=subprocess.DEVNULL, check=False)


def is_due(now: datetime, done: date | None) -> bool:
    """Whether the night's work is to be done now, `done` being the day on which it last was."""
    return now.time() >= AFTER and now.date() != done


def register(app: typer.Typer) -> None:
    app.command()(night)
