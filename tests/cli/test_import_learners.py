"""Learner files from the command line: one document, one exit code, and nothing of a person in either."""

import csv
import json

import pytest

from tests.factories import make_school
from tests.ledger.learner_files import HEADER, learner_file, line, upn
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.intake.models import Delivery
from waymark.ledger.models import Enrolment, FieldScope, Learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school(urn="900001", ukprn="10000001")


@pytest.fixture
def bring(school, tmp_path, capsys):
    """Import these bytes and give the exit code and the document."""

    def imported(content: bytes, *more: str, kind: str = "learners", institution: str = "900001"):
        path = tmp_path / "roll.csv"
        path.write_bytes(content)
        code = run(["import", kind, str(path), "--institution", institution, "--on", "2026-11-20", "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    return imported


def roll():
    with acting(everything("test", via="test")):
        return sorted(Learner.objects.values_list("upn", flat=True))


def counts(document):
    return {name: document[name] for name in ("rows", "added", "changed", "unchanged", "absent", "refused")}


def told(document):
    return [(problem["row"], problem["code"], problem["effect"]) for problem in document["problems"]]


def test_import_learners_adds_and_says_so(bring):
    code, said = bring(learner_file(line(1), line(2)))

    assert (code, said["kind"], said["problems"]) == (0, "learners", [])
    assert counts(said) == {"rows": 2, "added": 2, "changed": 0, "unchanged": 0, "absent": 0, "refused": 0}
    assert roll() == sorted([upn(1), upn(2)])


def test_import_learners_by_ukprn(bring):
    code, said = bring(learner_file(line(1)), institution="10000001")

    assert (code, said["added"]) == (0, 1)


def test_import_learners_twice_changes_nothing(bring):
    first = bring(learner_file(line(1), line(2, year=5)))
    again = bring(learner_file(line(1), line(2, year=5)))

    assert [code for code, _ in (first, again)] == [1, 1]
    assert counts(again[1]) == {"rows": 2, "added": 0, "changed": 0, "unchanged": 1, "absent": 0, "refused": 1}
    assert again[1]["problems"] == first[1]["problems"]


def test_the_same_bytes_change_nothing_even_after_another_file(bring):
    bring(learner_file(line(1, form="9A")))
    bring(learner_file(line(1, form="9B")))

    _, again = bring(learner_file(line(1, form="9A")))

    assert (again["changed"], again["unchanged"]) == (0, 1)
    with acting(everything("test", via="test")):
        assert Enrolment.objects.get().form == "9B"


def test_import_learners_counts_the_absent_and_leaves_them(bring):
    bring(learner_file(line(1), line(2)))

    code, said = bring(learner_file(line(1, form="9Z")))

    assert (code, counts(said)) == (
        0,
        {"rows": 1, "added": 0, "changed": 1, "unchanged": 0, "absent": 1, "refused": 0},
    )
    with acting(everything("test", via="test")):
        assert Enrolment.objects.filter(to_on=None).count() == 2


def test_a_dry_run_says_the_same_and_keeps_nothing(bring):
    content = learner_file(line(1), "short")
    code, dry = bring(content, "--dry-run")

    assert roll() == []
    with acting(everything("test", via="test")):
        assert not Delivery.objects.exists()
    assert bring(content) == (code, dry)


def test_a_refused_file_exits_2_and_changes_nothing(bring):
    code, said = bring(b"UPN,Given name\nx,y\n")

    assert code == 2
    assert told(said) == [(1, "COLUMN_MISSING", "file")] * 3
    assert roll() == []


def test_every_code_stands_on_its_row(bring, school):
    code, said = bring(
        learner_file(
            *(
                shown + ",K"
                for shown in (
                    line(1),
                    line(1),
                    line(2, number_shown="A1"),
                    line(3, given=" "),
                    line(4, born="30/02/2013"),
                    line(5, year=3),
                    line(6, family="@x"),
                    line(7, number_shown=""),
                    line(8, number_shown=upn(8, temporary=True)),
                )
            ),
            "ragged",
            header=HEADER + ",SEN",
        )
    )

    assert code == 1
    assert told(said) == [
        (1, "SCOPE_OFF", "noted"),
        (3, "UPN_TWICE", "refused"),
        (4, "UPN_INVALID", "refused"),
        (5, "NAME_BLANK", "refused"),
        (6, "DATE_OF_BIRTH_INVALID", "refused"),
        (7, "YEAR_GROUP_INVALID", "refused"),
        (8, "FORMULA", "refused"),
        (9, "UPN_BLANK", "noted"),
        (10, "UPN_TEMPORARY", "noted"),
        (11, "ROW_RAGGED", "refused"),
    ]
    assert counts(said) == {"rows": 10, "added": 3, "changed": 0, "unchanged": 0, "absent": 0, "refused": 7}


def test_the_report_is_mended_and_imported_as_it_is(bring, tmp_path):
    report = tmp_path / "mend.csv"
    bring(learner_file(line(1), line(2, year=5), line(3, given="=x")), "--report", str(report))
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["ERRORS"].split(":")[0] for row in rows] == ["YEAR_GROUP_INVALID", "FORMULA"]
    rows[0]["Year group"], rows[1]["Given name"] = "8", "Dev"
    with report.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)

    code, said = bring(report.read_bytes())

    assert (code, said["added"], said["absent"]) == (0, 2, 0)


