"""What the plan builder found, as plain values to be kept: nothing here knows how it was found."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

FROM_DIRECTORY = "dir-"  # how the id of an offer of the directory begins, its own id after it


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session with who goes (keys of learners), and why it is there; see `models.ProposedSession`."""

    offer_id: str
    title: str
    provider_name: str
    held_on: date
    facts: dict[str, Any]
    learners: tuple[int, ...]
    cost: Decimal
    periods: int
    closes: int
    closes_by_year: dict[str, int]
    closes_of_premium: int | None
    rival: dict[str, Any]
    verdict: str = "open"
    is_to_be_asked: bool = False


@dataclass(frozen=True, slots=True)
class FoundOpen:
    """What is left open of an entitlement in a year group; see `models.StillOpen`."""

    entitlement: str
    year_group: int
    learners: int
    units: int
    needs: str = ""
    amount: int = 0
    closes: int = 0
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class FoundPlan:
    """A whole answer; `figures` are columns of a `Proposal`. `closings`: learner, gap, units before and after."""

    figures: dict[str, Any]
    sessions: tuple[FoundSession, ...] = ()
    closings: tuple[tuple[int, str, int, int], ...] = ()
    left_open: tuple[FoundOpen, ...] = field(default_factory=tuple)
