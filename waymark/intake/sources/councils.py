"""Councils and their regions, as the education department lists them with both codes."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading
from waymark.kernel.telling import Tell, untold
from waymark.places.register import Council

COUNCIL_COLUMNS = (
    Column("council_code", heading="gss_la_code", also_called=("council_code",), filled=True),
    Column("name", heading="la_name", also_called=("council",), filled=True, blank="NAME_BLANK"),
    Column("la_code", heading="dfe_la_code", also_called=("la_code",), filled=True),
    Column("region_code", filled=True),
    Column("region", heading="region_name", also_called=("region",), filled=True),
)


def read_councils(content: bytes, tell: Tell = untold) -> tuple[list[Council], Reading]:
    """The councils of one file in its order, and what was read; a second row of one council is refused."""
    reading = read_file(content, COUNCIL_COLUMNS, personal=False, tell=tell)
    first = {row.values["council_code"]: row.number for row in reversed(reading.rows)}
    repeats = [row for row in reading.rows if first[row.values["council_code"]] != row.number]
    reading = reading.leaving_out(repeats, "COUNCIL_TWICE", "council_code", "each council once")
    return [Council(**row.values, row=row.number) for row in reading.rows], reading
