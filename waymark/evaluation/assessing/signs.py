"""Signs: records that answer an item of the self-assessment, though no learner is counted in them.

A released careers page, a trained careers leader, a survey of parents. The room that keeps the record says how to read
it, once, when the program starts.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from waymark.access.scope import acting, everything
from waymark.places.models import Organisation


@dataclass(frozen=True, slots=True)
class Sign:
    """What a record answers: the name of the answer (`yes`, `no`, a band, a step of agreement), and why, in words.

    The words are shown to everybody who sees the school's figures: they name nobody and count no learner. `page` is
    the url name of the school's page that shows the record; blank where there is none.
    """

    answer: str
    words: str
    as_at: date | None = None
    page: str = ""


SignReader = Callable[[Organisation, date], Sign | None]
Found = TypeVar("Found")

_readers: dict[tuple[str, str], SignReader] = {}
_read_once: ContextVar[dict[Any, Any] | None] = ContextVar("signs read once", default=None)


def register_sign(criterion_code: str, reader: SignReader, *, framework: str = "") -> None:
    """Let `reader` answer an item: given a school and the day, its sign, or None where no record speaks.

    For the item of this code in every framework, or only in the one named. Registering again puts the last in place.
    """
    _readers[framework, criterion_code] = reader


def sign_reader(framework: str, criterion_code: str) -> SignReader | None:
    """How to read the sign for an item; None where no room has one."""
    return _readers.get((framework, criterion_code)) or _readers.get(("", criterion_code))


def sign_of(school: Organisation, framework: str, criterion_code: str, *, on: date) -> Sign | None:
    """What the records beyond the ledger's encounters answer on the day."""
    reader = sign_reader(framework, criterion_code)
    if reader is None:
        return None
    with acting(everything("signs for a self-assessment")):  # a governor may not see the record, but what it answers
        return reader(school, on)


@contextmanager
def reading_once() -> Iterator[None]:
    """While the block runs, what several signs rest on is read once (`once`)."""
    token = _read_once.set({})
    try:
        yield
    finally:
        _read_once.reset(token)


def once(read: Callable[[Organisation, date], Found], school: Organisation, on: date) -> Found:
    """What `read` gives for a school and a day, read again only for the next assessment that is looked at."""
    kept = _read_once.get()
    if kept is None:
        return read(school, on)
    key = (read, school.pk, on)
    if key not in kept:
        kept[key] = read(school, on)
    return kept[key]
