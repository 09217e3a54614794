"""An exchange folder taken into a site."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, scope_with
from tests.ledger.learner_files import learner_file, upn
from waymark.access.scope import NotPermitted, active_scope
from waymark.cli.main import run
from waymark.intake.exchange.folders import write_tables
from waymark.intake.exchange.tables import ACTIVITIES
from waymark.intake.models import Delivery
from waymark.ledger.actions.registers import correct_encounter
from waymark.ledger.exchange import exchange_rows
from waymark.ledger.models import (
    Activity,
    Amendment,
    Encounter,
    Enrolment,
    FieldScope,
    Learner,
    SchoolSettings,
)
from waymark.ledger.sources.exchange.receiving import receive_exchange
from waymark.ledger.sources.learners.receiving import merge_learners, receive_learners

ON = date(2026, 11, 22)


def a_folder():
    """Two schools; three learners, one of whom moved; four activities."""
    blank = dict.fromkeys((column.name for column in ACTIVITIES.columns), "")
    flags = dict.fromkeys(("purpose_shared", "outcomes_set", "two_way", "reflection"), True)
    off = dict.fromkeys(("self_employed", "stem", "task_set", "employer_feedback"), False)
    off |= {"met_staff_and_learners": False, "pal_content": False}
    fact = {
        **blank,
        **flags,
        **off,
        "institution_id": "900001",
        "minutes": 60,
        "mode": "in_person",
        "adviser_level": None,
    }
    person = {
        "sex": "F",
        "sen": "K",
        "pupil_premium": False,
        "looked_after": False,
        "eal": False,
        "considering_he": True,
    }
    stay = {"institution_id": "900001", "academic_year": 2026, "year_group": 9, "from": date(2026, 9, 1), "to": None}
    place = {"setting": "school", "la_code": "", "hub_id": "", "trust_id": ""}
    return {
        "institutions": [
            {"institution_id": "900001", "name": "Fernhill", **place, "subjects": "art;maths", "day_minutes": 320},
            {"institution_id": "900002", "name": "Oakmoor", **place, "subjects": "", "day_minutes": 300},
        ],
        "learners": [
            {"learner_id": "00012", "institution_id": "900001", **person},
            {"learner_id": "00013", "institution_id": "900001", **person, "sex": "M", "sen": "N"},
            {"learner_id": "00014", "institution_id": "900002", **person},
        ],
        "enrolments": [
            {"learner_id": "00012", **stay},
            {"learner_id": "00013", **stay, "from": date(2026, 8, 20)},
            {"learner_id": "00014", **stay, "academic_year": 2025, "year_group": 8, "from": date(2025, 9, 1)},
            {"learner_id": "00014", **stay, "institution_id": "900002"},
        ],
        "activities": [
            {**fact, "activity_id": "t1", "kind": "employer", "held_on": date(2026, 10, 7), "provider_id": "P7"},
            {**fact, "activity_id": "t2", "kind": "curriculum", "subject": "maths", "held_on": date(2026, 10, 8)},
            {**fact, "activity_id": "t3", "kind": "lmi", "held_on": date(2027, 1, 8)},
            {**fact, "activity_id": "t4", "kind": "other", "held_on": ON, "institution_id": "900002"},
        ],
        "participations": [
            {"activity_id": "t1", "learner_id": "00012", "status": "attended"},
            {"activity_id": "t1", "learner_id": "00013", "status": "absent"},
            {"activity_id": "t2", "learner_id": "00012", "status": "excused"},
            {"activity_id": "t3", "learner_id": "00013", "status": "planned"},
            {"activity_id": "t4", "learner_id": "00014", "status": "attended"},
            {"activity_id": "t4", "learner_id": "00013", "status": "attended"},
        ],
    }  # fmt: skip


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


def counts(outcome):
    return outcome.added, outcome.changed, outcome.unchanged, outcome.refused


def codes(outcome):
    return [(problem.code, problem.effect.value, problem.row, problem.column) for problem in outcome.problems]


def test_a_folder_brings_learners_their_time_activities_and_marks(school, taken):
    outcome = taken(only="900001")

    learner = Learner.objects.get(school_reference="00012")
    talk = Activity.objects.get(school_reference="t1")
    mark = Encounter.objects.get(activity=talk, learner=learner)
    assert (str(learner), learner.sex, learner.considering_he) == ("Learner 00012", "F", True)
    assert (talk.title, talk.state, talk.notes) == ("Encounter with an employer", "done", "Provider P7")
    assert (mark.status, mark.source_row, mark.delivery.kind) == ("attended", 2, "exchange")
    assert Activity.objects.get(school_reference="t2").title == "Careers in maths"
    assert Activity.objects.get(school_reference="t3").state == "planned"
    assert Enrolment.objects.get(learner__school_reference="00013").from_on == date(2026, 9, 1)
    assert SchoolSettings.objects.get(organisation=school).subjects == ["art", "maths"]
    assert counts(outcome) == (3 + 3 + 3 + 4, 0, 1, 0)


def test_what_came_in_goes_out_again_as_it_came(school, taken):
    FieldScope.objects.create(organisation=school, field="sen")
    given = a_folder()
    taken(given, only="900001")

    out = exchange_rows([school], on=ON)

    names = dict(Learner.objects.values_list("public_id", "school_reference"))
    titles = dict(Activity.objects.values_list("public_id", "school_reference"))
    facts = sorted((names.pop(row.pop("learner_id")), row["sex"], row["sen"]) for row in out["learners"])
    assert facts == [("00012", "F", "K"), ("00013", "M", "N"), ("00014", "F", "K")]
    assert [(titles[a["activity_id"]], a["kind"], a["subject"], a["two_way"]) for a in out["activities"]] == [
        ("t1", "employer", "", True), ("t2", "curriculum", "maths", True), ("t3", "lmi", "", True),
    ]  # fmt: skip


@pytest.mark.parametrize("twice", ["the same bytes", "one more activity"])
def test_the_same_again_changes_nothing(school, taken, twice):
    given = a_folder()
    taken(given, only="900001")
    if twice == "one more activity":
        given["activities"].append({**given["activities"][0], "activity_id": "t9"})

    outcome = taken(given, only="900001")

    assert (outcome.added, outcome.changed) == ((0, 0) if twice == "the same bytes" else (1, 0))
    assert (Learner.objects.count(), Encounter.objects.count()) == (3, 3)


def test_a_folder_the_site_gave_out_changes_nothing_there(school, tmp_path):
    both = make_activity(school, "employer", "workplace", two_way=True)
    attend(both, make_learner(school, 1), make_learner(school, 2))
    write_tables(tmp_path, exchange_rows([school], on=ON))

    outcome = receive_exchange(folder=tmp_path, by=active_scope())

    assert (outcome.added, outcome.changed, outcome.problems) == (0, 0, ())


def test_a_later_folder_puts_right_what_an_earlier_one_said(school, taken):
    given = a_folder()
    taken(given, only="900001")
    given["participations"][1]["status"] = "attended"
    given["activities"][0]["minutes"] = 90
    given["enrolments"][0]["to"] = date(2026, 11, 1)
    given["learners"][0]["considering_he"] = False

    outcome = taken(given, only="900001")

    assert (outcome.added, outcome.changed, outcome.problems[1:]) == (0, 4, ())
    assert Encounter.objects.get(corrected_by=None, learner__school_reference="00013").status == "attended"
    assert Amendment.objects.get().changes == {"minutes": [60, 90]}
    assert Enrolment.objects.get(learner__school_reference="00012").to_on == date(2026, 11, 1)


def test_what_a_person_here_said_stands_and_is_noted(school, taken):
    given = a_folder()
    taken(given, only="900001")
    mark = Encounter.objects.get(learner__school_reference="00013")
    correct_encounter(encounter=mark, status="attended", reason="Was late", by=active_scope())
    given["participations"][1]["status"] = "excused"

    outcome = taken(given, only="900001")

    assert (outcome.added, outcome.changed) == (0, 0)
    assert codes(outcome)[-1] == ("RECORD_STANDS", "noted", 3, "participations.status")
    assert Encounter.objects.get(corrected_by=None, learner__school_reference="00013").status == "attended"


def test_a_learner_known_from_the_schools_own_file_keeps_what_it_says(school, taken):
    amara = make_learner(school, 0, school_reference="00012", sex="M")

    outcome = taken(only="900001")

    assert ("RECORD_STANDS", "noted", 2, "learners.considering_he") in codes(outcome)
    amara.refresh_from_db()
    assert (amara.sex, amara.given_name, amara.encounters.count()) == ("M", "Amara", 2)


def test_sensitive_facts_wait_until_the_school_keeps_them(school, taken):
    outcome = taken(only="900001")

    assert codes(outcome) == [("SCOPE_OFF", "noted", 1, "learners.sen")]
    assert set(Learner.objects.values_list("sen", flat=True)) == {"N"}

    FieldScope.objects.create(organisation=school, field="sen")
    again = taken(only="900001")

    assert (again.changed, again.problems) == (2, ())


def test_schools_the_register_lacks_are_left_out_in_words(school, taken):
    outcome = taken()

    assert [c for c in codes(outcome) if c[1] == "refused"] == [
        ("INSTITUTION_UNKNOWN", "refused", 3, "institutions.institution_id"),
    ]
    assert (Learner.objects.count(), outcome.refused) == (3, 1 + 1 + 1 + 1 + 2)


def test_a_folder_of_strangers_is_refused_whole(db_scope, taken):
    outcome = taken()

    assert [problem.effect.value for problem in outcome.problems] == ["file", "file"]
    assert (outcome.is_refused, Delivery.objects.count()) == (True, 0)


def test_each_school_keeps_what_it_recorded_of_its_own(school, taken):
    other = make_school("Oakmoor School", urn="900002")

    outcome = taken()

    assert ("LEARNER_ELSEWHERE", "refused", 7, "participations.learner_id") in codes(outcome)
    assert Learner.objects.filter(school_reference="00014").count() == 2  # a learner of each school they were at
    assert list(Encounter.objects.filter(activity__organisation=other).values_list("learner__school_reference")) == [
        ("00014",)
    ]
    assert not any(b"00012" in content for content in kept_of(other))


def kept_of(school):
    """The files in every delivery a school has."""
    for delivery in Delivery.objects.filter(organisation=school):
        with delivery.content.open("rb") as kept, zipfile.ZipFile(io.BytesIO(kept.read())) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def test_a_dry_run_counts_and_changes_nothing(school, taken):
    outcome = taken(only="900001", dry_run=True)

    assert outcome.added == 13
    assert (Learner.objects.count(), Delivery.objects.count()) == (0, 0)


def test_time_on_roll_that_overlaps_what_is_known_is_refused(school, taken):
    make_learner(school, 0, school_reference="00012", year_group=9)
    given = a_folder()
    given["enrolments"][0]["from"] = date(2026, 10, 1)

    outcome = taken(given, only="900001")

    assert ("ENROLMENT_OVERLAPS", "refused", 2, "enrolments.from") in codes(outcome)
    assert outcome.refused == 1


def test_ids_too_long_or_with_blanks_leave_out_all_that_names_them(school, taken):
    given = a_folder()
    for table in ("learners", "enrolments", "participations"):
        for row in given[table]:
            row["learner_id"] = row["learner_id"].replace("00012", "x" * 41)

    outcome = taken(given, only="900001")

    assert [c for c in codes(outcome) if c[1] == "refused"] == [("ID_UNFIT", "refused", 2, "learners.learner_id")]
    assert (outcome.refused, Learner.objects.count()) == (1 + 1 + 2, 2)


def test_a_upn_is_never_an_id_and_is_never_repeated(school, taken):
    given = a_folder()
    given["participations"] = []
    given["learners"][0]["learner_id"] = given["enrolments"][0]["learner_id"] = upn(1)

    outcome = taken(given)

    assert codes(outcome) == [("UPN_AS_ID", "file", 2, "learners.learner_id")]
    assert upn(1) not in json.dumps(outcome.as_json())


def test_the_command_tells_every_fault_and_nothing_about_a_person(school, tmp_path, capsys):
    given = a_folder()
    write_tables(tmp_path, given)
    path = tmp_path / "learners.csv"
    rows = list(csv.reader(path.read_text().splitlines()))
    rows[1][2], rows[2][3] = "Amara", ""
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows(rows)

    code = run(["import", "exchange", str(tmp_path), "--json"])

    said = json.loads(capsys.readouterr().out)
    assert code == 2
    assert [(p["code"], p["effect"], p["row"], p["column"], p["received"]) for p in said["problems"]] == [
        ("VALUE_UNREADABLE", "file", 2, "learners.sex", "text of 5 characters"),
        ("VALUE_BLANK", "file", 3, "learners.sen", "a blank"),
    ]


def test_a_file_is_no_folder(school, tmp_path, capsys):
    (tmp_path / "x.csv").write_text("a")

    assert run(["import", "exchange", str(tmp_path / "x.csv")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_nobody_takes_a_folder_in_for_a_school_of_others(school, tmp_path, acting_as):
    write_tables(tmp_path, a_folder())
    stranger = acting_as(scope_with(make_school("Elm School", urn="900003")))

    with pytest.raises(NotPermitted):
        receive_exchange(folder=tmp_path, only="900001", by=stranger)


def test_a_learner_file_with_the_same_number_gives_the_name(school, taken, db_scope):
    taken(only="900001")
    row = f"{upn(1)},00012,Amara,Ashdown,14/03/2013,9,9B"
    content = learner_file(row, header="UPN,Admission number,Given name,Family name,Date of birth,Year group,Form")

    delivery, _ = receive_learners(content=content, filename="roll.csv", school=school, on=ON, by=db_scope)
    merge_learners(delivery=delivery, by=db_scope)

    amara = Learner.objects.get(school_reference="00012")
    assert (str(amara), amara.upn, amara.encounters.count()) == ("Amara Ashdown", upn(1), 2)
    assert taken(only="900001").changed == 0
