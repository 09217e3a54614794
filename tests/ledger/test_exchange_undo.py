"""An exchange folder taken back at one school, and the report of what was left out of it."""

import csv
import io

import pytest

from tests.factories import make_school
from tests.ledger.test_exchange_import import a_folder
from waymark.access.scope import active_scope
from waymark.cli.main import run
from waymark.intake.exchange.folders import write_tables
from waymark.intake.models import Delivery
from waymark.ledger.actions.activity_files import ActivitiesInUse
from waymark.ledger.actions.exchange_undo import take_back_exchange
from waymark.ledger.actions.registers import correct_encounter
from waymark.ledger.actions.roll_journal import CannotUndo
from waymark.ledger.models import Activity, Encounter, Enrolment, Expected, Learner
from waymark.ledger.queries import standing_encounters
from waymark.ledger.sources.exchange.receiving import receive_exchange


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def taken(tmp_path):
    """Take a folder in, perhaps changed: `taken(tables)`."""
    counted = iter(range(99))

    def take(tables=None, **asked):
        folder = tmp_path / f"folder{next(counted)}"
        folder.mkdir()
        write_tables(folder, tables or a_folder())
        return receive_exchange(folder=folder, by=active_scope(), **asked)

    return take


def everything_of(school):
    """What counts of a school: who is on roll, the activities that stand, the marks that stand, the lists."""
    return (
        sorted(Enrolment.objects.values_list("learner__school_reference", "academic_year", "year_group", "to_on")),
        sorted(Activity.objects.exclude(state="cancelled").values_list("school_reference", "state", "provider_kind")),
        sorted(
            standing_encounters()
            .exclude(status="undone")
            .values_list("activity__school_reference", "learner__school_reference", "status")
        ),
        sorted(
            Expected.objects.exclude(activity__state="cancelled").values_list(
                "activity__school_reference", "learner__school_reference"
            )
        ),
    )


def test_a_folder_is_taken_back_and_can_come_again(school, taken, db_scope):
    before = everything_of(school)
    taken(only="900001")
    after = everything_of(school)
    assert before != after

    take_back_exchange(delivery=Delivery.objects.get(), by=db_scope)

    assert everything_of(school) == before
    assert Delivery.objects.get().state == "undone"
    assert sorted(Learner.objects.values_list("school_reference", flat=True)) == ["00012", "00013"]  # they have marks
    taken(only="900001")
    assert everything_of(school) == after


def test_taking_a_later_folder_back_puts_back_what_the_earlier_said(school, taken, db_scope):
    taken(only="900001")
    before = everything_of(school)
    changed = a_folder()
    changed["participations"][0]["status"] = "absent"
    changed["enrolments"][0]["year_group"] = 10
    changed["activities"][0]["provider_kind"] = "university"
    changed["participations"].append({"activity_id": "t3", "learner_id": "00012", "status": "planned"})
    taken(changed, only="900001")
    assert everything_of(school) != before

    take_back_exchange(delivery=Delivery.objects.latest("pk"), by=db_scope)

    assert everything_of(school) == before


def test_an_earlier_folder_is_not_taken_back_under_a_later_one(school, taken, db_scope):
    taken(only="900001")
    changed = a_folder()
    changed["participations"][0]["status"] = "absent"
    taken(changed, only="900001")
    before = everything_of(school)

    with pytest.raises(CannotUndo):
        take_back_exchange(delivery=Delivery.objects.earliest("pk"), by=db_scope)

    assert everything_of(school) == before


def test_a_folder_that_registers_rest_on_is_not_taken_back(school, taken, db_scope):
    taken(only="900001")
    mark = Encounter.objects.get(activity__school_reference="t1", learner__school_reference="00013")
    correct_encounter(encounter=mark, status="attended", reason="Came late", by=db_scope)

    with pytest.raises(ActivitiesInUse):
        take_back_exchange(delivery=Delivery.objects.get(), by=db_scope)


def test_the_report_lists_each_record_left_out_as_it_came_and_why(school, tmp_path, capsys):
    given = a_folder()
    given["activities"][0]["activity_id"] = given["participations"][0]["activity_id"] = "x" * 70
    given["participations"][1]["activity_id"] = "x" * 70
    write_tables(tmp_path, given)
    report = tmp_path / "report.csv"

    code = run(["import", "exchange", str(tmp_path), "--institution", "900001", "--report", str(report)])

    with report.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert code == 1
    assert [(row["table"], row["row"], row["learner_id"], row["ERRORS"].split(":")[0]) for row in rows] == [
        ("activities", "2", "", "ID_UNFIT"),
        ("participations", "2", "00012", "RECORD_LEFT_OUT"),
        ("participations", "3", "00013", "RECORD_LEFT_OUT"),
    ]
    assert rows[0]["held_on"] == "2026-10-07"


def test_the_report_of_a_faulty_folder_says_where_every_fault_is(school, tmp_path, capsys):
    given = a_folder()
    given["learners"][0]["sex"] = given["learners"][1]["sex"] = "Amara"
    write_tables(tmp_path, given)
    report = tmp_path / "report.csv"

    assert run(["import", "exchange", str(tmp_path), "--report", str(report)]) == 2

    text = report.read_text(encoding="utf-8-sig")
    assert [(row["table"], row["row"]) for row in csv.DictReader(io.StringIO(text))] == [
        ("learners", "2"),
        ("learners", "3"),
    ]
    assert "Amara" not in text
