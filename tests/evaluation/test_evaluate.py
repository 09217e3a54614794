"""`waymark evaluate`, as its user meets it."""

import csv
import hashlib
import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import Mock

import pyarrow.parquet as pq
import pytest

from bench.country import country
from tests.intake.exchange.folders import SOUND, write
from waymark.cli.main import run
from waymark.evaluation import evaluate as room
from waymark.evaluation.frameworks import framework
from waymark.evaluation.results import FIGURE_COLUMNS, JUDGEMENT_COLUMNS, SCORE_COLUMNS
from waymark.intake.exchange.workbench import Workbench, workbench


@pytest.fixture
def records(tmp_path):
    odd = {"L1": 'L"1', "L2": "L,2"}  # ids that need quoting, one of them before the other only by code point
    spoilt = {name: SOUND[name] for name in SOUND}
    for old, new in odd.items():
        cell = '"' + new.replace('"', '""') + '"'
        for name in ("learners", "enrolments", "participations"):
            spoilt[name] = spoilt[name].replace(f"{old},", f"{cell},")
    return write(tmp_path / "records", **spoilt)


def evaluate(records: Path, out: Path, *more: str) -> int:
    asked = ["--framework", "gatsby-2024", "--on", "2025-11-01", "--out", str(out)]
    return run(["evaluate", str(records), *asked, *more])


def test_output_is_three_tables_and_the_run(records, tmp_path):
    assert evaluate(records, tmp_path / "out") == 0

    header = {path.name: path.read_text(encoding="utf-8").splitlines()[0] for path in (tmp_path / "out").glob("*.csv")}
    assert header == {
        "judgements.csv": ",".join(JUDGEMENT_COLUMNS),
        "figures.csv": ",".join(FIGURE_COLUMNS),
        "scores.csv": ",".join(SCORE_COLUMNS),
    }
    run_json = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    learners = (records / "learners.csv").read_bytes()
    assert list(run_json) == ["framework", "framework_version", "on", "inputs", "version", "engine", "seconds"]
    assert run_json["inputs"]["learners"] == {"rows": 2, "sha256": hashlib.sha256(learners).hexdigest()}
    assert (run_json["framework"], run_json["on"], run_json["engine"]) == ("gatsby-2024", "2025-11-01", "duckdb")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_engines_write_the_same_bytes(records, tmp_path, form):
    for engine in ("plain", "duckdb"):
        assert evaluate(records, tmp_path / engine, "--engine", engine, "--format", form) == 0

    for table in room.OUT_TABLES:
        assert (tmp_path / "plain" / f"{table}.{form}").read_bytes() == (
            tmp_path / "duckdb" / f"{table}.{form}"
        ).read_bytes()


@pytest.mark.parametrize("engine", ["plain", "duckdb"])
def test_institutions_without_learners_have_blank_scores_however_many(tmp_path, engine):
    empty = "".join(f"0{number:05},,school,,,,,\n" for number in range(1999))  # DuckDB looks at some scores only
    header, *rest = SOUND["institutions"].splitlines(keepends=True)
    records = write(tmp_path / "records", institutions="".join([header, empty, *rest]))

    assert evaluate(records, tmp_path / "out", "--engine", engine) == 0

    scores = (tmp_path / "out" / "scores.csv").read_text(encoding="utf-8").splitlines()
    assert scores[1] == "000000,gb2,,false,0"
    assert "100001,gb5,0,false,1" in scores


def test_csv_is_as_python_writes_it(records, tmp_path):
    evaluate(records, tmp_path / "out")

    for table in room.OUT_TABLES:
        written = (tmp_path / "out" / f"{table}.csv").read_bytes().decode("utf-8")
        rows = list(csv.reader(written.splitlines()))
        again = tmp_path / "again.csv"
        with again.open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(rows)
        assert written == again.read_text(encoding="utf-8")
    learners = [row[0] for row in csv.reader((tmp_path / "out" / "judgements.csv").read_text().splitlines())]
    assert sorted(set(learners[1:])) == ['L"1', "L,2"]


def test_parquet_has_the_types_of_the_format(records, tmp_path):
    evaluate(records, tmp_path / "out", "--format", "parquet")

    schema = pq.read_schema(tmp_path / "out" / "scores.parquet")
    assert [str(field.type) for field in schema] == ["string", "string", "int64", "bool", "int64"]
    rows = pq.read_table(tmp_path / "out" / "scores.parquet").to_pylist()
    assert {(row["score"], row["achieved"]) for row in rows if row["entitlements"] == 0} == {(None, False)}


def test_tables_not_asked_for_are_not_written(records, tmp_path):
    evaluate(records, tmp_path / "out", "--tables", "figures,scores")

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["figures.csv", "run.json", "scores.csv"]


