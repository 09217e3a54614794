"""What a provider says of itself, of an offer and of a resource, and whether it can be kept so."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from waymark.kernel.sectors import SECTORS
from waymark.kernel.vocabulary import ADVISER_LEVELS, YEAR_GROUPS
from waymark.places.queries import normal_postcode
from waymark.providers.models.words import (
    Audience,
    Kind,
    Mode,
    Need,
    ProviderKind,
    Safeguarding,
    Stage,
    Venue,
)

BENCHMARKS = tuple(f"gb{number}" for number in range(1, 9))
MOST_COST = Decimal("9999999.99")
_LARGEST = 32_767
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+", re.IGNORECASE)


class FactsRefused(ValueError):
    """It cannot be kept as said; `faults` says why, in words, by the name of the fact."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """All that a provider says of itself. Names are those of the model, `marks` beside them."""

    provider_kind: str = ProviderKind.OTHER.value
    sector: str = ""
    summary: str = ""
    description: str = ""
    town: str = ""
    website: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_telephone: str = ""
    needs: tuple[str, ...] = ()
    access_notes: str = ""
    safeguarding: str = Safeguarding.UNKNOWN.value
    safeguarding_expires_on: date | None = None
    evidence: str = ""
    evidence_url: str = ""
    postcode: str = ""
    reach_miles: int | None = None
    is_nationwide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFacts:
    """A quality mark, as the provider says it."""

    name: str
    awarded_by: str = ""
    awarded_on: date | None = None
    expires_on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """All that is said of an offer. Names are those of the model."""

    title: str
    kind: str
    summary: str = ""
    provider_kind: str = ""
    sector: str = ""
    self_employed: bool = False
    stem: bool = False
    subject: str = ""
    minutes: int | None = None
    mode: str = Mode.IN_PERSON.value
    purpose_shared: bool = False
    outcomes_set: bool = False
    two_way: bool = False
    reflection: bool = False
    task_set: bool = False
    employer_feedback: bool = False
    met_staff_and_learners: bool = False
    pal_content: bool = False
    adviser_level: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    capacity: int | None = None
    fixed_cost: Decimal | None = None
    cost_per_learner: Decimal | None = None
    sessions: int | None = None
    dates: tuple[date, ...] = ()
    periods: int | None = None
    rooms: int | None = None
    staff: int | None = None
    benchmarks: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    venue: str = Venue.AT_SCHOOL.value
    postcode: str = ""
    reach_miles: int | None = None
    is_nationwide: bool = False
    evidence: str = ""
    booking_notes: str = ""
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceFacts:
    """All that is said of a free lesson resource. Names are those of the model."""

    title: str
    url: str
    summary: str = ""
    benchmarks: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    minutes: int | None = None
    licence: str = ""
    is_open: bool = True


ENTRY_NAMES, OFFER_NAMES, RESOURCE_NAMES, MARK_NAMES = (
    tuple(field.name for field in fields(facts)) for facts in (EntryFacts, OfferFacts, ResourceFacts, MarkFacts)
)
Facts = EntryFacts | OfferFacts | ResourceFacts | MarkFacts
Some = TypeVar("Some", EntryFacts, OfferFacts, ResourceFacts, MarkFacts)
_LISTS = {"needs": Need, "benchmarks": BENCHMARKS, "stages": Stage, "audiences": Audience}
_ONES = {
    "kind": Kind,
    "provider_kind": ("", *ProviderKind),
    "mode": Mode,
    "venue": Venue,
    "safeguarding": Safeguarding,
    "sector": ("", *SECTORS),
}
_ADDRESSES = ("website", "evidence_url", "url")
_LENGTHS = {
    "title": 200, "name": 120, "awarded_by": 120, "town": 120, "subject": 60, "licence": 80, "contact_name": 150,
    "contact_telephone": 40, "access_notes": 500, "booking_notes": 500, "website": 250, "evidence_url": 250, "url": 250,
}  # fmt: skip


def faults_of(facts: Facts) -> dict[str, str]:
    """What is wrong with what was said, in words, by the name of the fact; empty when it can be kept."""
    said = {field.name: getattr(facts, field.name) for field in fields(facts)}
    found = {**_missing(said), **_unknown_words(said), **_out_of_range(said), **_together(said)}
    for name, most in _LENGTHS.items():
        if len(said.get(name) or "") > most:
            found[name] = f"Use at most {most} letters."
    return found


def require_sound(facts: Facts) -> None:
    """Raise `FactsRefused` where anything is wrong."""
    if faults := faults_of(facts):
        raise FactsRefused(faults)


def _missing(said: Mapping[str, Any]) -> dict[str, str]:
    words = {"title": "Give it a title.", "name": "Give it a name.", "url": "Say where it is found."}
    needed = {"title", "name"} | ({"url"} if "stages" in said else set())
    return {name: words[name] for name in needed & said.keys() if not str(said[name]).strip()}


def _unknown_words(said: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    for name, words in _ONES.items():
        if name in said and said[name] not in list(words):
            found[name] = "Choose one of the list."
    for name, words in _LISTS.items():
        if not set(said.get(name, ())) <= set(words):
            found[name] = "Choose from the list."
    if said.get("postcode") and not normal_postcode(said["postcode"]):
        found["postcode"] = "Enter a real postcode, such as GU1 3BB."
    if said.get("contact_email") and not _EMAIL.fullmatch(said["contact_email"]):
        found["contact_email"] = "Enter an e-mail address, such as name@example.com."
    for name in _ADDRESSES:
        if said.get(name) and not _ADDRESS.fullmatch(said[name]):
            found[name] = "Enter a web address that begins with https:// or http://."
    return found


def _out_of_range(said: Mapping[str, Any]) -> dict[str, str]:
    first, last = YEAR_GROUPS[0], YEAR_GROUPS[-1]
    ranges = {
        **dict.fromkeys(("year_from", "year_to"), (first, last)),
        **dict.fromkeys(("capacity", "sessions"), (1, _LARGEST)),
        **dict.fromkeys(("minutes", "periods", "rooms", "staff", "reach_miles"), (0, _LARGEST)),
        **dict.fromkeys(("fixed_cost", "cost_per_learner"), (0, MOST_COST)),
        "adviser_level": (ADVISER_LEVELS[0], ADVISER_LEVELS[-1]),
    }
    return {
        name: f"Enter a number from {low} to {high:,}."
        for name, (low, high) in ranges.items()
        if said.get(name) is not None and not low <= said[name] <= high
    }


def _together(said: Mapping[str, Any]) -> dict[str, str]:
    found = {}
    if said.get("year_from") and said.get("year_to") and said["year_to"] < said["year_from"]:
        found["year_to"] = "The last year group must not be below the first."
    if said.get("awarded_on") and said.get("expires_on") and said["expires_on"] < said["awarded_on"]:
        found["expires_on"] = "It must not run out before it was awarded."
    if said.get("safeguarding_expires_on") and said["safeguarding"] == Safeguarding.UNKNOWN:
        found["safeguarding"] = "Say what it is that runs out on that day."
    return found


def stored(facts: Facts, names: Iterable[str]) -> dict[str, Any]:
    """The facts as a row holds them: lists for tuples, days of a list as ISO text, postcodes in one form."""
    row: dict[str, Any] = {}
    for name in names:
        value = getattr(facts, name)
        if name == "dates":
            value = sorted({day.isoformat() for day in value})
        elif isinstance(value, tuple):
            value = list(dict.fromkeys(value))
        elif name == "postcode":
            value = normal_postcode(value)
        elif name == "subject":
            value = value.strip().lower()
        elif isinstance(value, str):
            value = value.strip()
        row[name] = value
    return row


def facts_of(row: Any, kind: type[Some]) -> Some:
    """What a row says, as facts."""
    said = {}
    for field in fields(kind):
        value = getattr(row, field.name)
        if field.name == "dates":
            value = tuple(map(date.fromisoformat, value))
        elif isinstance(value, list):
            value = tuple(value)
        said[field.name] = value
    return kind(**said)
