"""A page's first byte, and `waymark --help`, do not wait for the data stack to import."""

import os
import subprocess
import sys

import pytest

HEAVY = {"duckdb", "pyarrow", "numpy", "pandas", "openpyxl", "typst", "python_calamine", "pyspark", "rich", "highspy"}


def imported_by(statement):
    told = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sorted(m for m in sys.modules if '.' not in m))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.splitlines()[-1].split())


@pytest.mark.parametrize(
    "statement",
    [
        pytest.param(
            "import waymark.config.wsgi; from django.urls import get_resolver; get_resolver().url_patterns",
            id="the site",
        ),
        pytest.param("import waymark.cli.main", id="the command line"),
    ],
)
def test_starting_imports_no_data_stack(statement):
    assert imported_by(statement) & HEAVY == set()


def test_the_command_line_starts_without_django():
    assert "django" not in imported_by("import waymark.cli.main")


KEEPS = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import send_mail
from django.db import connection
connection.cursor().execute("CREATE TABLE kept (n int)")
default_storage.save("deliveries/2026/roll.csv", ContentFile(b"UPN"))
send_mail("Hello", "Choose a password", "a@school.example", ["b@school.example"])
"""


def test_what_a_site_keeps_nobody_else_on_the_machine_reads(tmp_path):
    """In a folder, too, that was there before and that others may look into."""
    tmp_path.chmod(0o755)
    plain = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    here = {"WAYMARK_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "waymark.config.settings"}
    subprocess.run([sys.executable, "-c", KEEPS], env=plain | here, umask=0o022, check=True)

    made = list(tmp_path.rglob("*"))
    assert {"waymark.sqlite3", "roll.csv", "outbox"} <= {one.name for one in made}
    assert [one.name for one in made if one.stat().st_mode & 0o077] == []
