"""Parquet in: text as in CSV, or columns of their own type."""

import csv
import io
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.intake.exchange.folders import SOUND, write
from waymark.intake.exchange.faults import FaultyFolder
from waymark.intake.exchange.reading import read_folder, read_rows
from waymark.intake.exchange.tables import TABLES
from waymark.intake.exchange.workbench import workbench


def rows_of(folder):
    with workbench() as bench:
        return read_rows(folder, bench, lambda words: None)


def faults_of(folder):
    with pytest.raises(FaultyFolder) as refused:
        rows_of(folder)
    return [(f.table, f.row, f.column, f.received) for f in refused.value.faults]


def as_text(name, content=None):
    """A table of the sound folder as text columns, blanks as nulls."""
    header, *records = csv.reader(io.StringIO(content or SOUND[name]))
    columns = zip(header, zip(*records, strict=True), strict=True)
    return pa.table({name: [value or None for value in values] for name, values in columns})


def write_parquet(folder, **tables):
    """The sound folder with these tables as Parquet."""
    write(folder, **dict.fromkeys(tables))
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    return folder


def test_text_columns_and_nulls_read_as_csv_does(tmp_path):
    in_parquet = write_parquet(tmp_path / "p", **{table.name: as_text(table.name) for table in TABLES})

    assert rows_of(in_parquet) == rows_of(write(tmp_path / "c"))


def test_columns_of_their_own_type_read_as_csv_does(tmp_path):
    learners = as_text("learners").to_pydict()
    flags = ("pupil_premium", "looked_after", "eal", "considering_he")
    for name in flags:
        learners[name] = [value and value.lower() in ("true", "yes", "1") for value in learners[name]]
    learners["institution_id"] = pa.array([100001, 100002], pa.uint32())
    enrolments = as_text("enrolments").to_pydict()
    for name in ("from", "to"):
        enrolments[name] = [value and date.fromisoformat(value) for value in enrolments[name]]
    for name, kind in (("academic_year", pa.int16()), ("year_group", pa.uint8())):
        enrolments[name] = pa.array([int(value) for value in enrolments[name]], kind)
    enrolments["learner_id"] = pa.array(enrolments["learner_id"]).dictionary_encode()

    typed = write_parquet(tmp_path / "p", learners=pa.table(learners), enrolments=pa.table(enrolments))

    assert rows_of(typed) == rows_of(write(tmp_path / "c"))


def test_bytes_that_are_text_read_as_text(tmp_path):
    table = as_text("participations")
    table = table.set_column(0, "activity_id", table["activity_id"].cast(pa.binary()))

    assert rows_of(write_parquet(tmp_path / "p", participations=table)) == rows_of(write(tmp_path / "c"))


def test_first_record_is_row_2(tmp_path):
    content = SOUND["participations"].replace("A1,L1,attended", "A1,L1,late").replace("L2,absent", "L2,")

    assert faults_of(write_parquet(tmp_path, participations=as_text("participations", content))) == [
        ("participations", 2, "status", "late"),
        ("participations", 4, "status", ""),
    ]


@pytest.mark.parametrize(
    ("name", "values", "received"),
    [
        ("year_group", pa.array([9.0, 12.0, 13.0]), "9.0"),
        ("year_group", pa.array([5, 12, 13]), "5"),
        ("from", pa.array([20250901, 20240901, 20250901]), "20250901"),
    ],
)
def test_columns_of_a_wrong_type_are_judged_as_text(tmp_path, name, values, received):
    table = as_text("enrolments")
    table = table.set_column(table.column_names.index(name), name, values)

    assert ("enrolments", 2, name, received) in faults_of(write_parquet(tmp_path, enrolments=table))


def test_header_is_compared_letter_for_letter(tmp_path):
    table = as_text("participations")
    both = table.append_column("Status", pa.array(["x", "y", "z"]))
    other = table.rename_columns(["activity_id", "learner_id", "STATUS"])
    twice = table.append_column("status", pa.array(["x", "y", "z"]))

    assert rows_of(write_parquet(tmp_path / "b", participations=both)) == rows_of(write(tmp_path / "c"))
    assert faults_of(write_parquet(tmp_path / "o", participations=other)) == [("participations", 1, "status", "")]
    assert faults_of(write_parquet(tmp_path / "t", participations=twice)) == [("participations", 1, "status", "status")]


def test_text_that_is_not_utf8_is_one_fault(tmp_path):
    bad = pa.array([b"A1", b"A\xff", b"A3"], pa.binary()).view(pa.string())
    table = as_text("participations").set_column(0, "activity_id", bad)

    assert [f[:3] for f in faults_of(write_parquet(tmp_path, participations=table))] == [("participations", 0, "")]


@pytest.mark.parametrize(
    ("table", "column", "another"),
    [
        pytest.param("institutions", "name", False, id="in a column that no figure needs"),
        pytest.param("institutions", "hub_id", True, id="in a column that is judged by nothing, beside another fault"),
        pytest.param("learners", "learner_id", True, id="in an id, beside another fault"),
        pytest.param("institutions", "institution_id", True, id="in an id that others refer to, beside a fault"),
    ],
)
def test_text_that_is_not_utf8_is_told_whatever_else_is_wrong(tmp_path, table, column, another):
    sound = as_text(table)
    bad = pa.array([b"\xff", b"A"], pa.binary()).view(pa.string())
    content = sound.set_column(sound.column_names.index(column), column, bad)
    folder = write_parquet(tmp_path, **{table: content})
    if another:
        (folder / "participations.csv").write_text(SOUND["participations"].replace("planned", "soon"))
    expected = [(table, 0, ""), *([("participations", 3, "status")] if another else [])]

    assert [fault[:3] for fault in faults_of(folder)] == expected
    with pytest.raises(FaultyFolder) as refused, workbench() as bench:
        read_folder(folder, bench, lambda words: None)
    assert [(f.table, f.row, f.column) for f in refused.value.faults] == expected


def test_of_a_table_that_cannot_be_read_nothing_else_is_said(tmp_path):
    learners = as_text("learners", SOUND["learners"].replace(",N,", ",X,"))
    bad = pa.array([b"\xff", b"A"], pa.binary()).view(pa.string())

    folder = write_parquet(tmp_path, learners=learners.set_column(0, "learner_id", bad).drop_columns(["sex"]))

    assert [fault[:3] for fault in faults_of(folder)] == [("learners", 0, "")]


@pytest.mark.parametrize("kept", [0, 10, 400])
def test_broken_file_is_one_fault(tmp_path, kept):
    folder = write_parquet(tmp_path, participations=as_text("participations"))
    whole = (folder / "participations.parquet").read_bytes()
    (folder / "participations.parquet").write_bytes(whole[:kept])

    assert [fault[:3] for fault in faults_of(folder)] == [("participations", 0, "")]


def test_file_broken_inside_is_one_fault(tmp_path):
    folder = write_parquet(tmp_path, participations=as_text("participations"))
    whole = bytearray((folder / "participations.parquet").read_bytes())
    whole[4:60] = b"\xee" * 56
    (folder / "participations.parquet").write_bytes(bytes(whole))

    assert [fault[:3] for fault in faults_of(folder)] == [("participations", 0, "")]
