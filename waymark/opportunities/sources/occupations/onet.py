"""O*NET, the American list of occupations: titles and descriptions, or skills and how much each needs them."""

from decimal import Decimal, InvalidOperation

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Reading, Unreadable, read_table
from waymark.intake.reading.columns import match
from waymark.kernel.telling import Tell, untold


def _rank(cell: str) -> Decimal:
    try:
        rank = Decimal(cell.strip())
    except InvalidOperation:
        raise Unreadable("a number") from None
    if not 0 <= rank <= 10:
        raise Unreadable("a number from 0 to 10")
    return rank


def _skill(cell: str) -> str:
    """The skill's name; some files leave a comma after it."""
    return cell.strip().rstrip(",").strip()[:80]


OCCUPATION_COLUMNS = (
    Column("onet", heading="O*NET-SOC Code", also_called=("onet_code",), filled=True, blank="ONET_BLANK",
           example="29-1141.00"),
    Column("title", heading="Title", filled=True, blank="TITLE_BLANK"),
    Column("description", heading="Description", required=False, signed=True),
)  # fmt: skip
SKILL_COLUMNS = (
    Column("onet", heading="onet_code", also_called=("O*NET-SOC Code",), filled=True, blank="ONET_BLANK"),
    Column("skill", _skill, heading="skill", filled=True, blank="SKILL_BLANK", example="Active Listening"),
    Column("rank", _rank, heading="rank", filled=True, unreadable="RANK_INVALID", blank="RANK_INVALID", example="4.55"),
)  # fmt: skip


def read_onet(content: bytes, tell: Tell = untold) -> tuple[bool, Reading]:
    """Whether the file ranks skills (else it describes occupations), and what was read; repeats are left out."""
    grid = grid_of(content, (*OCCUPATION_COLUMNS, *SKILL_COLUMNS), tell=tell)
    ranks = any("rank" in match(row.cells, SKILL_COLUMNS) for row in grid.rows[:10])
    reading = read_table(grid, SKILL_COLUMNS if ranks else OCCUPATION_COLUMNS, personal=False, tell=tell)
    seen: set[tuple[str, ...]] = set()
    twice = []
    for row in reading.rows:
        key = (row.values["onet"][:10], row.values["skill"]) if ranks else (row.values["onet"][:10],)
        if key in seen:
            twice.append(row)
        seen.add(key)
    return ranks, reading.leaving_out(twice, "ROW_TWICE", "skill" if ranks else "onet", "each once")
