"""`waymark backup`, `waymark restore`, `waymark check`: keeping a site safe."""

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal

_DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def backup(out: Path = typer.Argument(..., help="The file to write: a ZIP.")) -> None:
    """Keep everything of this site in one file; safe while it is serving.

    Example: waymark backup waymark-2026-11-22.zip
    """
    open_site()
    from django.conf import settings  # after open_site
    from django.db import connection

    if out.exists():
        raise Refusal(f"{out} is there already.")
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
    print(f"Kept in {out}.")


def _copy_database(to: Path) -> None:
    from django.db import connection  # after open_site

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(to)])
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={to}", os.environ["DATABASE_URL"])


def restore(kept: Path = typer.Argument(..., exists=True, dir_okay=False, help="A file that `backup` wrote.")) -> None:
    """Put a kept site back, into an empty place: a data folder or a database with nothing in it.

    Example: WAYMARK_DATA=./restored waymark restore waymark-2026-11-22.zip
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.settings")
    import django  # only commands that need the database start it

    django.setup()
    from django.conf import settings
    from django.db import connection

    if connection.introspection.table_names():
        raise Refusal("There is a site here already; a site is restored to an empty place.")
    name = _DATABASE[connection.vendor]
    connection.close()
    try:
        archive = zipfile.ZipFile(kept)
    except zipfile.BadZipFile as bad:
        raise Refusal(f"{kept} was not written by `waymark backup`.") from bad
    with archive, tempfile.TemporaryDirectory() as folder:
        if name not in archive.namelist():
            raise Refusal(f"{kept} holds a site on another kind of database.")
        archive.extract(name, folder)
        if connection.vendor == "sqlite":
            shutil.move(Path(folder) / name, connection.settings_dict["NAME"])
        else:
            _run("pg_restore", "--no-owner", f"--dbname={os.environ['DATABASE_URL']}", str(Path(folder) / name))
        for member in archive.namelist():
            if member.startswith("files/"):
                archive.extract(member, settings.DATA)
    print("Restored.", file=sys.stderr)


def check() -> None:
    """Check what no single constraint can say of the database; every broken rule is a line.

    Example: waymark check
    """
    open_site()
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.cli.invariants import broken_rules

    with acting(everything("check")):
        broken = list(broken_rules())
    for line in broken:
        print(line)
    if broken:
        raise Refusal(f"{len(broken)} rules are broken.", code=1)
    print("Every rule holds.")


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise Refusal(f"{command[0]} is not on this machine; it comes with PostgreSQL.") from missing
    except subprocess.CalledProcessError as failed:
        raise Refusal(f"{command[0]}: {failed.stderr.strip().splitlines()[-1]}") from failed


def register(app: typer.Typer) -> None:
    app.command()(backup)
    app.command()(restore)
    app.command()(check)
