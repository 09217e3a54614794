"""The UK Register of Learning Providers: its XML, as the register's service answers or as a plain file of records.

Nobody's name, role or letter box is read: `ContactPersonalDetails`, `ContactRole` and `ContactEmail` are passed over.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from waymark.intake.reading import Effect, FileRefused, Problem, Reading, Row, Unreadable, uk_date
from waymark.intake.reading.cells import clean
from waymark.intake.reading.filetypes import refuse_type
from waymark.kernel.telling import Tell
from waymark.opportunities.rules.addresses import is_website
from waymark.opportunities.rules.registers import ProviderFacts
from waymark.places.queries import normal_postcode

_RECORDS = ("MatchingProviderRecords", "ProviderRecord")
_EIGHT = re.compile(r"\d{8}")


def read_ukrlp(content: bytes, tell: Tell) -> tuple[list[ProviderFacts], Reading]:
    """Read the register's XML; a record without a UKPRN of eight digits or without a name is left out.

    `row` counts the records, the first being 2, as if a header stood above them.
    """
    facts: dict[str, ProviderFacts] = {}
    left_out, problems, number = [], [], 1
    for number, record in enumerate(_records(content), start=2):
        if number % 5_000 == 0:
            tell(number, 0, "Reading providers")
        ukprn = _text(record, "UnitedKingdomProviderReferenceNumber")
        name = _text(record, "ProviderName")
        fault = _fault(ukprn, name, facts)
        if fault:
            left_out.append(Row(number, number, (ukprn, name)))
            problems.append(Problem(fault[0], Effect.REFUSED, number, fault[1], (ukprn or "a blank")[:60], fault[2]))
        else:
            facts[ukprn] = _provider(record, ukprn, name)
    if number == 1:
        raise FileRefused(Problem("FILE_EMPTY", Effect.FILE, 0, "", "no records", "MatchingProviderRecords"))
    header = ("UnitedKingdomProviderReferenceNumber", "ProviderName")
    reading = Reading(header=header, left_out=tuple(left_out), problems=tuple(problems), records=number - 1)
    return list(facts.values()), reading


def _fault(ukprn: str, name: str, known: dict[str, ProviderFacts]) -> tuple[str, str, str] | None:
    if not _EIGHT.fullmatch(ukprn):
        return "UKPRN_INVALID", "UnitedKingdomProviderReferenceNumber", "a UKPRN of eight digits"
    if ukprn in known:
        return "UKPRN_TWICE", "UnitedKingdomProviderReferenceNumber", "each UKPRN once"
    return None if name else ("NAME_BLANK", "ProviderName", "a name")


def _records(content: bytes) -> Iterator[Any]:
    from defusedxml import DefusedXmlException  # takes a while to import; only XML needs it
    from defusedxml.ElementTree import ParseError, iterparse

    try:
        for _, element in iterparse(io.BytesIO(content), events=("end",), forbid_dtd=True):
            if _name(element) in _RECORDS:
                yield element
                element.clear()
    except (ParseError, DefusedXmlException) as broken:
        raise refuse_type("a damaged or unsafe XML file", "the register's XML", "Download it again.") from broken


def _provider(record: Any, ukprn: str, name: str) -> ProviderFacts:
    contact = _contact(record)
    address = _child(contact, "ContactAddress") if contact is not None else None
    lines = [_text(address, f"Address{number}") for number in range(1, 5)] if address is not None else []
    website = _text(contact, "ContactWebsiteAddress")
    alias = _child(record, "ProviderAliases")
    return ProviderFacts(
        ukprn=ukprn,
        name=name[:250],
        trading_name=_text(record, "TradingName")[:250],
        alias=clean(" ".join(alias.itertext()))[:250] if alias is not None else "",
        status=_status(_text(record, "ProviderStatus")),
        street=", ".join(filter(None, lines))[:250],
        town=_text(address, "Town")[:120],
        county=_text(address, "County")[:120],
        postcode=normal_postcode(_text(address, "PostCode"))[:8],
        telephone=_text(contact, "ContactTelephone1")[:40],
        website=website[:255] if is_website(website) else "",
        verified_on=_day(_text(record, "ProviderVerificationDate")),
    )


def _contact(record: Any) -> Any:
    """The contact of the place itself: legal before primary."""
    contacts = [child for child in record if _name(child) == "ProviderContact"]
    by_kind = {_text(contact, "ContactType").upper(): contact for contact in reversed(contacts)}
    return by_kind.get("L", by_kind.get("P"))


def _status(said: str) -> str:
    words = said.casefold()
    if "deactivat" in words or words in {"pd1", "pd2", "inactive", "closed"}:
        return "closed"
    return "registered" if not words or words.startswith(("active", "verified", "a", "v")) else "unregistered"


def _child(element: Any, name: str) -> Any:
    if element is None:
        return None
    return next((child for child in element if _name(child) == name), None)


def _text(element: Any, name: str) -> str:
    child = _child(element, name)
    return clean(child.text or "") if child is not None else ""


def _name(element: Any) -> str:
    return element.tag.rpartition("}")[2]


def _day(cell: str) -> date | None:
    try:
        return uk_date(cell) if cell else None
    except Unreadable:
        return None
