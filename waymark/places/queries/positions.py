"""Where a postcode lies, and how precisely we know it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from waymark.places.models import Postcode

_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?(?:([0-9])([A-Z]{2})?)?", re.IGNORECASE)


class Precision(StrEnum):
    """How well a position is known: that of the postcode itself, or the middle of a wider area."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"


_AT_ONCE = 5000
# By how many characters stand after the blank.
_PRECISIONS = {0: Precision.OUTCODE, 1: Precision.SECTOR, 3: Precision.POSTCODE}


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the map. `code` is what was found, which may be wider than what was asked for."""

    code: str
    latitude: float
    longitude: float
    precision: Precision
    is_in_england: bool | None = None


def normal_postcode(text: str) -> str:
    """A postcode, sector or outcode in capitals with its one blank; '' when the text is none."""
    squeezed = "".join(text.split()).upper()
    whole = _POSTCODE.fullmatch(f"{squeezed[:-3]} {squeezed[-3:]}") if len(squeezed) > 4 else None
    if whole and whole[3]:
        return f"{whole[1]} {whole[2]}{whole[3]}"
    found = _POSTCODE.fullmatch(" ".join(text.split()).upper())
    if found is None:
        return ""
    return " ".join(part for part in (found[1], (found[2] or "") + (found[3] or "")) if part)


def position_of(text: str) -> Position | None:
    """Where a postcode lies; where the directory lacks it, the middle of its sector, else of its outcode.

    None when the text is no postcode, or nothing of it is known.
    """
    return positions_of([text]).get(text)


def positions_of(texts: Iterable[str]) -> dict[str, Position]:
    """Where each of many postcodes lies, as `position_of` has it; those of which nothing is known are left out."""
    wanted = {text: _wider_and_wider(code) for text in texts if (code := normal_postcode(text))}
    codes = sorted({code for each in wanted.values() for code in each})
    held = {
        row.code: row
        for first in range(0, len(codes), _AT_ONCE)
        for row in Postcode.objects.filter(code__in=codes[first : first + _AT_ONCE])
    }
    found = {text: next((held[code] for code in each if code in held), None) for text, each in wanted.items()}
    return {text: _position(row) for text, row in found.items() if row is not None}


def _wider_and_wider(code: str) -> list[str]:
    outcode, _, inward = code.partition(" ")
    return list(dict.fromkeys([code, f"{outcode} {inward[:1]}".strip(), outcode]))


def _position(row: Postcode) -> Position:
    precision = _PRECISIONS[len(row.code.partition(" ")[2])]
    return Position(row.code, row.latitude, row.longitude, precision, row.is_in_england)
