"""The rules of a venue row, with the public directory's codes and limits."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from waymark.opportunities.rules.addresses import is_email, is_telephone, is_website
from waymark.opportunities.rules.venues import VenueFacts
from waymark.opportunities.sources.rows import Cells
from waymark.places.models import ENGLAND
from waymark.places.queries import Position, Precision, normal_postcode

_SIGNS = r" .,'’&/()\-"
_ADDRESS = re.compile(rf"[\w:#+{_SIGNS}]+")
_PLACE = re.compile(rf"[^\W\d_]([^\W\d_]|[{_SIGNS}])*")


def checked(cells: Cells, positions: Mapping[str, Position]) -> VenueFacts:
    """A row as facts, its faults noted on `cells`."""
    reference = _line(cells, "YOUR_VENUE_REFERENCE", "VENUE_PROVIDER_VENUE_REF", 255, needed=True)
    name = _line(cells, "VENUE_NAME", "VENUE_NAME", 250, needed=True)
    address_1 = _line(cells, "ADDRESS_LINE_1", "VENUE_ADDRESS_LINE1", 100, needed=True, made_of=_ADDRESS)
    address_2 = _line(cells, "ADDRESS_LINE_2", "VENUE_ADDRESS_LINE2", 100, made_of=_ADDRESS)
    town = _line(cells, "TOWN_OR_CITY", "VENUE_TOWN", 75, needed=True, made_of=_PLACE)
    county = _line(cells, "COUNTY", "VENUE_COUNTY", 75, made_of=_PLACE)
    postcode, position = _postcode(cells, positions)
    email, phone, website = (cells.raw(heading) for heading in ("EMAIL", "PHONE", "WEBSITE"))
    if email and not is_email(email):
        cells.refuse("EMAIL", "VENUE_EMAIL_FORMAT", "an email address", "Write it like name@example.org.")
    if phone and not is_telephone(phone):
        cells.refuse("PHONE", "VENUE_TELEPHONE_FORMAT", "a telephone number", "Write it like 01483 555 010.")
    if website and (len(website) > 255 or not is_website(website)):
        expected = "an address of the web, of at most 255 characters"
        cells.refuse("WEBSITE", "VENUE_WEBSITE_FORMAT", expected, "Write it like example.org or https://example.org.")
    return VenueFacts(
        reference, name, address_1, address_2, town, county, postcode, email, phone, website,
        position.latitude if position else None, position.longitude if position else None, _country(position),
    )  # fmt: skip


def refuse_repeats(rows: Sequence[tuple[Cells, VenueFacts]], standing: Mapping[int, VenueFacts]) -> None:
    """Refuse rows whose reference or name another row has, or whose name another of the provider's venues has."""
    references = Counter(facts.known_by for _, facts in rows)
    names = Counter(_folded(facts.name) for _, facts in rows)
    in_file = {facts.known_by for _, facts in rows}
    taken = {_folded(venue.name): venue for venue in standing.values() if venue.known_by not in in_file}
    for cells, facts in rows:
        if facts.reference and references[facts.known_by] > 1:
            code = "VENUE_PROVIDER_VENUE_REF_UNIQUE"
            cells.refuse(
                "YOUR_VENUE_REFERENCE", code, "a reference that no other row has", "Give each venue its own reference."
            )
        if not facts.name:
            continue
        other = taken.get(_folded(facts.name))
        if names[_folded(facts.name)] > 1:
            cells.refuse("VENUE_NAME", "VENUE_NAME_UNIQUE", "a name that no other row has", "Add the town, say.")
        elif other is not None:
            advice = f"Your venue {other.reference} has this name: use that reference, or another name."
            cells.refuse("VENUE_NAME", "VENUE_NAME_UNIQUE", "a name that no other of your venues has", advice)


def _line(
    cells: Cells, heading: str, stem: str, most: int, *, needed: bool = False, made_of: re.Pattern[str] | None = None
) -> str:
    text = cells.raw(heading)
    if needed and not text:
        cells.refuse(heading, f"{stem}_REQUIRED", "some words", "Fill in the cell.")
    if len(text) > most:
        advice = f"Shorten it by {len(text) - most:,}."
        cells.refuse(heading, f"{stem}_MAXLENGTH", f"at most {most} characters", advice)
    if text and made_of is not None and not made_of.fullmatch(text):
        kind = "letters, digits" if made_of is _ADDRESS else "letters"
        cells.refuse(heading, f"{stem}_FORMAT", f"{kind}, blanks and the signs of an address", "Take other signs out.")
    return text


def _postcode(cells: Cells, positions: Mapping[str, Position]) -> tuple[str, Position | None]:
    said = cells.raw("POSTCODE")
    code = normal_postcode(said)
    position = positions.get(code)
    if not said:
        cells.refuse("POSTCODE", "VENUE_POSTCODE_REQUIRED", "a postcode", "Fill in the cell.")
    elif position is None:
        advice = "Look for a letter O in place of a nought, or a 1 in place of an I."
        cells.refuse("POSTCODE", "VENUE_POSTCODE_FORMAT", "a whole postcode that is in the directory", advice)
    elif position.is_in_england is False:
        advice = "Searches by place find it, but it is no place in England."
        cells.note("POSTCODE", "VENUE_OUTSIDE_ENGLAND", "a place in England", advice)
    elif position.precision is not Precision.POSTCODE:
        advice = f"Distances are measured from the middle of {position.code} until its directory is brought in."
        cells.note("POSTCODE", "VENUE_POSTCODE_APPROXIMATE", "a postcode that is in the directory", advice)
    return code or said, position


def _country(position: Position | None) -> str:
    if position is None or position.is_in_england is None:
        return ""
    return ENGLAND if position.is_in_england else "other"


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
