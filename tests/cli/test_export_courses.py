"""`waymark export courses|xcri`: what is written is taken in again as nothing new."""

import csv
import io
import json

import pytest

from tests.opportunities.files import AT_WORK, ONLINE, file_of
from tests.opportunities.makers import make_aim, make_provider, make_t_level
from tests.opportunities.open_data import FOLDER, needs_open_data
from waymark.cli.main import run
from waymark.opportunities.sources.courses.writing import OPEN_COLUMNS
from waymark.places.models import Postcode

pytestmark = pytest.mark.django_db
WHO = ["--institution", "10009901"]
ON = ["--on", "2027-06-01"]
ROWS = {
    "venues": ({"ADDRESS_LINE_2": "Rear", "PHONE": "01483 555 010"},),
    "courses": (
        {"WHAT_YOU_WILL_LEARN": "- pipes\n- bends, joints", "COURSE_NAME": "=Plumbing"},
        {**ONLINE, "YOUR_REFERENCE": "PL-02", "START_DATE": "", "FLEXIBLE_START_DATE": "Yes", "COST": "0"},
        {**AT_WORK, "YOUR_REFERENCE": "PL-03", "COST": "", "COST_DESCRIPTION": "Free, for all"},
    ),
    "courses-non-lars": ({}, {**ONLINE, "YOUR_REFERENCE": ""}),
}


@pytest.fixture
def offered(tmp_path, capsys):
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671, country="E92000001")
    make_aim()
    make_provider()
    for kind, rows in ROWS.items():
        path = tmp_path / f"{kind}-in.csv"
        path.write_bytes(file_of(*rows, kind=kind))
        assert run(["import", kind, str(path), *WHO, *ON]) == 0
    capsys.readouterr()


def taken(kind, path, capsys):
    code = run(["import", kind, str(path), *WHO, *ON, "--json"])
    said = json.loads(capsys.readouterr().out)
    assert (code, said["problems"]) == (0, [])
    return [said[name] for name in ("rows", "added", "changed", "unchanged", "absent")]


def test_a_folder_comes_back_as_nothing_new(offered, tmp_path, capsys):
    out = tmp_path / "out"

    assert run(["export", "courses", str(out), *WHO]) == 0
    assert "5 course runs" in capsys.readouterr().out

    assert taken("venues", out / "venues.csv", capsys) == [1, 0, 0, 1, 0]
    assert taken("courses", out / "courses.csv", capsys) == [3, 0, 0, 3, 0]
    assert taken("courses-non-lars", out / "courses-non-lars.csv", capsys) == [2, 0, 0, 2, 0]


def test_a_catalog_comes_back_as_nothing_new_and_names_its_provider(offered, tmp_path, capsys):
    out = tmp_path / "catalog.xml"

    assert run(["export", "xcri", str(out)]) == 0
    capsys.readouterr()

    assert run(["import", "xcri", str(out), *ON, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [said[name] for name in ("rows", "added", "changed", "unchanged", "absent")] == [5, 0, 0, 5, 0]


def test_t_levels_are_in_every_form_and_come_back_by_their_own(offered, tmp_path, capsys):
    make_t_level()
    path = tmp_path / "t-levels-in.csv"
    path.write_bytes(file_of(kind="t-levels"))
    assert run(["import", "t-levels", str(path), *WHO, *ON]) == 0
    catalog, folder, everybodys = tmp_path / "catalog.xml", tmp_path / "out", tmp_path / "live.csv"
    for kind, out in (("xcri", catalog), ("courses", folder)):
        assert run(["export", kind, str(out), *WHO]) == 0
    assert run(["export", "courses", str(everybodys)]) == 0
    capsys.readouterr()

    assert taken("t-levels", folder / "t-levels.csv", capsys) == [1, 0, 0, 1, 0]
    assert taken("courses-non-lars", folder / "courses-non-lars.csv", capsys) == [2, 0, 0, 2, 0]
    (provider,) = json.loads((folder / "courses.json").read_text())["providers"]
    assert [course["t_level"] for course in provider["courses"] if course["title"] == "T Level Digital"] == [37]
    assert "T Level Digital" in everybodys.read_text("utf-8-sig")
    assert "<dc:title>T Level Digital</dc:title>" in catalog.read_text()
    run(["import", "xcri", str(catalog), *ON, "--json"])
    said = json.loads(capsys.readouterr().out)
    assert [said[name] for name in ("rows", "added", "changed", "unchanged", "absent")] == [5, 0, 0, 5, 0]
    assert [problem["code"] for problem in said["problems"]] == ["XCRI_T_LEVEL"]


def test_json(offered, tmp_path, capsys):
    out = tmp_path / "courses.json"

    assert run(["export", "courses", str(out)]) == 0

    (provider,) = json.loads(out.read_text())["providers"]
    assert (provider["ukprn"], len(provider["courses"])) == ("10009901", 3)
    runs = [one for course in provider["courses"] for one in course["runs"]]
    assert [one["reference"] for one in runs] == ["PL-01", "PL-02", "PL-03", "PL-01", ""]
    assert (runs[2]["sub_regions"], runs[2]["national"]) == (["Derby", "Leicester"], False)
    assert "email" not in json.dumps(provider)


def test_everybodys_courses_in_the_open_columns(offered, tmp_path, capsys):
    out = tmp_path / "live.csv"

    assert run(["export", "courses", str(out)]) == 0

    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert [(row["PROVIDER_UKPRN"], row["DELIVER_MODE"], row["STUDY_MODE"]) for row in rows[:3]] == [
        ("10009901", "1", "2"), ("10009901", "2", ""), ("10009901", "3", ""),
    ]  # fmt: skip
    assert rows[0]["COURSE_NAME"] == "'=Plumbing"  # no spreadsheet runs it


@needs_open_data
def test_the_open_columns_are_the_published_ones():
    path = FOLDER / "course_directory" / "live_courses_with_regions_and_venues_header.csv"

    assert tuple(path.read_text("utf-8-sig").strip().split(",")) == OPEN_COLUMNS


@pytest.mark.parametrize("who", [[], ["--institution", "10009999"]])
def test_a_folder_is_somebodys(offered, tmp_path, who):
    assert run(["export", "courses", str(tmp_path / "folder"), *who]) == 2
    assert not (tmp_path / "folder").exists()
