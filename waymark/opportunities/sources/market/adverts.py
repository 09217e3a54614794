"""Job adverts that stood online, by area and occupation and by month; or by area and profession, in an older list."""

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Reading, Row, Unreadable, read_table
from waymark.intake.reading.columns import match
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import Breakdown
from waymark.opportunities.rules.market import Advertised, AreaName
from waymark.opportunities.sources.market.values import area_named, breakdown, count_or_sign, group, month

SOURCE = "Office for National Statistics and Textkernel, labour demand volumes"

BY_OCCUPATION = (
    Column("area", area_named, heading="Area", filled=True, lenient=True, unreadable="AREA_UNPLACED",
           blank="AREA_UNPLACED", example="Coventry LADU"),
    Column("breakdown", breakdown, heading="Breakdown", filled=True, unreadable="BREAKDOWN_UNKNOWN",
           blank="BREAKDOWN_UNKNOWN", example="Occupation (SOC2020 Major Group)"),
    Column("group", group, heading="Subgroup", filled=True, blank="GROUP_BLANK", example="5 - Skilled trades"),
    Column("month", month, heading="Period", filled=True, unreadable="MONTH_INVALID", blank="MONTH_INVALID",
           example="Apr-25"),
    Column("adverts", count_or_sign, heading="valueText", also_called=("value", "vacancies"), filled=True,
           unreadable="NUMBER_INVALID", blank="NUMBER_INVALID", example="15899"),
)  # fmt: skip
BY_PROFESSION = (
    Column("level", heading="geographic_level", filled=True, blank="AREA_UNPLACED", example="LEP"),
    Column("area_text", heading="area", filled=True, blank="AREA_UNPLACED", example="Coast to Capital"),
    Column("summary", heading="Summary Profession Category", required=False),
    Column("profession", heading="Detailed Profession Category", filled=True, blank="GROUP_BLANK"),
    Column("month", month, heading="time_period", filled=True, unreadable="MONTH_INVALID", blank="MONTH_INVALID",
           example="Oct 22"),
    Column("adverts", count_or_sign, heading="vacancies", filled=True, unreadable="NUMBER_INVALID",
           blank="NUMBER_INVALID"),
)  # fmt: skip


def read_adverts(content: bytes, tell: Tell = untold) -> tuple[list[Advertised], Reading]:
    """The counts of one file, and what was read.

    Adverts that could not be placed (`NA LADU`) are noted and not kept; of two counts of one thing the second is
    refused. A number kept back stays a blank.
    """
    grid = grid_of(content, (*BY_OCCUPATION, *BY_PROFESSION), tell=tell)
    by_profession = any("profession" in match(row.cells, BY_PROFESSION) for row in grid.rows[:10])
    reading = read_table(grid, BY_PROFESSION if by_profession else BY_OCCUPATION, personal=False, tell=tell)
    if by_profession:
        lost = [row for row in reading.rows if _area(row) is None]
        reading = reading.noting(lost, "AREA_UNPLACED", "area_text", "an area")
    make = _of_profession if by_profession else _of_occupation
    counted: dict[tuple[object, ...], Advertised] = {}
    twice = []
    for row in reading.rows:
        if (made := make(row)) is None:
            continue
        key = (made.area, made.breakdown, made.group, made.month)
        if key in counted:
            twice.append(row)
        counted.setdefault(key, made)
    return list(counted.values()), reading.leaving_out(twice, "COUNT_TWICE", "adverts", "each count once")


def _area(row: Row) -> AreaName | None:
    try:
        return area_named(row.values["area_text"], row.values["level"])
    except Unreadable:
        return None


def _of_occupation(row: Row) -> Advertised | None:
    said = row.values
    if said["area"] is None:
        return None
    soc2020, title = said["group"]
    return Advertised(said["area"], said["breakdown"], soc2020, title, said["month"], said["adverts"])


def _of_profession(row: Row) -> Advertised | None:
    said, area = row.values, _area(row)
    if area is None:
        return None
    group_title = f"{said['summary']}: {said['profession']}" if said["summary"] else said["profession"]
    return Advertised(area, Breakdown.PROFESSION, "", group_title[:150], said["month"], said["adverts"])
