"""What a plan is made from, as values: offers, limits and locks. Money is whole pence, weights are exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from waymark.kernel.facts import Activity


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that could be put on. None is no limit; `activity` is what a session of it would count as.

    `dates` are in order, each once. An offer without dates can never be run.
    """

    offer_id: str
    activity: Activity
    dates: tuple[date, ...]
    title: str = ""
    year_from: int | None = None
    year_to: int | None = None
    capacity: int | None = None
    fixed_cost: int = 0
    cost_per_learner: int = 0
    sessions: int | None = None
    periods: int = 0
    rooms: int = 0
    staff: int = 0

    def suits(self, year_group: int) -> bool:
        """Whether learners of this year group may go."""
        return (self.year_from is None or self.year_from <= year_group) and (
            self.year_to is None or year_group <= self.year_to
        )


@dataclass(frozen=True, slots=True, order=True)
class Lock:
    """A session that must run, or must not."""

    offer_id: str
    date: date
    run: bool


@dataclass(frozen=True, slots=True)
class Weights:
    """What closing one unit of a gap is worth."""

    last_chance: Fraction = Fraction(4)
    otherwise: Fraction = Fraction(2)
    disadvantaged_factor: Fraction = Fraction(3, 2)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a plan may use. None, or a year group that is not there, is no limit."""

    budget: int | None = None
    periods_per_learner: Mapping[int, int] = field(default_factory=dict)
    rooms_per_day: int | None = None
    staff_per_day: int | None = None
    closed_dates: frozenset[date] = frozenset()
    weights: Weights = Weights()
    locks: tuple[Lock, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """The days a plan is for, both included; they lie in one academic year."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last
