"""Plans of small generated worlds, against every plan there is."""

import json
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.planner.year_plan.checker import Problem, check, plan_in
from tests.planner.year_plan.folders import FIRST, LAST, problems, write_problem
from waymark.evaluation.frameworks import framework
from waymark.planner.year_plan.planning import Asking, answer, question
from waymark.planner.year_plan.reading import read_records
from waymark.planner.year_plan.terms import Term
from waymark.planner.year_plan.writing import write_plan

FRAMEWORKS = [framework("gatsby-2024"), framework("provider-access")]
_GENERATED = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def planned(folder: Path, out: Path, **how) -> dict:
    """Plan a folder into `out`, and what its plan.json says."""
    asking = Asking(**{"seconds": 30, **how})
    records = read_records(folder, ["S"], FIRST, lambda words: None)
    found = answer(question(records, "S", Term(FIRST, LAST), FRAMEWORKS), asking)
    out.mkdir()
    write_plan(out, found, asking)
    return json.loads((out / "plan.json").read_text())


@_GENERATED
@given(problems())
def test_the_best_plan_is_found_and_proven(problem):
    with tempfile.TemporaryDirectory() as place:
        folder, out = write_problem(Path(place) / "in", **problem), Path(place) / "out"
        told = planned(folder, out)
        world = Problem(folder, "S", FIRST, LAST)

        best = max((world.rank(plan) for plan in world.plans()), default=None)

        if best is None:
            assert told["status"] == "infeasible"
            assert sorted(path.name for path in out.iterdir()) == ["plan.json"]
            return
        plan = check(world, out)
        assert world.rank(plan) == best
        assert (told["status"], told["upper_bound"], told["gap_percent"]) == ("optimal", told["value"], 0)
        assert told["greedy_value"] == world.value(world.greedy())


@_GENERATED
@given(problems())
def test_the_cheapest_plan_as_good_as_greedy_is_found(problem):
    problem["limits"].pop("locks", None)
    with tempfile.TemporaryDirectory() as place:
        folder, out = write_problem(Path(place) / "in", **problem), Path(place) / "out"
        told = planned(folder, out, objective="cheapest")
        world = Problem(folder, "S", FIRST, LAST)
        target = world.value(world.greedy())

        best = min(world.cost(plan) for plan in world.plans() if world.value(plan) >= target)

        plan = check(world, out)
        assert world.value(plan) >= target
        assert world.cost(plan) == best
        assert told["status"] == "optimal"


@_GENERATED
@given(problems(), problems())
def test_staying_close_keeps_the_most_there_can_be(problem, changed):
    problem["limits"].pop("locks", None)
    changed["limits"].pop("locks", None)
    with tempfile.TemporaryDirectory() as place:
        before, earlier = write_problem(Path(place) / "before", **problem), Path(place) / "earlier"
        planned(before, earlier)
        kept = {(*slot, x) for slot, learners in plan_in(earlier).items() for x in learners}
        folder = write_problem(Path(place) / "in", **{**problem, "limits": changed["limits"]})
        out = Path(place) / "out"
        told = planned(folder, out, stay_close=kept)
        world = Problem(folder, "S", FIRST, LAST)

        def rows(plan) -> int:
            return len(kept & {(*slot, x) for slot, learners in plan.items() for x in learners})

        every = list(world.plans())
        value = max(world.value(plan) for plan in every)
        good = [(rows(plan), *world.rank(plan)) for plan in every if world.value(plan) * 100 >= value * 99]
        plan = check(world, out)
        assert (rows(plan), *world.rank(plan)) == max(good)
        assert told["status"] == "optimal"
