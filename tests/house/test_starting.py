"""A page's first byte, and `waymark --help`, do not wait for the data stack to import."""

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
