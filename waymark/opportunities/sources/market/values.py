"""Cells that statistics share: numbers, the signs for numbers kept back, areas by name, groups by code."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from html import unescape

from waymark.intake.reading import Unreadable
from waymark.opportunities.models import Breakdown, MarketArea
from waymark.opportunities.rules.market import AreaName

_SOC = re.compile(r"(\d{1,2}) - (.+)")
_MONTH = re.compile(r"([A-Za-z]{3})[-  ](\d{2}|\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENDINGS = {" LADU": MarketArea.Kind.DISTRICT, " LSIP": MarketArea.Kind.LSIP, " MCA": MarketArea.Kind.MCA,
            " LEP": MarketArea.Kind.LEP}  # fmt: skip
_LEVELS = {"lep": MarketArea.Kind.LEP, "lsip": MarketArea.Kind.LSIP, "mca": MarketArea.Kind.MCA,
           "lad": MarketArea.Kind.DISTRICT, "ladu": MarketArea.Kind.DISTRICT, "region": MarketArea.Kind.REGION,
           "national": MarketArea.Kind.COUNTRY, "country": MarketArea.Kind.COUNTRY,
           "local skills improvement plan": MarketArea.Kind.LSIP,
           "mayoral combined authorities": MarketArea.Kind.MCA}  # fmt: skip
_COUNTRIES = frozenset({"England", "Wales", "Scotland", "Northern Ireland", "United Kingdom", "Total UK"})
_BREAKDOWNS = {
    "total": Breakdown.TOTAL,
    "occupation (soc2020 major group)": Breakdown.MAJOR,
    "occupation (soc2020 sub-major group)": Breakdown.SUB_MAJOR,
    "broad sector": Breakdown.SECTOR,
    "qualification": Breakdown.QUALIFICATION,
}
UNALLOCATED = "NA"
KEPT_BACK = frozenset({"[x]", "[c]", "[z]", "[low]", "x", "c", "z"})


def area_named(cell: str, level: str = "") -> AreaName:
    """The area a figure is about: by its ending (`Coventry LADU`), by the file's level, or a country.

    Adverts that could not be placed stand under `NA LADU`: that is no area.
    """
    said = " ".join(cell.split())
    found = _LEVELS.get(level.strip().casefold()) or (MarketArea.Kind.COUNTRY if said in _COUNTRIES else None)
    for ending, kind in _ENDINGS.items():
        if said.endswith(ending):
            said, found = said.removesuffix(ending), kind
            break
    if said in {UNALLOCATED, ""}:
        raise Unreadable("an area; these figures could not be placed in one")
    if found is None:
        raise Unreadable("a country, or a name ending in LSIP, MCA, LEP or LADU")
    return AreaName(found, said[:120])


def breakdown(cell: str) -> str:
    """By what a figure is broken down."""
    found = _BREAKDOWNS.get(cell.strip().casefold())
    if found is None:
        raise Unreadable("Total, Broad sector, Qualification or one of the two Occupation breakdowns")
    return found


def group(cell: str) -> tuple[str, str]:
    """A group's SOC digits, where it has any, and its title; one publisher leaves `&amp;` in its text."""
    said = unescape(" ".join(cell.split()))
    found = _SOC.fullmatch(said)
    return (found[1], found[2][:150]) if found else ("", said[:150])


def month(cell: str) -> date:
    """The first day of a month written like `Apr-25` or `Oct 22`."""
    found = _MONTH.fullmatch(cell.strip())
    if found is None or found[1].lower() not in _MONTHS:
        raise Unreadable("a month, such as Apr-25")
    year = int(found[2])
    return date(year if year > 99 else 2000 + year, _MONTHS.index(found[1].lower()) + 1, 1)


def count_or_sign(cell: str) -> int | None:
    """A whole number, or None where the publisher put a sign for one kept back: `[x]`, `[c]`."""
    return None if cell.strip().casefold() in KEPT_BACK else count(cell)


def count(cell: str) -> int:
    """A whole number of people, jobs or adverts."""
    try:
        found = Decimal(cell.replace(",", "").strip())
    except InvalidOperation:
        raise Unreadable("a whole number") from None
    if not 0 <= found < 1_000_000_000:
        raise Unreadable("a whole number, not below nought")
    return round(found)
