"""SOC 2020 as its publisher gives it, the table that relates SOC 2010 to it, and the titles of SOC 2010.

Three forms of one kind of file, told apart by their headings.
"""

from decimal import Decimal, InvalidOperation

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Grid, Reading, Row, Unreadable, read_table
from waymark.intake.reading.columns import match
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.rules.occupations import Group, Relation, SocFile

SOURCE = "Office for National Statistics, Standard Occupational Classification 2020, volume 1"
RELATION = "Office for National Statistics, relationship between SOC 2010 and SOC 2020"
_BLANK = "<blank>"


def _soc(cell: str) -> str:
    """The digits of a group; `1111.0`, as spreadsheets keep it, is 1111, and `<blank>` is none."""
    said = cell.strip().removesuffix(".0")
    if said in {"", _BLANK}:
        return ""
    if not said.isdecimal() or not 1 <= len(said) <= 4:
        raise Unreadable("one to four digits", "Keep the code as the classification prints it.")
    return said


def _unit(cell: str) -> str:
    """A unit group's digits, alone or before its title; other words, such as `Total sample`, are no group."""
    said = cell.strip()[:4]
    if not said.isdecimal() or len(said) != 4:
        raise Unreadable("four digits")
    return said


def _words(cell: str) -> str:
    return "" if cell.strip() == _BLANK else cell.strip()


def _points(cell: str) -> list[str]:
    """The lines of a cell, each of which begins with a wave."""
    return [part.strip() for part in _words(cell).split("~") if part.strip()]


def _share(cell: str) -> Decimal:
    """A share of one: `0.25`, `25%`."""
    try:
        said = Decimal(cell.strip().removesuffix("%").strip())
    except InvalidOperation:
        raise Unreadable("a share from 0 to 1, or a percentage with its sign") from None
    share = said / 100 if cell.strip().endswith("%") else said
    if not 0 <= share <= 1:
        raise Unreadable("a share from 0 to 1, or a percentage with its sign")
    return share


SOC_COLUMNS = (
    Column("major", _soc, heading="SOC 2020 Major Group", example="2"),
    Column("sub_major", _soc, heading="SOC 2020 Sub-Major Group", example="22"),
    Column("minor", _soc, heading="SOC 2020 Minor Group", example="223"),
    Column("unit", _soc, heading="SOC 2020 Unit Group", example="2237"),
    Column("title", heading="SOC 2020 Group Title", filled=True, blank="TITLE_BLANK"),
    Column("description", _words, heading="Group Description", required=False),
    Column("entry", _words, heading="Typical Entry Routes And Associated Qualifications", required=False),
    Column("tasks", _points, heading="Tasks", required=False, signed=True),
    Column("job_titles", _points, heading="Related Job Titles", required=False, signed=True,
           describe="One line a title, each begun by a wave (~)."),
)  # fmt: skip
RELATION_COLUMNS = (
    Column("soc2010", _unit, heading="SOC 2010", also_called=("soc2010", "soc2010_code", "SOC2010 unit group"),
           filled=True, unreadable="SOC_INVALID", blank="SOC_INVALID", example="2231"),
    Column("soc2020", _unit, heading="SOC 2020", also_called=("soc2020", "soc2020_code", "SOC2020 unit group"),
           filled=True, unreadable="SOC_INVALID", blank="SOC_INVALID", example="2237"),
    Column("share", _share, heading="Share", also_called=("proportion", "percentage", "percent"), required=False,
           describe="How much of the older group went there: 0.25 or 25%."),
)  # fmt: skip
OLD_TITLE_COLUMNS = (
    Column("soc2010", _unit, heading="SOC 2010", also_called=("soc2010",), lenient=True, unreadable="SOC_INVALID",
           describe="Other than four digits, such as XXXX, is noted and not kept."),
    Column("title", heading="Title", filled=True, blank="TITLE_BLANK"),
)  # fmt: skip


def read_soc(content: bytes, tell: Tell = untold) -> tuple[SocFile, Reading]:
    """The groups, relations or old titles of one file, and what was read.

    A group, a pair or an old code given twice counts the first time only.
    """
    grid = grid_of(content, (*SOC_COLUMNS, *RELATION_COLUMNS), tell=tell)
    if _has(grid, RELATION_COLUMNS, "soc2010", "soc2020"):
        reading = _once(read_table(grid, RELATION_COLUMNS, personal=False, tell=tell), "soc2010", "soc2020")
        return SocFile(relations=tuple(Relation(**row.values) for row in reading.rows)), reading
    if _has(grid, OLD_TITLE_COLUMNS, "soc2010", "title"):
        reading = _once(read_table(grid, OLD_TITLE_COLUMNS, personal=False, tell=tell), "soc2010")
        told = [(row.values["soc2010"], row.values["title"][:150]) for row in reading.rows if row.values["soc2010"]]
        return SocFile(old_titles=tuple(told)), reading
    reading = read_table(grid, SOC_COLUMNS, personal=False, tell=tell)
    nameless = [row for row in reading.rows if not _code_of(row)]
    reading = reading.leaving_out(nameless, "SOC_INVALID", "unit", "one to four digits in one of the four columns")
    return SocFile(groups=tuple(_group(row) for row in reading.rows)), reading


def _has(grid: Grid, columns: tuple[Column, ...], *names: str) -> bool:
    return any(set(names) <= match(row.cells, columns).keys() for row in grid.rows[:10])


def _once(reading: Reading, *names: str) -> Reading:
    seen: set[tuple[str, ...]] = set()
    twice = []
    for row in reading.rows:
        key = tuple(row.values[name] for name in names)
        if key in seen:
            twice.append(row)
        seen.add(key)
    return reading.leaving_out(twice, "SOC_TWICE", names[-1], "each once")


def _code_of(row: Row) -> str:
    """The longest code of the row: a group stands in the column of its level."""
    return max((row.values[name] or "" for name in ("major", "sub_major", "minor", "unit")), key=len)


def _group(row: Row) -> Group:
    said = row.values
    return Group(
        soc=_code_of(row),
        title=said["title"][:150],
        description=said["description"] or "",
        entry=said["entry"] or "",
        tasks=tuple(said["tasks"] or ()),
        job_titles=tuple(dict.fromkeys(title[:150] for title in said["job_titles"] or ())),
    )
