"""Kept evaluations by their endpoints, under the same locks as their pages."""

import hashlib
from datetime import date

import pytest

from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.evaluation.cuts.actions import cut


@pytest.fixture
def kept(world):
    with acting(everything("test")) as by:
        return cut(school=world.school, on=date(2026, 11, 20), by=by)


def test_kept_evaluations_and_one_in_full(world, program, kept):
    ours = program(world.school)

    listed, one = ours("GET", "kept"), ours("GET", f"kept/{kept.public_id}")

    assert [line["cut_id"] for line in listed.body] == [kept.public_id]
    assert one.body["cut"] == listed.body[0]
    assert (one.body["is_unaltered"], one.body["cut"]["measurement_point"]) == (True, None)
    assert hashlib.sha256(one.body["text"].encode()).hexdigest() == one.body["sha256"]
    gb5 = next(line for line in one.body["benchmarks"] if line["benchmark"] == "gb5")
    assert (gb5["score"], gb5["is_hidden"]) == (0, False)


def test_a_program_keeps_a_day(world, program, kept):
    ours = program(world.school)

    again, later = ours("POST", "kept", {"on": "2026-11-20"}), ours("POST", "kept", {"on": "2026-11-23"})

    assert (again.status, again.body["cut_id"]) == (201, kept.public_id)
    assert later.status == 422


def test_a_program_that_may_see_no_learner_is_given_no_day_kept_by_hand(world, program, kept):
    governor = program(world.school, Permission.FIGURES_VIEW)

    assert governor("GET", "kept").body == []
    assert governor("GET", f"kept/{kept.public_id}").status == 404
    assert governor("POST", "kept", {"on": "2026-11-20"}).status in (403, 404)


def test_another_schools_program_finds_nothing(world, program, kept):
    theirs = program(world.other)

    assert theirs("GET", "kept").body == []
    assert theirs("GET", f"kept/{kept.public_id}").status == 404
