"""`waymark import venues|courses|courses-non-lars` as CLI.md has it."""

import csv
import json

import pytest

from tests.factories import make_school
from tests.opportunities.files import AT_WORK, ONLINE, file_of
from tests.opportunities.makers import make_aim, make_provider
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.opportunities.models import Course, CourseFile, CourseRun, TrainingProvider, Venue
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.places.models import Kind, Postcode, Setting

pytestmark = pytest.mark.django_db

WHO = ["--institution", "10009901"]
ON = ["--on", "2027-06-01"]


@pytest.fixture
def provider():
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671, country="E92000001")
    make_aim()
    return make_provider()


@pytest.fixture
def bring(tmp_path, capsys):
    """Import a file of these rows and say the exit code and the document: `bring({}, kind="venues")`."""

    def bring(*rows, kind="courses", more=(), without=""):
        path = tmp_path / "file.csv"
        path.write_bytes(file_of(*rows, kind=kind, without=without))
        code = run(["import", kind, str(path), *WHO, *ON, "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    return bring


def counts(said):
    return [said[name] for name in ("rows", "added", "changed", "unchanged", "absent", "refused")]


def test_venues_then_courses(provider, bring):
    code, said = bring({}, kind="venues")

    assert (code, said["kind"], counts(said)) == (0, "venues", [1, 1, 0, 0, 0, 0])
    assert Venue.objects.get().latitude == 51.2394
    code, said = bring({}, {**ONLINE, "YOUR_REFERENCE": "PL-02"}, {**AT_WORK, "YOUR_REFERENCE": "PL-03"})
    assert (code, counts(said), said["problems"]) == (0, [3, 3, 0, 0, 0, 0], [])
    assert Course.objects.count() == 1  # one aim and the same seven texts
    assert set(CourseRun.objects.values_list("pk", flat=True)) == changed_after(0)
    work = CourseRun.objects.get(reference="PL-03")
    assert (work.is_national, work.sub_regions) == (False, ["E06000015", "E06000016"])


def test_the_same_bytes_twice_change_nothing(provider, bring):
    bring({}, kind="venues")
    bring({}, {"START_DATE": "02/09/2027"})
    seen = last_change()

    assert [counts(bring(*rows, kind=kind)[1]) for rows, kind in (
        (({},), "venues"), (({}, {"START_DATE": "02/09/2027"}), "courses"),
    )] == [[1, 0, 0, 1, 0, 0], [2, 0, 0, 2, 0, 0]]  # fmt: skip
    assert last_change() == seen


def test_what_a_file_lacks_stays(provider, bring):
    bring({}, kind="venues")
    bring({}, {"YOUR_REFERENCE": "PL-02", "WHERE_NEXT": "Level 2"})

    code, said = bring({"COST": "90"})

    assert (code, counts(said)) == (0, [1, 0, 1, 0, 1, 0])
    assert CourseRun.objects.filter(state=1).count() == 2


def test_a_row_that_says_the_same_twice_is_noted(provider, bring):
    bring({}, kind="venues")

    code, said = bring({}, {})

    assert (code, counts(said)) == (0, [2, 1, 0, 1, 0, 0])
    assert [(p["row"], p["code"], p["effect"]) for p in said["problems"]] == [(3, "COURSERUN_TWICE", "noted")]


def test_wrong_rows_come_back_to_be_mended_and_sent_again_as_they_are(provider, bring, tmp_path, capsys):
    bring({}, kind="venues")
    report = tmp_path / "mend.csv"

    code, said = bring({}, {"YOUR_REFERENCE": "PL-02", "COST": "dear", "DURATION": "0"}, more=["--report", str(report)])

    assert (code, counts(said)) == (1, [2, 1, 0, 0, 0, 1])
    assert said["problems"][0] == {
        "row": 3,
        "column": "COST",
        "code": "COURSERUN_COST_INVALID",
        "effect": "refused",
        "received": "dear",
        "expected": "pounds, with at most two decimals",
        "suggestion": "Write it like 120 or 120.50; words go under COST_DESCRIPTION.",
    }
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert (rows[0][-1], len(rows), rows[1][-1].count("\n")) == ("ERRORS", 2, 1)
    at = rows[0].index
    rows[1][at("COST")], rows[1][at("DURATION")] = "99", "6"
    with report.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    assert run(["import", "courses", str(report), *WHO, *ON, "--json"]) == 0
    assert counts(json.loads(capsys.readouterr().out)) == [1, 1, 0, 0, 1, 0]


def test_a_dry_run_keeps_nothing(provider, bring):
    code, said = bring({}, kind="venues", more=["--dry-run"])

    assert (code, counts(said)) == (0, [1, 1, 0, 0, 0, 0])
    assert Venue.objects.count() == 0
    with acting(everything("test")):
        assert CourseFile.objects.count() == 0


def test_each_missing_column_refuses_the_file(provider, bring):
    code, said = bring({}, without="COST")

    assert code == 2
    assert [(p["code"], p["column"], p["effect"]) for p in said["problems"]] == [("COLUMN_MISSING", "COST", "file")]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "FILE_EMPTY"), (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "FILE_TYPE"), (b"x" * (5 * 2**20 + 1), "FILE_TOO_LARGE")],
)
def test_files_that_are_no_course_file(provider, tmp_path, capsys, content, code):
    path = tmp_path / "courses.csv"
    path.write_bytes(content)

    assert run(["import", "courses", str(path), *WHO, "--json"]) == 2
    assert [problem["code"] for problem in json.loads(capsys.readouterr().out)["problems"]] == [code]


