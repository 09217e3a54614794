"""Where postcodes lie: the national directory, or lists of postcodes, sectors or outcodes with latitude and longitude.

The directory is large, so it is read some thousand rows at a time.
"""

from collections.abc import Iterator
from dataclasses import replace

from waymark.intake.reading import Column, FileRefused, Reading, Row, Unreadable, read_table
from waymark.intake.reading.filetypes import SPREADSHEETS, kind_of_file, refuse_type
from waymark.intake.reading.text import decode
from waymark.places.queries.positions import normal_postcode
from waymark.places.register import PostcodeAt

_ROWS_AT_ONCE = 20_000
_NO_POSITION = 99  # the directory gives 99.999999 where it has none
_COUNTRY = tuple(f"ctry{year:02}cd" for year in range(9, 36))


def _code(cell: str) -> str:
    found = normal_postcode(cell)
    if not found:
        raise Unreadable("a postcode, a sector or an outcode, such as GU1 3BB")
    return found


def _degrees(low: float, high: float):
    def read(cell: str) -> float:
        try:
            value = float(cell)
        except ValueError:
            raise Unreadable("degrees, such as 51.2394") from None
        if not low <= value <= high and abs(value) < _NO_POSITION:
            raise Unreadable(f"degrees from {low} to {high}, as places in these islands have")
        return value

    return read


POSTCODE_COLUMNS = (
    Column(
        "code",
        _code,
        heading="pcds",
        also_called=("postcode", "sector", "outcode", "pcd"),
        filled=True,
        unreadable="POSTCODE_INVALID",
        blank="POSTCODE_INVALID",
        example="GU1 3BB",
        describe="A whole postcode, a sector or an outcode.",
    ),
    Column(
        "latitude",
        _degrees(49, 61.5),
        heading="lat",
        also_called=("latitude",),
        filled=True,
        signed=True,
        unreadable="POSITION_INVALID",
        blank="POSITION_INVALID",
        example="51.2394",
        describe="Degrees, WGS84; 99.999999 where there is no position, and the row is left out.",
    ),
    Column(
        "longitude",
        _degrees(-9, 2.5),
        heading="long",
        also_called=("longitude", "lng", "lon"),
        filled=True,
        signed=True,
        unreadable="POSITION_INVALID",
        blank="POSITION_INVALID",
        example="-0.5671",
    ),
    Column(
        "country",
        heading="ctry",
        also_called=("country", *_COUNTRY),
        required=False,
        example="E92000001",
        describe="The statistics office's code of the country, in whichever year's column.",
    ),
    Column(
        "ended_in",
        heading="doterm",
        also_called=("terminated", "terminated_yyyymm"),
        required=False,
        example="201812",
        describe="Year and month in which the postcode went out of use.",
    ),
)


def read_postcodes(content: bytes) -> Iterator[tuple[list[PostcodeAt], Reading]]:
    """Some thousand rows after another, with what was read of them; row numbers are those of the whole file."""
    try:
        if kind_of_file(content) in SPREADSHEETS:
            raise refuse_type("a spreadsheet", suggestion="Save it as CSV.")
        lines = decode(content).splitlines()
    except FileRefused as refusal:
        yield [], Reading(POSTCODE_COLUMNS, problems=refusal.problems)
        return
    header, below = lines[:1], lines[1:]
    for first in range(0, max(len(below), 1), _ROWS_AT_ONCE):
        reading = read_table([*header, *below[first : first + _ROWS_AT_ONCE]], POSTCODE_COLUMNS, personal=False)
        unplaced = [row for row in reading.rows if row.values["latitude"] >= _NO_POSITION]
        reading = reading.leaving_out(unplaced, "POSITION_UNKNOWN", "latitude", "a position on the map")
        places = [_place(row) for row in reading.rows]
        yield places, _further_down(reading, first)
        if reading.is_refused:
            return


def _place(row: Row) -> PostcodeAt:
    said = row.values
    return PostcodeAt(said["code"], said["latitude"], said["longitude"], said["country"] or "", said["ended_in"] or "")


def _further_down(reading: Reading, by: int) -> Reading:
    """The reading as of a file in which its rows stand `by` lines further down; its good rows are not kept."""
    return replace(
        reading,
        rows=(),
        left_out=tuple(replace(row, number=row.number + by, line=row.line + by) for row in reading.left_out),
        problems=tuple(
            replace(each, row=each.row + by, line=each.line + by) if each.row > 1 else each for each in reading.problems
        ),
    )
