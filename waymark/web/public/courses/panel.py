"""The panel by which the list of courses is narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from waymark.opportunities.search.asked import campaigns_held
from waymark.opportunities.search.choices import choices_of
from waymark.opportunities.search.found import Found
from waymark.web.formats import number
from waymark.web.public.courses.asking import DISTANCES, WHEN, Asking
from waymark.web.public.courses.words import LEGENDS, SORTS, facet_label

_TICKED = ("delivery", "course_type", "level", "study_mode", "attendance", "sector")
_CHOSEN = ("provider", "region")


@dataclass(frozen=True)
class Choice:
    """One value of a facet: how many courses there would be with it."""

    value: str
    label: str
    count: int | None
    is_on: bool

    @property
    def as_option(self) -> dict[str, Any]:
        return {"value": self.value, "text": self.label, "selected": self.is_on}

    @property
    def as_tick(self) -> dict[str, Any]:
        return {"value": self.value, "text": f"{self.label} ({number(self.count)})", "checked": self.is_on}


@dataclass(frozen=True)
class Facet:
    """What a list may be narrowed by: several ticks, or one of a long list."""

    name: str
    legend: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Applied:
    """A filter in force, and the address of the list without it."""

    label: str
    href: str


@dataclass(frozen=True)
class Panel:
    """All that the panel shows."""

    ticked: tuple[Facet, ...]
    chosen: tuple[Facet, ...]
    distances: tuple[Choice, ...]
    when: tuple[Choice, ...]
    campaigns: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    applied: tuple[Applied, ...]
    clear_href: str


def panel_of(asking: Asking, found: Found | None) -> Panel:
    """The panel for an address and what was found; without counts where nothing could be searched."""
    distances = [(each, "Any distance" if each == "any" else f"{each} miles") for each in DISTANCES]
    sorts = [(value, label) for value, label in SORTS.items() if value != "distance" or asking.place]
    return Panel(
        ticked=tuple(facet for name in _TICKED if (facet := _facet(name, asking, found)).choices),
        chosen=tuple(facet for name in _CHOSEN if (facet := _facet(name, asking, found)).choices),
        distances=tuple(Choice(value, label, None, value == asking.distance_shown) for value, label in distances),
        when=tuple(Choice(value, label, None, value == asking.when) for value, label in WHEN.items()),
        campaigns=_campaigns(asking),
        sorts=tuple(Choice(value, label, None, value == asking.sort) for value, label in sorts),
        applied=_applied(asking),
        clear_href=Asking(q=asking.q, place=asking.place, distance=asking.distance, sort=asking.sort).query(),
    )


def _facet(name: str, asking: Asking, found: Found | None) -> Facet:
    """The values that occur or are ticked, in their own order where they have one."""
    counts = dict(found.facets[name]) if found else {}
    on = asking.narrowed.get(name, ())
    values = list(dict.fromkeys([*counts, *on]))
    if name in _TICKED:
        order = [value for value, _ in choices_of(name)]
        values = [value for value in order if value in values]
    return Facet(
        name,
        LEGENDS[name],
        tuple(Choice(value, facet_label(name, value), counts.get(value, 0), value in on) for value in values),
    )


def _campaigns(asking: Asking) -> tuple[Choice, ...]:
    """The campaigns that courses may be part of, where any was brought in."""
    held = campaigns_held()
    said = [("", "Any or none"), *((each, each) for each in held)] if held else []
    return tuple(Choice(value, label, None, value.casefold() == asking.campaign.casefold()) for value, label in said)


def _applied(asking: Asking) -> tuple[Applied, ...]:
    applied = [
        Applied(facet_label(name, value), asking.without(name, value))
        for name, values in asking.narrowed.items()
        if name in LEGENDS
        for value in values
    ]
    if asking.when:
        applied.append(Applied(f"Starts {WHEN.get(asking.when, '').lower()}", asking.query(when=None)))
    if asking.campaign:
        applied.append(Applied(f"Campaign {asking.campaign}", asking.query(campaign=None)))
    if asking.hours == "set":
        applied.append(Applied("Only with set hours", asking.query(hours=None)))
    return tuple(applied)
