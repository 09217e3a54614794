"""What files say of pay, places and leavers, before it is kept; and the signs for what they keep back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

# What stands in the survey of pay for a number that is not given.
SIGNS = {
    "x": "too few answers to be reliable",
    "..": "kept back so that nobody can be recognised",
    ":": "does not apply here",
}


@dataclass(frozen=True)
class Amount:
    """A number, or the sign that stands for it."""

    value: Decimal | None
    sign: str = ""


@dataclass(frozen=True)
class Pay:
    """What one row of the table says."""

    soc2020: str
    description: str
    amounts: dict[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True)
class AreaName:
    """An area as figures name it: its kind and its bare name."""

    kind: str
    name: str


@dataclass(frozen=True)
class Forecast:
    """How many people worked or will work in one group of one area, year by year."""

    area: AreaName
    breakdown: str
    soc2020: str
    group: str
    years: Mapping[str, int]
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True)
class Advertised:
    """How many adverts stood online in one month for one group of one area."""

    area: AreaName
    breakdown: str
    soc2020: str
    group: str
    month: date
    adverts: int | None  # None: kept back


@dataclass(frozen=True)
class Leavers:
    """What one group of leavers did next: by measure a number, or the sign for one kept back."""

    phase: str
    level: str
    place: str
    name: str
    year: int
    institutions: str = ""
    cohort: str = ""
    breakdown: str = ""
    counts: Mapping[str, Any] = field(default_factory=dict)
    shares: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from the other groups of its release."""
        return (self.phase, self.level, self.place, self.year, self.institutions, self.cohort, self.breakdown)


@dataclass(frozen=True)
class Ring:
    """A district's boundary: polygons of rings of longitude and latitude."""

    code: str
    name: str
    polygons: list[list[list[list[float]]]]


@dataclass(frozen=True)
class Lies:
    """That one area lies in another, both by code and name."""

    code: str
    name: str
    kind: str
    whole_code: str
    whole_name: str
    whole_kind: str
