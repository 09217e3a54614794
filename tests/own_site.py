"""A site of its own, with its own folder and database, whose commands run as processes of their own: for tests that
interrupt and kill them. Always on SQLite, where a writer shuts out all others."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class OwnSite:
    """The site's folder, and the environment in which its processes run."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def at(cls, folder: Path, blocker, **settings: str) -> "OwnSite":
        """An empty site, its tables copied from the tests' own database where that is SQLite: far faster than made."""
        plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        site = cls(
            folder,
            plain | {"WAYMARK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "waymark.config.settings"} | settings,
        )
        folder.mkdir(parents=True, exist_ok=True)
        with blocker.unblock():
            # Where no test that runs needs a database, none was made for them, and this is the developer's own.
            if connection.vendor == "sqlite" and connection.is_in_memory_db():
                connection.ensure_connection()
                with closing(sqlite3.connect(site.database)) as copy:
                    connection.connection.backup(copy)
        return site

    @property
    def database(self) -> Path:
        return self.folder / "waymark.sqlite3"

    def start(self, *arguments: str) -> subprocess.Popen:
        """`waymark` with these arguments, in a process of its own."""
        return self._started("-m", "waymark.cli.main", *arguments)

    def run(self, *arguments: str) -> str:
        """`waymark` with these arguments, to its end, which must be good; what it said."""
        return _ended(self.start(*arguments))

    def python(self, text: str) -> str:
        """A few lines of Python inside the site, as its own operator, to their good end; what they printed."""
        return _ended(self.start_python(text))

    def start_python(self, text: str) -> subprocess.Popen:
        """A few lines of Python inside the site, in a process of its own."""
        opened = (
            "import django; django.setup()\n"
            "from waymark.access.scope import acting, everything\n"
            "with acting(everything('test')) as by:\n"
        )
        return self._started("-c", opened + "\n".join(f"    {each}" for each in text.strip().splitlines()))

    def rows(self, question: str) -> list[tuple]:
        """The answer of the database to one question."""
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            return database.execute(question).fetchall()

    def kept(self, *, but: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
        """Every row of the database, but for tables left out, and every file that somebody sent."""
        with closing(sqlite3.connect(self.database, timeout=30)) as database:
            lines = list(database.iterdump())
        left_out = tuple(f'INSERT INTO "{table}"' for table in (*but, "sqlite_sequence"))
        files = sorted(str(path) for path in (self.folder / "files").rglob("*.bin"))
        return [each for each in lines if not each.startswith(left_out)], files

    def _started(self, *arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_heeding_interrupts,
        )


def _heeding_interrupts() -> None:
    """A run in the background of a shell is told to ignore Ctrl-C, and would hand that on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _ended(process: subprocess.Popen) -> str:
    said, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, said + complaints
    return said


def kill(process: subprocess.Popen) -> None:
    """End a process as a power cut would."""
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)


def until(is_so: Callable[[], object], *, seconds: float = 60) -> object:
    """Wait until something is so, and give what it was."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if said := is_so():
            return said
        time.sleep(0.02)
    raise AssertionError("it never was so")
