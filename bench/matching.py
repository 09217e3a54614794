"""Advisers to schools in an area, 300 and 300: the proven best beside the best pair first."""

import random
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from waymark.planner.matching.solving import candidates, solve
from waymark.planner.matching.terms import Match, PairLock, Rules, Seeker, Supplier

TITLE = "Matching advisers to schools"
_EACH = 300
_SECTORS = "ACFGIJKMPQ"


def measure(folder: Path) -> str:
    lines = [
        f"{_EACH} advisers and {_EACH} schools, one or two places each, 28 miles at most, thirty locks. *By hand*: the"
        " best pair first.",
        "",
        "| world | pairs | seconds | status | value | by hand | ratio |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for seed in (0, 1, 2):
        supply, demand, rules = _world(seed)
        started = time.perf_counter()
        made = solve(supply, demand, rules)
        took = time.perf_counter() - started
        free = candidates(supply, demand, rules)
        hand = _by_hand(free, supply, demand)
        lines.append(
            f"| {seed} | {len(free):,} | {took:.1f} | {made.status} | {float(made.value):,.1f} | {float(hand):,.1f}"
            f" | {float(made.value / hand):.4f} |"
        )
    return "\n".join([*lines, "", "Goal: proven in 15 s."])


def _world(seed: int) -> tuple[list[Supplier], list[Seeker], Rules]:
    rng = random.Random(seed)

    def place() -> tuple[float, float]:
        return 52 + rng.random(), -1.5 + 1.5 * rng.random()

    def sectors() -> frozenset[str]:
        return frozenset(rng.sample(_SECTORS, rng.randint(0, 3)))

    supply = [Supplier(f"s{n:03}", *place(), rng.randint(1, 2), sectors()) for n in range(_EACH)]
    demand = [Seeker(f"d{n:03}", *place(), rng.randint(0, 9), rng.randint(1, 2), sectors()) for n in range(_EACH)]
    # Each adviser and each school in one lock at most, so that all can hold.
    ends = zip(rng.sample(supply, 30), rng.sample(demand, 30), strict=True)
    locks = tuple(PairLock(one.supply_id, other.demand_id, n % 2 == 0) for n, (one, other) in enumerate(ends))
    return supply, demand, Rules(Decimal(28), locks=locks)


def _by_hand(free: Sequence[Match], supply: Sequence[Supplier], demand: Sequence[Seeker]) -> Fraction:
    room = Counter({each.supply_id: each.capacity for each in supply})
    room.update({each.demand_id: each.wanted for each in demand})
    value = Fraction(0)
    for match in sorted(free, key=lambda each: (not each.is_locked, -each.value)):
        ends = match.supplier.supply_id, match.seeker.demand_id
        if all(room[end] for end in ends):
            room.subtract(ends)
            value += match.value
    return value
