"""In what order statements are asked, and in what words."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest
from pathlib import Path

from waymark.opportunities.interests.quiz import Quiz, Statement

A_PAGE, AN_EASY_PAGE = 5, 2


def pages_of(quiz: Quiz, *, is_easy: bool) -> tuple[tuple[Statement, ...], ...]:
    """The statements in pages, those of one trait spread out: five alike in a row would be answered as one."""
    by_trait = [[each for each in quiz.statements if each.trait == name] for name in quiz.trait_names]
    spread = [each for row in zip_longest(*by_trait) for each in row if each is not None]
    size = AN_EASY_PAGE if is_easy else A_PAGE
    return tuple(tuple(spread[at : at + size]) for at in range(0, len(spread), size))


def easily(quiz: Quiz) -> Quiz | None:
    """The same quiz asked in plainer words; None where its traits are not those that we have words for."""
    statements = _easy_statements()
    if {each.trait for each in statements} != set(quiz.trait_names):
        return None
    return replace(quiz, statements=statements)


@cache
def _easy_statements() -> tuple[Statement, ...]:
    import yaml  # read when somebody first asks for plainer words, not when the site starts

    rows: Sequence[dict[str, str]] = yaml.safe_load((Path(__file__).parent / "easy.yaml").read_text(encoding="utf-8"))
    return tuple(Statement(number, row["text"], row["trait"]) for number, row in enumerate(rows, 1))
