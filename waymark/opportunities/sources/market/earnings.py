"""Table 14 of the Annual Survey of Hours and Earnings, as its publisher's workbook or as a CSV of one of its sheets."""

import re
from decimal import Decimal, InvalidOperation

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Grid, GridRow, Problem, Reading, Row, Unreadable, read_table
from waymark.intake.reading.problems import Effect
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import Earnings
from waymark.opportunities.rules.market import SIGNS, Amount, Pay

SOURCE = "Office for National Statistics, Annual Survey of Hours and Earnings, table 14, employees, United Kingdom"
PERCENTILES = ("10", "20", "25", "30", "40", "60", "70", "75", "80", "90")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_FIRST_YEAR = 2021  # the first survey coded by SOC 2020


def _amount(cell: str) -> Amount:
    said = cell.strip().replace(",", "").replace("£", "")
    if said in SIGNS:
        return Amount(None, said)
    try:
        return Amount(Decimal(said))
    except InvalidOperation:
        raise Unreadable(f"a number, or one of {' '.join(SIGNS)}") from None


def _soc(cell: str) -> str:
    said = cell.strip().removesuffix(".0")
    if not said.isdecimal() or len(said) > 4:
        raise Unreadable("one to four digits, or a blank for all employees")
    return said


def _number(name: str, heading: str, *also: str, required: bool = False) -> Column:
    return Column(name, _amount, heading=heading, also_called=also, required=required, signed=True)


EARNINGS_COLUMNS = (
    Column("description", heading="Description", filled=True, blank="TITLE_BLANK"),
    Column("soc2020", _soc, heading="Code", also_called=("soc2020_code",), unreadable="SOC_INVALID", example="2237"),
    _number("jobs", "jobs_thousand", "(thousand)", "thousand"),
    _number("median", "Median", required=True),
    _number("mean", "Mean", required=True),
    *(_number(f"p{tenth}", tenth, f"p{tenth}", f"{tenth}.0") for tenth in PERCENTILES),
)


def read_earnings(content: bytes, tell: Tell = untold) -> tuple[list[Pay], Reading]:
    """The occupations of one table, all employees first, and what was read. The notes below the table are no rows."""
    grid = grid_of(content, EARNINGS_COLUMNS, tell=tell)
    reading = read_table(_table_only(grid), EARNINGS_COLUMNS, personal=False, tell=tell)
    seen: set[str] = set()
    twice = []
    for row in reading.rows:
        if (code := row.values["soc2020"] or "") in seen:
            twice.append(row)
        seen.add(code)
    reading = reading.leaving_out(twice, "SOC_TWICE", "soc2020", "each group once", received=_code)
    return [_pay(row) for row in reading.rows], reading


def _table_only(grid: Grid) -> Grid:
    """The sheet without its notes: rows of one filled cell, its key beside the table, and jobs nobody could class."""
    kept = []
    for row in grid.rows:
        cells = row.cells[:17] if len(row.cells) > 17 else row.cells
        first = cells[0].strip() if cells else ""
        filled = sum(bool(cell.strip()) for cell in cells)
        if first.casefold() == "not classified" or (first and filled == 1):
            continue
        kept.append(GridRow(row.line, tuple(cells)))
    return Grid(tuple(kept), ragged=False, problems=grid.problems)


def _code(row: Row) -> str:
    return row.values["soc2020"] or "all employees"


def _pay(row: Row) -> Pay:
    amounts = {name: row.values.get(name) or Amount(None) for name in ("jobs", "median", "mean")}
    amounts |= {tenth: row.values.get(f"p{tenth}") or Amount(None) for tenth in PERCENTILES}
    return Pay(row.values["soc2020"] or "", row.values["description"].strip()[:150], amounts)


def measure_in(content: bytes, filename: str) -> str:
    """Hourly or annual, all or full-time, by the table's number in the file's name or the title above the table."""
    said = f"{filename} {content[:3000].decode('utf-8', errors='ignore')}".casefold()
    if "14_5a" in said or "14.5a" in said or "hourly" in said:
        return Earnings.Measure.HOURLY
    return Earnings.Measure.ANNUAL_FULL_TIME if "fulltime" in said.replace("-", "") else Earnings.Measure.ANNUAL


def year_in(filename: str) -> int | None:
    """The survey's year, as a file's name has it."""
    found = _YEAR.search(filename)
    return int(found[1]) if found and int(found[1]) >= _FIRST_YEAR else None


def without_a_year(reading: Reading) -> Reading:
    """The reading refused whole: pay without its year says nothing."""
    problem = Problem(
        "YEAR_MISSING", Effect.FILE, 0, "", "no year in the file's name", "the year of the survey", "Add --year 2024."
    )
    return reading.with_problem(problem)
