"""Whether what is locked in can hold together, and if not, a smallest set of locks that cannot."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from waymark.planner.year_plan.terms import Limits, Lock, Offer, Term


def conflicting_locks(offers: Iterable[Offer], limits: Limits, term: Term) -> tuple[Lock, ...]:
    """A smallest set of locks that cannot all be kept, in order of offer and date; empty when all can be.

    Sessions that must run may stand empty, so each limit is broken by what the sessions themselves take, and by
    nothing else: a smallest set is the fewest, greatest takers that break one limit.
    """
    known = {offer.offer_id: offer for offer in offers}
    running = sorted({lock for lock in limits.locks if lock.run})
    refused = {(lock.offer_id, lock.date): lock for lock in limits.locks if not lock.run}
    conflicts: list[tuple[Lock, ...]] = [
        (lock,) for lock in running if not _could_run(known[lock.offer_id], lock, limits, term)
    ]
    conflicts += [
        tuple(sorted((lock, refused[lock.offer_id, lock.date])))
        for lock in running
        if (lock.offer_id, lock.date) in refused
    ]
    for group, most, takes in _limits(known, running, limits):
        conflicts += _breaking(group, most, takes)
    return min(conflicts, key=lambda locks: (len(locks), locks), default=())


def _could_run(offer: Offer, lock: Lock, limits: Limits, term: Term) -> bool:
    return lock.date in offer.dates and lock.date not in limits.closed_dates and term.holds(lock.date)


def _limits(
    known: dict[str, Offer], running: Sequence[Lock], limits: Limits
) -> Iterable[tuple[list[Lock], int, Callable[[Lock], int]]]:
    """Every limit that locks could break: whose, how much there is, and how much each takes."""
    by_offer: defaultdict[str, list[Lock]] = defaultdict(list)
    by_day: defaultdict[object, list[Lock]] = defaultdict(list)
    for lock in running:
        by_offer[lock.offer_id].append(lock)
        by_day[lock.date].append(lock)
    for offer_id, locks in by_offer.items():
        most = known[offer_id].sessions
        if most is not None:
            yield locks, most, lambda lock: 1
    for locks in by_day.values():
        if limits.rooms_per_day is not None:
            yield locks, limits.rooms_per_day, lambda lock: known[lock.offer_id].rooms
        if limits.staff_per_day is not None:
            yield locks, limits.staff_per_day, lambda lock: known[lock.offer_id].staff
    if limits.budget is not None:
        yield list(running), limits.budget, lambda lock: known[lock.offer_id].fixed_cost


def _breaking(locks: list[Lock], most: int, takes: Callable[[Lock], int]) -> list[tuple[Lock, ...]]:
    """The fewest of these locks that together take more than there is."""
    taken, chosen = 0, []
    for lock in sorted(locks, key=lambda lock: (-takes(lock), lock)):
        chosen.append(lock)
        taken += takes(lock)
        if taken > most:
            return [tuple(sorted(chosen))]
    return []
