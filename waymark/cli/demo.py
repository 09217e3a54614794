"""`waymark demo`: the demonstration hub, built, described and served."""

import os
import sys
from datetime import date
from pathlib import Path

import typer

from waymark.cli.refusal import Refusal

STAGES = ("empty", "imported", "evaluated", "published")


def demo(
    stage: str = typer.Option("published", help=f"How far to build: {', '.join(STAGES)}."),
    seed: int = typer.Option(1, help="The same seed gives the same people and records."),
    serve: bool = typer.Option(True, "--serve/--no-serve", help="Serve the site when it is built."),
    port: int = typer.Option(8000, help="The port to serve on."),
    size: float = typer.Option(1.0, min=0.02, max=3.0, help="How big the schools are; 0.1 is quick to build."),
) -> None:
    """Build the demonstration hub: an invented dozen schools and a college with seven years of records.

    Example: waymark demo --stage imported --no-serve
    """
    if stage not in STAGES:
        raise Refusal(f"There is no stage “{stage}”. The stages are: {', '.join(STAGES)}.")
    os.environ["WAYMARK_DEMO"] = "yes"
    from waymark.cli.database import open_site  # settings read WAYMARK_DEMO on import

    open_site()
    _build_once(stage, seed, size)
    if serve:
        print(f"\nServing on http://127.0.0.1:{port}/  (Ctrl-C to stop)", flush=True)
        # A program begun anew: a server's processes are forks, and what has set pages in many threads cannot be forked.
        os.execv(sys.executable, [sys.executable, "-m", "waymark.cli.main", "serve", "--port", str(port)])


def _build_once(stage: str, seed: int, size: float) -> None:
    """Build into an empty database; one that holds this demonstration already is only described."""
    from django.conf import settings  # after open_site

    from waymark.access.models import User
    from waymark.demo.build import build
    from waymark.demo.found import describe

    made = Path(settings.DATA) / "demonstration"
    wanted = f"{stage} {seed} {size}"
    if User.objects.exists():
        if not made.exists() or made.read_text() != wanted:
            raise Refusal(
                f"{settings.DATA} holds another site. Remove it, or name another folder in WAYMARK_DATA, and try again."
            )
    else:
        from waymark.cli.progress import telling  # a terminal's progress bar; only building needs it

        with telling() as tell:
            build(stage=stage, seed=seed, today=date.today(), size=size, tell=tell)
        made.write_text(wanted)
    for line in describe(today=date.today()):
        print(line)
    sys.stdout.flush()


def register(app: typer.Typer) -> None:
    app.command()(demo)
