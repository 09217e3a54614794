"""Files of activities and attendance from the command line."""

import csv
import json

import pytest

from tests.factories import make_learner, make_school
from waymark.access.scope import acting, everything
from waymark.cli.main import run
from waymark.ledger.models import Activity
from waymark.ledger.queries import standing_encounters

pytestmark = pytest.mark.django_db

ACTIVITIES = b"Reference,Title,Date,Kind,Year groups\nFAIR26,Fair,7/10/2026,employer,9\nBAD,Bad,7/13/2026,employer,9\n"
ATTENDANCE = b"Activity,UPN,Status\nFAIR26,A820000000001,attended\nFAIR26,A820000000009,absent\n"


@pytest.fixture
def school():
    school = make_school(urn="900001")
    with acting(everything("test", via="test")):
        make_learner(school, 1, upn="A820000000001")
    return school


@pytest.fixture
def bring(school, tmp_path, capsys):
    """Import these bytes and give the exit code and the document."""

    def imported(kind: str, content: bytes, *more: str):
        path = tmp_path / "sent.csv"
        path.write_bytes(content)
        code = run(["import", kind, str(path), "--institution", "900001", "--on", "2026-11-20", "--json", *more])
        return code, json.loads(capsys.readouterr().out)

    return imported


def counts(document):
    return tuple(document[name] for name in ("rows", "added", "changed", "unchanged", "absent", "refused"))


def told(document):
    return [(problem["row"], problem["code"], problem["effect"]) for problem in document["problems"]]


def test_activities_and_then_attendance_are_brought_in(bring):
    code, said = bring("activities", ACTIVITIES)
    assert (code, counts(said), told(said)) == (1, (2, 1, 0, 0, 0, 1), [(3, "DATE_INVALID", "refused")])

    code, said = bring("attendance", ATTENDANCE)

    assert (code, counts(said), told(said)) == (1, (2, 1, 0, 0, 0, 1), [(3, "LEARNER_UNKNOWN", "refused")])
    with acting(everything("test", via="test")):
        assert list(standing_encounters().values_list("activity__title", "learner__upn", "status")) == [
            ("Fair", "A820000000001", "attended")
        ]


def test_the_same_bytes_twice_change_nothing(bring):
    for kind, content in (("activities", ACTIVITIES), ("attendance", ATTENDANCE)):
        bring(kind, content)
        code, said = bring(kind, content)
        assert (code, counts(said)) == (1, (2, 0, 0, 1, 0, 1))


def test_attendance_sent_too_early_is_taken_in_when_sent_again(bring):
    code, said = bring("attendance", ATTENDANCE)
    assert (code, counts(said)) == (1, (2, 0, 0, 0, 0, 2))
    bring("activities", ACTIVITIES)

    code, said = bring("attendance", ATTENDANCE)

    assert (code, counts(said)) == (1, (2, 1, 0, 0, 0, 1))
    code, said = bring("attendance", ATTENDANCE)
    assert (code, counts(said)) == (1, (2, 0, 0, 1, 0, 1))


def test_a_dry_run_says_what_would_happen_and_changes_nothing(bring):
    code, said = bring("activities", ACTIVITIES, "--dry-run")

    assert (code, counts(said)) == (1, (2, 1, 0, 0, 0, 1))
    with acting(everything("test", via="test")):
        assert not Activity.objects.exists()


def test_a_report_can_be_mended_and_brought_in_as_it_is(bring, tmp_path):
    bring("activities", ACTIVITIES)
    report = tmp_path / "report.csv"
    bring("attendance", ATTENDANCE, "--report", str(report))
    header, row = csv.reader(report.read_text("utf-8-sig").splitlines())
    assert (header[:3], row[:3]) == (["Activity", "UPN", "Status"], ["FAIR26", "A820000000009", "absent"])

    mended = report.read_bytes().replace(b"A820000000009", b"A820000000001")
    code, said = bring("attendance", mended)

    assert (code, counts(said)) == (0, (1, 0, 1, 0, 0, 0))


def test_a_file_that_is_none_is_refused_whole(bring):
    code, said = bring("attendance", b"%PDF-1.7 something")

    assert (code, told(said)) == (2, [(0, "FILE_TYPE", "file")])


def test_a_school_must_be_named_and_known(school, tmp_path, capsys):
    path = tmp_path / "sent.csv"
    path.write_bytes(ACTIVITIES)

    assert run(["import", "activities", str(path)]) == 2
    assert run(["import", "activities", str(path), "--institution", "999999"]) == 2
