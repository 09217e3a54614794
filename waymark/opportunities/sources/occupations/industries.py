"""The UK SIC 2007: sections, divisions, groups, classes and subclasses of industries."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading, Row
from waymark.kernel.telling import Tell, untold

_LEVELS = ("section", "division", "group", "class", "sub_class")


def _code(cell: str) -> str:
    """A code, or nothing where the level does not apply (`na`)."""
    said = cell.strip().removesuffix(".0")
    return "" if said.casefold() in {"na", "n/a"} else said[:5]


INDUSTRY_COLUMNS = (
    Column("title", heading="Description", filled=True, blank="TITLE_BLANK"),
    Column("section", _code, heading="SECTION", filled=True, blank="SIC_INVALID", example="A"),
    Column("division", _code, heading="Division"),
    Column("group", _code, heading="Group"),
    Column("class", _code, heading="Class"),
    Column("sub_class", _code, heading="Sub Class"),
)  # fmt: skip


def read_industries(content: bytes, tell: Tell = untold) -> tuple[dict[str, tuple[str, str]], Reading]:
    """Each code's title and section, and what was read.

    A class without subclasses is also known by its five digits with a nought at the end, as company registers have it.
    """
    reading = read_file(content, INDUSTRY_COLUMNS, personal=False, tell=tell)
    found: dict[str, tuple[str, str]] = {}
    twice = []
    for row in reading.rows:
        code = _deepest(row)
        if code in found:
            twice.append(row)
        found.setdefault(code, (row.values["title"][:250], row.values["section"]))
    for code, (title, section) in list(found.items()):
        if len(code) == 4 and not any(other.startswith(code) and len(other) == 5 for other in found):
            found[f"{code}0"] = (title, section)
    return found, reading.leaving_out(twice, "SIC_TWICE", "class", "each code once")


def _deepest(row: Row) -> str:
    return next((code for level in reversed(_LEVELS) if (code := row.values[level])), "")
