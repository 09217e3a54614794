"""Every sentence of the format about what is wrong with a folder."""
# ruff: noqa: E501 (a row of a table of cases reads best on one line)

import pytest

from tests.intake.exchange.folders import ACTIVITY, SOUND, with_row, without_column, write
from waymark.intake.exchange.faults import FaultyFolder
from waymark.intake.exchange.reading import read_folder, read_rows
from waymark.intake.exchange.tables import TABLES
from waymark.intake.exchange.workbench import workbench


def faults_of(folder):
    """All faults, the same from both ways of reading."""
    told = []
    for read in (read_folder, read_rows):
        with workbench() as bench:
            try:
                read(folder, bench, lambda words: None)
                told.append([])
            except FaultyFolder as faulty:
                told.append([(f.table, f.row, f.column, f.received) for f in faulty.faults])
    assert told[0] == told[1]
    return told[0]


def test_sound_folder_has_no_fault(tmp_path):
    assert faults_of(write(tmp_path)) == []


def learner(**values):
    return with_row("learners", **{
        "learner_id": "L3", "institution_id": "100001", "sex": "M", "sen": "N", "pupil_premium": "no",
        "looked_after": "no", "eal": "no", **values,
    })  # fmt: skip


def enrolment(**values):
    return with_row("enrolments", **{
        "learner_id": "L1", "institution_id": "100001", "academic_year": "2024", "year_group": "8",
        "from": "2024-09-01", **values,
    })  # fmt: skip


def activity(**values):
    return with_row("activities", **{**ACTIVITY, **values})


@pytest.mark.parametrize(
    ("table", "content"),
    [
        pytest.param("institutions", "\ufeff" + SOUND["institutions"], id="a byte order mark"),
        pytest.param("learners", SOUND["learners"].replace("L1", "\ufeffL1").replace("L2,", "L1,100001,M,N,no,no,no,\nL2,"), id="a byte order mark in an id"),
        pytest.param("institutions", SOUND["institutions"].replace("\n", "\r\n"), id="lines end in CR LF"),
        pytest.param("institutions", SOUND["institutions"].replace("\n", "\r"), id="lines end in CR"),
        pytest.param("institutions", "\n\n" + SOUND["institutions"] + "\n\n", id="empty lines"),
        pytest.param("institutions", SOUND["institutions"].replace("Elm College", '"Elm, ""The""\nCollege"'), id="quoted"),
        pytest.param("institutions", SOUND["institutions"].replace(",day", ",x,day").replace(",360", ",?,360").replace(",,\n", ",,,\n"), id="a column of theirs"),
        pytest.param("participations", "status,learner_id,activity_id\nabsent,L1,A1\n", id="columns in another order"),
        pytest.param("participations", SOUND["participations"].splitlines()[0], id="no record, no line end"),
        pytest.param("learners", learner(pupil_premium="Yes", looked_after="0", eal="FALSE", considering_he=""), id="booleans in words and figures"),
        pytest.param("learners", learner(learner_id="l1"), id="another case is another id"),
        pytest.param("learners", learner(learner_id=" L1"), id="an id is untrimmed"),
        pytest.param("institutions", with_row("institutions", institution_id="0100001", setting="specialist", subjects="; ;", day_minutes="1440"), id="007 is not 7"),
        pytest.param("activities", activity(minutes="0", sector="U", subject="ça", adviser_level="8"), id="numbers at their ends"),
        pytest.param("activities", activity(minutes="0" * 5000 + "5"), id="a number after very many zeros"),
        pytest.param("enrolments", enrolment(to="2024-09-01"), id="one day on roll"),
        pytest.param("enrolments", enrolment(academic_year="2025", to="2025-08-31").replace("2025,8", "2024,8"), id="ends with the year"),
    ],
)  # fmt: skip
def test_reading_accepts(tmp_path, table, content):
    assert faults_of(write(tmp_path, **{table: content})) == []


