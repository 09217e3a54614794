"""How scarce offers would be shared, as plain values to be kept."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class FoundShare:
    """A session and the school (by key) that would host it; see `models.SharedSession`."""

    school: int
    offer_id: str
    title: str
    provider_name: str
    held_on: date
    learners: int
    cost: Decimal
    closes: Decimal
    next_school: int | None
    next_closes: Decimal


@dataclass(frozen=True, slots=True)
class FoundSharing:
    """A hub's whole answer; `figures` are columns of a `SharedYear`."""

    figures: dict[str, Any]
    sessions: tuple[FoundShare, ...]
