"""The self-assessment by its endpoints, under the same locks as its pages."""

from datetime import date

import pytest

from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.actions import answer_item, start_assessment


@pytest.fixture
def assessment(world):
    with acting(everything("test")) as by:
        made = start_assessment(school=world.school, on=date(2026, 11, 20), by=by)
        answer_item(assessment=made, item="gb5-year", answer="all", reason="One is not recorded.", saw=0, by=by)
        return made


def test_self_assessments_and_what_one_comes_to(world, program, assessment):
    ours = program(world.school)

    listed = ours("GET", "assessments")
    one = ours("GET", f"assessments/{assessment.public_id}")

    assert [line["assessment_id"] for line in listed.body] == [assessment.public_id]
    assert one.body["assessment"] == listed.body[0]
    year = next(item for item in one.body["items"] if item["code"] == "gb5-year")
    assert (year["claimed"], year["outcome"], year["quarters"]) == ("all", "contradicted", 4)
    assert (year["recorded"]["met"], year["recorded"]["of"]) == (0, 3)
    gb5 = next(line for line in one.body["benchmarks"] if line["benchmark"] == "gb5")
    assert (gb5["score"], gb5["evidenced_score"], one.body["achieved"]) == (100, 0, 1)


def test_small_numbers_are_hidden_from_a_program_that_may_see_no_learner(world, program, assessment):
    said = program(world.school, Permission.FIGURES_VIEW)("GET", f"assessments/{assessment.public_id}").body

    year = next(item for item in said["items"] if item["code"] == "gb5-year")
    assert (year["outcome"], year["recorded"]["met"], year["recorded"]["of"]) == ("hidden", None, None)


def test_another_schools_program_finds_nothing(world, program, assessment):
    theirs = program(world.other)

    assert theirs("GET", "assessments").body == []
    assert theirs("GET", f"assessments/{assessment.public_id}").status == 404
