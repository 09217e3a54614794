"""The `waymark` command: thin, the same actions and queries as the pages.

Each module of this folder adds its own commands by `register(app)`. Nothing here imports Django or the data stack, so
that `waymark --help` and `waymark evaluate` start at once.
"""

import gc
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
    _open_streams()
    code = run(sys.argv[1:])
    _let_go_of_stdout()
    gc.freeze()  # the process ends: nobody need look through all it imported for what could be freed
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code; with `--json` a refusal prints a JSON document too."""
    try:
        code = app(args=arguments, prog_name="waymark", standalone_mode=False) or 0
        if code == _INTERRUPTED:
            raise KeyboardInterrupt
        sys.stdout.flush()
        return code
    except NoArgsIsHelpError as asked:
        print(asked.format_message())
        return REFUSED
    except BrokenPipeError:  # whoever read what we said has gone, as `head` does: nobody is left to tell
        return STOPPED
    except SystemExit as left:  # typer makes 1 of the same
        if isinstance(left.__context__, BrokenPipeError):
            return STOPPED
        raise
    except (Exception, KeyboardInterrupt) as fault:
        if os.environ.get("WAYMARK_DEBUG") and not isinstance(fault, Refusal):
            raise
        return _say(_refusal_of(fault), as_json="--json" in arguments)


def _say(refusal: Refusal, *, as_json: bool) -> int:
    if sentence := " ".join(str(refusal).split()):
        print(sentence, file=sys.stderr)
    if as_json:
        print(json.dumps(refusal.document, ensure_ascii=False))
    return refusal.code


def _refusal_of(fault: BaseException) -> Refusal:
    """What is said of anything that ended a command: the place of a fault of ours, never the data that was there."""
    match fault:
        case Refusal():
            return fault
        case Abort() | KeyboardInterrupt():
            return Refusal("Stopped.", code=STOPPED)
        case ClickException():
            return Refusal(fault.format_message())
        case OSError():
            return Refusal(f"{f'{fault.filename}: ' if fault.filename else ''}{fault.strerror or fault}.")
    match type(fault).__name__:  # Django’s: by their names, as many commands never import it
        case "OperationalError" | "DatabaseError":
            return Refusal(f"The database cannot be used just now: {str(fault).partition(chr(10))[0]}.")
        case "ImproperlyConfigured":
            return Refusal(str(fault))
    where = traceback.extract_tb(fault.__traceback__)[-1]
    return Refusal(f"Waymark itself failed: {type(fault).__name__} at {where.name}, line {where.lineno}.")


def _open_streams() -> None:
    """Speak UTF-8 whatever the terminal’s language; say nothing, and into no other file, where a stream is closed."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 (open until the end)
        getattr(sys, name).reconfigure(encoding="utf-8", errors="backslashreplace")


def _let_go_of_stdout() -> None:
    """Leave nothing for the interpreter to complain of at its end where nobody reads any more."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
