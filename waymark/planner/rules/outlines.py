"""The outline of a year that comes with the program, for schools that nobody offers another."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent.parent / "outlines" / "first_year.yaml"


@dataclass(frozen=True)
class OutlineItem:
    """One activity of an outline: what it is, and in which half-term, week and weekday."""

    key: str
    term: int
    week: int
    weekday: int
    year_groups: tuple[int, ...]
    facts: dict[str, Any]


@dataclass(frozen=True)
class Outline:
    """A year's outline as it can be taken over; `whose` is who offers it."""

    key: str
    title: str
    note: str
    whose: str
    items: tuple[OutlineItem, ...]


@cache
def first_year() -> Outline:
    """A modest year for a school that begins: at least one thing for each benchmark, and for each year group."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    items = tuple(
        OutlineItem(
            str(number),
            each.pop("term"),
            each.pop("week"),
            each.pop("weekday"),
            tuple(each.pop("year_groups")),
            each,
        )
        for number, each in enumerate(said["items"], start=1)
    )
    return Outline("first-year", said["title"], said["note"], "Waymark", items)
