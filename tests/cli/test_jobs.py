import json

import pytest

from tests.opportunities.open_data import NURSE, job, lines
from waymark.cli.main import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def jobs(tmp_path, capsys):
    path = tmp_path / "profiles.jsonl"
    path.write_bytes(lines(NURSE, job("Dental nurse")))
    assert run(["import", "job-profiles", str(path)]) == 0
    assert capsys.readouterr().out == "2 rows: 2 added, 0 changed, 0 unchanged, 0 absent, 0 refused.\n"


def said(capsys):
    return json.loads(capsys.readouterr().out)


def test_jobs_search_gives_the_shape(jobs, capsys):
    assert run(["jobs", "search", "nusre", "--json"]) == 0
    assert said(capsys) == {
        "total": 2,
        "did_you_mean": "nurse",
        "results": [{"name": "nurse", "title": "Nurse"}, {"name": "dental-nurse", "title": "Dental nurse"}],
    }


def test_jobs_search_that_finds_nothing_is_no_error(jobs, capsys):
    assert run(["jobs", "search", "zzzxqw", "--json"]) == 0
    assert said(capsys) == {"total": 0, "did_you_mean": None, "results": []}


@pytest.mark.parametrize("named", ["nurse", "Nurse", "NURSE"])
def test_jobs_show_by_name_or_title(jobs, capsys, named):
    assert run(["jobs", "show", named, "--json"]) == 0
    shown = said(capsys)
    assert list(shown) == [
        "name", "title", "categories", "soc2010", "soc2020", "salary_starter", "salary_experienced", "tasks", "routes",
        "earnings",
    ]  # fmt: skip
    assert (shown["title"], shown["categories"], shown["soc2010"]) == ("Nurse", ["Healthcare"], "2231")
    assert (shown["salary_starter"], shown["salary_experienced"]) == (25000, 40000)


def test_jobs_show_of_a_job_we_do_not_hold_is_refused(jobs, capsys):
    assert run(["jobs", "show", "Astronaut", "--json"]) == 2
    assert set(said(capsys)) == {"error"}