def test_a_scope_switched_on_lets_the_same_bytes_in(bring, school):
    content = learner_file(line(1) + ",K", header=HEADER + ",SEN")
    bring(content)
    with acting(everything("test", via="test")):
        FieldScope.objects.create(organisation=school, field="sen")

    code, said = bring(content)

    assert (code, said["changed"], said["problems"]) == (0, 1, [])


def test_a_transfer_file_is_its_own_kind(bring):
    xml = (
        f"<CTfile><Header/><CTFpupilData><Pupil><UPN>{upn(1)}</UPN><Surname>Ashdown</Surname><Forename>Ada</Forename>"
        "<DOB>2013-03-14</DOB><Sex>F</Sex></Pupil></CTFpupilData></CTfile>"
    ).encode()
    bring(learner_file(line(2)))

    code, said = bring(xml, kind="ctf")
    wrong, refused = bring(learner_file(line(3)), kind="ctf")

    assert (code, said["added"], said["absent"]) == (0, 1, 0)
    assert (wrong, told(refused)) == (2, [(0, "FILE_TYPE", "file")])


@pytest.mark.parametrize("institution", ["", "999999", "nonsense"])
def test_an_unknown_school_is_one_sentence(school, tmp_path, capsys, institution):
    path = tmp_path / "roll.csv"
    path.write_bytes(learner_file(line(1)))

    code = run(["import", "learners", str(path), "--institution", institution])

    said = capsys.readouterr()
    assert code == 2
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_file_too_large_is_refused_unread(bring, settings):
    settings.WAYMARK_LARGEST_FILE = 50

    code, said = bring(learner_file(line(1)))

    assert (code, told(said)) == (2, [(0, "FILE_TOO_LARGE", "file")])


def test_nothing_printed_holds_a_persons_data(bring, capsys):
    _, said = bring(learner_file(line(1), line(1), line(2, given="=Hortensia"), line(3, born="Quillfeather")))

    printed = json.dumps(said) + capsys.readouterr().err
    assert not any(personal in printed for personal in (upn(1), upn(2), upn(3), "Hortensia", "Quillfeather"))


def test_the_terminal_numbers_rows_as_a_spreadsheet_does_and_the_document_from_the_header(
    bring, school, tmp_path, capsys
):
    titled = b"Roll of Fernhollow School\r\n\r\n" + learner_file(line(1), line(2, year=5))

    _, said = bring(titled, "--dry-run")
    run(["import", "learners", str(tmp_path / "roll.csv"), "--institution", "900001", "--dry-run"])

    assert [problem["row"] for problem in said["problems"]] == [3]
    assert capsys.readouterr().err.splitlines()[-1].startswith("row 5: YEAR_GROUP_INVALID")


def test_a_report_that_cannot_be_written_is_refused_before_anything_is_changed(school, tmp_path, capsys):
    path = tmp_path / "roll.csv"
    path.write_bytes(learner_file(line(1)))

    code = run(["import", "learners", str(path), "--institution", "900001", "--report", str(tmp_path / "no" / "r.csv")])

    assert code == 2
    assert capsys.readouterr().err.endswith("r.csv: No such file or directory.\n")
    assert roll() == []
