"""A quiz as values: statements that ask, traits they ask about, categories of jobs, and the skills those jobs need."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

LEAST, MOST = -2, 2  # strongly disagree, strongly agree
Answers = Mapping[int, int]  # the number of a statement, and what was said to it


@dataclass(frozen=True)
class Statement:
    """One statement; agreeing with one that `is_reversed` speaks against its trait."""

    number: int
    text: str
    trait: str
    is_reversed: bool = False


@dataclass(frozen=True)
class Trait:
    name: str
    text: str = ""


@dataclass(frozen=True)
class Skill:
    """A skill that a category's jobs are told apart by, and which of them need it."""

    name: str
    question: str
    jobs: tuple[str, ...]


@dataclass(frozen=True)
class Category:
    """A field of work: the traits that lead to it, all its jobs, and the skills asked about, in the order asked."""

    name: str
    slug: str
    traits: tuple[str, ...]
    skills: tuple[Skill, ...]
    jobs: tuple[str, ...]


@dataclass(frozen=True)
class Quiz:
    """All of one quiz. Statements are numbered from 1 in the order of their file; traits come as they are asked."""

    statements: tuple[Statement, ...]
    traits: tuple[Trait, ...]
    categories: tuple[Category, ...]

    @cached_property
    def trait_names(self) -> tuple[str, ...]:
        return tuple(trait.name for trait in self.traits)

    def category(self, slug: str) -> Category | None:
        return next((category for category in self.categories if category.slug == slug), None)

    def as_document(self) -> dict[str, Any]:
        """Plain lists and names, to be kept; `quiz_of` reads it back."""
        return asdict(self)


def quiz_of(document: Mapping[str, Any]) -> Quiz:
    """The quiz that `as_document` made a document of."""
    return Quiz(
        tuple(Statement(**each) for each in document["statements"]),
        tuple(Trait(**each) for each in document["traits"]),
        tuple(
            Category(
                each["name"],
                each["slug"],
                tuple(each["traits"]),
                tuple(Skill(skill["name"], skill["question"], tuple(skill["jobs"])) for skill in each["skills"]),
                tuple(each["jobs"]),
            )
            for each in document["categories"]
        ),
    )


class AnswersRefused(Exception):
    """The answers are not of this quiz; the message says which and why."""


def checked_answers(said: object, quiz: Quiz) -> dict[int, int]:
    """Answers as a file or a form gives them: `{"1": 2, …}`, a number of a statement and −2 to 2.

    AnswersRefused where one is not of this quiz. A statement left out is left out.
    """
    if not isinstance(said, Mapping):
        raise AnswersRefused('The answers are not of the form {"1": 2, "2": -1, …}.')
    numbers = {str(statement.number): statement.number for statement in quiz.statements}
    answers = {}
    for number, value in said.items():
        if str(number) not in numbers:
            raise AnswersRefused(f"There is no statement {number}: they are numbered 1 to {len(numbers)}.")
        if isinstance(value, bool) or not isinstance(value, int) or not LEAST <= value <= MOST:
            raise AnswersRefused(f"The answer to statement {number} is {value!r}; it must be a whole number, −2 to 2.")
        answers[numbers[str(number)]] = value
    return answers
