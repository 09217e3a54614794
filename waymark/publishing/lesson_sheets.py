"""One page about work in an area, for a lesson: what it says, and its PDF (PDF/UA-1)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from waymark.publishing.typesetting import HERE, compiled
from waymark.publishing.words import day

TEMPLATE = HERE / "templates" / "lesson_sheet.typ"
MOST_WORDS = 90  # of a panel's analysis: the sheet is one page
QUESTIONS = (
    "What on this sheet did you not expect?",
    "Which kinds of job that grow would you like to know more about? Why?",
    "A kind of job shrinks. Why may there still be work in it for you?",
    "What would you have to find out before you believe a figure here?",
)


@dataclass(frozen=True)
class SheetFact:
    """One figure in a sentence, and where it comes from."""

    words: str
    source: str


@dataclass(frozen=True)
class LessonSheet:
    """All that a lesson's sheet says. `panel`: what a skills panel says, shortened, and `panel_from` whose it is."""

    area: str
    school: str
    made_on: date
    facts: tuple[SheetFact, ...]
    growing: tuple[str, ...]
    shrinking: tuple[str, ...]
    growth_source: str
    panel_title: str
    panel: str
    panel_from: str
    questions: tuple[str, ...]
    cannot_tell: tuple[str, ...]


def shortened(paragraphs: tuple[str, ...], most: int = MOST_WORDS) -> str:
    """The first words of a text, whole sentences where they fit, with dots where something is left out."""
    words = " ".join(paragraphs).split()
    if len(words) <= most:
        return " ".join(words)
    kept = words[:most]
    ends = [at for at, word in enumerate(kept) if word.endswith((".", "?", "!"))]
    return " ".join(kept[: ends[-1] + 1]) + " …" if ends else " ".join(kept) + " …"


def typeset_sheet(sheet: LessonSheet) -> bytes:
    """The sheet's PDF. Every word goes in as data, never as markup, so nothing a panel types can be a command."""
    said = asdict(sheet) | {
        "made_on": day(sheet.made_on),
        "made": {"year": sheet.made_on.year, "month": sheet.made_on.month, "day": sheet.made_on.day},
    }
    return compiled(TEMPLATE, "sheet", said)