@pytest.mark.parametrize(
    ("table", "content", "column", "received"),
    [
        ("institutions", with_row("institutions", setting="school"), "institution_id", ""),
        ("institutions", with_row("institutions", institution_id="9"), "setting", ""),
        ("institutions", with_row("institutions", institution_id="9", setting="School"), "setting", "School"),
        ("institutions", with_row("institutions", institution_id="9", setting="school", day_minutes="0"), "day_minutes", "0"),
        ("institutions", with_row("institutions", institution_id="9", setting="school", day_minutes="1441"), "day_minutes", "1441"),
        ("institutions", with_row("institutions", institution_id="9", setting="school", day_minutes="٣"), "day_minutes", "٣"),
        ("institutions", with_row("institutions", institution_id="9", setting="school", subjects="art;Maths"), "subjects", "art;Maths"),
        ("institutions", with_row("institutions", institution_id="100001", setting="school"), "institution_id", "100001"),
        ("learners", learner(learner_id=""), "learner_id", ""),
        ("learners", learner(learner_id="L1"), "learner_id", "L1"),
        ("learners", learner(institution_id=""), "institution_id", ""),
        ("learners", learner(institution_id="1"), "institution_id", "1"),
        ("learners", learner(sex="f"), "sex", "f"),
        ("learners", learner(sen=""), "sen", ""),
        ("learners", learner(sen="S"), "sen", "S"),
        ("learners", learner(pupil_premium=""), "pupil_premium", ""),
        ("learners", learner(looked_after="y"), "looked_after", "y"),
        ("learners", learner(eal=" no"), "eal", " no"),
        ("learners", learner(considering_he="perhaps"), "considering_he", "perhaps"),
        ("enrolments", enrolment(learner_id=""), "learner_id", ""),
        ("enrolments", enrolment(learner_id="L9"), "learner_id", "L9"),
        ("enrolments", enrolment(institution_id="9"), "institution_id", "9"),
        ("enrolments", enrolment(academic_year="24"), "academic_year", "24"),
        ("enrolments", enrolment(academic_year=""), "academic_year", ""),
        ("enrolments", enrolment(academic_year="9999", **{"from": "9999-09-01"}), "academic_year", "9999"),
        ("enrolments", enrolment(year_group="6"), "year_group", "6"),
        ("enrolments", enrolment(year_group="15"), "year_group", "15"),
        ("enrolments", enrolment(year_group="8.0"), "year_group", "8.0"),
        ("enrolments", enrolment(**{"from": ""}), "from", ""),
        ("enrolments", enrolment(**{"from": "01/09/2024"}), "from", "01/09/2024"),
        ("enrolments", enrolment(**{"from": "2025-02-29"}), "from", "2025-02-29"),
        ("enrolments", enrolment(**{"from": "20240901"}), "from", "20240901"),
        ("enrolments", enrolment(**{"from": "2024-9-1"}), "from", "2024-9-1"),
        ("enrolments", enrolment(to="2025-08-32"), "to", "2025-08-32"),
        ("enrolments", enrolment(to="2024-08-31"), "from", "2024-09-01"),
        ("enrolments", enrolment(**{"from": "2025-09-01"}), "from", "2025-09-01"),
        ("enrolments", enrolment(**{"from": "2024-10-01", "to": "2024-09-30"}), "from", "2024-10-01"),
        ("activities", activity(activity_id=""), "activity_id", ""),
        ("activities", activity(activity_id="A1"), "activity_id", "A1"),
        ("activities", activity(institution_id="9"), "institution_id", "9"),
        ("activities", activity(held_on=""), "held_on", ""),
        ("activities", activity(kind=""), "kind", ""),
        ("activities", activity(kind="Employer"), "kind", "Employer"),
        ("activities", activity(mode=""), "mode", ""),
        ("activities", activity(mode="online"), "mode", "online"),
        ("activities", activity(kind="provider"), "provider_kind", ""),
        ("activities", activity(provider_kind="school"), "provider_kind", "school"),
        ("activities", activity(kind="guidance"), "adviser_level", ""),
        ("activities", activity(adviser_level="9"), "adviser_level", "9"),
        ("activities", activity(sector="V"), "sector", "V"),
        ("activities", activity(sector="a"), "sector", "a"),
        ("activities", activity(stem="maybe"), "stem", "maybe"),
        ("activities", activity(subject="Maths"), "subject", "Maths"),
        ("activities", activity(subject="É"), "subject", "É"),
        ("activities", activity(minutes="-1"), "minutes", "-1"),
        ("activities", activity(minutes="1.5"), "minutes", "1.5"),
        ("participations", with_row("participations", activity_id="A1", learner_id="L2"), "status", ""),
        ("participations", with_row("participations", activity_id="A1", learner_id="L2", status="late"), "status", "late"),
        ("participations", with_row("participations", activity_id="A9", learner_id="L2", status="absent"), "activity_id", "A9"),
        ("participations", with_row("participations", activity_id="A1", learner_id="L9", status="absent"), "learner_id", "L9"),
        ("participations", with_row("participations", activity_id="", learner_id="L2", status="absent"), "activity_id", ""),
        ("participations", with_row("participations", activity_id="A1", learner_id="", status="absent"), "learner_id", ""),
        ("participations", with_row("participations", activity_id="A1", learner_id="L1", status="absent"), "activity_id", "A1"),
    ],
)  # fmt: skip
def test_one_bad_cell_is_one_fault(tmp_path, table, content, column, received):
    last_row = len(content.splitlines())

    assert faults_of(write(tmp_path, **{table: content})) == [(table, last_row, column, received)]


