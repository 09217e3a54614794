"""A job profile as a file gave it, before it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

ROUTES = ("university", "college", "apprenticeship", "work", "volunteering", "direct", "other")


@dataclass(frozen=True)
class Profile:
    """One job of a file; what the file does not speak of is None, and is left as it was."""

    row: int
    name: str
    title: str
    facts: Mapping[str, Any] = field(default_factory=dict)  # columns of `JobProfile` that the file speaks of
    categories: tuple[str, ...] = ()
    skills: tuple[str, ...] | None = None
    soc2010_title: str = ""


def pay_in(text: str) -> tuple[int | None, str]:
    """Pounds a year, and the words where it is no number; nought is how one file says that it does not know."""
    said = " ".join(text.replace("£", "").replace(",", "").split())
    try:
        pounds = round(float(said)) if said else 0
    except ValueError:
        return None, said[:60]
    return (pounds if pounds > 0 else None), ""


def hours_in(number: Any) -> Decimal | None:
    """Hours, None for nought and for what is no number."""
    try:
        hours = Decimal(str(number).strip() or "0")
    except ArithmeticError:
        return None
    return hours if 0 < hours <= 168 else None


def upwards(low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Two ends of a span, the lower first."""
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def day_in(text: str) -> date | None:
    """The day an ISO moment begins with; None where there is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None
