"""Guidance interviews of 240 learners with two advisers: the proven best timetable beside one made by hand."""

import random
import statistics
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from waymark.planner.interviews.solving import make_timetable
from waymark.planner.interviews.terms import EXAM, Asking, Availability, Lesson, Slot, slots_of
from waymark.planner.solver import Watch

TITLE = "Guidance interviews"
_LEARNERS, _DAYS, _SEEDS = 240, 20, (0, 1, 2)
_SUBJECTS = ("maths", "english", "science", "art", "history", "pe")
_HOURS = ((9, 12), (13, 15))


def measure(folder: Path) -> str:
    lines = [
        f"{_LEARNERS} learners, two advisers, some 280 times of 40 minutes, an exam in one lesson of twelve. *By hand*:"
        " the neediest first, each at the earliest time that is free.",
        "",
        "| world | seconds | proven | seen | by hand | late | by hand | adviser days | by hand |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    took = []
    for seed in _SEEDS:
        askings, slots = _world(seed)
        started = time.perf_counter()
        made = make_timetable(askings, slots, seed=0, watch=Watch(time.monotonic() + 60))
        took.append(time.perf_counter() - started)
        ours, theirs = _came_to([(b.asking, b.slot) for b in made.bookings]), _came_to(_by_hand(askings, slots))
        both = " | ".join(f"{our} | {their}" for our, their in zip(ours, theirs, strict=True))
        lines.append(f"| {seed} | {took[-1]:.1f} | {'yes' if made.is_proven else 'no'} | {both} |")
    return "\n".join([*lines, "", f"Median {statistics.median(took):.1f} s. Goal: proven in 20 s."])


def _world(seed: int) -> tuple[list[Asking], list[Slot]]:
    rng = random.Random(seed)
    first = date(2026, 11, 2)
    days = [day for n in range(_DAYS * 2) if (day := first + timedelta(days=n)).weekday() < 5][:_DAYS]
    times = [
        Availability(adviser, 6, _at(day, start), _at(day, end), f"room {adviser}")
        for adviser in "ab"
        for day in days
        for start, end in _HOURS
    ]
    askings = [
        Asking(
            learner_id=f"L{number:03}",
            priority=rng.randrange(10),
            asked_on=date(2026, 9, 1) + timedelta(days=rng.randrange(60)),
            deadline=rng.choice([None, *days[5:]]),
            level=6,
            is_last_chance=rng.random() < 0.3,
            days_on_roll=((date(2026, 9, 1), date(2027, 8, 31)),),
            lessons=tuple(
                Lesson(_at(day, hour), _at(day, hour + 1), EXAM if rng.random() < 0.08 else rng.choice(_SUBJECTS))
                for day in days
                for hour in (9, 10, 11, 13, 14)
            ),
        )
        for number in range(_LEARNERS)
    ]
    return askings, slots_of(times, minutes=40, first=days[0], last=days[-1])


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def _by_hand(askings: Sequence[Asking], slots: Sequence[Slot]) -> list[tuple[Asking, Slot]]:
    free, made = list(slots), []
    for asking in sorted(askings, key=lambda each: (each.need, each.learner_id)):
        slot = next((slot for slot in free if asking.may_come(slot)), None)
        if slot is not None:
            made.append((asking, slot))
            free.remove(slot)
    return made


def _came_to(made: Sequence[tuple[Asking, Slot]]) -> tuple[int, int, int]:
    late = sum(not asking.is_in_time(slot) for asking, slot in made)
    return len(made), late, len({slot.adviser_day for _, slot in made})
