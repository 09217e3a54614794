"""A hub's plan: what schools share is given out once, and each school keeps to its own limits."""

import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bench.year import FIRST, LAST, hub_folders
from tests.planner.year_plan.checker import Problem
from tests.planner.year_plan.folders import problems, write_problem
from waymark.evaluation.frameworks import framework
from waymark.planner.solver import Watch, solve
from waymark.planner.year_plan.choosing import choose
from waymark.planner.year_plan.gaps import find_needs
from waymark.planner.year_plan.hub import hub_world, reasons, share
from waymark.planner.year_plan.reading import read_records
from waymark.planner.year_plan.terms import Lock, Term
from waymark.planner.year_plan.world import Site, build_world

FRAMEWORKS = [framework("gatsby-2024"), framework("provider-access")]
TERM = Term(FIRST, LAST)
SCHOOLS = ["200000", "200001", "200002"]
_GENERATED = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return hub_folders(tmp_path_factory.mktemp("hub") / "in", schools=3, learners=150, offers=40)


@pytest.fixture(scope="module")
def world(folder):
    return hub_world(read_records(folder, SCHOOLS, FIRST, lambda words: None), SCHOOLS, TERM, FRAMEWORKS)


def plans_of(world, plan) -> list[dict]:
    """Each school's part: slots and who goes, by name."""
    parts: list[dict] = [{} for _ in world.sites]
    for (m, s), learners in plan.seats.items():
        slot = world.slots[m]
        parts[s][slot.offer.offer_id, slot.date] = {world.learners[x] for x in learners}
    return parts


def test_a_hub_plan_gives_out_each_session_once_and_keeps_each_schools_limits(folder, world):
    found = share(world, watch=Watch(time.monotonic() + 20))

    parts, schools = plans_of(world, found.plan), [Problem(folder, name, FIRST, LAST) for name in SCHOOLS]
    slots = Counter(slot for part in parts for slot in part)
    assert set(slots.values()) == {1}
    for offer, many in Counter(offer for offer, _ in slots).items():
        assert many <= (schools[0].number(offer, "sessions") or many)
    for school, part in zip(schools, parts, strict=True):
        assert school.broken(part) == []
    value = sum(school.value(part) for school, part in zip(schools, parts, strict=True))
    assert found.worth.value * world.unit == value
    assert found.greedy.value < found.worth.value <= found.bound
    assert found.worth.value >= 0.98 * found.bound


def test_a_hub_plan_keeps_every_schools_locks(world):
    slots = [world.slots[m] for m in (0, 3, len(world.slots) // 2)]
    locks = [Lock(slot.offer.offer_id, slot.date, True) for slot in slots]
    never = tuple(Lock(slot.offer.offer_id, slot.date, False) for slot in world.slots[1:3])
    sites = [replace(site, limits=replace(site.limits, locks=(locks[s], *never))) for s, site in enumerate(world.sites)]
    locked = build_world(sites, world.offers, TERM)

    found = share(locked, watch=Watch(time.monotonic() + 20))

    for part, lock in zip(plans_of(locked, found.plan), locks, strict=True):
        assert (lock.offer_id, lock.date) in part
        assert not {(each.offer_id, each.date) for each in never} & set(part)
    assert found.greedy.value <= found.worth.value <= found.bound


def test_the_same_seed_gives_the_same_hub_plan(world):
    one, other = (share(world, watch=Watch(time.monotonic() + 60), seed=3) for _ in range(2))

    assert one.plan == other.plan


def test_a_hub_without_time_gets_the_plan_made_by_hand(world):
    found = share(world, watch=Watch(time.monotonic()))

    assert found.worth == found.greedy
    assert found.was_stopped


@_GENERATED
@given(problems(), problems())
def test_the_best_plan_of_two_small_schools_is_found_and_no_plan_is_above_the_bound(here, there):
    there = renamed(there) | {"offers": here["offers"]}
    with tempfile.TemporaryDirectory() as place:
        folders = [write_problem(Path(place) / str(n), **problem) for n, problem in enumerate((here, there))]
        world = built(folders)
        best = best_together(*(Problem(folder, "S", FIRST, LAST) for folder in folders))
        if best is None:  # their locks cannot hold together
            return

        found = share(world, watch=Watch(time.monotonic() + 30))

        value, cost, *_ = best
        assert (found.worth.value * world.unit, found.worth.saved, found.is_proven) == (value, cost, True)
        for with_days in (True, False):
            assert relaxed(world, with_days=with_days) * float(world.unit) >= float(value) - 1e-6


def renamed(problem: dict) -> dict:
    """The same school with other people: ids are nobody else's in a hub."""
    learners = [row | {"learner_id": f"M{row['learner_id']}"} for row in problem["learners"]]
    return problem | {"learners": learners, "had": [(f"M{who}", of) for who, of in problem["had"]]}


def built(folders):
    sites, records = [], None
    for folder in folders:
        records = read_records(folder, ["S"], FIRST, lambda words: None)
        sites.append(Site("S", records.limits, find_needs(records, "S", TERM, FRAMEWORKS)))
    return build_world(sites, records.offers, TERM)


def best_together(here: Problem, there: Problem):
    """Of all pairs of plans that share no session and keep to the offers' sessions, the best; None if there is none."""
    choices = []
    for school in (here, there):
        best = defaultdict(list)
        for plan in school.plans():
            best[frozenset(plan)].append(school.rank(plan))
        choices.append({slots: max(ranks) for slots, ranks in best.items()})
    found = [
        tuple(a + b for a, b in zip(one, other, strict=True))
        for mine, one in choices[0].items()
        for theirs, other in choices[1].items()
        if not mine & theirs and all(
            many <= (here.number(offer, "sessions") or many)
            for offer, many in Counter(offer for offer, _ in mine | theirs).items()
        )
    ]  # fmt: skip
    return max(found, default=None)


def relaxed(world, *, with_days: bool) -> float:
    """What the choice says that no plan can be above, parts of sessions allowed."""
    choice = choose(world, with_days=with_days)
    choice.model.whole = [False] * choice.model.width
    return solve(choice.model, choice.value, watch=Watch(), maximise=True, whole_objective=False).bound


def test_every_session_of_a_hub_says_why_it_is_where_it_is(world):
    found = share(world, watch=Watch(time.monotonic() + 10))

    told = reasons(world, found.plan)

    assert [(r.offer_id, r.date) for r in told] == sorted((r.offer_id, r.date) for r in told)
    assert len(told) == len(found.plan.seats)
    assert all(r.closes > 0 and r.next_best != r.institution_id for r in told)
    assert any(r.next_best for r in told)