def test_faults_are_all_told_and_nothing_is_written(tmp_path, capsys):
    records = write(tmp_path / "records", learners=SOUND["learners"].replace("N,true", "X,maybe"))

    assert evaluate(records, tmp_path / "out") == 2

    assert capsys.readouterr().err == (
        "learners:2:sen: received 'X', expected N, K or E\n"
        "learners:2:pupil_premium: received 'maybe', expected true or false\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def test_with_json_faults_are_a_document(records, tmp_path, capsys):
    (records / "learners.csv").unlink()

    assert evaluate(records, tmp_path / "out", "--json") == 2

    told = json.loads(capsys.readouterr().out)
    assert [(fault["table"], fault["row"], fault["column"]) for fault in told["faults"]] == [("learners", 0, "")]


def test_with_json_the_run_is_printed(records, tmp_path, capsys):
    assert evaluate(records, tmp_path / "out", "--json") == 0

    assert json.loads(capsys.readouterr().out)["engine"] == "duckdb"


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (["--on", "2025-02-29"], "--on was given '2025-02-29', and takes a day as YYYY-MM-DD."),
        (["--on", "20251101"], "--on was given '20251101', and takes a day as YYYY-MM-DD."),
        (["--framework", "gatsby-1999"], "There is no framework 'gatsby-1999'."),
        (["--engine", "abacus"], "There is no engine 'abacus'. There are: plain, duckdb, spark."),
        (["--format", "xml"], "There is no format 'xml'. There are: csv, parquet."),
        (["--tables", "figures,sums"], "There is no table 'sums'. There are: judgements, figures, scores."),
        (["--engine", "spark"], "The engine spark needs --spark sc://host:port."),
    ],
)
def test_a_bad_option_is_one_sentence(records, tmp_path, capsys, asked, sentence):
    assert evaluate(records, tmp_path / "out", *asked) == 2

    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path, capsys):
    assert evaluate(tmp_path / "nowhere", tmp_path / "out") == 2

    assert capsys.readouterr().err == f"There is no folder {tmp_path / 'nowhere'}.\n"


def test_out_that_holds_something_is_left_alone(records, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")

    assert evaluate(records, tmp_path / "out") == 2

    assert "already there and not empty" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_out_may_be_an_empty_folder_or_one_yet_to_be_made(records, tmp_path):
    (tmp_path / "empty").mkdir()

    assert evaluate(records, tmp_path / "empty") == 0
    assert evaluate(records, tmp_path / "a" / "b" / "c") == 0
    assert (tmp_path / "a" / "b" / "c" / "scores.csv").exists()


def test_a_failure_while_writing_leaves_nothing(records, tmp_path):
    def stop_at_writing(words: str) -> None:
        if words == "Writing scores":
            raise KeyboardInterrupt

    order = room.Order(framework("gatsby-2024"), date(2025, 11, 1))
    with pytest.raises(KeyboardInterrupt):
        room.evaluate(records, tmp_path / "out", order, stop_at_writing)

    assert [path.name for path in tmp_path.iterdir()] == ["records"]


@pytest.fixture
def heeding_interrupts():
    """A run of the tests in the background ignores interrupts, and so would what it tests."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeding_interrupts")
def test_interrupted_it_stops_with_3_and_leaves_nothing(tmp_path, capsys, monkeypatch):
    records, at_work = country("school", tmp_path), tmp_path / "at_work"
    at_work.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(at_work))
    before = sorted(tmp_path.iterdir())

    @contextmanager
    def interrupted_once_open() -> Iterator[Workbench]:
        with workbench() as bench:
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
            yield bench

    monkeypatch.setattr(room, "workbench", interrupted_once_open)

    assert evaluate(records, tmp_path / "out", "--engine", "plain") == 3

    assert capsys.readouterr().err == "Stopped.\n"
    assert sorted(tmp_path.iterdir()) == before
    assert list(at_work.iterdir()) == []


@pytest.mark.usefixtures("heeding_interrupts")
def test_interrupted_while_the_engine_works_the_workbench_says_so_as_python_does():
    endless = "SELECT max(a.range * b.range) FROM range(3000000) AS a, range(3000000) AS b"
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt), workbench() as bench:
        bench.value(endless)


def test_interrupted_while_it_is_set_up_the_workbench_says_so_as_python_does(monkeypatch):
    connection = Mock()
    connection.execute.side_effect = as_duckdb_says_it = RuntimeError("Query interrupted")
    as_duckdb_says_it.__cause__ = KeyboardInterrupt()
    monkeypatch.setattr("duckdb.connect", lambda **_: connection)

    with pytest.raises(KeyboardInterrupt), workbench():
        pass

    connection.close.assert_called_once_with()
