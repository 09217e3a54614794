"""A common transfer file as a grid with our own headings, one row a pupil.

Only what the learner file holds is read: no address, contact, attendance or assessment.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from waymark.intake.reading import Effect, FileRefused, Grid, GridRow, Problem, Unreadable, uk_date
from waymark.intake.reading.filetypes import refuse_type
from waymark.intake.reading.text import decode

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEADINGS = (
    "upn",
    "given_name",
    "family_name",
    "born_on",
    "year_group",
    "form",
    "preferred_name",
    "sex",
    "joined_on",
    "left_on",
    "former_upn",
    "sen",
    "looked_after",
    "ethnicity",
    "email",
)
_ALWAYS = 5
_AGAIN = "Export the common transfer file again, or ask the school that sent it for another. A spreadsheet will do too."
_PATHS = {
    "upn": ("UPN",),
    "given_name": ("Forename",),
    "family_name": ("Surname",),
    "born_on": ("DOB",),
    "form": ("BasicDetails/RegGroup", "RegGroup"),
    "preferred_name": ("BasicDetails/PreferredForename", "PreferredForename"),
    "sex": ("Sex", "Gender"),
    "joined_on": ("BasicDetails/EntryDate", "EntryDate"),
    "left_on": ("BasicDetails/LeavingDate", "LeavingDate"),
    "former_upn": ("BasicDetails/FormerUPN", "FormerUPN"),
    "looked_after": ("LookedAfter/InCare", "BasicDetails/InCare"),
    "ethnicity": ("BasicDetails/Ethnicity", "Ethnicity"),
    "email": ("Email", "BasicDetails/Email"),
}
_MADE_AT = ("DateTime", "DocumentDate")
_YEAR = ("BasicDetails/NCyearActual", "NCyearActual")


def ctf_grid(content: bytes, *, on: date) -> Grid:
    """The pupils of a transfer file, in UTF-8, UTF-16 or an eight-bit alphabet, whatever it declares.

    Raises `FileRefused` for XML that is broken, carries a document type or entities, or holds no
    pupils. A year group of an earlier school year is moved on when the birth date agrees; a
    missing one is worked out from the birth date.
    """
    xml = _DECLARATION.sub("", decode(content), count=1).lstrip("\ufeff \t\r\n")
    try:
        pupils = list(_pupils(xml, on))
    except ParseError as broken:
        line = broken.position[0]
        raise _no_transfer_file(f"XML that breaks off at line {line}") from broken
    except (DefusedXmlException, ValueError) as unsafe:
        raise _no_transfer_file("XML with a document type or entities") from unsafe
    if not pupils:
        raise FileRefused(
            Problem(
                "FILE_EMPTY", Effect.FILE, 0, "", "XML without pupils", "a common transfer file with pupils", _AGAIN
            )
        )
    told = [at for at, name in enumerate(_HEADINGS) if at < _ALWAYS or any(cells[at] for cells in pupils)]
    rows = [_HEADINGS, *pupils]  # a transfer file that does not speak of something says nothing against it
    return Grid(
        tuple(GridRow(line, tuple(cells[at] for at in told)) for line, cells in enumerate(rows, start=1)), ragged=False
    )


def _no_transfer_file(received: str) -> FileRefused:
    return refuse_type(received, "a common transfer file", _AGAIN)


def _pupils(xml: str, on: date) -> Iterator[tuple[str, ...]]:
    made_on: date | None = None
    depth: list[str] = []
    source = io.BytesIO(xml.encode("utf-8", errors="replace"))
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        name = _local(element.tag)
        if event == "start":
            depth.append(name)
            if len(depth) == 1 and name.casefold() not in {"ctfile", "ctf"}:
                raise _no_transfer_file("XML of another kind")
            continue
        depth.pop()
        if depth[-1:] == ["Header"] and name in _MADE_AT:
            made_on = made_on or _day(element.text or "")
        if name == "Pupil":
            yield _cells(element, made_on, on)
            element.clear()


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _cells(pupil: Element, made_on: date | None, on: date) -> tuple[str, ...]:
    found = {heading: _first(pupil, paths) for heading, paths in _PATHS.items()}
    found["sen"] = _latest_sen(pupil)
    found["year_group"] = _year_group(_first(pupil, _YEAR), _day(found["born_on"]), made_on, on)
    return tuple(found[heading] for heading in _HEADINGS)


def _first(pupil: Element, paths: tuple[str, ...]) -> str:
    for path in paths:
        at: list[Element] = [pupil]
        for step in path.split("/"):
            at = [child for parent in at for child in parent if _local(child.tag) == step]
        for element in at:
            if element.text and element.text.strip():
                return element.text.strip()
    return ""


def _latest_sen(pupil: Element) -> str:
    """The provision that stands: the open one that began last, or the only one."""
    provisions = [element for element in pupil.iter() if _local(element.tag) == "SEN"]
    dated = sorted((_first(element, ("StartDate",)), _first(element, ("SENprovision",))) for element in provisions)
    return dated[-1][1] if dated else ""


def _year_group(said: str, born_on: date | None, made_on: date | None, on: date) -> str:
    by_birth = str(_year_of(on) - _year_of(born_on) - 5) if born_on else ""
    if not said:
        return by_birth
    if said.isdigit() and made_on and _year_of(on) > _year_of(made_on):
        moved_on = str(int(said) + _year_of(on) - _year_of(made_on))
        return moved_on if moved_on == by_birth else said
    return said


def _year_of(day: date) -> int:
    return day.year if day.month >= 9 else day.year - 1


def _day(cell: str) -> date | None:
    try:
        return uk_date(cell)
    except Unreadable:
        return None
