"""The words a job is found by, and those somebody looks for."""

import re

from waymark.places.rules import plain_words

_MOST_WORDS = 12
# Words that say nothing of which job is meant.
_EMPTY = frozenset(
    {"a", "an", "and", "as", "at", "be", "for", "i", "in", "job", "jobs", "of", "or", "the", "to", "with"}
)


def job_words(text: str) -> str:
    """The text's words for keeping beside it, a blank before and after each."""
    return f" {plain_words(text)} "


def asked_words(text: str) -> list[str]:
    """The words somebody looks for, without empty ones unless there are no others."""
    words = plain_words(text).split()[:_MOST_WORDS]
    return [word for word in words if word not in _EMPTY] or words


_BREAK = re.compile(r"\n+")


def lines_of(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line.strip() for line in _BREAK.split(text) if line.strip()]
