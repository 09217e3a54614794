"""ESCO, the European list of occupations, and which of them each job profile was matched to."""

from collections.abc import Mapping
from typing import Any

from django.utils.text import slugify

from waymark.intake.files import grid_of
from waymark.intake.reading import Column, Reading, read_table
from waymark.intake.reading.columns import match
from waymark.kernel.telling import Tell, untold
from waymark.opportunities.models import EscoLink
from waymark.opportunities.rules.words import lines_of

_OTHER_TITLES = 40  # of one occupation


def _digits(cell: str) -> str:
    """An ISCO group: its leading noughts are part of it, and a spreadsheet loses them."""
    said = cell.strip().removesuffix(".0")
    return said.zfill(4) if said.isdecimal() and len(said) < 4 else said[:4]


OCCUPATION_COLUMNS = (
    Column("uri", heading="ORIGINURI", also_called=("conceptUri",), filled=True, blank="URI_BLANK"),
    Column("title", heading="PREFERREDLABEL", filled=True, blank="TITLE_BLANK"),
    Column("isco", _digits, heading="ISCOGROUPCODE", also_called=("iscoGroup",), required=False),
    Column("other_titles", heading="ALTLABELS", required=False, signed=True, describe="One a line within the cell."),
    Column("description", heading="DESCRIPTION", required=False, signed=True),
)  # fmt: skip
MAP_COLUMNS = (
    Column("title", heading="Title", filled=True, blank="TITLE_BLANK"),
    Column("name", heading="Url", required=False),
    Column("uri", heading="EscoUri", describe="Blank where the reviewer found none."),
    Column("status", heading="status after SME check", also_called=("status",), required=False),
    Column("comment", heading="SME comments", also_called=("comment",), required=False, signed=True),
)  # fmt: skip
_MATCHES = {"good match": EscoLink.Match.GOOD, "partial match": EscoLink.Match.PARTIAL, "": EscoLink.Match.UNREVIEWED}


def read_esco(content: bytes, tell: Tell = untold) -> tuple[bool, Reading]:
    """Whether the file matches job profiles (else it describes occupations), and what was read.

    A match to nothing is noted, and not kept; the reviewer's words for the others are read as `EscoLink.Match`.
    """
    grid = grid_of(content, (*OCCUPATION_COLUMNS, *MAP_COLUMNS), tell=tell)
    is_map = any("uri" in match(row.cells, MAP_COLUMNS) for row in grid.rows[:10])
    reading = read_table(grid, MAP_COLUMNS if is_map else OCCUPATION_COLUMNS, personal=False, tell=tell)
    if is_map:
        without = [row for row in reading.rows if not (row.values["uri"] or "").startswith("http")]
        reading = reading.noting(without, "MATCH_BLANK", "uri", "the address of an ESCO occupation")
    seen: set[tuple[str, ...]] = set()
    twice = []
    for row in reading.rows:
        key = (row.values["uri"] or "", name_of(row.values) if is_map else "")
        if key in seen:
            twice.append(row)
        seen.add(key)
    return is_map, reading.leaving_out(twice, "ROW_TWICE", "uri", "each once")


def name_of(values: Mapping[str, Any]) -> str:
    """The job profile's name that a row of the map is about."""
    return slugify(values["name"] or values["title"])[:100]


def links_of(reading: Reading) -> list[dict[str, Any]]:
    """The rows of the map as they are kept; a reviewer's words other than “good” and “partial” are doubts."""
    found = []
    for said in (row.values for row in reading.rows):
        if (said["uri"] or "").startswith("http"):
            kept = {"profile_name": name_of(said), "uri": said["uri"][:120], "comment": said["comment"] or ""}
            word = (said["status"] or "").strip().casefold()
            found.append(kept | {"match": _MATCHES.get(word, EscoLink.Match.DOUBTFUL)})
    return found


def occupations_of(reading: Reading) -> list[dict[str, Any]]:
    """The rows of the list as they are kept.

    Other titles stand one a line within a cell: read from the cell as sent, for the cleaned one has lost its lines.
    """
    at = reading.found.get("other_titles")
    return [
        {
            "uri": row.values["uri"][:120],
            "title": row.values["title"][:200],
            "isco": row.values["isco"] or "",
            "other_titles": [] if at is None or at >= len(row.cells) else lines_of(row.cells[at])[:_OTHER_TITLES],
            "description": row.values["description"] or "",
        }
        for row in reading.rows
    ]
