"""How a file's effects are said: counts, problems, and what changes about a learner."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from waymark.intake.models import Delivery
from waymark.intake.reading import Effect, Problem
from waymark.ledger.models import SensitiveField
from waymark.ledger.rules.roll import KnownLearner, LearnerChange, StayChange
from waymark.web.formats import academic_year, day

KINDS = {
    "learners": "Learners",
    "ctf": "Common transfer file",
    "activities": "Activities",
    "attendance": "Attendance",
    "exchange": "Exchange folder",
    "lessons": "Lessons and exams",
    "diary": "Advisers’ diaries",
}
STATES = {
    Delivery.State.TAKEN: ("unknown", "Not read yet"),
    Delivery.State.PREVIEWED: ("not_yet", "Waiting for you"),
    Delivery.State.MERGED: ("met", "Merged"),
    Delivery.State.UNDONE: ("unknown", "Undone"),
    Delivery.State.REFUSED: ("missed", "Refused"),
}
_ROWS_NAMED = 5
_EFFECTS_SAID = {Effect.FILE: "File refused", Effect.REFUSED: "Row left out", Effect.NOTED: "Noted"}
_EFFECTS = {Effect.FILE: "refused", Effect.REFUSED: "left_out", Effect.NOTED: "noted"}
_WRONG = {
    "FILE_EMPTY": "There is nothing in the file.",
    "FILE_TYPE": "This is not a kind of file we read.",
    "FILE_TOO_LARGE": "The file is too large.",
    "COLUMN_MISSING": "The file has no such column.",
    "ROW_RAGGED": "The row has too few or too many cells.",
    "FORMULA": "The cell begins with a sign that a spreadsheet would run.",
    "UPN_INVALID": "This is not a UPN.",
    "UPN_TWICE": "This UPN stands further up in the file.",
    "UPN_BLANK": "There is no UPN.",
    "UPN_TEMPORARY": "The UPN is a temporary one.",
    "LEARNER_TWICE": "This learner stands further up in the file.",
    "NAME_BLANK": "There is no name.",
    "DATE_OF_BIRTH_INVALID": "This cannot be the birth date of a learner.",
    "YEAR_GROUP_INVALID": "This is not a year group from 7 to 14.",
    "LEFT_BEFORE_JOINED": "They would have left before they joined.",
    "JOINED_UNLIKELY": "This is unlikely to be the day they joined.",
    "AGE_UNUSUAL": "The birth date is unusual for the year group.",
    "VALUE_UNREADABLE": "The value could not be read, and was left blank.",
    "SCOPE_OFF": "This column was not read.",
    "DATE_INVALID": "This is not a date we can read.",
    "KIND_BLANK": "Neither a kind nor a benchmark says what it was.",
    "KIND_UNKNOWN": "This is not a kind of activity we know.",
    "ACTIVITY_TWICE": "This activity stands further up in the file.",
    "ACTIVITY_KEPT": "A person has cancelled or amended this activity.",
    "PROVIDER_KIND_BLANK": "The kind of provider is not said.",
    "ADVISER_LEVEL_BLANK": "The adviser’s level is not said.",
    "ACTIVITY_BLANK": "No activity is named.",
    "ACTIVITY_UNKNOWN": "Your school has no such activity.",
    "ACTIVITY_AMBIGUOUS": "Several activities are called so.",
    "ACTIVITY_CANCELLED": "This activity was cancelled.",
    "ACTIVITY_NOT_YET": "This activity has not taken place yet.",
    "LEARNER_BLANK": "No learner is named.",
    "LEARNER_UNKNOWN": "Your school has no such learner.",
    "LEARNER_AMBIGUOUS": "Several learners are called so.",
    "STATUS_UNREADABLE": "This is not a mark.",
    "VALUE_BLANK": "The cell is blank.",
    "MARK_BY_HAND": "A person has marked this learner otherwise.",
    "MARK_REPEATED": "Some rows say again what another says.",
    "LESSON_OF_NOBODY": "It is not said whose lesson this is.",
    "ENDS_BEFORE_IT_STARTS": "It does not run from a time to a later one.",
    "ADVISER_UNKNOWN": "Your school has no such adviser.",
    "DIARY_CLASH": "The adviser has something in the diary at that time.",
}
_FIELDS = {
    "given_name": "Given name",
    "family_name": "Family name",
    "preferred_name": "Preferred name",
    "born_on": "Date of birth",
    "sex": "Sex",
    "considering_he": "Considering higher education",
    "school_reference": "Admission number",
    "form": "Form",
    "year_group": "Year group",
}
_NUMBERS = {"upn", "former_upn"}
_SENSITIVE = dict(SensitiveField.choices)


def state_of(delivery: Delivery) -> dict[str, str]:
    """What became of a delivery, as a cell of a table."""
    status, label = STATES[Delivery.State(delivery.state)]
    return {"status": status, "label": label}


def problem_lines(problems: Sequence[Problem], most: int) -> tuple[list[dict[str, Any]], int]:
    """Problems as the list of problems shows them, a line for each kind with its rows; and of how many no line is."""
    kinds: dict[Problem, list[int]] = {}
    for problem in problems:
        kinds.setdefault(replace(problem, row=0, line=0), []).append(problem.place)
    lines = [
        {
            "row": rows[0] or None,
            "rows": _rows(rows),
            "column": problem.column,
            "words": _wrong(problem),
            "received": problem.received,
            "expected": problem.expected,
            "effect": _EFFECTS[problem.effect],
        }
        for problem, rows in list(kinds.items())[:most]
    ]
    return lines, sum(len(rows) for rows in list(kinds.values())[most:])


def _rows(rows: Sequence[int]) -> str | None:
    """`2, 3, 4, 6, 7 and 184 more`; None where there is one."""
    if len(rows) == 1:
        return None
    first = ", ".join(map(str, rows[:_ROWS_NAMED]))
    return f"{first} and {len(rows) - _ROWS_NAMED:,} more" if len(rows) > _ROWS_NAMED else first


def problem_rows(problems: Sequence[Problem]) -> list[list[Any]]:
    """The same problems, all of them, as rows of a file."""
    return [
        [
            problem.place or "All",
            problem.column,
            _wrong(problem),
            problem.received,
            problem.expected,
            _EFFECTS_SAID[problem.effect],
        ]
        for problem in problems
    ]


def _wrong(problem: Problem) -> str:
    return f"{_WRONG.get(problem.code, '')} {problem.suggestion}".strip() or f"Expected {problem.expected}."


def changes_of(learner: KnownLearner, change: LearnerChange) -> list[str]:
    """What a file changes about one learner, a line each. Sensitive facts and numbers are named, never shown."""
    said = [_field(name, _was(learner, name), now) for name, now in change.fields.items() if name not in _NUMBERS]
    if "upn" in change.fields:
        said.append("UPN replaced by the one in the file" if learner.upn else "UPN added")
    stays = {stay.key: stay for stay in learner.stays}
    for stay in change.stays:
        said.extend(_stay(stay, stays.get(stay.key)))
    return said


def _was(learner: KnownLearner, name: str) -> Any:
    return learner.facts[name] if name in learner.facts else getattr(learner, name)


def _field(name: str, was: Any, now: Any) -> str:
    if name in _SENSITIVE:
        return f"{_SENSITIVE[name]}: changed"
    return f"{_FIELDS.get(name, name)}: {_value(was)} becomes {_value(now)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day(value)
    return str(value) if value not in ("", None) else "blank"


def _stay(change: StayChange, was: Any) -> list[str]:
    values: Mapping[str, Any] = change.values
    if was is None:
        form = f", form {values['form']}" if values["form"] else ""
        return [
            f"On roll in Year {values['year_group']}{form} from {day(values['from_on'])} "
            f"({academic_year(values['academic_year'])})"
        ]
    said = [_field(name, getattr(was, name), values[name]) for name in ("year_group", "form") if name in values]
    if "from_on" in values:
        said.append(f"First day on roll: {day(values['from_on'])}")
    if values.get("to_on"):
        said.append(f"Last day on roll: {day(values['to_on'])} ({academic_year(was.academic_year)})")
    elif "to_on" in values:
        said.append("Still on roll")
    return said
