"""`waymark demo`: the demonstration hub, built, described and served."""

import os
import sys
from datetime import date
from pathlib import Path

import typer

from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say
from waymark.cli.site import need_free

STAGES = ("empty", "imported", "evaluated", "published")


def demo(
    stage: str = typer.Option("published", help=f"How far to build: {', '.join(STAGES)}."),
    seed: int = typer.Option(1, help="The same seed gives the same people and records."),
    serve: bool = typer.Option(True, "--serve/--no-serve", help="Serve the site when it is built."),
    port: int = typer.Option(8000, min=1, max=65535, help="The port to serve on."),
    size: float = typer.Option(1.0, min=0.02, max=3.0, help="How big the schools are; 0.1 is quick to build."),
    as_json: bool = JSON,
) -> None:
    """Build the demonstration hub: an invented dozen schools and a college with seven years of records.

    Example: waymark demo --stage imported --no-serve
    """
    if stage not in STAGES:
        raise Refusal(f"There is no stage “{stage}”. The stages are: {', '.join(STAGES)}.")
    if serve:
        need_free("127.0.0.1", port)
    os.environ["WAYMARK_DEMO"] = "yes"
    from waymark.cli.database import open_site  # settings read WAYMARK_DEMO on import

    open_site()
    _build_once(stage, seed, size)
    from waymark.demo.found import found, in_words  # after open_site

    document = found(today=date.today())
    say(document, in_words(document), as_json=as_json)
    sys.stdout.flush()
    if serve:
        if as_json:
            os.dup2(2, 1)  # the document is all that stdout gets; what the server says goes to stderr
        else:
            print(flush=True)
        # A program begun anew: a server's processes are forks, and what has set pages in many threads cannot be forked.
        os.execv(sys.executable, [sys.executable, "-m", "waymark.cli.main", "serve", "--port", str(port)])


def _build_once(stage: str, seed: int, size: float) -> None:
    """Build into an empty database; one that holds this demonstration already is left as it is."""
    from django.conf import settings  # after open_site

    from waymark.access.models import User
    from waymark.demo.build import build

    made = Path(settings.DATA) / "demonstration"
    wanted = f"{stage} {seed} {size}"
    if User.objects.exists():
        if not made.exists() or made.read_text() != wanted:
            raise Refusal(
                f"{settings.DATA} holds another site, another demonstration, or one half built. "
                "Remove it, or name another folder in WAYMARK_DATA, and try again."
            )
    else:
        from waymark.cli.progress import telling  # a terminal's progress bar; only building needs it

        with telling() as tell:
            build(stage=stage, seed=seed, today=date.today(), size=size, tell=tell)
        made.write_text(wanted)


def register(app: typer.Typer) -> None:
    app.command()(demo)
