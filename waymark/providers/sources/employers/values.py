"""How the cells of a file of employers are read."""

import re
from collections.abc import Callable

from waymark.intake.reading import Unreadable, one_of
from waymark.intake.reading.values import whole_number
from waymark.kernel.sectors import sic_section
from waymark.places.queries.positions import normal_postcode
from waymark.providers.models import Help, SizeBand

_PARTED = re.compile(r"\s*[;,|]\s*|\s+and\s+")
_PUBLIC_BODY = "1"  # what the register gives public bodies in place of a class
_SIC = re.compile(r"(\d{4,5})(?:\s*[-–:].*)?")  # `62020`, or `62020 - Information technology consultancy`
_COMPANY = re.compile(r"(?=(?:.*\d){4})[A-Z0-9]{8}")

_size = one_of(
    {
        **{band.value: band.value for band in SizeBand},
        **{band.label: band.value for band in SizeBand},
        "Less than 250": SizeBand.UNDER_250.value,
        "1000 to 4999": SizeBand.TO_4999.value,
        "20,000 or more": SizeBand.FROM_20000.value,
        "1": SizeBand.SELF.value,
        "Sole trader": SizeBand.SELF.value,
        "Micro": SizeBand.MICRO.value,
        "Small": SizeBand.SMALL.value,
        "Not provided": "",
        "Not known": "",
    },
    expected="how many people work there, such as “10 to 249” or “250 to 499”",
)
_help = one_of(
    {
        **{each.value: each.value for each in Help},
        **{each.label: each.value for each in Help},
        "Talks": Help.TALK.value,
        "Career talk": Help.TALK.value,
        "Assembly": Help.TALK.value,
        "Careers fair": Help.FAIR.value,
        "Fairs": Help.FAIR.value,
        "Mock interviews": Help.MOCK.value,
        "Mock interview": Help.MOCK.value,
        "Workplace visit": Help.VISIT.value,
        "Visits": Help.VISIT.value,
        "Work experience": Help.EXPERIENCE.value,
        "Projects": Help.PROJECT.value,
        "Challenge": Help.PROJECT.value,
        "Mentoring": Help.MENTOR.value,
        "Teacher encounters": Help.TEACHERS.value,
        "Lessons": Help.LESSON.value,
    },
    expected="what they can do: " + ", ".join(each.value for each in Help),
    suggestion="Use one of these words; part several with a semicolon.",
)


def size(cell: str) -> str:
    """A band of size; a number of people is put into its band."""
    try:
        return _size(cell)
    except Unreadable:
        people = whole_number(cell)
    tops = ((1, "self"), (9, "micro"), (249, "small"), (499, "to_499"), (999, "to_999"), (4999, "to_4999"))
    if people < 1:
        raise Unreadable("how many people work there")
    return next((band for top, band in tops if people <= top), "to_19999" if people <= 19_999 else "from_20000")


def sic_codes(cell: str) -> tuple[str, ...]:
    """Classes of SIC 2007, five digits each, in their order; `1` among them says a public body.

    Leading zeros that a spreadsheet took are put back (`1470` is 01470). Parted by commas, blanks or breaks of line.
    """
    found: list[str] = []
    parts = [part for part in re.split(r"[,;\n]\s*", cell) if part.strip()]
    if len(parts) == 1:
        parts = re.split(r"\s+(?=\d)", cell.strip())
    for part in parts:
        if part.strip() == _PUBLIC_BODY:
            found.append(_PUBLIC_BODY)
            continue
        code = _SIC.fullmatch(part.strip())
        padded = code[1].zfill(5) if code else ""
        if not sic_section(padded):
            raise Unreadable("classes of SIC 2007, five digits each", "Write them like 86210, parted by commas.")
        found.append(padded)
    return tuple(dict.fromkeys(found))


def postcode(cell: str) -> str:
    """A whole postcode, with its one blank put right."""
    found = normal_postcode(cell)
    if " " not in found or len(found.partition(" ")[2]) != 3:
        raise Unreadable("a postcode, such as GU1 3BB", "Leave it blank if you do not know it.")
    return found


def company_number(cell: str) -> str:
    """A number at Companies House: eight characters, zeros that a spreadsheet took put back."""
    found = cell.strip().upper().replace(" ", "")
    found = found.zfill(8) if found.isdigit() else found
    if not _COMPANY.fullmatch(found):
        raise Unreadable("a company number of eight characters, such as 04104101 or SC272838")
    return found


def helps(cell: str) -> tuple[str, ...]:
    """What they can do, in our words or in those people use."""
    try:
        return (_help(cell),)
    except Unreadable:
        return tuple(dict.fromkeys(_help(part) for part in _PARTED.split(cell) if part.strip()))


def up_to(most: int) -> Callable[[str], int]:
    """A reader of whole numbers from 0."""

    def read(cell: str) -> int:
        number = whole_number(cell)
        if not 0 <= number <= most:
            raise Unreadable(f"a number from 0 to {most}")
        return number

    return read


def email(cell: str) -> str:
    """An e-mail address, in small letters."""
    found = cell.strip().lower()
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", found):
        raise Unreadable("an e-mail address")
    return found
