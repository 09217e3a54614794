"""The columns a kind of file has, and how a sender's own headings are matched to them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from waymark.intake.reading.values import text

_NOT_A_LETTER = re.compile(r"[\W_]+")


def plain(heading: str) -> str:
    """A heading as it is compared: letters and digits only, in lower case."""
    return _NOT_A_LETTER.sub("", heading).casefold()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one kind of file: its name, how its cells are read, what else it is called.

    `required`: the heading must be there. `filled`: so must every cell. A cell that cannot be
    read, or is blank where it may not be, is reported as `unreadable` and `blank` and leaves the
    row out, unless `lenient`, when the value alone is left out and the problem noted.
    `signed`: a cell may begin with a plus or minus sign because it holds a number.
    """

    name: str
    parse: Callable[[str], Any] = text
    also_called: tuple[str, ...] = ()
    required: bool = True
    filled: bool = False
    lenient: bool = False
    signed: bool = False
    heading: str = ""
    describe: str = ""
    unreadable: str = "VALUE_UNREADABLE"
    blank: str = "VALUE_BLANK"
    example: str = ""

    @property
    def shown(self) -> str:
        """The heading people see: in the template, and in a problem when the file lacks it."""
        return self.heading or self.name

    def known_as(self) -> tuple[str, ...]:
        """Every heading this column answers to, the best first, as compared."""
        return tuple(dict.fromkeys(map(plain, (self.name, self.shown, *self.also_called))))


def match(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands among `headings`; a column not found is left out.

    Where several headings would do, the one its column lists first wins, and a heading serves
    one column only.
    """
    at: dict[str, int] = {}
    for position, heading in enumerate(headings):
        at.setdefault(plain(heading), position)
    at.pop("", None)
    found: dict[str, int] = {}
    for column in columns:
        for alias in column.known_as():
            if alias in at and at[alias] not in found.values():
                found[column.name] = at[alias]
                break
    return found
