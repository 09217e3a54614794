"""Job profiles as the careers service's content export gives them: one JSON document a line (JSONL)."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.text import slugify

from waymark.intake.reading import Column, Reading, Row
from waymark.intake.reading.text import decode
from waymark.kernel.telling import Tell, each, untold
from waymark.opportunities.rules.profiles import ROUTES, Profile, day_in, hours_in, pay_in, upwards

SOURCE = "National Careers Service job profiles"
PROFILE_LINE = (Column("profile", heading="profile", describe="A job profile as one JSON document on its own line."),)
_LISTS = ("tasks", "places", "conditions", "standards")
_MOST = 20_000  # characters of one text


def read_profile_lines(content: bytes, on: date, tell: Tell = untold) -> tuple[list[Profile], Reading]:
    """The profiles of one file, and what was read; a row's number is its line, for there is no header.

    A line that is no profile, has no title, or repeats a name is refused. A profile that gives no day is of day `on`.
    """
    lines = [(number, line) for number, line in enumerate(decode(content).split("\n"), start=1) if line.strip()]
    rows = tuple(
        Row(number, number, (line.strip(),), {"said": _read(line)})
        for number, line in each(lines, tell, "Reading jobs")
    )
    reading = Reading(PROFILE_LINE, ("profile",), {"profile": 0}, rows, records=len(rows))
    reading = reading.leaving_out(
        [row for row in rows if row.values["said"] is None],
        "JSON_UNREADABLE",
        "profile",
        "one JSON document on the line",
    )
    reading = reading.leaving_out(
        [row for row in reading.rows if not _text(row.values["said"], "title")], "TITLE_BLANK", "profile", "a title"
    )
    reading = reading.leaving_out(list(_repeats(reading)), "NAME_TWICE", "profile", "each job once", received=_name)
    return [_profile(row, on) for row in reading.rows], reading


def _read(line: str) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _repeats(reading: Reading) -> Iterator[Row]:
    seen: set[str] = set()
    for row in reading.rows:
        name = _name(row)
        if name in seen:
            yield row
        seen.add(name)


def _name(row: Row) -> str:
    said = row.values["said"]
    return slugify(_text(said, "url_name") or _text(said, "title"))[:100]


def _text(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    return value.strip()[:_MOST] if isinstance(value, str) else ""


def _list(said: dict[str, Any], *keys: str) -> list[str]:
    found = []
    for key in keys:
        values = said.get(key)
        found += (
            [value.strip() for value in values if isinstance(value, str) and value.strip()]
            if isinstance(values, list)
            else []
        )
    return found


def _profile(row: Row, on: date) -> Profile:
    said = row.values["said"]
    starter, words = pay_in(_text(said, "salary_starter"))
    experienced, other_words = pay_in(_text(said, "salary_experienced"))
    low, high = upwards(hours_in(said.get("hours_min") or 0), hours_in(said.get("hours_max") or 0))
    return Profile(
        row=row.number,
        name=_name(row),
        title=_text(said, "title").rstrip(" *")[:120],  # a mark that led to a footnote
        soc2010_title=_text(said, "soc2010_title")[:150],
        categories=tuple(_list(said, "categories")),
        skills=tuple(dict.fromkeys(skill[:80] for skill in _list(said, "onet_skills"))),
        facts={
            "overview": _text(said, "overview"),
            "soc2010": _code(_text(said, "soc2010_code")),
            "onet": _text(said, "onet_code")[:10],
            "salary_starter": starter,
            "salary_experienced": experienced,
            "salary_words": words or other_words,
            "hours_min": low,
            "hours_max": high,
            "hours_details": _text(said, "hours_details")[:60],
            "working_pattern": _text(said, "working_pattern")[:100],
            "working_pattern_details": _text(said, "working_pattern_details")[:100],
            "tasks": _list(said, "day_to_day_tasks"),
            "places": _places(said),
            "routes": _routes(said.get("routes")),
            "digital_skills": _text(said, "digital_skills")[:120],
            "conditions": _list(said, "restrictions", "registrations", "other_requirements"),
            "standards": _list(said, "apprenticeship_standards"),
            "career_path": _text(said, "career_path"),
            "further": "\n".join(
                filter(None, (_text(said, k) for k in ("professional_bodies", "career_tips", "further_information")))
            ),
            "links": _links(said.get("links")),
            "published_on": day_in(_text(said, "published")) or on,
            "source": _text(said, "source")[:200] or SOURCE,
        },
    )


def _code(text: str) -> str:
    """A SOC code: the service writes `3122D` for a part of 3122, and `XXXX` where it knows none."""
    return text[:4] if text[:4].isdecimal() and len(text) >= 4 else ""


def _places(said: dict[str, Any]) -> list[str]:
    """Where one works, what it is like there, what one wears: as sentences."""
    return [
        *(f"You could work {where}." for where in _list(said, "working_location")),
        *(f"Your working environment may be {what}." for what in _list(said, "working_environment")),
        *(f"You may need to wear {what}." for what in _list(said, "working_uniform")),
    ]


def _routes(said: Any) -> dict[str, list[Any]]:
    """For each way in its parts, and no part that says nothing."""
    known = said if isinstance(said, dict) else {}
    found = {route: [part for each in known.get(route) or [] if (part := _part(each))] for route in ROUTES}
    return found


def _part(part: Any) -> str | dict[str, Any] | None:
    if isinstance(part, str):
        return part.strip() or None
    if not isinstance(part, dict):
        return None
    kept: dict[str, Any] = {
        key: _text(part, key) for key in ("relevant_subjects", "further_info", "requirements_prefix")
    }
    kept |= {"requirements": _list(part, "requirements"), "links": _links(part.get("links"))}
    return kept if any(kept[key] for key in ("relevant_subjects", "further_info", "requirements")) else None


def _links(said: Any) -> list[list[str]]:
    """Words and address, of web addresses only: an address that would run something is no link."""
    pairs = said if isinstance(said, list) else []
    return [
        [str(pair[0]).strip(), str(pair[1]).strip()]
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and str(pair[1]).strip().startswith(("https://", "http://"))
    ]
