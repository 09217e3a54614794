"""A hub's plan: what schools share is given out once, and each school keeps to its own limits."""

import time
from collections import Counter

import pytest

from bench.year import FIRST, LAST, hub_folders
from waymark.evaluation.frameworks import framework
from waymark.planner.solver import Watch
from waymark.planner.year_plan.hub import hub_world, reasons, share
from waymark.planner.year_plan.reading import read_records
from waymark.planner.year_plan.terms import Term

SCHOOLS = ["200000", "200001", "200002"]


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = hub_folders(tmp_path_factory.mktemp("hub") / "in", schools=3, learners=50, offers=14)
    records = read_records(folder, SCHOOLS, FIRST, lambda words: None)
    return hub_world(records, SCHOOLS, Term(FIRST, LAST), [framework("gatsby-2024")])


def test_a_hub_plan_gives_out_each_session_once_and_keeps_each_schools_limits(world):
    found = share(world, watch=Watch(time.monotonic() + 5))

    seats = found.plan.seats
    by_slot = Counter(m for m, _ in seats)
    assert max(by_slot.values()) == 1
    for o, many in Counter(int(world.offer_of[m]) for m in by_slot).items():
        assert many <= (world.offers[o].sessions or many)
    for s in range(len(SCHOOLS)):
        mine = {m: learners for (m, site), learners in seats.items() if site == s}
        assert sum(int(world.fixed[m]) + int(world.each[m]) * len(x) for m, x in mine.items()) <= 900_000
        assert all(world.site[learner] == s for learners in mine.values() for learner in learners)
        assert all(len(learners) <= world.capacity[m] for m, learners in mine.items())
        rooms = Counter()
        for m in mine:
            rooms[int(world.date_of[m])] += int(world.rooms[m])
        assert max(rooms.values(), default=0) <= 2
    assert found.greedy.value <= found.worth.value <= found.bound


def test_every_session_of_a_hub_says_why_it_is_where_it_is(world):
    found = share(world, watch=Watch(time.monotonic() + 1))

    told = reasons(world, found.plan)

    assert [(r.offer_id, r.date) for r in told] == sorted((r.offer_id, r.date) for r in told)
    assert len(told) == len(found.plan.seats)
    assert all(r.closes > 0 and r.next_best != r.institution_id for r in told)
    assert any(r.next_best for r in told)
