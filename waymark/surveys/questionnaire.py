"""A questionnaire as frozen values, and the one way in: `parse_questionnaire`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from waymark.kernel.strict import FrameworkError, Strict
from waymark.kernel.vocabulary import YEAR_GROUPS, Setting

_ITEMS = range(8, 15)  # short enough to answer in ten minutes, long enough to say something
_MOST_COMMENTS = 2


class QuestionnaireError(ValueError):
    """A questionnaire's file breaks the schema; the message says where, what was there and what should be."""


class Audience(StrEnum):
    """Who answers; the value is how files say it."""

    LEARNERS = "learners"
    PARENTS = "parents"
    STAFF = "staff"
    EMPLOYERS = "employers"
    ADVISERS = "advisers"


AUDIENCE_WORDS = {
    Audience.LEARNERS: "Learners",
    Audience.PARENTS: "Parents and carers",
    Audience.STAFF: "Teachers and staff",
    Audience.EMPLOYERS: "Employers",
    Audience.ADVISERS: "Careers advisers",
}


class Theme(StrEnum):
    """What items are about. The same for every questionnaire, so that themes can be compared across them."""

    OPTIONS = "options"
    INFORMATION = "information"
    EMPLOYERS = "employers"
    NEXT_STEPS = "next_steps"
    SKILLS = "skills"
    SUPPORT = "support"
    FAIRNESS = "fairness"


THEME_WORDS = {
    Theme.OPTIONS: "Knowing the options",
    Theme.INFORMATION: "Finding information",
    Theme.EMPLOYERS: "Meeting the world of work",
    Theme.NEXT_STEPS: "Planning next steps",
    Theme.SKILLS: "Skills for work",
    Theme.SUPPORT: "Support",
    Theme.FAIRNESS: "Fairness",
}


class Symbol(StrEnum):
    """A picture that stands beside an answer on an easy-read form."""

    TICK = "tick"
    QUESTION = "question"
    CROSS = "cross"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of the scale; `positive` is what “% positive” counts."""

    name: str
    label: str
    positive: bool
    symbol: str


@dataclass(frozen=True, slots=True)
class Item:
    """One statement to answer. `criteria` are what it tells of, each in a framework in force with the questionnaire."""

    code: str
    text: str
    theme: Theme
    benchmarks: tuple[str, ...]
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one theme, under a heading in the words of those who answer."""

    theme: Theme
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A question answered in one's own words; nobody has to."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of a questionnaire. A code keeps its meaning from version to version; a new meaning is a new code."""

    name: str
    version: str
    title: str
    summary: str
    audience: Audience
    settings: tuple[Setting, ...]
    year_groups: tuple[int, ...]
    language: str
    easy_read: bool
    written_on: date
    welcome: str
    scale: tuple[Choice, ...]
    sections: tuple[Section, ...]
    comments: tuple[Comment, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for section in self.sections for item in section.items)

    @property
    def positive(self) -> frozenset[str]:
        """The names of the answers that count as positive."""
        return frozenset(choice.name for choice in self.scale if choice.positive)

    @property
    def benchmarks(self) -> tuple[str, ...]:
        """The benchmarks that any item tells of, in order."""
        return tuple(sorted({code for item in self.items for code in item.benchmarks}))


def parse_questionnaire(mapping: Mapping[str, Any], path: str) -> Questionnaire:
    """Read one version's mapping exactly; what is missing, wrong or unknown raises QuestionnaireError, saying where."""
    try:
        root = Strict(mapping, path)
        parsed = _read(root)
        root.done()
    except FrameworkError as error:
        raise QuestionnaireError(str(error)) from error
    _check(parsed, path)
    return parsed


def _read(root: Strict) -> Questionnaire:
    return Questionnaire(
        name=root.text("name"),
        version=root.text("version"),
        title=root.text("title"),
        summary=root.text("summary"),
        audience=root.word("audience", Audience),
        settings=root.words("settings", Setting),
        year_groups=root.wholes("year_groups", YEAR_GROUPS, ()),
        language=root.text("language"),
        easy_read=root.flag("easy_read", False),
        written_on=root.day("written_on"),
        welcome=root.text("welcome"),
        scale=root.each("scale", _choice),
        sections=root.each("themes", _section),
        comments=root.each("comments", lambda one: Comment(one.text("code"), one.text("text")), ()),
    )


def _choice(one: Strict) -> Choice:
    symbol = one.word("symbol", Symbol) if one.has("symbol") else ""
    return Choice(one.text("name"), one.text("label"), one.flag("positive"), symbol)


def _section(one: Strict) -> Section:
    theme = one.word("theme", Theme)

    def item(each: Strict) -> Item:
        return Item(
            each.text("code"), each.text("text"), theme, each.texts("benchmarks", ()), each.texts("criteria", ())
        )

    return Section(theme, one.text("title"), one.each("items", item))


def _check(parsed: Questionnaire, path: str) -> None:
    """What the schema cannot say: how many items, no code twice, a scale that can be positive and can be not."""
    codes = [item.code for item in parsed.items] + [comment.code for comment in parsed.comments]
    names = [choice.name for choice in parsed.scale]
    themes = [section.theme for section in parsed.sections]
    learners = parsed.audience is Audience.LEARNERS
    faults = {
        f"{len(parsed.items)} items, expected {_ITEMS[0]} to {_ITEMS[-1]}": len(parsed.items) not in _ITEMS,
        "a code twice": len(set(codes)) != len(codes),
        "an answer twice": len(set(names)) != len(names),
        "a theme twice": len(set(themes)) != len(themes),
        "no answer that counts as positive, or none that does not": len({c.positive for c in parsed.scale}) != 2,
        f"more than {_MOST_COMMENTS} comments": len(parsed.comments) > _MOST_COMMENTS,
        "learners without year groups": learners and not parsed.year_groups,
        "an easy-read form without symbols": parsed.easy_read and not all(choice.symbol for choice in parsed.scale),
    }
    for fault, is_there in faults.items():
        if is_there:
            raise QuestionnaireError(f"{path}: {fault}")
