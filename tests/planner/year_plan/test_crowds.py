"""One who leaves beside twenty who stay: counted among them, the bound on what a plan is worth stays a bound."""

from datetime import date
from itertools import product

import numpy as np
import pytest

from tests.planner.year_plan.checker import Problem
from tests.planner.year_plan.folders import DAYS, FIRST, LAST, learner, offer, write_problem
from tests.planner.year_plan.test_against_brute_force import planned
from tests.planner.year_plan.test_hub import built, relaxed
from waymark.planner.year_plan.crowds import reached

EARLY, LATE = DAYS[0], DAYS[3]
LEAVER, STAYING = "L0", [f"L{n}" for n in range(1, 21)]


def world_with(folder, staying=STAYING, *, early=20, late=25, budget=1):
    """A talk before they leave and one after, at a pound each, for so many."""
    learners = [learner(LEAVER, 10, to="2027-01-31"), *(learner(name, 10) for name in staying)]
    offers = [
        offer("O0", dates=EARLY, capacity=early, fixed_cost="1", sessions=1),
        offer("O1", dates=LATE, capacity=late, fixed_cost="1", sessions=1),
    ]
    return write_problem(folder, learners, offers, {"budget": budget})


def every_plan():
    """Who stays is alike, so only how many of them go tells plans apart: the first of them early, the last late."""
    for is_early, early, late in product((False, True), range(21), range(21)):
        sessions = {
            ("O0", date.fromisoformat(EARLY)): [LEAVER] * is_early + STAYING[:early],
            ("O1", date.fromisoformat(LATE)): STAYING[20 - late :],
        }
        yield {slot: frozenset(going) for slot, going in sessions.items() if going}


def best_of(folder):
    problem = Problem(folder, "S", FIRST, LAST)
    return max(problem.value(plan) for plan in every_plan() if not problem.broken(plan))


@pytest.mark.parametrize(
    ("early", "late", "budget"), [(20, 25, 1), (25, 20, 1), (1, 25, 2), (5, 5, 2), (10, 25, 2), (25, 25, 0)]
)
def test_no_plan_is_worth_more_than_the_bound_that_counts_a_leaver_among_many(tmp_path, early, late, budget):
    folder = world_with(tmp_path / "in", early=early, late=late, budget=budget)
    world = built([folder])
    best = best_of(folder)

    bounds = [relaxed(world, with_days=with_days) * float(world.unit) for with_days in (True, False)]
    told = planned(folder, tmp_path / "out")

    assert min(bounds) >= float(best) - 1e-6
    assert float(told["upper_bound"]) >= float(best) == float(told["value"])


def test_only_so_few_are_counted_among_many(tmp_path):
    def reaches_alike(many):
        world = built([world_with(tmp_path / str(many), STAYING[:many])])
        leaver, stayer = world.pattern[[world.learners.index(LEAVER), world.learners.index("L1")]]
        assert (world.may[leaver] != world.may[stayer]).any()
        reach = reached(world)
        return np.array_equal(reach[leaver], reach[stayer])

    assert [reaches_alike(many) for many in (20, 19)] == [True, False]
