"""The `waymark` command: thin, the same actions and queries as the pages.

Each module of this folder adds its own commands by `register(app)`. Nothing here imports Django or the data stack, so
that `waymark --help` and `waymark evaluate` start at once.
"""

import json
import os
import sys
import traceback
from importlib import import_module

import typer
from typer import Abort
from typer._click.exceptions import ClickException, NoArgsIsHelpError  # typer carries its own click

from waymark import __version__
from waymark.cli.refusal import REFUSED, STOPPED, Refusal

_INTERRUPTED = 130  # what typer makes of Ctrl-C
ROOMS = (
    "demo",
    "site",
    "evaluate",
    "plan",
    "interviews",
    "match",
    "imports",
    "exports",
    "data",
    "places",
    "jobs",
    "courses",
    "quiz",
    "packs",
    "people",
    "listings",
    "keeping",
    "night",
    "post",
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Careers guidance from a school's own records.",
)


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Say which version this is.")) -> None:
    if version:
        print(f"waymark {__version__}")
        raise typer.Exit


for _room in ROOMS:
    import_module(f"waymark.cli.{_room}").register(app)


def main() -> None:
    """Run the command line; every way out has an exit code of CLI.md and at most one sentence on stderr."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code; with `--json` a refusal prints a JSON document too."""
    try:
        code = app(args=arguments, prog_name="waymark", standalone_mode=False) or 0
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        return code
    except Refusal as refusal:
        _say(str(refusal), arguments)
        return refusal.code
    except (Abort, KeyboardInterrupt):
        _say("Stopped.", arguments)
        return STOPPED
    except NoArgsIsHelpError as asked:
        print(asked.format_message())
        return REFUSED
    except ClickException as wrong:
        _say(wrong.format_message(), arguments)
        return REFUSED
    except OSError as trouble:
        _say(f"{trouble.filename or 'A file'}: {trouble.strerror or trouble}.", arguments)
        return REFUSED
    except Exception as fault:
        if os.environ.get("WAYMARK_DEBUG"):
            raise
        where = traceback.extract_tb(fault.__traceback__)[-1]  # the place, never the data that was there
        _say(f"Waymark itself failed: {type(fault).__name__} at {where.name}, line {where.lineno}.", arguments)
        return REFUSED


def _say(sentence: str, arguments: list[str]) -> None:
    if sentence:
        print(" ".join(sentence.split()), file=sys.stderr)
    if "--json" in arguments:
        print(json.dumps({"error": sentence}))


if __name__ == "__main__":
    main()
