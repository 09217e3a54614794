"""The criteria of a standard as a school types or sends them: a code and a text each."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, FileRefused, Problem
from waymark.publishing.actions.criteria import CriteriaRefused, CriterionText

COLUMNS = (
    Column(
        "code",
        also_called=("number", "reference", "ref", "criterion number", "no"),
        filled=True,
        describe="The criterion's own number or code",
        example="1.1",
    ),
    Column(
        "text",
        also_called=("criterion", "criteria", "description", "statement", "requirement"),
        filled=True,
        describe="What it asks, in its owner's words",
        example="The school has a named careers leader",
    ),
)


def criteria_sent(content: bytes) -> list[CriterionText]:
    """The criteria of a CSV file or spreadsheet; raises with everything that is wrong with it."""
    try:
        reading = read_file(content, COLUMNS, personal=False)
    except FileRefused as refused:
        raise CriteriaRefused(_said(refused.problems[0])) from refused
    if reading.problems:
        raise CriteriaRefused(" ".join(_said(problem) for problem in reading.problems[:5]))
    return [CriterionText(row.values["code"], row.values["text"]) for row in reading.rows]


def criteria_typed(typed: str) -> list[CriterionText]:
    """One criterion a line: its code, a space, and its text."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    parted = [line.partition(" ") for line in lines]
    for number, (code, _, text) in enumerate(parted, 1):
        if not text.strip():
            raise CriteriaRefused(f"Line {number} needs a code, a space and a text: “{code[:30]}” stands alone.")
    return [CriterionText(code.rstrip(".:"), text.strip()) for code, _, text in parted]


def _said(problem: Problem) -> str:
    where = f"Row {problem.row}: " if problem.row else ""
    return (
        f"{where}{problem.column or 'the file'}: received {problem.received or 'nothing'}, expected {problem.expected}."
    )