def test_five_megabytes_are_let_in(provider, tmp_path, capsys):
    path = tmp_path / "courses.csv"
    good = file_of({})
    path.write_bytes(good + b"\n" * (5 * 2**20 - len(good)))

    run(["import", "courses", str(path), *WHO, *ON, "--json"])

    assert counts(json.loads(capsys.readouterr().out))[0] == 1


def test_a_row_of_another_width_is_ragged(provider, tmp_path, capsys):
    path = tmp_path / "venues.csv"
    path.write_bytes(file_of({}, kind="venues") + b"V2,Short\r\n")

    assert run(["import", "venues", str(path), *WHO, "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [(problem["row"], problem["code"]) for problem in said["problems"]] == [(3, "ROW_RAGGED")]
    assert counts(said) == [2, 1, 0, 0, 0, 1]


def test_courses_without_an_aim_are_never_one_course(provider, bring):
    bring({}, kind="venues")

    code, said = bring({}, {"START_DATE": "02/09/2027"}, kind="courses-non-lars")

    assert (code, counts(said)) == (0, [2, 2, 0, 0, 0, 0])
    assert bring({}, {"START_DATE": "02/09/2027"}, kind="courses-non-lars")[1]["unchanged"] == 2


@pytest.mark.parametrize("who", [[], ["--institution", "10009999"]])
def test_whose_file_it_is_must_be_said_and_known(db, tmp_path, capsys, who):
    path = tmp_path / "venues.csv"
    path.write_bytes(file_of({}, kind="venues"))

    assert run(["import", "venues", str(path), *who, "--json"]) == 2
    assert "error" in json.loads(capsys.readouterr().out)


def test_a_college_on_the_register_becomes_a_provider(bring):
    Postcode.objects.create(code="GU1 3BB", latitude=51.2394, longitude=-0.5671)
    college = make_school("Hartwell College", setting=Setting.COLLEGE, urn="", ukprn="10009901")

    assert bring({}, kind="venues")[0] == 0
    assert (college.kind, TrainingProvider.objects.get().organisation) == (Kind.COLLEGE, college)


def test_a_run_that_has_begun_and_is_said_again_is_no_fault(provider, bring, tmp_path, capsys):
    bring({}, kind="venues")
    bring({})
    path = tmp_path / "again.csv"
    path.write_bytes(file_of({}, {"YOUR_REFERENCE": "PL-09"}))

    code = run(["import", "courses", str(path), *WHO, "--on", "2027-12-01", "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, counts(said)) == (1, [2, 0, 0, 1, 0, 1])
    assert [(p["row"], p["code"], p["effect"]) for p in said["problems"]] == [
        (2, "COURSERUN_START_DATE_INVALID", "noted"),
        (3, "COURSERUN_START_DATE_INVALID", "refused"),
    ]
