"""How many people will work in each area, sector, occupation and qualification: one row a group, one column a year."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Problem, Reading, Row
from waymark.intake.reading.problems import Effect
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.rules.market import Forecast
from waymark.opportunities.sources.market.values import area_named, breakdown, count, group

SOURCE = "The Skills Imperative 2035: NFER, Warwick Institute for Employment Research and Cambridge Econometrics"
PUBLISHED_IN = 2025
YEARS = tuple(str(year) for year in range(2000, 2051))
PROJECTION_COLUMNS = (
    Column("area", area_named, heading="Area", filled=True, unreadable="AREA_UNKNOWN", blank="AREA_UNKNOWN",
           example="Buckinghamshire LSIP", describe="England, or a name ending in LSIP, MCA or LADU."),
    Column("breakdown", breakdown, heading="Breakdown", filled=True, unreadable="BREAKDOWN_UNKNOWN",
           blank="BREAKDOWN_UNKNOWN", example="Broad sector"),
    Column("group", group, heading="Subgroup", filled=True, blank="GROUP_BLANK", example="22 - Health professionals"),
    Column("low", count, heading="low", also_called=("lower", "2035 low"), required=False,
           describe="The least that the last year may be, where the publisher says so."),
    Column("high", count, heading="high", also_called=("upper", "2035 high"), required=False),
    *(Column(year, count, heading=year, required=False, unreadable="NUMBER_INVALID") for year in YEARS),
)  # fmt: skip


def read_projections(content: bytes, tell: Tell = untold) -> tuple[list[Forecast], Reading]:
    """The groups of one file, and what was read; a group twice, or of fewer than two years, is left out."""
    reading = read_file(content, PROJECTION_COLUMNS, personal=False, tell=tell)
    if not reading.is_refused and sum(year in reading.found for year in YEARS) < 2:
        no_years = Problem("COLUMN_MISSING", Effect.FILE, 1, "2035", "no years", "a column for each year, headed by it")
        return [], reading.with_problem(no_years)
    short = [row for row in reading.rows if len(_years(row)) < 2]
    reading = reading.leaving_out(short, "YEARS_MISSING", "group", "numbers for at least two years")
    seen: set[tuple[object, ...]] = set()
    twice = []
    for row in reading.rows:
        key = (row.values["area"], row.values["breakdown"], row.values["group"])
        if key in seen:
            twice.append(row)
        seen.add(key)
    reading = reading.leaving_out(twice, "GROUP_TWICE", "group", "each group of an area once")
    return [_forecast(row) for row in reading.rows], reading


def _years(row: Row) -> dict[str, int]:
    return {year: row.values[year] for year in YEARS if row.values.get(year) is not None}


def _forecast(row: Row) -> Forecast:
    said = row.values
    soc2020, title = said["group"]
    return Forecast(said["area"], said["breakdown"], soc2020, title, _years(row), said["low"], said["high"])
