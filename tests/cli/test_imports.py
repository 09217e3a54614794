import csv
import json

import pytest

from waymark.cli.main import run
from waymark.places.models import Organisation

pytestmark = pytest.mark.django_db

HEADER = "URN,EstablishmentName,EstablishmentStatus (name),Town\n"


@pytest.fixture
def register(tmp_path):
    def write(*rows):
        path = tmp_path / "schools.csv"
        path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
        return str(path)

    return write


def test_import_prints_one_document(register, capsys):
    code = run(["import", "gias", register("900001,Fernhill School,Open,Fernhill"), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, list(said)) == (
        0,
        ["kind", "file_sha256", "rows", "added", "changed", "unchanged", "absent", "removed", "refused", "problems"],
    )
    assert (said["rows"], said["added"], said["problems"]) == (1, 1, [])


def test_import_with_refused_rows_writes_a_report_that_can_be_mended(register, tmp_path, capsys):
    report = tmp_path / "mend.csv"

    code = run(["import", "gias", register("900001,Fernhill School,Open,Fernhill", "x,Oakmoor School,Open,", "900003"),
                "--report", str(report)])  # fmt: skip

    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert code == 1
    assert [(row["EstablishmentName"], row["ERRORS"].split(":")[0]) for row in rows] == [
        ("Oakmoor School", "URN_INVALID"), ("", "ROW_RAGGED"),
    ]  # fmt: skip
    assert capsys.readouterr().out == "3 rows: 1 added, 0 changed, 0 unchanged, 0 absent, 2 refused.\n"


def test_a_mended_report_is_imported_as_it_is(tmp_path):
    report = tmp_path / "mend.csv"
    report.write_text(HEADER.strip() + ",ERRORS\n900002,Oakmoor School,Open,,URN_INVALID: URN: digits\n", "utf-8-sig")

    assert run(["import", "gias", str(report)]) == 0
    assert Organisation.objects.get(urn="900002").name == "Oakmoor School"


def test_import_of_a_file_refused_whole_changes_nothing(tmp_path, capsys):
    path = tmp_path / "schools.csv"
    path.write_text("URN,Town\n900001,Fernhill\n")

    code = run(["import", "gias", str(path), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert (code, said["refused"], [p["column"] for p in said["problems"]]) == (
        2, 1, ["EstablishmentName", "EstablishmentStatus (name)"],
    )  # fmt: skip
    assert not Organisation.objects.filter(urn="900001").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["gias", "nowhere.csv"], "There is no file nowhere.csv."),
        (["giass", "nowhere.csv"], "There is no kind of file called “giass”."),
        (["gias", "nowhere.csv", "--on", "31/31/2026"], "“31/31/2026” is not a day."),
    ],
)
def test_import_refuses_in_one_sentence(capsys, arguments, said):
    assert run(["import", *arguments]) == 2
    assert capsys.readouterr().err.startswith(said)


def test_a_dry_run_says_so(register, capsys):
    assert run(["import", "gias", register("900001,Fernhill School,Open,"), "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith("Nothing was changed: this was a dry run.\n")
    assert not Organisation.objects.filter(urn="900001").exists()
