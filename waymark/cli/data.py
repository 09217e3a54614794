"""`waymark data`: the registry of open data, and bringing in a set by its name."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import typer

from waymark.cli.database import open_site
from waymark.cli.imports import KINDS, Asked, day_said, said_and_done
from waymark.cli.progress import showing
from waymark.cli.refusal import DONE, SOME_REFUSED, Refusal
from waymark.cli.saying import JSON, say

_NAME = typer.Argument(..., help="A name that `waymark data list` has.")
_REGISTRY = typer.Option(None, help="Another registry than the program’s own: a YAML file.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    data = typer.Typer(no_args_is_help=True, help="Open data: what there is, and bringing a set in by its name.")
    data.command("list")(list_data)
    data.command("show")(show)
    data.command("fetch")(fetch)
    data.command("check")(check)
    app.add_typer(data, name="data")


def list_data(registry: Path = _REGISTRY, as_json: bool = JSON) -> None:
    """Say which sets of open data can be brought in: publisher, licence, address, columns, checksum.

    Example: waymark data list
    """
    sets = _sets(registry)
    document = {"data": [one.as_json() for one in sets.values()]}
    say(document, (_in_words(one) for one in sets.values()), as_json=as_json)


def _in_words(one) -> str:
    if one.is_to_be_had:
        how = f"waymark data fetch {one.name}: {one.gives}; {one.pinned}."
    else:
        how = f"Download it from {one.page}, then: waymark data fetch {one.name} --file FILE"
    return f"{one.name}: {one.title}\n  {one.publisher}. {one.licence}\n  {how}"


def show(name: str = _NAME, registry: Path = _REGISTRY, as_json: bool = JSON) -> None:
    """Say all that is known of one set, and what was fetched of it last.

    Example: waymark data show soc
    """
    from waymark.intake.open_data.kept import kept_of  # not before it is asked for

    one = _one(name, registry)
    open_site()
    kept = [asdict(file) for file in kept_of(_folder(name))]
    say(one.as_json() | {"fetched": kept}, _all_of(one, kept), as_json=as_json)


def _all_of(one, kept: list[dict[str, Any]]) -> Iterator[str]:
    lines = [("Publisher", one.publisher), ("Licence", one.licence), ("Page", one.page), ("Taken in as", one.kind),
             ("Tested with", one.release), ("The address gives", one.gives)]  # fmt: skip
    for part in one.files:
        lines += [("Address", part.address or "none that lasts: download it from the page"),
                  ("In its zip", part.member), ("Columns", ", ".join(part.columns)),
                  ("SHA-256", part.sha256 or "not pinned")]  # fmt: skip
    yield f"{one.name}: {one.title}"
    yield from (f"  {label}: {said}" for label, said in lines if said)
    yield f"  So {one.pinned}."
    for file in kept:
        yield f"  Fetched {file['at']}: {file['file']}, {file['size']:,} bytes, SHA-256 {file['sha256']}"


def fetch(
    name: str = _NAME,
    file: Path = typer.Option(None, help="The file, or the folder, already downloaded from the publisher’s page."),
    on: str = typer.Option("", help="The day of the file, for addresses that name one. Default today."),
    year: int = typer.Option(None, help="The academic year, for files that do not say it."),
    through: list[str] = typer.Option([], help="Another host that the publisher’s address may lead on to."),
    other_version: bool = typer.Option(False, "--other-version", help="Take a version the registry does not know."),
    registry: Path = _REGISTRY,
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would happen, and change nothing."),
    as_json: bool = JSON,
) -> None:
    """Download a set of open data, verify it, and take it in as `waymark import` does.

    A download that broke off goes on where it stopped. Example: waymark data fetch gias
    """
    wanted = _one(name, registry)
    if wanted.kind not in KINDS:
        raise Refusal(f"This program cannot take in files of the kind “{wanted.kind}”.")
    day = day_said(on)
    if file is None and not wanted.is_to_be_had:
        raise Refusal(f"Its publisher gives it no lasting address. Download it from {wanted.page} and say --file FILE.")
    if file is not None and not file.exists():
        raise Refusal(f"There is no file {file}.")
    open_site()
    from django.utils import timezone  # after open_site

    from waymark.intake.open_data.kept import Fetching  # not before it is asked for
    from waymark.intake.open_data.registry import NotFetched

    with showing() as tell:
        fetching = Fetching(wanted, _folder(name), timezone.localtime(), day or date.today(), frozenset(through),
                            other_version)  # fmt: skip
        try:
            kept = fetching.from_here(file) if file else fetching.from_its_publisher(tell)
        except NotFetched as refused:
            raise Refusal(f"{refused} {_where_else(wanted)}") from refused
        module, _, function = KINDS[wanted.kind].partition(":")
        of_the_release = None if file else wanted.day  # what is given by hand may be of another day
        asked = Asked(wanted.kind, kept, on=day or of_the_release, year=year, dry_run=dry_run)
        outcome = getattr(import_module(module), function)(replace(asked, tell=tell))
    said_and_done(outcome, dry_run=dry_run, as_json=as_json)


def check(
    name: str = typer.Argument("", help="A name that `waymark data list` has; none for all that were fetched."),
    registry: Path = _REGISTRY,
    as_json: bool = JSON,
) -> None:
    """Say whether what was fetched is still as it came, and the version that the registry knows.

    Example: waymark data check
    """
    from waymark.intake.open_data.kept import looked_at  # not before it is asked for

    sets = {name: _one(name, registry)} if name else _sets(registry)
    open_site()
    found = [
        {"name": one.name, **asdict(kept), "finding": finding}
        for one in sets.values()
        for kept, finding in looked_at(one, _folder(one.name))
    ]
    words = [f"{each['name']}: {each['file']}: {each['finding']}" for each in found]
    say({"files": found}, words or "Nothing was fetched.", as_json=as_json)
    raise typer.Exit(DONE if all(str(each["finding"]).startswith("as it came") for each in found) else SOME_REFUSED)


def _sets(registry: Path | None):
    from waymark.intake.open_data.registry import REGISTRY, data_sets  # not before it is asked for

    if registry is not None and not registry.is_file():
        raise Refusal(f"There is no file {registry}.")
    try:
        return data_sets(registry or REGISTRY)
    except (ValueError, TypeError, AttributeError) as wrong:
        raise Refusal(f"The registry is not as it should be: {wrong}.") from wrong


def _one(name: str, registry: Path | None):
    sets = _sets(registry)
    if name not in sets:
        raise Refusal(f"There is no set called “{name}”. There are: {', '.join(sets)}.")
    return sets[name]


def _where_else(wanted) -> str:
    return f"Its publisher’s page: {wanted.page}."


def _folder(name: str) -> Path:
    from django.conf import settings  # after open_site

    return Path(settings.DATA) / "open-data" / name
