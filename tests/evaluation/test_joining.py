"""A college's sites side by side: what each says, what records count of the whole, and who is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import attend, make_activity, make_learner, make_school, make_user, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import acting
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.evaluation.assessing.rules import choices_of
from waymark.evaluation.frameworks import framework
from waymark.evaluation.joining import JoinedItem, joined, whole_score
from waymark.ledger.touching import touch_everyone

POINT, EARLIER = date(2026, 7, 31), date(2026, 3, 31)
RULES = framework("gatsby-2024")


def answered(college, part, on, by, *, finish=True, **answers):
    made = start_assessment(school=college, on=on, part=part, by=by)
    for item, answer in answers.items():
        answer_item(assessment=made, item=item.replace("_", "-"), answer=answer, saw=0, by=by)
    return finish_assessment(assessment=made, by=by) if finish else made


@pytest.fixture
def college(db_scope, time_machine):
    """Forty learners in Year 13, thirty of whom met an adviser; three sites, one of which has nothing new to say."""
    time_machine.move_to("2026-11-22T10:00:00Z")
    college = make_school("Westmarch College", urn="", ukprn="19900001", setting="college")
    learners = [make_learner(college, number, year_group=13, year=2025) for number in range(40)]
    attend(make_activity(college, "guidance", adviser_level=6, held_on=date(2026, 2, 4)), *learners[:30])
    touch_everyone(college.pk)
    answered(college, "Harbour", EARLIER, db_scope, gb1_head="yes")
    answered(college, "Bridge", POINT, db_scope, gb1_head="yes", gb1_governors="yes", gb8_college="few")
    answered(college, "Quay", POINT, db_scope, finish=False, gb1_head="no", gb1_governors="yes")
    return college


def items_of(found, code):
    return {item.criterion.code: item for one in found.benchmarks if one.code == code for item in one.items}


def test_each_part_is_shown_beside_the_others_and_the_missing_one_is_named(college):
    found = joined(college, on=POINT)

    assert [part.name for part in found.parts] == ["Bridge", "Harbour", "Quay"]
    assert (found.missing, found.unfinished) == (("Harbour",), ("Quay",))
    head = items_of(found, "gb1")["gb1-head"]
    assert [each.name if each else None for each in head.answers] == ["yes", None, "no"]
    assert (head.least.name, head.greatest.name) == ("no", "yes")


def test_what_records_count_is_of_the_whole_college(college):
    found = joined(college, on=POINT)
    guidance = items_of(found, "gb8")["gb8-college"]

    assert (guidance.records.met, guidance.records.of, guidance.records.band.name) == (30, 40, "most")
    assert [each.name if each else None for each in guidance.answers] == ["few", None, None]


def test_the_score_of_the_whole_leaves_the_missing_part_out(college):
    found = joined(college, on=POINT)
    gb1 = next(one for one in found.benchmarks if one.code == "gb1")
    scored = [item for item in gb1.items if item.criterion.scored]

    assert gb1.parts[1] is None
    assert gb1.whole.score == 25 * (2 + 4) // len(scored)


def test_without_parts_there_is_no_joined_view(db_scope, college):
    other = make_school("Oakmoor College", urn="", ukprn="19900002", setting="college")

    assert joined(other, on=POINT) is None


def test_small_numbers_are_hidden_from_a_governor_and_so_is_the_score_they_make(college, db_scope):
    few = make_school("Marram College", urn="", ukprn="19900003", setting="college")
    attend(
        make_activity(few, "guidance", adviser_level=6, held_on=date(2026, 2, 4)),
        *[make_learner(few, number, year_group=13, year=2025) for number in range(3)],
    )
    touch_everyone(few.pk)
    answered(few, "Bridge", POINT, db_scope)
    with acting(scope_with(few, Permission.FIGURES_VIEW)):
        found = joined(few, on=POINT)

    guidance = items_of(found, "gb8")["gb8-college"]
    assert (guidance.records.met, guidance.records.answer) == (None, None)
    assert next(one for one in found.benchmarks if one.code == "gb8").whole is None


CRITERIA = [c for c in RULES.benchmark("gb1").criteria if c.scored]
CHOICES = choices_of(RULES, CRITERIA[0])


@given(st.lists(st.tuples(*[st.sampled_from(CHOICES)] * 3), min_size=len(CRITERIA), max_size=len(CRITERIA)))
def test_the_whole_is_never_outside_its_parts(answers):
    """By people's answers alone it is no higher than the best part, and below the least only by rounding down."""
    benchmark = RULES.benchmark("gb1")
    items = [JoinedItem(c, given, None) for c, given in zip(CRITERIA, answers, strict=True)]
    alone = [whole_score(items, benchmark, present=[n]).score for n in range(3)]

    together = whole_score(items, benchmark, present=[0, 1, 2])
    assert min(alone) - 25 <= together.score <= max(alone)
    assert whole_score(items, benchmark, present=[0, 0]) == whole_score(items, benchmark, present=[0])


def test_the_page_shows_it_and_a_school_has_none(college, signed_in):
    client = signed_in(make_user("Robin Marsh", ("careers_leader", college)))
    page = client.get("/schools/westmarch-college/self-assessment/sites/").content.decode()
    listed = client.get("/schools/westmarch-college/self-assessment/").content.decode()

    assert "Missing: Harbour" in page
    assert "Not finished: Quay" in page
    assert "30 of 40" in page
    assert "Yes at 1 of 2" in page
    assert "/self-assessment/sites/" in listed
