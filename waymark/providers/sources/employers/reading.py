"""Reading a file of employers: the national register or a list of one's own; writes nothing."""

from dataclasses import dataclass, field
from typing import Any

from waymark.intake.files import read_file
from waymark.intake.packed import unpacked
from waymark.intake.reading import FileRefused, Reading, Row
from waymark.kernel.sectors import sic_section
from waymark.kernel.telling import Tell, untold
from waymark.providers.sources.employers.columns import EMPLOYER_COLUMNS

_PUBLIC_BODY = "1"
CONTACT = ("contact_name", "contact_role", "contact_email", "contact_telephone")
_LONGEST = {"name": 200, "address": 300, "offers_said": 1000, "when_said": 300, "reference": 60, "website": 250}


@dataclass(frozen=True, slots=True)
class EmployerRow:
    """What one row says: only what its file has a column for and the row fills in."""

    row: int
    name: str
    register_id: str = ""
    facts: dict[str, Any] = field(default_factory=dict)  # columns of `Employer`
    contact: dict[str, str] = field(default_factory=dict)

    @property
    def known_by(self) -> str:
        """What the same employer is known by in another file."""
        return (
            self.register_id
            or self.facts.get("reference")
            or f"{self.name.casefold()}|{self.facts.get('postcode', '')}"
        )


def read_employers(content: bytes, tell: Tell = untold) -> tuple[list[EmployerRow], Reading]:
    """What the file says, in its order, and all that is wrong with it."""
    try:
        reading = read_file(unpacked(content), EMPLOYER_COLUMNS, personal=True, tell=tell)
    except FileRefused as refusal:
        return [], Reading(EMPLOYER_COLUMNS, problems=refusal.problems)
    reading = _repeats_left_out(_missing_postcodes_noted(reading))
    return [employer_row(row) for row in reading.rows], reading


def is_register(reading: Reading) -> bool:
    """Whether the file is the pay gap register: it has the register's own number."""
    return "register_id" in reading.found


def employer_row(row: Row) -> EmployerRow:
    """What one row says of an employer."""
    said = {name: value for name, value in row.values.items() if value not in (None, "", ())}
    contact = {name.removeprefix("contact_"): str(said.pop(name)) for name in CONTACT if name in said}
    name = str(said.pop("current_name", "") or said["name"])
    del said["name"]
    codes = said.pop("sic_codes", ())
    facts = {key: value[: _LONGEST[key]] if key in _LONGEST else value for key, value in said.items()}
    register_id = str(facts.pop("register_id", ""))
    if codes:
        classes = [code for code in codes if code != _PUBLIC_BODY]
        facts |= {
            "sic_codes": classes,
            "sector": sic_section(classes[0]) if classes else "",
            "is_public_body": _PUBLIC_BODY in codes,
        }
    if "offers" in facts:
        facts["offers"] = list(facts["offers"])
    return EmployerRow(row.number, name[:200], register_id, facts, contact)


def _repeats_left_out(reading: Reading) -> Reading:
    met: set[str] = set()
    repeated = []
    for row in reading.rows:
        known = employer_row(row).known_by
        if known in met:
            repeated.append(row)
        met.add(known)
    return reading.leaving_out(
        repeated,
        "EMPLOYER_TWICE",
        "name",
        "each employer once in the file",
        suggestion="Give each its own reference, or delete the row.",
        received="what another row is known by",
    )


def _missing_postcodes_noted(reading: Reading) -> Reading:
    at = reading.found.get("postcode")
    if at is None:
        return reading
    return reading.noting(
        [row for row in reading.rows if not row.cells[at : at + 1] or not row.cells[at].strip()],
        "POSTCODE_BLANK",
        "postcode",
        "a postcode, so that distances can be worked out",
        suggestion="It is taken in, and found by its name only.",
        received="a blank",
    )
