"""Who the public course directory lists, from any of its three files, told apart by their headings.

The funded providers, a row for each fund (`Org UKPRN` … `Fund Name`); those funded no more (`Org Status Date`); and the
open-data export of the directory before it (`C_PROVIDERS`). No person's name, address or letter box is read.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, FileRefused, Reading, Row, Unreadable, read_table, uk_date
from waymark.intake.reading.columns import match
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import TrainingProvider
from waymark.opportunities.rules.addresses import is_website
from waymark.opportunities.rules.registers import ListedProvider
from waymark.places.queries import normal_postcode

_Status = TrainingProvider.Status
_ENDED = ("clos", "dissol", "liquid", "ceased", "wound")


def ukprn(cell: str) -> str:
    """The eight digits of a provider's number; a spreadsheet's “.0” is taken off."""
    said = cell.strip().removesuffix(".0")
    if not (said.isascii() and said.isdigit() and len(said) == 8):
        raise Unreadable("a UKPRN of eight digits", "Leave the row out, or correct it.")
    return said


def _day(cell: str) -> date | None:
    """The day of `20171122 08:55:27` or `31/08/2021`; None for a blank."""
    return uk_date(cell.partition(" ")[0]) if cell.strip() else None


def _said(cell: str) -> str:
    """What a cell says; blank where somebody filled it with signs alone, such as “---”."""
    return cell if any(each.isalnum() for each in cell) else ""


def _website(cell: str) -> str:
    """An address of the web as it may be shown; blank for one that cannot be any, of which that export has many."""
    said = cell.strip()
    return said if is_website(said) and len(said) <= 255 else ""


def _number(heading: str) -> Column:
    return Column(
        "ukprn",
        ukprn,
        heading=heading,
        filled=True,
        unreadable="UKPRN_INVALID",
        blank="UKPRN_INVALID",
        example="10009901",
        describe="Eight digits.",
    )


_ORG = (
    Column("upin", heading="Org UPIN", required=False, example="123456", describe="Passed over."),
    _number("Org UKPRN"),
    Column(
        "name",
        heading="Org Legal Name",
        filled=True,
        blank="NAME_BLANK",
        signed=True,
        example="Hartwell Training",
        describe="Its legal name.",
    ),
    Column(
        "trading_name",
        _said,
        heading="Org Trading Name",
        required=False,
        signed=True,
        describe="The name it trades under.",
    ),
    Column(
        "status",
        heading="Org Status",
        required=False,
        example="Active",
        describe="Of those funded no more: “Closed” and the like, else no longer listed.",
    ),
)
FUNDED_COLUMNS = (
    *_ORG,
    Column(
        "fund",
        heading="Fund Name",
        example="Adult Skills (College)",
        describe="Tells this file from the next; a provider has a row for each.",
    ),
    Column(
        "fund_from",
        _day,
        heading="Fund Start Date",
        required=False,
        lenient=True,
        unreadable="DATE_INVALID",
        example="01/08/2021",
        describe="Passed over.",
    ),
)
ENDED_COLUMNS = (
    *_ORG,
    Column(
        "ended_on",
        _day,
        heading="Org Status Date",
        lenient=True,
        unreadable="DATE_INVALID",
        example="31/07/2021",
        describe="Tells this file from the one before.",
    ),
)
EXPORT_COLUMNS = (
    _number("UKPRN"),
    Column(
        "directory_name",
        heading="PROVIDER_NAME",
        filled=True,
        blank="NAME_BLANK",
        signed=True,
        describe="What learners see.",
    ),
    Column(
        "kind",
        heading="PROVIDER_TYPE_DESCRIPTION",
        required=False,
        example="Further Education (FE)",
        describe="Passed over.",
    ),
    Column("website", _website, heading="WEBSITE", required=False, describe="Left blank where it cannot be one."),
    Column(
        "trading_name",
        _said,
        heading="PROV_TRADING_NAME",
        required=False,
        signed=True,
        describe="The name it trades under.",
    ),
    Column("name", heading="PROV_LEGAL_NAME", required=False, signed=True, describe="Its legal name."),
    Column("alias", _said, heading="PROV_ALIAS", required=False, signed=True, describe="Another name."),
    Column(
        "updated_on",
        _day,
        heading="DATE_UPDATED",
        lenient=True,
        unreadable="DATE_INVALID",
        example="20171122 08:55:27",
        describe="Of several entries the last counts; before the register’s day it only fills in.",
    ),
    Column("status", heading="STATUS", required=False, example="LIVE", describe="LIVE or blank: listed."),
    Column("address_1", _said, heading="ADDRESS_1", required=False, signed=True, describe="The street."),
    Column("address_2", _said, heading="ADDRESS_2", required=False, signed=True, describe="More of it."),
    Column("town", _said, heading="TOWN", required=False, signed=True),
    Column("county", _said, heading="COUNTY", required=False, signed=True),
    Column("postcode", normal_postcode, heading="POSTCODE", required=False),
)


def read_listed(content: bytes, tell: Tell = untold) -> tuple[list[ListedProvider], Reading]:
    """Each provider once, as the row of it that was updated last says, and what was read.

    Several rows of one UKPRN are a provider's several funds, or in the export several entries of it, which is noted.
    """
    every = (*FUNDED_COLUMNS, *ENDED_COLUMNS, *EXPORT_COLUMNS)
    try:
        grid = grid_of(content, every, tell=tell)
    except FileRefused as refusal:
        return [], Reading(every, problems=refusal.problems)
    heads = [row.cells for row in grid.rows[:10]]
    is_export = any("directory_name" in match(cells, EXPORT_COLUMNS) for cells in heads)
    is_ended = any("ended_on" in match(cells, ENDED_COLUMNS) for cells in heads)
    columns = EXPORT_COLUMNS if is_export else ENDED_COLUMNS if is_ended else FUNDED_COLUMNS
    reading = read_table(grid, columns, personal=False, tell=tell)
    if is_export:
        listed, more = _one_each((row, _of_export(row)) for row in reading.rows)
        return listed, reading.noting(more, "UKPRN_TWICE", "ukprn", "each UKPRN once; the entry updated last counts")
    listed, _ = _one_each((row, _of_list(row, is_ended=is_ended)) for row in reading.rows)
    return listed, reading


def _one_each(rows: Iterable[tuple[Row, ListedProvider]]) -> tuple[list[ListedProvider], list[Row]]:
    """Each provider as its last row by day says it, the first of a day before later ones; and the rows passed over."""
    found: dict[str, tuple[Row, ListedProvider]] = {}
    more = []
    for row, said in rows:
        held = found.get(said.ukprn)
        if held is None or (said.updated_on or date.min) > (held[1].updated_on or date.min):
            found[said.ukprn] = (row, said)
            row = held[0] if held else row
        if held is not None:
            more.append(row)
    return [said for _, said in found.values()], more


def _of_list(row: Row, *, is_ended: bool) -> ListedProvider:
    said = row.values
    words = (said.get("status") or "").casefold()
    status = _Status.ONBOARDED
    if is_ended:
        status = _Status.CLOSED if any(word in words for word in _ENDED) else _Status.UNREGISTERED
    trading = said.get("trading_name") or ""
    return ListedProvider(said["ukprn"], said["name"][:250], trading_name=trading[:250], status=status.value)


def _of_export(row: Row) -> ListedProvider:
    said = {name: value or "" for name, value in row.values.items() if name != "updated_on"}
    shown = said["directory_name"]
    legal = said["name"] or shown
    provider = ListedProvider(
        said["ukprn"],
        legal[:250],
        trading_name=said["trading_name"][:250],
        alias=said["alias"][:250],
        directory_name="" if shown.casefold() == legal.casefold() else shown[:250],
        status=(_Status.ONBOARDED if said["status"].upper() in ("LIVE", "") else _Status.UNREGISTERED).value,
        street=", ".join(part.strip(" ,") for part in (said["address_1"], said["address_2"]) if part.strip(" ,"))[:250],
        town=said["town"][:120],
        county=said["county"][:120],
        postcode=said["postcode"][:8],
        website=said["website"],
    )
    return replace(provider, updated_on=row.values["updated_on"] or date.min)  # without a day it is older than any
