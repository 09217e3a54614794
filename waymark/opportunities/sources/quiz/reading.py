"""The published quiz: a folder of statements, traits, job categories with the skills they are told apart by.

Read as published: text in UTF-8 with or without a mark, traits named by their code in one file and by their name in
another. Of `questions.json` and `filtering_questions.json` only the former is looked into, for the wording of a skill's
question that `onet_questions.csv` lacks.
"""

import csv
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waymark.intake.files import content_of_path
from waymark.intake.reading import Effect, FileRefused, Problem
from waymark.intake.reading.text import decode
from waymark.opportunities.interests.quiz import Category, Quiz, Skill, Statement, Trait

STATEMENTS, TRAITS, CATEGORIES = (
    "short_assessment_statements.csv",
    "traits.json",
    "job_categories_traits_skills.json",
)
QUESTIONS, MORE_QUESTIONS = "onet_questions.csv", "questions.json"
LARGEST = 5_000_000
_FLIPPED = {"0": False, "1": True, "true": True, "false": False, "": False}


@dataclass(frozen=True)
class QuizRead:
    """The quiz, the SHA-256 of all its files together, and how many records it was made of."""

    quiz: Quiz
    sha256: str
    records: int


def read_quiz(folder: Path) -> QuizRead:
    """The quiz in a folder; FileRefused, with everything that is wrong, where it cannot be one."""
    contents = _contents(folder)
    problems: list[Problem] = []
    traits = _traits(contents, problems)
    statements = _statements(contents, traits, problems)
    categories = _categories(contents, traits, problems)
    if not problems and {each.trait for each in statements} != set(traits.values()):
        problems.append(_fault(STATEMENTS, expected="statements for each trait of traits.json"))
    if problems:
        raise FileRefused(*problems)
    asked = list(dict.fromkeys(each.trait for each in statements))
    words = {trait.name: trait for trait in _trait_texts(contents, traits)}
    quiz = Quiz(tuple(statements), tuple(words[name] for name in asked), tuple(categories))
    return QuizRead(quiz, _sha256(contents), len(statements) + len(traits) + len(categories))


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise FileRefused(_fault("", code="FILE_TYPE", expected="a folder of the quiz's files", received="a file"))
    there = {path.name: path for path in sorted(folder.iterdir()) if path.is_file()}
    missing = [name for name in (STATEMENTS, TRAITS, CATEGORIES) if name not in there]
    if missing:
        raise FileRefused(
            *(_fault(name, code="FILE_MISSING", expected=f"a file {name} in the folder") for name in missing)
        )
    read = (STATEMENTS, TRAITS, CATEGORIES, QUESTIONS, MORE_QUESTIONS)
    return {name: content_of_path(there[name], LARGEST) for name in read if name in there}


