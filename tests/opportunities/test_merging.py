"""Which row of a file is which run: hand-worked."""

from dataclasses import replace
from datetime import date

from waymark.opportunities.rules.facts import CourseFacts, RunFacts
from waymark.opportunities.rules.merging import merging_runs

COURSE = CourseFacts("00238422", ("Adults", "", "", "", "", "", ""), "Certificate in Plumbing")
RUN = RunFacts(
    COURSE, "Plumbing", "PL-01", 1, False, date(2027, 9, 1), 7, None, (), "", None, "Free", 12, 2, 2, 2
)  # fmt: skip
JANUARY, APRIL = replace(RUN, starts_on=date(2028, 1, 8)), replace(RUN, starts_on=date(2028, 4, 8))
DEARER = replace(RUN, cost_description="£5")


def test_a_row_that_says_the_same_changes_nothing():
    plan = merging_runs({2: RUN}, {70: RUN})

    assert (plan.additions, plan.changes, plan.unchanged, plan.absent) == ({}, {}, frozenset({2}), ())


def test_one_row_and_one_run_of_a_reference_are_the_same_run():
    plan = merging_runs({2: JANUARY}, {70: RUN})

    assert (plan.additions, plan.changes, plan.absent) == ({}, {70: JANUARY}, ())


def test_of_many_runs_of_a_reference_day_place_and_way_decide():
    plan = merging_runs({2: DEARER, 3: APRIL}, {70: RUN, 71: JANUARY})

    assert plan.changes == {70: DEARER, 71: APRIL}  # the first by its day; of what is left, one each
    assert merging_runs({2: APRIL}, {70: RUN, 71: JANUARY}).absent == (70, 71)


def test_without_a_reference_another_day_is_another_run():
    row, run = replace(JANUARY, reference=""), replace(RUN, reference="")

    plan = merging_runs({2: row}, {70: run})

    assert (plan.additions, plan.absent) == ({2: row}, (70,))
    assert merging_runs({2: replace(run, cost_description="£5")}, {70: run}).changes.keys() == {70}


def test_a_row_said_twice_counts_once():
    plan = merging_runs({2: RUN, 3: RUN, 4: JANUARY}, {})

    assert (plan.additions, plan.repeated) == ({2: RUN, 4: JANUARY}, frozenset({3}))


def test_a_reference_retyped_is_the_same():
    assert merging_runs({2: replace(DEARER, reference=" pl-01")}, {70: RUN}).changes.keys() == {70}


def test_what_a_row_left_out_may_be_is_not_absent():
    other = replace(RUN, reference="BR-02")

    assert merging_runs({}, {70: RUN, 71: other}, left_out={"pl-01"}).absent == (71,)
    assert merging_runs({}, {70: RUN, 71: other}, left_out={"pl-01", ""}).absent == ()  # it may be any of them
