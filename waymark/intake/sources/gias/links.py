"""Links between establishments: what came before, what came after, which sixth forms belong together."""

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading
from waymark.intake.sources.gias.values import day, urn
from waymark.kernel.telling import Tell, untold
from waymark.places.register import EstablishmentLink

LINK_COLUMNS = (
    Column("urn", urn, heading="URN", filled=True, unreadable="URN_INVALID", blank="URN_INVALID"),
    Column("other_urn", urn, heading="LinkURN", filled=True, unreadable="URN_INVALID", blank="URN_INVALID"),
    Column("other_name", heading="LinkName", required=False, signed=True),
    Column("kind", heading="LinkType", filled=True, signed=True),
    Column("on", day, heading="LinkEstablishedDate", required=False, lenient=True),
)


def read_links(content: bytes, tell: Tell = untold) -> tuple[list[EstablishmentLink], Reading]:
    """The links of one file in its order, and what was read; a link of a URN to itself is refused."""
    reading = read_file(content, LINK_COLUMNS, personal=False, tell=tell)
    to_itself = [row for row in reading.rows if row.values["urn"] == row.values["other_urn"]]
    reading = reading.leaving_out(to_itself, "LINK_TO_ITSELF", "other_urn", "the URN of another establishment")
    links = [
        EstablishmentLink(
            urn=row.values["urn"],
            other_urn=row.values["other_urn"],
            kind=row.values["kind"],
            row=row.number,
            other_name=row.values["other_name"] or "",
            on=row.values["on"],
        )
        for row in reading.rows
    ]
    return links, reading
