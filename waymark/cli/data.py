"""`waymark data`: the registry of open data, and bringing in a set by its name."""

import json
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

import typer

from waymark.cli.database import open_site
from waymark.cli.imports import KINDS, Asked, day_said, said_and_done
from waymark.cli.progress import showing
from waymark.cli.refusal import Refusal

_REGISTRY = typer.Option(None, help="Another registry than the program’s own: a YAML file.")
_JSON = typer.Option(False, "--json", help="Print one JSON document.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    data = typer.Typer(no_args_is_help=True, help="Open data: what there is, and bringing a set in by its name.")
    data.command("list")(list_data)
    data.command("fetch")(fetch)
    app.add_typer(data, name="data")


def list_data(registry: Path = _REGISTRY, as_json: bool = _JSON) -> None:
    """Say which sets of open data can be brought in: publisher, licence, address, columns, checksum.

    Example: waymark data list
    """
    sets = _sets(registry)
    if as_json:
        print(json.dumps({"data": [one.as_json() for one in sets.values()]}, ensure_ascii=False))
        return
    for one in sets.values():
        print(f"{one.name}: {one.title}\n  {one.publisher}. {one.licence}\n  {one.address or one.page}")
        if not one.address:
            print(f"  Download it there, then: waymark data fetch {one.name} --file FILE")


def fetch(
    name: str = typer.Argument(..., help="A name that `waymark data list` has."),
    file: Path = typer.Option(None, help="The file, already downloaded from the publisher’s page."),
    on: str = typer.Option("", help="The day of the file, for addresses that name one. Default today."),
    year: int = typer.Option(None, help="The academic year, for files that do not say it."),
    other_version: bool = typer.Option(False, "--other-version", help="Take a version the registry does not know."),
    registry: Path = _REGISTRY,
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would happen, and change nothing."),
    as_json: bool = _JSON,
) -> None:
    """Download a set of open data, verify it, and take it in as `waymark import` does.

    Example: waymark data fetch gias
    """
    from waymark.intake.open_data import NotFetched, downloaded, verified  # not before it is asked for

    sets = _sets(registry)
    wanted = sets.get(name)
    if wanted is None:
        raise Refusal(f"There is no set called “{name}”. There are: {', '.join(sets)}.")
    if wanted.kind not in KINDS:
        raise Refusal(f"This program cannot take in files of the kind “{wanted.kind}”.")
    day = day_said(on)
    address = wanted.address_on(day or date.today())
    if file is None and not address:
        raise Refusal(f"Its publisher gives it no lasting address. Download it from {wanted.page} and say --file FILE.")
    if file is not None and not file.exists():
        raise Refusal(f"There is no file {file}.")
    open_site()
    with showing() as tell:
        if file is not None and file.is_dir():  # the quiz is a folder of files
            kept = file
        else:
            try:
                content = file.read_bytes() if file else downloaded(address, tell=tell)
                content = verified(content, wanted, is_other_version=other_version)
            except NotFetched as refused:
                raise Refusal(str(refused)) from refused
            kept = _kept(name, file.name if file else urlsplit(address).path.rpartition("/")[2], content)
        module, _, function = KINDS[wanted.kind].partition(":")
        asked = Asked(wanted.kind, kept, on=day, year=year, dry_run=dry_run)
        outcome = getattr(import_module(module), function)(replace(asked, tell=tell))
    said_and_done(outcome, dry_run=dry_run, as_json=as_json)


def _sets(registry: Path | None):
    from waymark.intake.open_data import REGISTRY, data_sets  # not before it is asked for

    if registry is not None and not registry.is_file():
        raise Refusal(f"There is no file {registry}.")
    try:
        return data_sets(registry or REGISTRY)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise Refusal(f"The registry is not as it should be: {wrong}.") from wrong


def _kept(name: str, filename: str, content: bytes) -> Path:
    """The file in the site's own folder, where whoever asks later finds what was taken in."""
    from django.conf import settings  # after open_site

    folder = Path(settings.DATA) / "open-data" / name
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (filename or name)
    path.write_bytes(content)
    return path
