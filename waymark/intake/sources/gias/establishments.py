"""Establishments: every layout of the register's extract, by the names of its columns.

The columns have grown from 90 to over 130 and each download may choose among them, so only the
URN, the name and the status must be there. The head teacher's columns are never read.
"""

from collections.abc import Mapping
from typing import Any

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading, Unreadable
from waymark.intake.sources.gias.values import (
    age,
    count,
    day,
    digits,
    percentage,
    postcode,
    said,
    sixth_form,
    ukprn,
    urn,
    website,
)
from waymark.kernel.telling import Tell, untold
from waymark.places.register import Establishment


def _optional(name: str, heading: str, parse=said, *also: str) -> Column:
    return Column(name, parse, also_called=also, heading=heading, required=False, lenient=True, signed=True)


def _code(cell: str) -> str:
    """A three-digit council code; a spreadsheet may have eaten its noughts."""
    found = digits(cell)
    if len(found) > 3:
        raise Unreadable("a council code of three digits")
    return found.zfill(3)


def _number(cell: str) -> str:
    found = digits(cell)
    if len(found) > 4:
        raise Unreadable("an establishment number of four digits")
    return found.zfill(4)


ESTABLISHMENT_COLUMNS = (
    Column("urn", urn, heading="URN", filled=True, unreadable="URN_INVALID", blank="URN_INVALID"),
    Column("name", heading="EstablishmentName", filled=True, blank="NAME_BLANK", signed=True),
    Column("status", heading="EstablishmentStatus (name)", also_called=("EstablishmentStatus",), signed=True),
    _optional("ukprn", "UKPRN", ukprn),
    _optional("la_code", "LA (code)", _code, "LA code"),
    _optional("la_name", "LA (name)", said, "LA name"),
    _optional("establishment_number", "EstablishmentNumber", _number),
    _optional("establishment_type", "TypeOfEstablishment (name)", said, "TypeOfEstablishment"),
    _optional("type_group", "EstablishmentTypeGroup (name)", said, "EstablishmentTypeGroup"),
    _optional("phase", "PhaseOfEducation (name)", said, "PhaseOfEducation"),
    _optional("low_age", "StatutoryLowAge", age),
    _optional("high_age", "StatutoryHighAge", age),
    _optional("has_sixth_form", "OfficialSixthForm (name)", sixth_form, "OfficialSixthForm"),
    _optional("gender", "Gender (name)"),
    _optional("admissions", "AdmissionsPolicy (name)"),
    _optional("opened_on", "OpenDate", day),
    _optional("closed_on", "CloseDate", day),
    _optional("reason_closed", "ReasonEstablishmentClosed (name)"),
    _optional("further_education_type", "FurtherEducationType (name)"),
    _optional("trust_code", "Trusts (code)"),
    _optional("trust_name", "Trusts (name)"),
    _optional("region_code", "GOR (code)"),
    _optional("region_name", "GOR (name)"),
    _optional("district_code", "DistrictAdministrative (code)"),
    _optional("district_name", "DistrictAdministrative (name)"),
    _optional("street", "Street"),
    _optional("locality", "Locality"),
    _optional("address_3", "Address3"),
    _optional("town", "Town"),
    _optional("county", "County (name)"),
    _optional("postcode", "Postcode", postcode),
    _optional("easting", "Easting", count),
    _optional("northing", "Northing", count),
    _optional("telephone", "TelephoneNum"),
    _optional("website", "SchoolWebsite", website),
    _optional("pupils", "NumberOfPupils", count),
    _optional("percent_free_meals", "PercentageFSM", percentage),
    _optional("last_changed_on", "LastChangedDate", day),
    _optional("previous_la_code", "PreviousLA (code)", _code),
    _optional("previous_establishment_number", "PreviousEstablishmentNumber", _number),
)


def read_establishments(content: bytes, tell: Tell = untold) -> tuple[list[Establishment], Reading]:
    """The establishments of one extract, in the order of the file, and what was read to find them.

    In UTF-8 or Windows-1252. A row without a URN or a name, a ragged row and a second row of one
    URN are refused; a value that is none, as an impossible postcode, is noted and left blank.
    """
    reading = read_file(content, ESTABLISHMENT_COLUMNS, personal=False, tell=tell)
    reading = _noting_lost_letters(_without_repeats(reading))
    return [_establishment(row.number, row.values) for row in reading.rows], reading


def _without_repeats(reading: Reading) -> Reading:
    seen: set[str] = set()
    repeats = []
    for row in reading.rows:
        (repeats.append(row) if row.values["urn"] in seen else seen.add(row.values["urn"]))
    return reading.leaving_out(repeats, "URN_TWICE", "urn", "each URN once", received=lambda row: row.values["urn"])


def _noting_lost_letters(reading: Reading) -> Reading:
    """Names that went through a wrong alphabet before they reached us: we cannot tell which letter it was."""
    lost = [row for row in reading.rows if "\ufffd" in row.values["name"]]
    return reading.noting(
        lost,
        "LETTER_LOST",
        "name",
        "every letter of the name",
        suggestion="Download the file again and import it as it comes, unopened.",
        received=lambda row: row.values["name"],
    )


def _establishment(number: int, values: Mapping[str, Any]) -> Establishment:
    known = {name: value for name, value in values.items() if value is not None}
    return Establishment(**{"status": ""} | known, row=number)
