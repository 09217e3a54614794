"""Which document is wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Wanted:
    """A document's kind, as at which day, and whether it is to leave the school.

    `keep` are marks of names that a person has said mean nobody on roll (`redaction`); `criteria_list` the public id of
    the list that a portfolio is about.
    """

    kind: str
    on: date
    made_on: date
    leaves_school: bool = True
    keep: Collection[str] = ()
    criteria_list: str = ""