def _sha256(contents: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name, content in sorted(contents.items()):
        whole.update(f"{name}\n{len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def _table(contents: Mapping[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(decode(contents[name]).splitlines()))


def _listed(contents: Mapping[str, bytes], name: str, problems: list[Problem]) -> list[Any]:
    try:
        found = json.loads(decode(contents[name]))
    except json.JSONDecodeError as odd:
        problems.append(_fault(name, expected="JSON", received=f"something else from line {odd.lineno}"))
        return []
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        problems.append(_fault(name, expected="a list of objects"))
        return []
    return found


def _traits(contents: Mapping[str, bytes], problems: list[Problem]) -> dict[str, str]:
    """The name of each trait by its code."""
    return {
        str(each.get("id", "")).upper(): str(each.get("traitName", "")).strip()
        for each in _listed(contents, TRAITS, problems)
    }


def _trait_texts(contents: Mapping[str, bytes], traits: Mapping[str, str]) -> list[Trait]:
    texts = {str(each.get("id", "")).upper(): _text(each) for each in _listed(contents, TRAITS, [])}
    return [Trait(name, texts.get(code, "")) for code, name in traits.items()]


def _text(entry: Mapping[str, Any]) -> str:
    texts = entry.get("texts") or [{}]
    english = next((each for each in texts if str(each.get("languageCode", "")).casefold() == "en"), texts[0])
    return str(english.get("text") or "").strip()


def _statements(contents: Mapping[str, bytes], traits: Mapping[str, str], problems: list[Problem]) -> list[Statement]:
    names = {name.casefold(): name for name in traits.values()}
    found = []
    rows = _table(contents, STATEMENTS)
    absent = [name for name in ("Statement", "Trait", "IsFlipped") if rows and name not in rows[0]]
    problems += [_fault(STATEMENTS, code="COLUMN_MISSING", column=name, expected=f"a column {name}") for name in absent]
    if absent or not rows:
        problems += [] if rows else [_fault(STATEMENTS, code="FILE_EMPTY", expected="a statement on each line")]
        return []
    for number, row in enumerate(rows, 1):
        trait = names.get((row["Trait"] or "").strip().casefold())
        flipped = _FLIPPED.get((row["IsFlipped"] or "").strip().casefold())
        if trait is None:
            expected, received = "a trait of traits.json", row["Trait"] or ""
            problems.append(_fault(STATEMENTS, row=number + 1, column="Trait", expected=expected, received=received))
        elif flipped is None:
            column, received = "IsFlipped", row["IsFlipped"] or ""
            problems.append(_fault(STATEMENTS, row=number + 1, column=column, expected="0 or 1", received=received))
        else:
            found.append(Statement(number, (row["Statement"] or "").strip(), trait, flipped))
    return found


def _categories(contents: Mapping[str, bytes], traits: Mapping[str, str], problems: list[Problem]) -> list[Category]:
    questions = _questions(contents, problems)
    found = []
    for number, each in enumerate(_listed(contents, CATEGORIES, problems), 1):
        name, codes = (
            str(each.get("jobFamilyName") or "").strip(),
            [str(c).upper() for c in each.get("traitCodes") or ()],
        )
        unknown = [code for code in codes if code not in traits]
        if not name or not codes or unknown:
            column = "traitCodes" if name else "jobFamilyName"
            expected, received = "a name, and traits of traits.json", ", ".join(unknown)
            problems.append(_fault(CATEGORIES, row=number, column=column, expected=expected, received=received))
            continue
        skills = [_skill(skill, questions) for skill in each.get("Skills") or ()]
        found.append(
            Category(name, _slug(each, name), tuple(traits[code] for code in codes), tuple(skills), _jobs(each))
        )
    return found


def _skill(skill: Mapping[str, Any], questions: Mapping[str, str]) -> Skill:
    name = str(skill.get("ONetAttribute") or "").strip()
    jobs = tuple(str(job["JobProfile"]) for job in skill.get("JobProfiles") or () if job.get("Included"))
    return Skill(name, questions.get(name.casefold(), f"Is this you: {name.casefold()}?"), jobs)


def _jobs(category: Mapping[str, Any]) -> tuple[str, ...]:
    """All jobs of a category, each once, in the order of the file."""
    every = (str(job["JobProfile"]) for skill in category.get("Skills") or () for job in skill.get("JobProfiles") or ())
    return tuple(dict.fromkeys(every))


def _slug(category: Mapping[str, Any], name: str) -> str:
    texts: Sequence[Mapping[str, Any]] = category.get("texts") or ()
    given = next((str(each["url"]) for each in texts if each.get("url")), "")
    return re.sub(r"[^a-z0-9]+", "-", (given or name).casefold()).strip("-")


def _questions(contents: Mapping[str, bytes], problems: list[Problem]) -> dict[str, str]:
    """What is asked about each skill, by its name in small letters."""
    found = {}
    if MORE_QUESTIONS in contents:
        for each in _listed(contents, MORE_QUESTIONS, problems):
            if each.get("isFilterQuestion"):
                found[str(each.get("traitCode", "")).casefold()] = _text(each)
    if QUESTIONS in contents:
        for row in _table(contents, QUESTIONS):
            name, question = (row.get("ONet Attribute") or "").strip(), (row.get("Questions") or "").strip()
            if name and question:
                found[name.casefold()] = question
    return found


def _fault(
    file: str, *, code: str = "VALUE_INVALID", row: int = 0, column: str = "", expected: str, received: str = ""
) -> Problem:
    where = ": ".join(part for part in (file, column) if part)
    return Problem(code, Effect.FILE, row=row, column=where, received=received, expected=expected)
