"""Who is served: as many as can be of the neediest, then of the next, and so on.

Where slots that exclude one another do so all among themselves (one adviser, or one room, at one time), learners and
times are a matching, and giving each class in turn as many places as possible by augmenting paths is exact: whoever has
a place keeps one when another is let in.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from waymark.planner.interviews.terms import Asking, Slot


def clashes(slots: Sequence[Slot]) -> list[set[int]]:
    """For each slot the others it excludes: the same adviser or the same room at an overlapping time."""
    found: list[set[int]] = [set() for _ in slots]
    for end_of in (lambda slot: slot.adviser_id, lambda slot: slot.room):
        by_end = sorted(range(len(slots)), key=lambda n: (end_of(slots[n]), slots[n].start))
        for end, some in groupby(by_end, key=lambda n: end_of(slots[n])):
            if not end:
                continue  # no room was named
            open_now: list[int] = []
            for n in some:
                open_now = [m for m in open_now if slots[m].end > slots[n].start]
                for m in open_now:
                    found[n].add(m)
                    found[m].add(n)
                open_now.append(n)
    return found


def times_of(slots: Sequence[Slot]) -> list[int] | None:
    """For each slot the time it stands in, of which one interview can be had; None where slots clash more oddly."""
    among = clashes(slots)
    time_of = [-1] * len(slots)
    for n, others in enumerate(among):
        if time_of[n] >= 0:
            continue
        together = others | {n}
        if any(among[m] | {m} != together for m in others):
            return None
        for m in together:
            time_of[m] = n
    return time_of


def classes(askings: Sequence[Asking]) -> list[list[int]]:
    """Places in `askings` of those of equal need, the neediest class first."""
    order = sorted(range(len(askings)), key=lambda n: (askings[n].need, askings[n].learner_id))
    return [list(some) for _, some in groupby(order, key=lambda n: askings[n].need)]


def most_of_each(
    options: Sequence[Mapping[int, int]], order: Sequence[Sequence[int]]
) -> tuple[list[int], set[tuple[int, int]]]:
    """How many of each class can be served, the classes before it having as many as they can, and a way to do it.

    `options`: for each learner a slot at each time they may come. The way is pairs of learner and slot.
    """
    times = [sorted(at) for at in options]
    holder: dict[int, int] = {}
    served = [sum(_let_in(learner, times, holder) for learner in some) for some in order]
    return served, {(learner, options[learner][time]) for time, learner in holder.items()}


def _let_in(learner: int, times: Sequence[Sequence[int]], holder: dict[int, int]) -> bool:
    """Give the learner a time, moving others to other times where that makes room; by breadth, so never deep."""
    came_from: dict[int, int] = {}
    reached: set[int] = set()
    queue = [learner]
    for asking in queue:
        for time in times[asking]:
            if time in reached:
                continue
            reached.add(time)
            came_from[time] = asking
            if time not in holder:
                _hand_on(time, came_from, holder, learner)
                return True
            queue.append(holder[time])
    return False


def _hand_on(time: int, came_from: dict[int, int], holder: dict[int, int], learner: int) -> None:
    while True:
        asking = came_from[time]
        left = next((other for other, who in holder.items() if who == asking), None) if asking != learner else None
        holder[time] = asking
        if left is None:
            return
        time = left
