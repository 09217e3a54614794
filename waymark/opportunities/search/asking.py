"""What may be asked of the course search, and how it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from waymark.opportunities.search.documents import Group

USUAL_LIMIT, MOST_AT_ONCE, MOST_PASSED_OVER = 20, 50, 10_000_000
STILL_FRESH = 60  # days after its start for which a run is not yet past, as the public service has it


class Sort(StrEnum):
    RELEVANCE = "relevance"
    START_DESC = "start-desc"
    START_ASC = "start-asc"
    DISTANCE = "distance"
    SOONEST = "soonest"  # of those not yet begun, the soonest first and the nearest of a day


class SearchRefused(Exception):
    """A search that cannot be made as asked: `title` is the public service's name for why, the message says it."""

    status = 400

    def __init__(self, title: str, detail: str) -> None:
        super().__init__(detail)
        self.title = title
        self.detail = detail

    @property
    def document(self) -> dict[str, str | int]:
        return {"title": self.title, "status": self.status, "detail": self.detail}


class SearchUnavailable(Exception):
    """The index cannot be had: an error, and never an empty list of courses."""


@dataclass(frozen=True, slots=True)
class Place:
    """From where distance is measured. `name` is what was found, `postcode` its postcode where it was one."""

    latitude: float
    longitude: float
    name: str = ""
    postcode: str | None = None


@dataclass(frozen=True)
class Search:
    """A search, read and in order. `narrowed` has for some of `documents.NARROWING` the values that are wanted.

    `distance` is in miles and needs a place. A run without set hours at a place passes a study mode or an attendance
    pattern, unless `only_with_hours`. `keep_flexible`: None leaves runs without a day out where days are asked for.
    """

    text: str = ""
    place: Place | None = None
    distance: float | None = None
    narrowed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    starts_from: date | None = None
    starts_to: date | None = None
    keep_flexible: bool | None = None
    hide_past: bool = False
    only_with_hours: bool = False
    group: Group | None = None
    sort: Sort = Sort.RELEVANCE
    start: int = 0
    limit: int = USUAL_LIMIT

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MOST_AT_ONCE:
            raise SearchRefused("InvalidPagingParameters", f"Ask for between 1 and {MOST_AT_ONCE} courses at a time.")
        if not 0 <= self.start <= MOST_PASSED_OVER:
            raise SearchRefused("InvalidPagingParameters", "The first course asked for is number 0 or a later one.")
        if self.distance is not None and not 0 < self.distance <= 10_000:
            raise SearchRefused("InvalidDistance", "A distance is a number of miles above 0.")
        if self.place is None and self.distance is not None:
            raise SearchRefused("PostcodeRequired", "To search within a distance, say from which postcode or place.")
        if self.place is None and self.sort is Sort.DISTANCE:
            raise SearchRefused("PostcodeRequired", "To sort by distance, say from which postcode or place.")

    @property
    def flexible_are_kept(self) -> bool:
        if self.keep_flexible is not None:
            return self.keep_flexible
        return self.starts_from is None and self.starts_to is None


def checked_position(latitude: float | None, longitude: float | None) -> Place | None:
    """The place that two numbers name; None for neither."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        raise SearchRefused("InvalidLatLng", "Give both a latitude and a longitude.")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # false for not-a-number too
        raise SearchRefused("InvalidLatLng", "A latitude is from -90 to 90, a longitude from -180 to 180.")
    return Place(latitude, longitude)
