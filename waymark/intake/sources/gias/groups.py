"""Trusts, federations and sponsors, and which schools are in them. A group's head is never read."""

from collections.abc import Mapping
from typing import Any

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Reading
from waymark.intake.sources.gias.values import day, postcode, said, ukprn, urn
from waymark.kernel.telling import Tell, untold
from waymark.places.register import GroupMembership, GroupOfSchools

GROUP_COLUMNS = (
    Column("uid", heading="Group UID", filled=True, blank="GROUP_UID_BLANK"),
    Column("name", heading="Group Name", filled=True, blank="NAME_BLANK", signed=True),
    Column("group_id", said, heading="Group ID", required=False),
    Column("kind", said, heading="Group Type", required=False),
    Column("status", said, heading="Group Status", required=False),
    Column("companies_house_number", said, heading="Companies House Number", required=False),
    Column("ukprn", ukprn, heading="UKPRN", required=False, lenient=True),
    Column(
        "opened_on",
        day,
        heading="Open date",
        also_called=("Incorporated on (open date)",),
        required=False,
        lenient=True,
    ),
    Column("closed_on", day, heading="Closed Date", required=False, lenient=True),
    Column("postcode", postcode, heading="Group Postcode", required=False, lenient=True),
)

MEMBERSHIP_COLUMNS = (
    Column("urn", urn, heading="URN", filled=True, unreadable="URN_INVALID", blank="URN_INVALID"),
    Column("uid", heading="Group UID", filled=True, blank="GROUP_UID_BLANK"),
    Column("group_name", said, heading="Group Name", required=False, signed=True),
    Column("kind", said, heading="Group Type", required=False),
    Column("joined_on", day, heading="Joined date", required=False, lenient=True),
    Column("closed_on", day, heading="Closed Date", required=False, lenient=True),
)


def read_groups(content: bytes, tell: Tell = untold) -> tuple[list[GroupOfSchools], Reading]:
    """The groups of one file in its order, and what was read."""
    reading = read_file(content, GROUP_COLUMNS, personal=False, tell=tell)
    return [GroupOfSchools(**_known(row.values), row=row.number) for row in reading.rows], reading


def read_memberships(content: bytes, tell: Tell = untold) -> tuple[list[GroupMembership], Reading]:
    """Which school is in which group, in the order of the file, and what was read."""
    reading = read_file(content, MEMBERSHIP_COLUMNS, personal=False, tell=tell)
    return [GroupMembership(**_known(row.values), row=row.number) for row in reading.rows], reading


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
