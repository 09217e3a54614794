"""`waymark pack`: evidence to take away, each file with its SHA-256."""

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import typer

from waymark.cli.database import open_site
from waymark.cli.people import organisation_named
from waymark.cli.refusal import Refusal

KINDS = ("published", "provider-access")
NEVER = (1980, 1, 1, 0, 0, 0)  # a zip's own days would make the same pack other bytes


def pack(
    kind: str = typer.Argument(help=f"One of {', '.join(KINDS)}."),
    out: Path = typer.Argument(help="An empty or new folder, or a new file that ends in .zip."),
    institution: str = typer.Option(..., help="URN or UKPRN."),
    on: str = typer.Option(..., help="The day it speaks for, as 2026-11-20."),
    as_json: bool = typer.Option(False, "--json", help="Print one JSON document and nothing else."),
) -> None:
    """Write a pack of evidence: `published` is the careers page as the public saw it on the day (PDF, HTML, JSON);
    `provider-access` is the year's meetings with providers up to the day, in numbers.

    Example: waymark pack published --institution 990101 --on 2026-11-20 careers.zip
    """
    if kind not in KINDS:
        raise Refusal(f"There is no pack {kind!r}. There are: {', '.join(KINDS)}.")
    day = _day(on)
    _refuse_what_is_there(out)
    open_site()
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.publishing.packs import NothingToPack, provider_access_pack, published_pack

    made = {"published": published_pack, "provider-access": provider_access_pack}[kind]
    with acting(everything("command line")):
        try:
            files = made(organisation_named(institution), on=day)
        except NothingToPack as nothing:
            raise Refusal(str(nothing)) from nothing
    _write(files, out)
    if as_json:
        print(files["manifest.json"].decode(), end="")
        return
    for listed in json.loads(files["manifest.json"])["files"]:
        print(f"{listed['sha256']}  {listed['name']}")


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise Refusal(f"--on {on!r} is not a day such as 2026-11-20.") from None


def _refuse_what_is_there(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise Refusal(f"{out} is there already and is not empty.")


def _write(files: Mapping[str, bytes], out: Path) -> None:
    if out.suffix == ".zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name, NEVER), content, zipfile.ZIP_DEFLATED)
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(pack)
