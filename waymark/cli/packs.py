"""`waymark pack`: evidence to take away, each file with its SHA-256."""

import json
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import typer

from waymark.cli.database import open_site
from waymark.cli.people import organisation_named
from waymark.cli.progress import showing
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say
from waymark.cli.writing import arriving_file, need_new_or_empty

KINDS = ("inspection", "governors", "quality-standard", "provider-access", "published", "progress", "matrix")
NEVER = (1980, 1, 1, 0, 0, 0)  # a zip's own days would make the same pack other bytes


def pack(
    kind: str = typer.Argument(help=f"One of {', '.join(KINDS)}."),
    out: Path = typer.Argument(help="An empty or new folder, or a new file that ends in .zip."),
    institution: str = typer.Option(..., help="URN or UKPRN."),
    on: str = typer.Option(..., help="The day it speaks for, as 2026-11-20."),
    with_names: bool = typer.Option(
        False, "--with-names", help="The copy for inside the school, which names learners."
    ),
    as_json: bool = JSON,
) -> None:
    """Write a pack of evidence, each file with its SHA-256: `inspection` is the folder for an inspection; `governors`
    one page for governors; `quality-standard` and `matrix` a portfolio by the criteria brought in; `provider-access`
    the log of requests and meetings; `published` the careers page as the public saw it; `progress` the years compared.

    Names of learners are left out unless --with-names is given. The same records give the same bytes on one day.

    Example: waymark pack inspection --institution 990101 --on 2026-11-20 inspection.zip
    """
    if kind not in KINDS:
        raise Refusal(f"There is no pack {kind!r}. There are: {', '.join(KINDS)}.")
    day = _day(on)
    need_new_or_empty(out)
    open_site()
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.publishing.packs import NothingToPack

    with acting(everything("command line")):
        try:
            files = _files(kind, institution, day, with_names)
        except NothingToPack as nothing:
            raise Refusal(str(nothing)) from nothing
    _write(files, out)
    manifest = json.loads(files["manifest.json"])
    say(manifest, (f"{listed['sha256']}  {listed['name']}" for listed in manifest["files"]), as_json=as_json)


def _files(kind: str, institution: str, on: date, with_names: bool) -> Mapping[str, bytes]:
    from django.utils import timezone  # after open_site

    from waymark.publishing.documents.making import make
    from waymark.publishing.documents.wanted import Wanted
    from waymark.publishing.packs import published_pack

    school = organisation_named(institution)
    if kind == "published":
        return published_pack(school, on=on)
    today = timezone.localdate()
    if on > today:
        raise Refusal(f"--on {on.isoformat()} is still to come.")
    with showing(short=0.0) as tell:
        return make(school, Wanted(kind, on, made_on=today, leaves_school=not with_names), tell=tell).files


def _day(on: str) -> date:
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise Refusal(f"--on {on!r} is not a day such as 2026-11-20.") from None


def _write(files: Mapping[str, bytes], out: Path) -> None:
    from waymark.intake.exchange.writing import arriving  # not before there is something to write

    out.absolute().parent.mkdir(parents=True, exist_ok=True)
    if out.suffix == ".zip":
        with arriving_file(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(zipfile.ZipInfo(name, NEVER), content, zipfile.ZIP_DEFLATED)
        return
    with arriving(out) as arrived:
        for name, content in files.items():
            path = arrived / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(pack)
