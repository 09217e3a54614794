"""Matching advisers and employers to schools: hand-worked pairs, and every matching of small worlds beside it."""

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.planner.matching.solving import candidates, solve
from waymark.planner.matching.terms import PairLock, Rules, Seeker, Supplier, Worth, miles_between

LONDON, LEEDS = (51.5074, -0.1278), (53.8008, -1.5491)


def test_miles_between_two_cities_are_great_circle_miles_to_one_decimal():
    assert miles_between(Supplier("a", *LONDON, 1), Seeker("b", *LEEDS, 5, 1)) == Decimal("169.3")


def test_solve_gives_the_place_to_the_school_in_greater_need_though_it_is_farther():
    adviser = Supplier("a", 52.0, 0.0, 1)
    near, far = Seeker("near", 52.0, 0.0, 3, 1), Seeker("far", 52.1, 0.0, 5, 1)

    made = solve([adviser], [near, far], Rules())

    assert [(match.seeker.demand_id, match.miles, match.value) for match in made.matches] == [
        ("far", Decimal("6.9"), Fraction("43.1"))
    ]
    assert (made.value, made.upper_bound, made.status) == (Fraction("43.1"), Fraction("43.1"), "optimal")


def test_solve_counts_a_shared_sector_once():
    adviser = Supplier("a", 52.0, 0.0, 1, frozenset("CQ"))
    both, none = Seeker("both", 52.0, 0.0, 1, 1, frozenset("CQ")), Seeker("none", 52.0, 0.0, 2, 1)

    made = solve([adviser], [both, none], Rules())

    assert [(match.seeker.demand_id, match.value, match.shared) for match in made.matches] == [
        ("both", Fraction(30), ("C", "Q"))
    ]


def test_solve_leaves_out_what_is_worth_less_than_nothing_but_not_what_was_agreed():
    adviser, school = Supplier("a", *LONDON, 1), Seeker("b", *LEEDS, 0, 1)

    alone = solve([adviser], [school], Rules())
    agreed = solve([adviser], [school], Rules(locks=(PairLock("a", "b", True),)))

    assert alone.matches == ()
    assert [(match.value, match.is_locked) for match in agreed.matches] == [(Fraction("-169.3"), True)]
    assert agreed.status == "optimal"


@pytest.mark.parametrize(
    "locks",
    [
        pytest.param((PairLock("a", "b", True), PairLock("a", "c", True)), id="one adviser promised twice"),
        pytest.param((PairLock("a", "b", True), PairLock("a", "b", False)), id="wanted and not wanted"),
    ],
)
def test_solve_when_locks_cannot_hold_together(locks):
    made = solve([Supplier("a", 52, 0, 1)], [Seeker("b", 52, 0, 1, 1), Seeker("c", 52, 0, 1, 1)], Rules(locks=locks))

    assert (made.status, made.matches) == ("infeasible", ())


places = st.tuples(st.sampled_from((52.0, 52.05, 52.2)), st.sampled_from((0.0, 0.07)))
sectors = st.frozensets(st.sampled_from("CFQ"), max_size=2)
supply = st.lists(st.tuples(places, st.integers(0, 2), sectors), min_size=1, max_size=3)
demand = st.lists(st.tuples(places, st.integers(0, 9), st.integers(0, 2), sectors), min_size=1, max_size=3)
weights = st.builds(Worth, *[st.sampled_from((Fraction(0), Fraction(1), Fraction(5, 2), Fraction(20)))] * 3)


@given(supply, demand, weights, st.sampled_from((None, Decimal(5), Decimal(12))), st.data())
@settings(max_examples=150, deadline=None)
def test_solve_is_the_best_of_every_matching_of_a_small_world(supply, demand, weights, most, data):
    suppliers = [Supplier(f"s{n}", *at, capacity, has) for n, (at, capacity, has) in enumerate(supply)]
    seekers = [Seeker(f"d{n}", *at, need, wanted, has) for n, (at, need, wanted, has) in enumerate(demand)]
    pairs = st.sampled_from([(s.supply_id, d.demand_id) for s in suppliers for d in seekers])
    said = data.draw(st.dictionaries(pairs, st.booleans(), max_size=2))
    rules = Rules(most, weights, tuple(PairLock(*pair, match) for pair, match in said.items()))

    made = solve(suppliers, seekers, rules)

    best = _best_of_all(suppliers, seekers, rules)
    assert made.is_feasible == (best is not None)
    if best is not None:
        assert (made.value, len(made.matches)) == best
        assert made.upper_bound == made.value


def _best_of_all(suppliers, seekers, rules):
    """The greatest worth, and the most pairs that reach it, of all matchings there are; None if there is none."""
    free = candidates(suppliers, seekers, rules)
    room = {each.supply_id: each.capacity for each in suppliers} | {each.demand_id: each.wanted for each in seekers}
    found = None
    for chosen in product((False, True), repeat=len(free)):
        matches = [match for match, is_chosen in zip(free, chosen, strict=True) if is_chosen]
        ends = [end for match in matches for end in (match.supplier.supply_id, match.seeker.demand_id)]
        if all(match in matches for match in free if match.is_locked) and all(
            ends.count(end) <= most for end, most in room.items()
        ):
            found = max(found or (Fraction(-(10**9)), 0), (sum((m.value for m in matches), Fraction(0)), len(matches)))
    return found
