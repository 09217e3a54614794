"""Pay by sector and highest qualification: one row a region, sector and level."""

from decimal import Decimal, InvalidOperation

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading, Unreadable
from waymark.kernel.telling import Tell, untold

SOURCE = (
    "Department for Education, education to employment dashboard: employees aged 25 to 30 in lasting work,"
    " tax year 2018 to 2019"
)
LEVELS = ("Below level 2", "Level 2", "Level 3", "Level 4/5", "Level 6", "Level 7+")
_KEPT_BACK = frozenset({"u", "c", "low", "x", "z"})


def _level(cell: str) -> str:
    found = next((level for level in LEVELS if level.casefold() == cell.strip().casefold()), None)
    if found is None:
        raise Unreadable(f"one of {', '.join(LEVELS)}")
    return found


def _whole(cell: str) -> int | None:
    if cell.strip().casefold() in _KEPT_BACK or not cell.strip():
        return None
    try:
        return int(Decimal(cell.strip().replace(",", "")))
    except InvalidOperation as odd:
        raise Unreadable("a whole number, or u, c or low where it is kept back") from odd


def _share(cell: str) -> Decimal | None:
    if cell.strip().casefold() in _KEPT_BACK or not cell.strip():
        return None
    try:
        found = Decimal(cell.strip())
    except InvalidOperation as odd:
        raise Unreadable("a share from 0 to 1, or c where it is kept back") from odd
    if not 0 <= found <= 1:
        raise Unreadable("a share from 0 to 1")
    return found


COLUMNS = (
    Column("region", heading="Region", filled=True, blank="REGION_BLANK", example="South West"),
    Column("sector", heading="Sector", filled=True, blank="SECTOR_BLANK", example="Accommodation & food"),
    Column("level", _level, heading="Level_order", also_called=("level", "highest qualification"), filled=True,
           unreadable="LEVEL_UNKNOWN", blank="LEVEL_UNKNOWN", example="Level 3"),
    Column("median", _whole, heading="median_income", unreadable="NUMBER_INVALID", example="16700"),
    Column("share", _share, heading="perc_hq", required=False, unreadable="NUMBER_INVALID", example="0.377"),
    Column("people", _whole, heading="number_students_hq", required=False, unreadable="NUMBER_INVALID",
           example="43920"),
)  # fmt: skip


def read_pathways(content: bytes, tell: Tell = untold) -> Reading:
    """The rows of one file; a level of a sector and region twice is refused the second time."""
    reading = read_file(content, COLUMNS, personal=False, tell=tell)
    seen: set[tuple[str, ...]] = set()
    twice = []
    for row in reading.rows:
        key = (row.values["region"], row.values["sector"], row.values["level"])
        if key in seen:
            twice.append(row)
        seen.add(key)
    return reading.leaving_out(twice, "PAY_TWICE", "level", "each level of a sector and region once")
