"""Signs: records that answer an item of the self-assessment, though no learner is counted in them.

A released careers page, a trained careers leader, a survey of parents. The room that keeps the record says how to read
it, once, when the program starts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

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

_readers: dict[tuple[str, str], SignReader] = {}


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
