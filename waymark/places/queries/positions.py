"""Where a postcode lies, and how far it is from one place to another."""

import re
from dataclasses import dataclass
from enum import StrEnum
from math import asin, cos, radians, sin, sqrt

from waymark.places.models import Postcode

EARTH_MILES = 3958.7613
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?(?:([0-9])([A-Z]{2})?)?", re.IGNORECASE)


class Precision(StrEnum):
    """How well a position is known: that of the postcode itself, or the middle of a wider area."""

    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"


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
    code = normal_postcode(text)
    if not code:
        return None
    outcode, _, inward = code.partition(" ")
    wanted = list(dict.fromkeys([code, f"{outcode} {inward[:1]}".strip(), outcode]))
    held = {row.code: row for row in Postcode.objects.filter(code__in=wanted)}
    found = next((held[each] for each in wanted if each in held), None)
    if found is None:
        return None
    precision = (Precision.OUTCODE, Precision.SECTOR)[len(found.code.partition(" ")[2]) == 1]
    if len(found.code.partition(" ")[2]) == 3:
        precision = Precision.POSTCODE
    return Position(found.code, found.latitude, found.longitude, precision, found.is_in_england)


def miles_apart(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle miles between two places."""
    rise, run = radians(other_latitude - latitude) / 2, radians(other_longitude - longitude) / 2
    chord = sin(rise) ** 2 + cos(radians(latitude)) * cos(radians(other_latitude)) * sin(run) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(chord)))
