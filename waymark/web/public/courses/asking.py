"""What the address of the search page asks for; every list and link of the page is made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import QueryDict

from waymark.opportunities.search.asked import campaigns_held, narrowed_to, sort_asked
from waymark.opportunities.search.asking import Place, Search, SearchRefused
from waymark.opportunities.search.documents import COUNTED, Group
from waymark.opportunities.search.places import PlaceFound, place_of

DISTANCES = ("5", "10", "15", "30", "45", "60", "75", "any")
USUAL_DISTANCE = "10"
WHEN = {"": "Any time", "3": "In the next 3 months", "6": "In 3 to 6 months", "later": "In more than 6 months"}
PER_PAGE = 25
_LONGEST = 200
_SINGLE = ("q", "place", "distance", "when", "hours", "campaign", "sort", "group", "page")


@dataclass(frozen=True)
class Asking:
    """The address, word for word. `narrowed` has for each facet the words that are ticked."""

    q: str = ""
    place: str = ""
    distance: str = ""
    when: str = ""
    hours: str = ""
    campaign: str = ""
    sort: str = ""
    group: str = ""
    page: str = ""
    narrowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, sent: QueryDict) -> Asking:
        single = {name: _plain(sent.get(name, "")) for name in _SINGLE}
        narrowed = {name: tuple(dict.fromkeys(v for v in map(_plain, sent.getlist(name)) if v)) for name in COUNTED}
        return cls(**single, narrowed={name: values for name, values in narrowed.items() if values})

    def query(self, **changed: str | None) -> str:
        """The address with some of it changed; a change of what is looked for begins again at the first page."""
        said: dict[str, str | Sequence[str] | None] = {name: getattr(self, name) for name in _SINGLE}
        if changed.keys() != {"page"}:
            said["page"] = ""
        said |= {name: list(values) for name, values in self.narrowed.items()}
        said |= changed
        return "?" + urlencode({name: value for name, value in said.items() if value}, doseq=True)

    def without(self, name: str, value: str) -> str:
        """The address without one tick."""
        left = [each for each in self.narrowed.get(name, ()) if each != value]
        return self.query(**{name: left})  # type: ignore[arg-type]

    @property
    def page_number(self) -> int:
        return max(1, int(self.page)) if self.page.isascii() and self.page.isdecimal() and len(self.page) < 6 else 1

    @property
    def distance_shown(self) -> str:
        return self.distance if self.distance in DISTANCES else USUAL_DISTANCE


def _plain(text: str) -> str:
    """Some of what was sent, without signs that no keyboard has."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]


def search_of(asking: Asking, place: Place | None, *, today: date) -> Search:
    """The search that an address asks for, from a place already found."""
    first, last = _days(asking.when, today)
    distance = None if place is None or asking.distance_shown == "any" else float(asking.distance_shown)
    return Search(
        text=asking.q,
        place=place,
        distance=distance,
        narrowed=narrowed_to(asking.narrowed, campaign=_campaign(asking.campaign)),
        starts_from=first,
        starts_to=last,
        hide_past=True,
        only_with_hours=asking.hours == "set",
        sort=sort_asked(asking.sort),
        limit=PER_PAGE,
    )


def place_asked(asking: Asking) -> PlaceFound:
    """Where the address says one is; nowhere for a blank."""
    return place_of(asking.place) if asking.place else PlaceFound(None)


def group_asked(asking: Asking) -> Group | None:
    """The one group that is asked for, or none."""
    if not asking.group:
        return None
    try:
        return Group[asking.group.upper().replace("-", "_")]
    except KeyError:
        raise SearchRefused("InvalidFilter", "Courses are near you, online or nationwide.") from None


def _campaign(said: str) -> str:
    """The code of a campaign we hold; refused where it is none, so that no campaign looks empty by a slip."""
    if said and said.casefold() not in {each.casefold() for each in campaigns_held()}:
        raise SearchRefused("InvalidFilter", "There is no campaign of that name here.")
    return said


def _days(when: str, today: date) -> tuple[date | None, date | None]:
    if when not in WHEN:
        raise SearchRefused("InvalidFilter", "Choose when the course should start from the list.")
    three, six = today + timedelta(days=91), today + timedelta(days=183)
    return {"": (None, None), "3": (today, three), "6": (three, six), "later": (six, None)}[when]
