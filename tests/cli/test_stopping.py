"""Ctrl-C in the middle of an import: exit 3, one sentence, and the site as it was, to the row and the file."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.ledger.learner_files import learner_file, line

SCHOOLS = "URN,EstablishmentName,EstablishmentStatus (name),Town\n900001,Fernhill School,Open,Fernhill\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of its own with one school: its folder, and `waymark` to be run on it."""
    folder = tmp_path_factory.mktemp("site")
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = plain | {"WAYMARK_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "waymark.config.settings"}

    def started(*arguments: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "waymark.cli.main", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    (folder / "schools.csv").write_text(SCHOOLS)
    made = started("import", "gias", str(folder / "schools.csv"))
    _, said = made.communicate(timeout=120)
    assert made.returncode == 0, said
    return folder, started


def kept(folder: Path) -> tuple[list[str], list[str]]:
    """Every row of the database, and every file that somebody sent."""
    with closing(sqlite3.connect(folder / "data" / "waymark.sqlite3")) as database:
        return list(database.iterdump()), sorted(str(path) for path in (folder / "data" / "files").rglob("*.bin"))


def stopped_at(process: subprocess.Popen, words: str) -> tuple[int, str]:
    """Interrupt a command once it says these words, and give its exit code and what it said."""
    said = ""
    for told in process.stderr:
        said += told
        if words in told:
            time.sleep(0.05)
            process.send_signal(signal.SIGINT)
            break
    _, rest = process.communicate(timeout=60)
    return process.returncode, said + rest


def test_an_import_of_learners_stopped_as_it_writes_leaves_nothing(site):
    folder, started = site
    roll = folder / "roll.csv"
    roll.write_bytes(learner_file(*(line(n, year=7 + n % 7) for n in range(20_000))))
    before = kept(folder)

    code, said = stopped_at(started("import", "learners", str(roll), "--institution", "900001"), "Writing learners")

    assert (code, said.splitlines()[-1]) == (3, "Stopped.")
    assert kept(folder) == before


def test_an_import_of_a_register_stopped_as_it_writes_leaves_nothing(site):
    folder, started = site
    schools = folder / "more.csv"
    rows = (f"{100_000 + n},School {n},Open,Fernhill\n" for n in range(30_000))
    schools.write_text("URN,EstablishmentName,EstablishmentStatus (name),Town\n" + "".join(rows))
    before = kept(folder)

    code, said = stopped_at(started("import", "gias", str(schools)), "Writing new places")

    assert (code, said.splitlines()[-1]) == (3, "Stopped.")
    assert kept(folder) == before
