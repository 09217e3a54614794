"""The courses of a campaign: which aim at which provider. The file's own name is the campaign's code."""

import re
from pathlib import PurePath

from waymark.intake.files import read_file
from waymark.intake.reading import Column, Effect, FileRefused, Problem, Reading, Unreadable
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.sources.courses.known import padded
from waymark.opportunities.sources.registers.listed_providers import ukprn

_CODE = re.compile(r"[\w-]{1,50}")


def _aim(cell: str) -> str:
    said = padded(cell)
    if len(said) > 8 or not said.isalnum():
        raise Unreadable("a LARS reference of at most eight letters and digits")
    return said


CAMPAIGN_COLUMNS = (
    Column(
        "ukprn",
        ukprn,
        heading="UKPRN",
        filled=True,
        unreadable="UKPRN_INVALID",
        blank="UKPRN_INVALID",
        example="10009901",
        describe="Whose course it is.",
    ),
    Column(
        "aim",
        _aim,
        heading="LARS code",
        also_called=("LARS", "LARS_QAN", "LearnAimRef"),
        filled=True,
        unreadable="AIM_INVALID",
        blank="AIM_INVALID",
        example="00238422",
        describe="The aim; lost noughts are put back.",
    ),
)


def read_campaign(content: bytes, filename: str, tell: Tell = untold) -> tuple[str, list[tuple[str, str]], Reading]:
    """The code of a campaign, its pairs of provider and aim, and what was read; a pair said twice is noted."""
    campaign = PurePath(filename).name.partition(".")[0].strip()
    if not _CODE.fullmatch(campaign):
        advice = "Name the file after the campaign’s code, such as LEVEL3.csv."
        told = Problem("CAMPAIGN_BLANK", Effect.FILE, 0, "", filename[:60] or "no name", "a campaign’s code", advice)
        raise FileRefused(told)
    reading = read_file(content, CAMPAIGN_COLUMNS, personal=False, tell=tell)
    pairs: dict[tuple[str, str], int] = {}
    twice = []
    for row in reading.rows:
        pair = (row.values["ukprn"], row.values["aim"])
        if pair in pairs:
            twice.append(row)
        pairs.setdefault(pair, row.number)
    return campaign, list(pairs), reading.noting(twice, "ROW_TWICE", "aim", "each aim of a provider once")
