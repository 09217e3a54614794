"""Which schools and colleges are in which careers hub, from when to when: a file people keep by hand."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading, Unreadable, uk_date
from waymark.intake.sources.gias.values import digits
from waymark.kernel.telling import Tell, untold
from waymark.places.register import HubMembership


def _institution_id(cell: str) -> str:
    found = digits(cell)
    if not 4 <= len(found) <= 8:
        raise Unreadable("a URN or a UKPRN")
    return found


HUB_COLUMNS = (
    Column("hub", heading="Hub", also_called=("hub name", "careers hub"), filled=True, blank="NAME_BLANK"),
    Column(
        "institution_id",
        _institution_id,
        heading="URN or UKPRN",
        also_called=("urn", "ukprn", "institution", "institution id", "urn/ukprn"),
        filled=True,
        unreadable="INSTITUTION_INVALID",
        blank="INSTITUTION_INVALID",
    ),
    Column("from_on", uk_date, heading="From", also_called=("joined", "start date"), required=False),
    Column("to_on", uk_date, heading="To", also_called=("left", "end date", "last day"), required=False),
)


def read_hub_memberships(content: bytes, tell: Tell = untold) -> tuple[list[HubMembership], Reading]:
    """Who was in which hub, in the order of the file, and what was read; a last day before the first is refused."""
    reading = read_file(content, HUB_COLUMNS, personal=False, tell=tell)
    backwards = [
        row
        for row in reading.rows
        if row.values["from_on"] and row.values["to_on"] and row.values["to_on"] < row.values["from_on"]
    ]
    reading = reading.leaving_out(backwards, "DATES_BACKWARDS", "to_on", "a last day on or after the first")
    return [HubMembership(**row.values, row=row.number) for row in reading.rows], reading
