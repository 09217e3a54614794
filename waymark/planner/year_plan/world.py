"""A planning problem in numbers: who lacks what, which sessions there could be, and what each would close for whom."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

import numpy as np

from waymark.kernel.facts import Activity, Encounter, Enrolment, year_group_at
from waymark.kernel.judge import is_in_window
from waymark.planner.year_plan.gaps import Gap, Lack, Needs
from waymark.planner.year_plan.terms import Limits, Offer, Term

NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True)
class Site:
    """One institution with its limits and its learners' needs. A hub shares offers among many."""

    institution_id: str
    limits: Limits
    needs: Sequence[Needs]


@dataclass(frozen=True, slots=True)
class Slot:
    """An offer on one of its dates; a session is a slot at a site."""

    offer: Offer
    date: date


@dataclass(frozen=True)
class World:
    """The problem as arrays. Index letters: `l` learner, `n` name of a lack, `p` pattern, `m` slot, `s` site.

    A pattern is what learners of one site and year group with the same time on roll have in common: to which slots
    they `may` go (p, m), and what a slot `closes` for them if they lack it (p, m, n). `weight` (l, n) is a whole number
    of `unit`s and 0 where nothing is lacking; `units` (l, n). Slots and learners stand in order of id (and date).
    """

    sites: tuple[Site, ...]
    offers: tuple[Offer, ...]
    dates: tuple[date, ...]
    slots: tuple[Slot, ...]
    term: Term
    names: tuple[str, ...]
    lacks: tuple[Lack, ...]
    models: tuple[Needs, ...]  # one learner of each pattern
    learners: tuple[str, ...]
    unit: Fraction
    site: np.ndarray
    pattern: np.ndarray
    year_group: np.ndarray
    most_periods: np.ndarray
    units: np.ndarray
    weight: np.ndarray
    site_of_pattern: np.ndarray
    may: np.ndarray
    closes: np.ndarray
    allowed: np.ndarray  # s, m: may be run
    must: np.ndarray  # s, m: is locked to run

    @cached_property
    def offer_of(self) -> np.ndarray:
        places = {offer.offer_id: place for place, offer in enumerate(self.offers)}
        return np.array([places[slot.offer.offer_id] for slot in self.slots], dtype=np.int64)

    @cached_property
    def date_of(self) -> np.ndarray:
        places = {day: place for place, day in enumerate(self.dates)}
        return np.array([places[slot.date] for slot in self.slots], dtype=np.int64)

    @cached_property
    def slots_of(self) -> tuple[np.ndarray, ...]:
        """Of each offer, its slots."""
        return tuple(np.flatnonzero(self.offer_of == o) for o in range(len(self.offers)))

    def _each(self, name: str, none: int = 0) -> np.ndarray:
        found = [getattr(slot.offer, name) for slot in self.slots]
        return np.array([none if value is None else min(value, NO_LIMIT) for value in found], dtype=np.int64)

    @cached_property
    def capacity(self) -> np.ndarray:
        return self._each("capacity", NO_LIMIT)

    @cached_property
    def fixed(self) -> np.ndarray:
        return self._each("fixed_cost")

    @cached_property
    def each(self) -> np.ndarray:
        return self._each("cost_per_learner")

    @cached_property
    def periods(self) -> np.ndarray:
        return self._each("periods")

    @cached_property
    def rooms(self) -> np.ndarray:
        return self._each("rooms")

    @cached_property
    def staff(self) -> np.ndarray:
        return self._each("staff")

    @cached_property
    def most_sessions(self) -> np.ndarray:
        """Of each offer."""
        found = [offer.sessions for offer in self.offers]
        return np.array([NO_LIMIT if most is None else most for most in found], dtype=np.int64)

    def limit(self, site: int, name: str) -> int:
        """A limit of a site: `budget`, `rooms_per_day` or `staff_per_day`; NO_LIMIT where there is none."""
        value = getattr(self.sites[site].limits, name)
        return NO_LIMIT if value is None else value

    @cached_property
    def useful(self) -> np.ndarray:
        """p, m: may go, and it would close something for somebody of the pattern."""
        found = np.zeros(self.may.shape, dtype=bool)
        for p in range(len(self.may)):
            lacked = (self.units[self.pattern == p] > 0).any(axis=0)
            found[p] = self.may[p] & self.closes[p][:, lacked].any(axis=1)
        return found


