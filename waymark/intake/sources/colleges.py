"""Further education colleges, from the list with UKPRNs or the older register without."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading
from waymark.intake.sources.gias.values import day, said, ukprn
from waymark.kernel.telling import Tell, untold
from waymark.places.register import College

COLLEGE_COLUMNS = (
    Column(
        "name",
        heading="Provider Name",
        also_called=("name", "College name"),
        filled=True,
        blank="NAME_BLANK",
        signed=True,
    ),
    Column("ukprn", ukprn, heading="UKPRN", required=False, unreadable="UKPRN_INVALID"),
    Column("provider_type", said, heading="Provider Type", required=False),
    Column("opened_on", day, heading="start-date", also_called=("opened",), required=False, lenient=True),
    Column("closed_on", day, heading="end-date", also_called=("closed",), required=False, lenient=True),
)


def read_colleges(content: bytes, tell: Tell = untold) -> tuple[list[College], Reading]:
    """The colleges of one list, comma- or tab-separated, in its order, and what was read.

    A second row of one UKPRN is refused. A row without a UKPRN is kept: who loads it decides.
    """
    reading = read_file(content, COLLEGE_COLUMNS, personal=False, tell=tell)
    seen: set[str] = set()
    repeats = []
    for row in reading.rows:
        number = row.values["ukprn"]
        if number and number in seen:
            repeats.append(row)
        seen.add(number)
    reading = reading.leaving_out(
        repeats, "UKPRN_TWICE", "ukprn", "each UKPRN once", received=lambda row: row.values["ukprn"]
    )
    colleges = [
        College(**{name: value for name, value in row.values.items() if value is not None}, row=row.number)
        for row in reading.rows
    ]
    return colleges, reading
