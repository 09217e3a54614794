"""The best matching, by linear programming, and the proof that no other is better.

A pair is a column between 0 and 1, each supplier and each school a row. Such a program has whole-numbered best corners
(its matrix is a bipartite graph's), so what the solver finds at a corner is a matching. Its prices, rounded to whole
units, give an upper bound by exact arithmetic, whatever the solver's own tolerance is.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np

from waymark.planner.matching.terms import Match, Matching, Rules, Seeker, Supplier, match_of
from waymark.planner.solver import Model, Watch
from waymark.planner.solver import solve as solve_model


def candidates(supply: Sequence[Supplier], demand: Sequence[Seeker], rules: Rules) -> list[Match]:
    """The pairs that may be matched: within reach and worth something, and those locked in. Never one locked out.

    A pair locked in was agreed by people, and stands however far apart the two are.
    """
    locked = {(lock.supply_id, lock.demand_id): lock.match for lock in rules.locks}
    found = []
    for supplier in supply:
        for seeker in demand:
            said = locked.get((supplier.supply_id, seeker.demand_id))
            if said is False:
                continue
            match = match_of(supplier, seeker, rules.weights, is_locked=said is True)
            if match.is_locked or ((rules.max_miles is None or match.miles <= rules.max_miles) and match.value >= 0):
                found.append(match)
    return found


def solve(supply: Sequence[Supplier], demand: Sequence[Seeker], rules: Rules) -> Matching:
    """The matching of the greatest total worth and, among those, of the most pairs."""
    places = Counter({("s", each.supply_id): each.capacity for each in supply})
    places.update({("d", each.demand_id): each.wanted for each in demand})
    locked: list[Match] = []
    free: list[Match] = []
    for match in candidates(supply, demand, rules):
        (locked if match.is_locked else free).append(match)
    for match in locked:
        places["s", match.supplier.supply_id] -= 1
        places["d", match.seeker.demand_id] -= 1
    if _contradict(rules) or min(places.values(), default=0) < 0:
        return Matching((), Fraction(0), Fraction(0), is_feasible=False)
    chosen, bound = _best(free, places)
    agreed = sum((match.value for match in locked), Fraction(0))
    matches = sorted([*locked, *chosen], key=lambda each: (each.supplier.supply_id, each.seeker.demand_id))
    value = agreed + sum((match.value for match in chosen), Fraction(0))
    return Matching(tuple(matches), value, agreed + bound)


def _contradict(rules: Rules) -> bool:
    said = {(lock.supply_id, lock.demand_id, lock.match) for lock in rules.locks}
    return any((supplier, seeker, not match) in said for supplier, seeker, match in said)


def _best(free: list[Match], places: Counter[tuple[str, str]]) -> tuple[list[Match], Fraction]:
    """The chosen of the free pairs, and the most they could be worth."""
    if not free:
        return [], Fraction(0)
    unit = lcm(*(match.value.denominator for match in free))
    # One unit of worth outweighs any number of pairs, so that worth is settled before how many are matched.
    step = min(sum(count for (side, _), count in places.items() if side == side_of) for side_of in "sd") + 1
    worths = [int(match.value * unit) * step + 1 for match in free]
    rows = {key: place for place, key in enumerate(sorted(places))}
    ends = [(rows["s", m.supplier.supply_id], rows["d", m.seeker.demand_id]) for m in free]
    room = [places[key] for key in rows]
    taken, prices = _solved(worths, ends, room)
    bound = _bound(worths, ends, room, prices)
    chosen = [match for match, is_taken in zip(free, taken, strict=True) if is_taken]
    found = sum(int(match.value * unit) * step + 1 for match in chosen)
    # Both are whole; where they meet, the worth is the greatest and so is the number of pairs.
    most = sum((match.value for match in chosen), Fraction(0)) if bound == found else Fraction(bound // step, unit)
    return chosen, most


def _solved(worths: list[int], ends: list[tuple[int, int]], room: list[int]) -> tuple[list[bool], list[int]]:
    """Which pairs are taken at the best corner, and the price of a place in each row there."""
    model, pairs_of = Model(), defaultdict(list)
    for one, other in ends:
        pair = model.column(1.0, whole=False)
        pairs_of[one].append(pair)
        pairs_of[other].append(pair)
    for row, places in enumerate(room):
        model.row(pairs_of[row], [1.0] * len(pairs_of[row]), high=places)
    solved = solve_model(model, np.array(worths, dtype=float), watch=Watch(), maximise=True, at_a_corner=True)
    taken, prices = solved.values, solved.prices
    assert taken is not None  # to take nobody is always possible
    assert prices is not None
    return [value > 0.5 for value in taken], [round(price) for price in prices]


def _bound(worths: list[int], ends: list[tuple[int, int]], room: list[int], prices: list[int]) -> int:
    """What no matching can exceed, by weak duality: any prices of nothing or more will do."""
    over = sum(max(0, worth - prices[one] - prices[other]) for worth, (one, other) in zip(worths, ends, strict=True))
    return over + sum(places * price for places, price in zip(room, prices, strict=True))
