"""`waymark quiz`: answers to the interests quiz, scored; and the quiz itself, brought in."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

if TYPE_CHECKING:
    from waymark.opportunities.interests.quiz import Quiz
    from waymark.opportunities.interests.results import Result

quiz = typer.Typer(no_args_is_help=True, help="The interests quiz.")


class Mode(StrEnum):
    BASELINE = "baseline"
    FAIR = "fair"


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(quiz, name="quiz")


@quiz.callback()
def _quiz() -> None:
    """The interests quiz."""


@quiz.command()
def score(
    answers: Path = typer.Argument(..., help='Answers as JSON: {"1": 2, "2": -1, …}, or a list of these.'),
    mode: Mode = typer.Option(Mode.FAIR, help="baseline: the published sums; fair: ours."),
    top: int = typer.Option(10, min=1, help="How many categories to give."),
    as_json: bool = JSON,
) -> None:
    """Score answers to the quiz that was brought in last: traits, and categories of jobs with reasons.

    Example: waymark quiz score answers.json --mode fair --json
    """
    said = _said(answers)
    open_site()
    from waymark.opportunities.queries.interests import quiz_asked  # after open_site

    asked = quiz_asked()
    if asked is None:
        raise Refusal("There is no quiz yet: bring one in with `waymark import quiz FOLDER`.")
    results = [_scored(asked.quiz, each, mode, top) for each in (said if isinstance(said, list) else [said])]
    documents = [result.as_json() for result in results]
    words = (line for result in results for line in _in_words(result))
    say(documents if isinstance(said, list) else documents[0], words, as_json=as_json)


def take_in(asked: Any) -> Any:
    """Take in a quiz from a folder, for `waymark import quiz`."""
    from waymark.access.scope import acting, everything  # after open_site
    from waymark.opportunities.sources.quiz.receiving import take_quiz

    with acting(everything("command line")) as scope:
        return take_quiz(folder=asked.path, dry_run=asked.dry_run, by=scope)


def _said(path: Path) -> Any:
    if not path.is_file():
        raise Refusal(f"There is no file {path}.")
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError) as odd:
        raise Refusal(f'{path} is not JSON; it should be like {{"1": 2, "2": -1}}.') from odd


def _scored(asked: "Quiz", said: Any, mode: Mode, top: int) -> "Result":
    from waymark.opportunities.interests import baseline, fair  # after open_site
    from waymark.opportunities.interests.quiz import AnswersRefused, checked_answers

    try:
        answers = checked_answers(said, asked)
    except AnswersRefused as refused:
        raise Refusal(str(refused)) from refused
    return (baseline if mode is Mode.BASELINE else fair).score(asked, answers, top=top)


def _in_words(result: "Result") -> Iterator[str]:
    yield "Traits: " + ", ".join(f"{trait.name} {trait.total}" for trait in result.traits if trait.shown)
    for place, category in enumerate(result.categories, 1):
        yield f"{place:>2}. {category.name} ({category.score:g}): {' '.join(category.reasons)}"
