"""`waymark backup`, `waymark restore`, `waymark check`: keeping a site safe."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
import zlib
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import typer

from waymark.cli.database import open_site, start
from waymark.cli.refusal import SOME_REFUSED, Refusal
from waymark.cli.saying import JSON, say
from waymark.cli.writing import need_new

_DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def backup(out: Path = typer.Argument(..., help="The file to write: a ZIP."), as_json: bool = JSON) -> None:
    """Keep everything of this site in one file; safe while it is serving.

    Example: waymark backup waymark-2026-11-22.zip
    """
    need_new(out)
    open_site()
    from django.conf import settings  # after open_site
    from django.db import connection

    with tempfile.TemporaryDirectory(dir=out.resolve().parent) as folder:
        database = Path(folder) / _DATABASE[connection.vendor]
        _copy_database(database)
        made = Path(folder) / "backup.zip"
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(database, database.name)
            files = settings.DATA / "files"
            for path in sorted(files.rglob("*")) if files.exists() else []:
                if path.is_file():
                    archive.write(path, f"files/{path.relative_to(files)}")
        made.chmod(0o600)
        made.rename(out)
    say({"out": str(out), "size": out.stat().st_size}, f"Kept in {out}.", as_json=as_json)


def _copy_database(to: Path) -> None:
    from django.db import connection  # after open_site

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(to)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={to}")


def restore(
    kept: Path = typer.Argument(..., exists=True, dir_okay=False, help="A file that `backup` wrote."),
    as_json: bool = JSON,
) -> None:
    """Put a kept site back, into an empty place: a data folder or a database with nothing in it.

    Example: WAYMARK_DATA=./restored waymark restore waymark-2026-11-22.zip
    """
    start()
    from django.conf import settings  # after start
    from django.db import connection

    if connection.introspection.table_names():
        raise Refusal("There is a site here already; a site is restored to an empty place.")
    name = _DATABASE[connection.vendor]
    connection.close()
    settings.DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA) as folder:
        try:
            with zipfile.ZipFile(kept) as archive:
                if name not in archive.namelist():
                    raise Refusal(f"{kept} holds a site on another kind of database.")
                archive.extractall(folder, [each for each in archive.namelist() if each.startswith((name, "files/"))])
            if (Path(folder) / "files").is_dir():  # first: without its database a place is still empty
                shutil.copytree(
                    Path(folder) / "files", settings.DATA / "files", copy_function=shutil.move, dirs_exist_ok=True
                )
            _put_back(Path(folder) / name)
        except (zipfile.BadZipFile, zlib.error, EOFError, sqlite3.DatabaseError) as odd:
            raise Refusal(f"{kept} was not written whole by `waymark backup`.") from odd
    say({"restored": str(kept), "to": str(settings.DATA)}, "Restored.", as_json=as_json)


def _put_back(database: Path) -> None:
    from django.db import connection  # after start

    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database)) as kept:
            kept.execute("SELECT 1 FROM django_migrations")  # else it is no site, and perhaps no database
        shutil.move(database, connection.settings_dict["NAME"])
    else:
        _run("pg_restore", "--no-owner", str(database))


def check(as_json: bool = JSON) -> None:
    """Check what no single constraint can say of the database; every broken rule is a line.

    Example: waymark check
    """
    open_site()
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.cli.invariants import broken_rules

    with acting(everything("check")):
        broken = list(broken_rules())
    say({"broken": broken}, broken or "Every rule holds.", as_json=as_json)
    if broken:
        print(f"Rules that do not hold: {len(broken):,}.", file=sys.stderr)
        raise typer.Exit(SOME_REFUSED)


def _run(*command: str) -> None:
    """Run one of PostgreSQL's own programs on the site's database: its password is on no command line."""
    url = urlsplit(os.environ["DATABASE_URL"])
    named = url._replace(netloc=url.netloc.replace(f":{url.password}@", "@")).geturl()
    password = {"PGPASSWORD": unquote(url.password)} if url.password else {}
    try:
        subprocess.run(
            [*command[:1], f"--dbname={named}", *command[1:]],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | password,
        )
    except FileNotFoundError as missing:
        raise Refusal(f"{command[0]} is not on this machine; it comes with PostgreSQL.") from missing
    except subprocess.CalledProcessError as failed:
        raise Refusal(f"{command[0]}: {(failed.stderr.strip().splitlines() or ['it failed'])[-1]}") from failed


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command()(check)
