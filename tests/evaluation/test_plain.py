from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel import rereading
from tests.kernel.small_worlds import small_world, turning_day
from waymark.evaluation import plain
from waymark.evaluation.frameworks import framework

NAMES = ("gatsby-2014", "gatsby-2024", "provider-access")
seeds = st.integers(0, 2**32)


@given(st.sampled_from(NAMES), seeds, seeds)
@settings(max_examples=300, deadline=None)
def test_evaluate_agrees_with_a_second_reading_of_the_specification(name, world, day):
    tables, on = small_world(world), turning_day(day)

    got = plain.evaluate(framework(name), on, tables)

    assert (got.judgements, got.figures, got.scores) == rereading.results(name, on, tables)


def test_small_worlds_reach_every_entitlement_with_every_answer_it_can_have():
    """Without this the agreement above could be about nothing."""
    seen = set()
    for seed in range(600):
        tables, on = small_world(seed), turning_day(seed)
        for name in NAMES:
            seen |= {(row[3], row[4]) for row in plain.evaluate(framework(name), on, tables).judgements}

    every = {due.code: due for name in NAMES for due in framework(name).entitlements}
    possible = {(code, answer) for code in every for answer in ("met", "not_yet", "missed", "unknown")}
    sure = {code for code, due in every.items() if due.window.span == "this_year"}  # never unknown
    assert possible - {(code, "unknown") for code in sure} == seen


def test_evaluate_sorts_text_by_code_point_and_numbers_as_numbers():
    tables = small_world(11)

    got = plain.evaluate(framework("gatsby-2024"), date(2024, 1, 15), tables)

    assert got.judgements == sorted(got.judgements)
    assert [row[:5] for row in got.figures] == sorted(row[:5] for row in got.figures)
    assert [row[:2] for row in got.scores] == sorted(row[:2] for row in got.scores)


@pytest.mark.parametrize("name", NAMES)
def test_evaluate_gives_every_institution_a_row_for_every_scored_benchmark_when_nobody_is_on_roll(name):
    tables = {**small_world(3), "learners": [], "enrolments": [], "participations": []}

    got = plain.evaluate(framework(name), date(2024, 1, 15), tables)

    institutions = sorted(row["institution_id"] for row in tables["institutions"])
    scored = framework(name).scored_benchmarks
    assert got.scores == [(i, benchmark, None, False, 0) for i in institutions for benchmark in scored]
    assert (got.judgements, got.figures) == ([], [])
