"""A matching in words: why each pair, and why each place that was left."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from waymark.planner.matching.terms import Match, Matching, Rules, Seeker, Supplier, match_of


@dataclass(frozen=True, slots=True)
class Left:
    """Places of one supplier or school that nobody was matched to, and why."""

    side: str  # supply or demand
    end_id: str
    places: int
    why: str


def reasons(match: Match, rules: Rules) -> str:
    """What the pair's worth is made of, in plain words."""
    parts = ["agreed beforehand"] if match.is_locked else []
    parts.append(f"need {match.seeker.need} of 9 (+{number(match.seeker.need * rules.weights.need)})")
    if match.shared:
        named = "sector" if len(match.shared) == 1 else "sectors"
        parts.append(f"wants {named} {', '.join(match.shared)} (+{number(rules.weights.sector)})")
    away = Fraction(match.miles) * rules.weights.mile
    parts.append(f"{match.miles} miles apart (-{number(away)})")
    return "; ".join(parts)


def left_over(matching: Matching, supply: Sequence[Supplier], demand: Sequence[Seeker], rules: Rules) -> list[Left]:
    """Every supplier and school with places left, suppliers first, by id; none that had no place to begin with."""
    taken = Counter(match.supplier.supply_id for match in matching.matches)
    given = Counter(match.seeker.demand_id for match in matching.matches)
    settled = {(match.supplier.supply_id, match.seeker.demand_id) for match in matching.matches}
    settled |= {(lock.supply_id, lock.demand_id) for lock in rules.locks if not lock.match}
    found = []
    for supplier in sorted(supply, key=lambda each: each.supply_id):
        if left := supplier.capacity - taken[supplier.supply_id]:
            others = [(_pair(supplier, seeker, settled, rules), seeker.wanted) for seeker in demand]
            found.append(Left("supply", supplier.supply_id, left, _why(others, "schools", rules)))
    for seeker in sorted(demand, key=lambda each: each.demand_id):
        if left := seeker.wanted - given[seeker.demand_id]:
            others = [(_pair(supplier, seeker, settled, rules), supplier.capacity) for supplier in supply]
            found.append(Left("demand", seeker.demand_id, left, _why(others, "suppliers", rules)))
    return found


def _pair(supplier: Supplier, seeker: Seeker, settled: set[tuple[str, str]], rules: Rules) -> Match | None:
    """What the two would be together, unless they are matched already or may not be."""
    if (supplier.supply_id, seeker.demand_id) in settled:
        return None
    return match_of(supplier, seeker, rules.weights, is_locked=False)


def _why(others: list[tuple[Match | None, int]], called: str, rules: Rules) -> str:
    """Why a place was left, of what could have filled it: each with how many places it has itself."""
    open_to = [(match, places) for match, places in others if match is not None]
    if not open_to:
        return f"matched with each of the {called} it may be"
    near = [(match, places) for match, places in open_to if rules.max_miles is None or match.miles <= rules.max_miles]
    if not near:
        closest = min(match.miles for match, _ in open_to)
        return f"none of the {called} left is within {rules.max_miles} miles: the nearest is {closest} miles away"
    useful = [(match, places) for match, places in near if match.value >= 0]
    if not useful:
        return f"the way to each of the {called} within reach outweighs what it would be worth"
    full = sum(places > 0 for _, places in useful)
    if not full:
        return f"none of the {called} within reach has a place"
    return f"the {called} within reach have their places filled by matches worth more together ({full} of them)"


def number(value: Fraction) -> str:
    """A worth as people write it: no more decimals than it has, four at most."""
    return f"{float(round(value, 4)):.4f}".rstrip("0").rstrip(".")