def test_missing_table_and_column(tmp_path):
    folder = write(tmp_path, institutions=None, learners=without_column("learners", "sex"))

    assert faults_of(folder) == [("institutions", 0, "", ""), ("learners", 1, "sex", "")]


def test_references_into_a_table_without_its_key_are_not_reported(tmp_path):
    assert faults_of(write(tmp_path, activities=without_column("activities", "activity_id"))) == [
        ("activities", 1, "activity_id", "")
    ]


def test_empty_file_lacks_every_column(tmp_path):
    faults = faults_of(write(tmp_path, participations=""))

    assert faults == [("participations", 1, name, "") for name in ("activity_id", "learner_id", "status")]


def test_ragged_row_is_not_judged_but_its_key_counts(tmp_path):
    content = SOUND["activities"].replace("A1,100001,2025-10-01,lmi,", "A1,nowhere,never")

    assert faults_of(write(tmp_path, activities=content)) == [("activities", 2, "", "19 fields")]


def test_too_many_fields(tmp_path):
    content = SOUND["participations"].replace("A2,L1,planned", "A2,L1,planned,")

    assert faults_of(write(tmp_path, participations=content)) == [("participations", 3, "", "4 fields")]


def test_duplicate_header_is_one_fault_and_its_values_are_not_judged(tmp_path):
    content = "activity_id,status,learner_id,status,status\nA1,?,L1,!,\n"

    assert faults_of(write(tmp_path, participations=content)) == [("participations", 1, "status", "status")]


def test_duplicate_header_of_a_key_stops_references_to_it(tmp_path):
    content = "learner_id," + SOUND["learners"].replace("\nL", "\nX,L").removesuffix("\n") + "\n"

    assert faults_of(write(tmp_path, learners=content)) == [("learners", 1, "learner_id", "learner_id")]


@pytest.mark.parametrize("place", ["header", "record", "far down"])
def test_bytes_that_are_not_utf8(tmp_path, place):
    records = b"A1,L1,attended\n" * (3 if place == "record" else 200_000)
    spoilt = {"header": b"\xff" + records, "record": records + b"\xff\n", "far down": records + b"A2,L\xe9,planned\n"}
    content = b"activity_id,learner_id,status\n" if place != "header" else b""

    faults = faults_of(write(tmp_path, participations=content + spoilt[place]))

    assert [fault[:3] for fault in faults] == [("participations", 0, "")]


def test_unreadable_table_is_not_a_place_that_references_miss(tmp_path):
    faults = faults_of(write(tmp_path, learners=b"learner_id\nL\xe9\n"))

    assert [fault[:3] for fault in faults] == [("learners", 0, "")]


def test_both_forms_of_a_table(tmp_path):
    folder = write(tmp_path)
    (folder / "learners.parquet").write_bytes(b"whatever")

    assert [fault[:3] for fault in faults_of(folder)] == [("learners", 0, "")]


def test_rows_are_records_whatever_lines_they_take(tmp_path):
    content = SOUND["institutions"].replace("Elm College", '"Elm\r\nCollege"') + "\n\n3,X,nunnery,,,,,\n"

    assert faults_of(write(tmp_path, institutions=content)) == [("institutions", 4, "setting", "nunnery")]


def test_every_repeated_key_is_reported_at_second_and_later_rows(tmp_path):
    more = "A1,L1,absent\nA1,L2,absent\nA1,L1,absent\n"

    assert faults_of(write(tmp_path, participations=SOUND["participations"] + more)) == [
        ("participations", 5, "activity_id", "A1"),
        ("participations", 7, "activity_id", "A1"),
    ]


