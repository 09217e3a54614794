"""The ways out of a command that is given a bad place, a bad setting, or a reader who goes away: whole processes."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing

import pytest

from tests.own_site import OwnSite


@pytest.fixture(scope="module")
def site(tmp_path_factory, django_db_setup, django_db_blocker):
    """A site of its own with an empty register."""
    return OwnSite.at(tmp_path_factory.mktemp("ways-out") / "data", django_db_blocker)


def ended(site, *arguments, **settings):
    """How a command ends: its exit code, what it says on stdout, and on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "waymark.cli.main", *arguments],
        capture_output=True,
        text=True,
        env=site.environment | settings,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "address", ["nonsense", "mysql://a/b", "postgres://", "postgresql://someone:secret@h:notaport/x"]
)
def test_an_address_of_no_database_is_refused_and_not_repeated(site, address):
    sentence = "DATABASE_URL is not like postgres://name:password@host/database or sqlite:////file."

    code, out, err = ended(site, "check", "--json", DATABASE_URL=address)

    assert (code, json.loads(out), err) == (2, {"error": sentence}, f"{sentence}\n")


def test_a_setting_that_is_no_number_is_refused(site):
    assert ended(site, "check", WAYMARK_AT_ONCE="many") == (2, "", "WAYMARK_AT_ONCE takes a whole number.\n")


def test_a_data_folder_that_is_a_file_is_refused(site, tmp_path):
    taken = tmp_path / "taken"
    taken.touch()

    assert ended(site, "check", WAYMARK_DATA=str(taken)) == (
        2,
        "",
        f"The data folder {taken} cannot be used: File exists.\n",
    )


def test_a_blank_data_folder_is_the_usual_one(site, tmp_path):
    asked = "from waymark.config.settings import DATA; print(DATA)"

    done = subprocess.run(
        [sys.executable, "-c", asked],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=site.environment | {"WAYMARK_DATA": "", "PYTHONPATH": os.getcwd()},
    )

    assert done.stdout == f"{tmp_path}/waymark-data\n"


@pytest.mark.parametrize(
    ("named", "way"),
    [({}, "filebased"), ({"WAYMARK_EMAIL_HOST": ""}, "filebased"), ({"WAYMARK_EMAIL_HOST": "a.example"}, "smtp")],
)
def test_a_mail_server_that_is_named_is_used(site, named, way):
    asked = "from waymark.config.settings import EMAIL_BACKEND; print(EMAIL_BACKEND)"

    done = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, env=site.environment | named, check=True
    )

    assert done.stdout == f"django.core.mail.backends.{way}.EmailBackend\n"


def test_a_damaged_database_is_refused(site, tmp_path):
    (tmp_path / "waymark.sqlite3").write_bytes(b"no database " * 1000)

    assert ended(site, "check", WAYMARK_DATA=str(tmp_path)) == (
        2,
        "",
        "The database cannot be used: file is not a database.\n",
    )


def test_a_database_that_a_later_version_changed_is_refused(site, tmp_path):
    site.run("places", "search", "x")  # the first command makes the database
    shutil.copy(site.database, tmp_path)
    with closing(sqlite3.connect(tmp_path / "waymark.sqlite3")) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '2030-01-01')"
        )
        database.commit()

    code, _, err = ended(site, "places", "search", "x", WAYMARK_DATA=str(tmp_path))

    assert (code, err) == (2, "A later version of Waymark has changed this database; install that one, or a later.\n")


def test_what_has_no_place_to_be_written_is_refused_by_its_folder(site):
    sentence = "Nothing can be written in /proc: No such file or directory.\n"

    assert ended(site, "backup", "/proc/kept.zip") == (2, "", sentence)
    assert ended(site, "export", "exchange", "/proc/records") == (2, "", sentence)
    pack = ("pack", "governors", "/proc/pack.zip", "--institution", "990101", "--on", "2026-11-20")
    assert ended(site, *pack) == (2, "", sentence)


def test_a_report_does_not_replace_the_file_it_reports_on(site, tmp_path):
    sent = tmp_path / "schools.csv"
    sent.write_text("URN,EstablishmentName\n")

    code, _, err = ended(site, "import", "gias", str(sent), "--report", str(sent))

    assert (code, err) == (2, "The report would replace the file that is imported; give another name.\n")
    assert sent.read_text() == "URN,EstablishmentName\n"


def test_a_reader_who_goes_away_ends_a_command_without_a_word(site):
    piped = f"set -o pipefail; {sys.executable} -u -m waymark.cli.main data list | true"

    done = subprocess.run(["bash", "-c", piped], capture_output=True, text=True, env=site.environment)

    assert (done.returncode, done.stdout, done.stderr) == (3, "", "")


def test_a_full_disk_under_stdout_is_said(site):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "waymark.cli.main", "data", "list"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=site.environment,
        )

    assert (done.returncode, done.stderr) == (2, "No space left on device.\n")


def test_what_a_terminal_cannot_show_is_said_all_the_same(site):
    code, out, _ = ended(site, "jobs", "search", "Café – naïve", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert (code, json.loads(out)["total"]) == (0, 0)


def test_commands_that_start_at_once_on_a_new_site_wait_for_each_other(site, tmp_path):
    new = OwnSite(tmp_path / "new", site.environment | {"WAYMARK_DATA": str(tmp_path / "new")})

    ends = [command.communicate(timeout=240)[0] for command in [new.start("post", "count", "--json") for _ in range(2)]]

    assert [json.loads(end)["nobody"] for end in ends] == [{}, {}]


@pytest.mark.parametrize("damage", ["cut short", "changed", "no site"])
def test_a_damaged_backup_restores_nothing(site, tmp_path, damage):
    kept, place = tmp_path / "kept.zip", tmp_path / "place"
    site.run("backup", str(kept))
    whole = kept.read_bytes()
    if damage == "cut short":
        kept.write_bytes(whole[: len(whole) // 2])
    elif damage == "changed":
        kept.write_bytes(whole[:5000] + bytes(40) + whole[5040:])
    else:
        with zipfile.ZipFile(kept, "w") as archive:
            archive.writestr("database.sqlite3", b"no database " * 1000)

    code, _, err = ended(site, "restore", str(kept), WAYMARK_DATA=str(place))

    assert (code, err) == (2, f"{kept} was not written whole by `waymark backup`.\n")
    with closing(sqlite3.connect(place / "waymark.sqlite3")) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
