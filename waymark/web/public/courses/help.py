"""What to try when nothing is found: each way with how many courses it leads to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from waymark.opportunities.search.asking import Search
from waymark.opportunities.search.documents import Group
from waymark.opportunities.search.searching import search_courses
from waymark.web.public.courses.asking import Asking


@dataclass(frozen=True)
class WayOn:
    """A search somewhat wider, and how many courses it finds."""

    label: str
    href: str
    total: int


@dataclass(frozen=True)
class Help:
    """Ways on from an empty list, those that lead somewhere."""

    ways: tuple[WayOn, ...]


def help_for(asking: Asking, search: Search, group: Group | None) -> Help:
    """Try the search without its group, its filters, its distance; and last without its words."""
    wider = replace(search, limit=1, start=0)
    tries: list[tuple[str, str, Search]] = []
    if group is not None:
        tries.append(("In all groups", asking.query(group=None), wider))
    unfiltered = replace(wider, narrowed={}, starts_from=None, starts_to=None)
    bare = replace(asking, narrowed={}, when="", hours="", campaign="", group="")
    if asking.narrowed or asking.when or asking.campaign:
        tries.append(("Without filters", bare.query(), unfiltered))
    if search.distance is not None:
        for miles in ("30", "75"):
            if float(miles) > search.distance:
                there = replace(unfiltered, distance=float(miles))
                tries.append((f"Within {miles} miles, without filters", bare.query(distance=miles), there))
        tries.append(("At any distance", bare.query(distance="any"), replace(unfiltered, distance=None)))
    if asking.q:
        tries.append(("All courses here, whatever they teach", bare.query(q=None), replace(unfiltered, text="")))
    ways = [WayOn(label, href, search_courses(each).found.total) for label, href, each in tries]
    return Help(tuple(way for way in ways if way.total))
