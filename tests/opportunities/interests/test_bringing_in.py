"""A quiz from a folder, on the command line, and its refusals."""

import json

import pytest

from tests.opportunities.interests.small_quiz import write_quiz
from waymark.cli.main import run
from waymark.opportunities.models import InterestQuiz

pytestmark = pytest.mark.django_db


def test_a_quiz_is_brought_in_once(tmp_path, capsys):
    folder = write_quiz(tmp_path / "quiz")

    assert run(["import", "quiz", str(folder), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)
    assert run(["import", "quiz", str(folder), "--json"]) == 0
    second = json.loads(capsys.readouterr().out)

    assert (first["rows"], first["added"], first["unchanged"]) == (16, 16, 0)
    assert (second["added"], second["unchanged"]) == (0, 16)
    assert InterestQuiz.objects.count() == 1


def test_a_dry_run_changes_nothing(tmp_path):
    assert run(["import", "quiz", str(write_quiz(tmp_path / "quiz")), "--dry-run"]) == 0
    assert InterestQuiz.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "text", "code", "column"),
    [
        pytest.param("traits.json", None, "FILE_MISSING", "traits.json", id="a file is not there"),
        pytest.param("traits.json", "{", "VALUE_INVALID", "traits.json", id="not JSON"),
        pytest.param(
            "short_assessment_statements.csv", "Statement,Trait\nA,Doer\n", "COLUMN_MISSING",
            "short_assessment_statements.csv: IsFlipped", id="a column is not there",
        ),
        pytest.param(
            "short_assessment_statements.csv", "Statement,Trait,IsFlipped\nA,Sailor,0\n", "VALUE_INVALID",
            "short_assessment_statements.csv: Trait", id="a trait nobody knows",
        ),
    ],
)  # fmt: skip
def test_a_folder_that_is_no_quiz_is_refused_with_the_place(tmp_path, capsys, name, text, code, column):
    folder = write_quiz(tmp_path / "quiz")
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)

    assert run(["import", "quiz", str(folder), "--json"]) == 2
    problem = json.loads(capsys.readouterr().out)["problems"][0]
    assert (problem["code"], problem["column"], problem["effect"]) == (code, column, "file")
    assert InterestQuiz.objects.count() == 0


def test_answers_are_scored_one_or_many(tmp_path, capsys):
    run(["import", "quiz", str(write_quiz(tmp_path / "quiz"))])
    one, many = tmp_path / "one.json", tmp_path / "many.json"
    said = {str(number): value for number, value in enumerate([2, 1, -2, -1, 0, 1, 1, 1, 1], 1)}
    one.write_text(json.dumps(said))
    many.write_text(json.dumps([said, {}]))
    capsys.readouterr()

    assert run(["quiz", "score", str(one), "--mode", "baseline", "--top", "1", "--json"]) == 0
    single = json.loads(capsys.readouterr().out)
    assert run(["quiz", "score", str(many), "--mode", "fair", "--json"]) == 0
    several = json.loads(capsys.readouterr().out)

    assert single["categories"] == [
        {"name": "Command", "score": 6, "followup_questions": 2, "reasons": ["Leader 5", "Doer 1"]}
    ]
    assert single["traits"][0] == {"name": "Leader", "total": 5, "shown": True}
    assert [len(each["categories"]) for each in several] == [4, 4]


def test_wrong_answers_are_refused_in_words(tmp_path, capsys):
    run(["import", "quiz", str(write_quiz(tmp_path / "quiz"))])
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"1": 7}')

    assert run(["quiz", "score", str(wrong), "--mode", "fair"]) == 2
    assert "statement 1 is 7" in capsys.readouterr().err


def test_without_a_quiz_the_command_says_how_to_bring_one_in(tmp_path, capsys):
    (tmp_path / "a.json").write_text("{}")

    assert run(["quiz", "score", str(tmp_path / "a.json"), "--mode", "fair"]) == 2
    assert "waymark import quiz" in capsys.readouterr().err
