"""The timetable, one aim after another: what an earlier aim reached is kept as a limit of the next.

The aims, in order: the neediest served (`need_first`), interviews on or before their deadline, no subject lost twice,
fewest days of advisers, fewest people moved from an earlier timetable, and last a draw by the published seed.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from waymark.planner.interviews.program import Cost, Pair, Program
from waymark.planner.interviews.terms import Asking, Booking, Earlier, Slot, Timetable
from waymark.planner.solver import Watch

_DRAWN_FROM = 1000


def make_timetable(
    askings: Sequence[Asking], slots: Sequence[Slot], *, seed: int, watch: Watch, earlier: Earlier | None = None
) -> Timetable:
    """The best timetable there is; the best found where the watch ended the search, and then it is not proven."""
    program = Program(askings, slots, watch)
    _serve_the_neediest(program)
    if program.best:
        _avoid(program, lambda asking, slot: int(not asking.is_in_time(slot)))
        _avoid(program, lambda asking, slot: int(asking.loses_twice(slot)))
        _fewest_days(program, _pairs_before(program, earlier or {}))
        _keep_in_place(program, earlier or {})
        program.lessen(lambda asking, slot: 1 + _drawn(seed, asking, slot))
    return _timetable(program, earlier or {}, seed)


def _serve_the_neediest(program: Program) -> None:
    """Hold, class by class, that as many are served as can be."""
    found = program.most_served(program.pairs)
    if found is not None:
        program.served, program.best = found
        return
    for some in program.order:
        program.lessen(_seen_of(program.askings[some[0]]))


def _seen_of(like: Asking) -> Cost:
    """Counts, as a gain, interviews of learners whose need is as this one's."""
    return lambda asking, slot: -int(asking.need == like.need)


def _avoid(program: Program, cost: Cost) -> None:
    """As little of a cost as can be; where none of it will do, that is settled by matching alone."""
    free = [
        (learner, slot) for learner, slot in program.pairs if not cost(program.askings[learner], program.slots[slot])
    ]
    if len(free) < len(program.pairs) and not program.can_do_with(free):
        program.lessen(cost)


def _fewest_days(program: Program, before: set[Pair]) -> None:
    """Give up one day after another while as many can still be served, days of an earlier timetable last.

    Where what is left is as few as would hold so many interviews if every time suited everybody, none can be fewer;
    else the fewest are found by solving.
    """
    if program.most_served([]) is None:
        program.lessen_days()
        return
    places = Counter(slot.adviser_day for slot in program.slots)
    kept = program.days_of(before)
    days, pairs = program.days_of(program.pairs), list(program.pairs)
    least = _least_days(len(program.best), [places[day] for day in days])
    for day in sorted(days, key=lambda day: (day in kept, places[day], day)):
        if len(days) <= least or program.watch.is_over():
            break
        without = [pair for pair in program.pairs if program.slots[pair[1]].adviser_day != day]
        if program.can_do_with(without):
            days.discard(day)
    if len(days) > least:
        program.pairs = pairs
        program.lessen_days()
    elif not before <= set(program.pairs):
        program.pairs, program.most_days = pairs, len(days)  # other days, as few, may move fewer people


def _least_days(interviews: int, places: list[int]) -> int:
    """How few days hold so many interviews, the fullest days first."""
    held = accumulate(sorted(places, reverse=True))
    return next((number for number, most in enumerate(held, start=1) if most >= interviews), len(places))


def _pairs_before(program: Program, earlier: Earlier) -> set[Pair]:
    """The pairs of an earlier timetable that are open still."""
    return {pair for pair in program.pairs if _is_kept(program.askings[pair[0]], program.slots[pair[1]], earlier)}


def _is_kept(asking: Asking, slot: Slot, earlier: Earlier) -> bool:
    return earlier.get(asking.learner_id) == (slot.adviser_id, slot.start, slot.room)


def _keep_in_place(program: Program, earlier: Earlier) -> None:
    """As many as can be where they were; where all can, that is settled by matching alone."""
    before = _pairs_before(program, earlier)
    if not before:
        return
    if program.time_of is not None:
        settled, taken = {learner for learner, _ in before}, [program.time_of[slot] for _, slot in before]
        others = (pair for pair in program.pairs if pair[0] not in settled and program.time_of[pair[1]] not in taken)
        if len(set(taken)) == len(taken) and program.can_do_with([*before, *others]):
            return
    program.lessen(lambda asking, slot: -int(_is_kept(asking, slot, earlier)))


def _drawn(seed: int, asking: Asking, slot: Slot | None = None) -> int:
    """A number that nobody's name or place in a file decides, to settle what is still open."""
    words = [str(seed), asking.learner_id]
    if slot is not None:
        words += [f"{slot.start:%Y-%m-%dT%H:%M}", slot.adviser_id, slot.room]
    return int.from_bytes(hashlib.sha256("\x1f".join(words).encode()).digest()[:8], "big") % _DRAWN_FROM


def _timetable(program: Program, earlier: Earlier, seed: int) -> Timetable:
    bookings = [Booking(program.askings[learner], program.slots[slot]) for learner, slot in program.best]
    bookings.sort(key=lambda booking: (booking.slot, booking.asking.learner_id))
    served = {booking.asking.learner_id for booking in bookings}
    waiting = [asking for asking in program.askings if asking.learner_id not in served]
    kept = sum(_is_kept(booking.asking, booking.slot, earlier) for booking in bookings)
    return Timetable(
        tuple(bookings),
        tuple(sorted(waiting, key=lambda asking: (asking.need, _drawn(seed, asking), asking.learner_id))),
        program.is_proven,
        moved=len(earlier) - kept,
    )
