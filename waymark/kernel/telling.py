"""How long work tells how far it is, and learns that it is to stop."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Tell = Callable[[int, int, str], None]
"""`tell(done, total, words)`; a total of 0 is not known. Raises `Cancelled` when somebody asked the work to stop."""

One = TypeVar("One")


class Cancelled(Exception):
    """Somebody asked the work to stop; what it had not finished is undone."""


def untold(done: int, total: int, words: str) -> None:
    """A `Tell` for work that nobody watches."""


def each(rows: Sequence[One], tell: Tell, words: str, *, every: int = 5_000) -> Iterator[One]:
    """The rows one by one, telling how many are behind us after each so many."""
    for start in range(0, len(rows), every):
        tell(start, len(rows), words)
        yield from rows[start : start + every]
    tell(len(rows), len(rows), words)


def in_parts(rows: Sequence[One], tell: Tell, words: str, *, every: int = 20_000) -> Iterator[Sequence[One]]:
    """The rows in parts of so many, telling how many are behind us before each."""
    for start in range(0, len(rows), every):
        tell(start, len(rows), words)
        yield rows[start : start + every]
    tell(len(rows), len(rows), words)