def build_world(sites: Sequence[Site], offers: Sequence[Offer], term: Term) -> World:
    """Put a problem into numbers. Each site's needs are in order of learner id; ids are unique across sites."""
    days = sorted({day for offer in offers for day in offer.dates if term.holds(day)})
    offers = tuple(sorted(offers, key=lambda offer: offer.offer_id))
    slots = tuple(Slot(offer, day) for offer in offers for day in offer.dates if term.holds(day))
    everybody = [(s, needs) for s, site in enumerate(sites) for needs in site.needs]
    lacks = {gap.lack.name: gap.lack for _, needs in everybody for gap in needs.gaps}
    names = tuple(sorted(lacks))
    patterns: dict[tuple, int] = {}
    pattern = [patterns.setdefault(_pattern_key(s, needs, term), len(patterns)) for s, needs in everybody]
    first_of = {p: place for place, p in reversed(list(enumerate(pattern)))}
    models = [everybody[first_of[p]] for p in range(len(patterns))]
    met = np.array(
        [[lacks[name].is_met_by(slot.offer.activity) for name in names] for slot in slots], dtype=bool
    ).reshape(len(slots), len(names))
    may, closes = _reach(models, sites, slots, [lacks[name] for name in names], met)
    unit, units, weight = _in_numbers([needs.gaps for _, needs in everybody], names)
    return World(
        sites=tuple(sites),
        offers=offers,
        dates=tuple(days),
        slots=slots,
        term=term,
        names=names,
        lacks=tuple(lacks[name] for name in names),
        models=tuple(needs for _, needs in models),
        learners=tuple(needs.learner_id for _, needs in everybody),
        unit=unit,
        site=np.array([s for s, _ in everybody], dtype=np.int64),
        pattern=np.array(pattern, dtype=np.int64),
        year_group=np.array([needs.at.year_group for _, needs in everybody], dtype=np.int64),
        most_periods=np.array([_most_periods(sites[s].limits, needs) for s, needs in everybody], dtype=np.int64),
        units=units,
        weight=weight,
        site_of_pattern=np.array([s for s, _ in models], dtype=np.int64),
        may=may,
        closes=closes,
        allowed=~(_locked(sites, slots, run=False) | _closed(sites, slots)),
        must=_locked(sites, slots, run=True),
    )


def _pattern_key(s: int, needs: Needs, term: Term) -> tuple:
    of_term = [e for e in needs.enrolments if e.first_on <= term.last and e.academic_year >= term.first.year - 1]
    stays = tuple((e.institution_id, e.academic_year, e.year_group, e.first_on, e.last_on) for e in of_term)
    return s, needs.at.year_group, stays, needs.away, needs.been


def _most_periods(limits: Limits, needs: Needs) -> int:
    most = limits.periods_per_learner.get(needs.at.year_group)
    return NO_LIMIT if most is None else max(most - needs.missed, 0)


def _reach(
    models: Sequence[tuple[int, Needs]],
    sites: Sequence[Site],
    slots: Sequence[Slot],
    lacks: Sequence[Lack],
    met: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """For one learner of each pattern: to which slots they may go, and what counts for them there."""
    may = np.zeros((len(models), len(slots)), dtype=bool)
    closes = np.zeros((len(models), len(slots), len(lacks)), dtype=bool)
    for p, (s, needs) in enumerate(models):
        on_day: dict[date, np.ndarray | None] = {}
        for m, slot in enumerate(slots):
            if not slot.offer.suits(needs.at.year_group) or slot.date in sites[s].limits.closed_dates:
                continue
            if slot.date in needs.away or slot.offer.offer_id in needs.been:
                continue
            if slot.date not in on_day:
                on_day[slot.date] = open_on(slot.date, slot.offer.activity, sites[s].institution_id, needs, lacks)
            opened = on_day[slot.date]
            if opened is not None:
                may[p, m] = True
                closes[p, m] = met[m] & opened
    return may, closes


def open_on(day: date, activity: Activity, institution: str, needs: Needs, lacks: Sequence[Lack]) -> np.ndarray | None:
    """Which windows a day lies in for a learner; None when they are not on roll there. Only the day matters."""
    if not is_on_roll(needs.enrolments, institution, day):
        return None
    year_group = year_group_at(needs.enrolments, day)
    assert year_group is not None  # on roll that day
    encounter = Encounter(replace(activity, held_on=day), year_group)
    return np.array([is_in_window(lack.due.window, needs.at, encounter) for lack in lacks], dtype=bool)


def is_on_roll(enrolments: Iterable[Enrolment], institution: str, day: date) -> bool:
    return any(e.institution_id == institution and e.covers(day) for e in enrolments)


def _in_numbers(gaps: Sequence[Sequence[Gap]], names: Sequence[str]) -> tuple[Fraction, np.ndarray, np.ndarray]:
    """The unit of weight, and units and weights by learner and name."""
    weights = {gap.weight for of_learner in gaps for gap in of_learner if gap.weight}
    denominator = math.lcm(*(weight.denominator for weight in weights))
    numerator = math.gcd(*(int(weight * denominator) for weight in weights)) or 1
    unit, place = Fraction(numerator, denominator), {name: n for n, name in enumerate(names)}
    units = np.zeros((len(gaps), len(names)), dtype=np.int64)
    weight = np.zeros((len(gaps), len(names)), dtype=np.int64)
    for row, of_learner in enumerate(gaps):
        for gap in of_learner:
            units[row, place[gap.lack.name]] = gap.units
            weight[row, place[gap.lack.name]] = int(gap.weight / unit)
    return unit, units, weight


def _closed(sites: Sequence[Site], slots: Sequence[Slot]) -> np.ndarray:
    marks = [[slot.date in site.limits.closed_dates for slot in slots] for site in sites]
    return np.array(marks, dtype=bool).reshape(len(sites), len(slots))


def _locked(sites: Sequence[Site], slots: Sequence[Slot], *, run: bool) -> np.ndarray:
    wanted = [{(lock.offer_id, lock.date) for lock in site.limits.locks if lock.run is run} for site in sites]
    marks = [[(slot.offer.offer_id, slot.date) in of_site for slot in slots] for of_site in wanted]
    return np.array(marks, dtype=bool).reshape(len(sites), len(slots))
