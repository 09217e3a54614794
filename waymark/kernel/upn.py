"""Unique pupil numbers: their shape, their check letter, and the temporary ones.

A UPN is 13 characters: a check letter, eleven digits, and a digit or, on a temporary number, a letter. Nothing here
ever repeats the number it was given: faults are named by what is wrong, so that they can be shown and logged.
"""

import re
from enum import StrEnum

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_LENGTH = 13
_DIGITS = "0123456789"
_LIKE_ONE = re.compile(r"[A-Z]\d{11}[0-9A-Z]", re.IGNORECASE)


class UpnFault(StrEnum):
    """What is wrong with a number given as a UPN."""

    BLANK = "blank"
    LENGTH = "length"
    SHAPE = "shape"
    CHECK_LETTER = "check_letter"


def normalised(text: str) -> str:
    """The number as it is stored: capitals, no spaces. Says nothing of whether it is one."""
    return "".join(text.split()).upper()


def upn_fault(upn: str) -> UpnFault | None:
    """The first thing wrong with a normalised number, None when it is a UPN, temporary or not."""
    if not upn:
        return UpnFault.BLANK
    if len(upn) != _LENGTH:
        return UpnFault.LENGTH
    middle, last = upn[1:-1], upn[-1]
    if upn[0] not in LETTERS or any(c not in _DIGITS for c in middle) or last not in _DIGITS + LETTERS:
        return UpnFault.SHAPE
    return None if upn[0] == check_letter(upn[1:]) else UpnFault.CHECK_LETTER


def without_upns(text: str) -> str:
    """The text with whatever looks like a UPN taken out, right check letter or not."""
    return _LIKE_ONE.sub("(UPN)", text)


def is_temporary(upn: str) -> bool:
    """Whether a UPN ends in a letter: given by a school until the real one is known."""
    return upn[-1:] in LETTERS and upn[-1:] != ""


def check_letter(rest: str) -> str:
    """The letter that must stand before these twelve characters.

    Each is multiplied by its place, 2 to 13, a letter counting by its place among the letters from 0; the sum is
    taken modulo 23.
    """
    total = sum(place * _value(character) for place, character in enumerate(rest, start=2))
    return LETTERS[total % len(LETTERS)]


def _value(character: str) -> int:
    return int(character) if character in _DIGITS else LETTERS.index(character)
