"""What a matching is made from and what it gives."""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from waymark.kernel.distance import miles_apart

_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Supplier:
    """An adviser or employer: where they are and how many places they can fill."""

    supply_id: str
    lat: float
    lon: float
    capacity: int
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seeker:
    """A school: where it is, how much it needs somebody (0 to 9) and how many it wants."""

    demand_id: str
    lat: float
    lon: float
    need: int
    wanted: int
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Worth:
    """What a point of need, a shared sector and a mile weigh."""

    need: Fraction = Fraction(10)
    sector: Fraction = Fraction(20)
    mile: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class PairLock:
    """A pair that must be matched, or must not."""

    supply_id: str
    demand_id: str
    match: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits of a matching; `max_miles` None: no limit."""

    max_miles: Decimal | None = None
    weights: Worth = field(default_factory=Worth)
    locks: tuple[PairLock, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """One pair, how far apart they are, what it is worth and the sectors they share."""

    supplier: Supplier
    seeker: Seeker
    miles: Decimal
    value: Fraction
    shared: tuple[str, ...]
    is_locked: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """The matches by id of supplier and school; their total, and the most it can be. Empty where locks cannot hold."""

    matches: tuple[Match, ...]
    value: Fraction
    upper_bound: Fraction
    is_feasible: bool = True

    @property
    def status(self) -> str:
        if not self.is_feasible:
            return "infeasible"
        return "optimal" if self.value == self.upper_bound else "feasible"


def miles_between(a: Supplier | Seeker, b: Supplier | Seeker) -> Decimal:
    """Great-circle miles to one decimal, half up."""
    return Decimal(miles_apart(a.lat, a.lon, b.lat, b.lon)).quantize(_TENTH, ROUND_HALF_UP)


def match_of(supplier: Supplier, seeker: Seeker, weights: Worth, *, is_locked: bool) -> Match:
    """The pair and what it is worth: need, and a shared sector, less the miles."""
    miles, shared = miles_between(supplier, seeker), tuple(sorted(supplier.sectors & seeker.sectors))
    value = seeker.need * weights.need + (weights.sector if shared else 0) - Fraction(miles) * weights.mile
    return Match(supplier, seeker, miles, value, shared, is_locked)
