"""How the register writes its values: days, postcodes, web addresses, numbers, and its ways of saying nothing."""

import re
from datetime import date

from waymark.intake.reading import Unreadable, uk_date, whole_number

_NOTHING = frozenset({"", "not applicable", "not collected", "not recorded", "unknown", "none", "n/a", "null"})
_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")
_WEBSITE = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+(:\d+)?([/?#]\S*)?", re.IGNORECASE)
_BEFORE_RECORDS = date(1900, 1, 1)
_NO_UPPER_AGE = 99


def digits(cell: str) -> str:
    """An identifier of digits, as text; a spreadsheet's `123456.0` is `123456`."""
    found = cell.removesuffix(".0")
    if not (found.isascii() and found.isdigit()):
        raise Unreadable("digits")
    return found


def urn(cell: str) -> str:
    """A URN: four to eight digits."""
    found = digits(cell)
    if not 4 <= len(found) <= 8:
        raise Unreadable("a URN: four to eight digits")
    return found


def ukprn(cell: str) -> str:
    """A UKPRN: eight digits, the first of them 1."""
    found = digits(cell)
    if len(found) != 8 or not found.startswith("1"):
        raise Unreadable("a UKPRN: eight digits beginning with 1")
    return found


def said(cell: str) -> str:
    """What the register says, or blank where it says that there is nothing to say."""
    return "" if cell.casefold() in _NOTHING else cell


def day(cell: str) -> date | None:
    """A day, `31-08-2025`; None for the placeholder that stands for “before records began”."""
    found = uk_date(cell)
    return None if found <= _BEFORE_RECORDS else found


def age(cell: str) -> int | None:
    """An age; None for the register's 99, which means no upper limit."""
    found = whole_number(cell)
    return None if found >= _NO_UPPER_AGE else found


def count(cell: str) -> int:
    """A number of people or metres, never below nothing."""
    found = whole_number(cell)
    if found < 0:
        raise Unreadable("a number of 0 or more")
    return found


def percentage(cell: str) -> float:
    """A percentage from 0 to 100, with or without its sign."""
    try:
        found = float(cell.removesuffix("%"))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise Unreadable("a percentage")
    return found


def postcode(cell: str) -> str:
    """A postcode in capitals with one blank, or as it stands blank when it is none."""
    found = _POSTCODE.fullmatch(cell.upper().replace(" ", ""))
    if not found:
        raise Unreadable("a postcode")
    return f"{found[1]} {found[2]}"


def website(cell: str) -> str:
    """A web address as the register has it, without slashes typed before it."""
    found = cell.lstrip("/ ")
    if not _WEBSITE.fullmatch(found):
        raise Unreadable("a web address")
    return found


def sixth_form(cell: str) -> bool | None:
    """Whether there is a sixth form; None where the question does not apply."""
    answer = cell.casefold()
    if answer in _NOTHING:
        return None
    return not answer.startswith("does not")