def test_blank_key_is_not_also_a_duplicate(tmp_path):
    more = ",L1,absent\n,L1,absent\n"

    assert faults_of(write(tmp_path, participations=SOUND["participations"] + more)) == [
        ("participations", 5, "activity_id", ""),
        ("participations", 6, "activity_id", ""),
    ]


def test_unknown_pair_twice_is_both_faults(tmp_path):
    more = "A9,L1,absent\nA9,L1,absent\n"

    assert faults_of(write(tmp_path, participations=SOUND["participations"] + more)) == [
        ("participations", 5, "activity_id", "A9"),
        ("participations", 6, "activity_id", "A9"),
        ("participations", 6, "activity_id", "A9"),
    ]


@pytest.mark.parametrize(
    ("stays", "row"),
    [
        pytest.param(["2024-09-01,2024-12-31", "2024-12-31,"], 6, id="the last day is the next one's first"),
        pytest.param(["2024-12-31,", "2024-09-01,2024-12-31"], 5, id="the one starting later, wherever it stands"),
        pytest.param(["2023-09-01,", "2024-09-01,"], 6, id="both start with the year once cut: the later row"),
        pytest.param(["2024-10-01,2024-10-02", "2024-10-01,2024-10-09"], 6, id="both start on one day: the later row"),
    ],
)
def test_overlapping_enrolments(tmp_path, stays, row):
    more = "".join(f"L1,100001,2024,8,{stay}\n" for stay in stays)

    faults = faults_of(write(tmp_path, enrolments=SOUND["enrolments"] + more))

    assert faults == [("enrolments", row, "from", stays[row - 5].split(",")[0])]


def test_days_outside_their_year_are_told_without_learners_too(tmp_path):
    stays = "institution_id,academic_year,year_group,from,to\n100001,2025,9,2025-09-01,\n100001,2025,9,2026-09-01,\n"

    assert faults_of(write(tmp_path, enrolments=stays)) == [
        ("enrolments", 1, "learner_id", ""),
        ("enrolments", 3, "from", "2026-09-01"),
    ]


def test_stays_in_different_years_never_overlap(tmp_path):
    more = "L1,100001,2024,8,2020-09-01,2030-01-01\nL1,100001,2023,7,2020-09-01,\n"

    assert faults_of(write(tmp_path, enrolments=SOUND["enrolments"] + more)) == []


def test_one_long_stay_overlaps_two_later_ones(tmp_path):
    more = (
        "L1,100001,2024,8,2024-09-01,\nL1,100001,2024,8,2024-10-01,2024-10-02\nL1,100001,2024,8,2024-11-01,2024-11-02\n"
    )

    assert faults_of(write(tmp_path, enrolments=SOUND["enrolments"] + more)) == [
        ("enrolments", 6, "from", "2024-10-01"),
        ("enrolments", 7, "from", "2024-11-01"),
    ]


def test_all_faults_come_in_order_of_table_row_and_column(tmp_path):
    spoilt = {
        "institutions": SOUND["institutions"] + "100001,X,nunnery,,,,A,0\n",
        "learners": SOUND["learners"] + "L1\nL3,1,?,?,?,?,?,?\n",
        "participations": "status,learner_id,activity_id\nx,L9,A9\n",
    }
    order = {table.name: [""] + [column.name for column in table.columns] for table in TABLES}

    faults = faults_of(write(tmp_path, **spoilt))

    assert [fault[:3] for fault in faults] == sorted(
        (fault[:3] for fault in faults), key=lambda f: (list(order).index(f[0]), f[1], order[f[0]].index(f[2]))
    )
    assert len(faults) == 4 + 1 + 7 + 3


def test_line_breaks_in_what_was_received_are_spaces(tmp_path):
    folder = write(tmp_path, participations='activity_id,learner_id,status\nA1,L1,"at\r\ntended\nor\u2028not"\n')

    with workbench() as bench, pytest.raises(FaultyFolder) as refused:
        read_folder(folder, bench, lambda words: None)

    assert [fault.line() for fault in refused.value.faults] == [
        "participations:2:status: received 'at tended or not', expected attended, absent, excused or planned"
    ]
