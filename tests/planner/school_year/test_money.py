"""What a year costs, worked by hand."""

from datetime import date
from decimal import Decimal

import pytest

from tests.factories import attend, expect, make_activity, make_learner, make_school
from waymark.planner.actions.money import BudgetRefused, Line, set_budget
from waymark.planner.actions.school_year import Planning, say_planning
from waymark.planner.models import BudgetLine, Planned
from waymark.planner.queries.money import LineMoney, each_costs, money_of
from waymark.planner.queries.school_year import entries_of, lines_of


@pytest.fixture
def school(db_scope):
    return make_school()


def money(school):
    return money_of(entries_of(school, 2026), lines_of(school, 2026))


def test_spent_committed_and_left(school, db_scope):
    """£400 for coaches, £250 for visitors. Done: £120 of coaches for two who came of three. Planned: £90 of coaches,
    £60.50 of no line, one without a cost. Cancelled: £500."""
    coaches, _ = set_budget(
        school=school, year=2026, lines=[Line("Coaches", Decimal(400)), Line("Visitors", Decimal(250))], by=db_scope
    )
    learners = [make_learner(school, number) for number in range(3)]
    done = make_activity(school, cost=Decimal("120"), held_on=date(2026, 10, 7))
    planned = make_activity(school, cost=Decimal("90"), held_on=date(2027, 3, 9))
    expect(planned, *learners)
    for activity in (done, planned):
        say_planning(activity=activity, planning=Planning(line=coaches.pk), by=db_scope)
    attend(done, *learners[:2])
    attend(done, learners[2], status="absent")
    make_activity(school, cost=Decimal("60.50"), held_on=date(2027, 3, 10))
    make_activity(school, held_on=date(2027, 3, 11))
    make_activity(school, cost=Decimal("500"), held_on=date(2027, 3, 12), state="cancelled")
    make_activity(school, cost=Decimal("77"), held_on=date(2027, 9, 12))  # next year's

    found = money(school)

    assert found.lines == (
        LineMoney(coaches.pk, "Coaches", Decimal(400), Decimal(120), Decimal(90)),
        LineMoney(lines_of(school, 2026)[1].pk, "Visitors", Decimal(250), Decimal(0), Decimal(0)),
        LineMoney(None, "", None, Decimal(0), Decimal("60.50")),
    )
    assert [line.left for line in found.lines] == [Decimal(190), Decimal(250), None]
    assert (found.budget, found.spent, found.committed) == (Decimal(650), Decimal(120), Decimal("150.50"))
    assert (found.left, found.unpriced, found.places) == (Decimal("379.50"), 1, 2 + 3 + 0)


def test_without_lines_there_is_no_budget(school, db_scope):
    make_activity(school, cost=Decimal("60"), held_on=date(2027, 3, 10))

    found = money(school)

    assert (found.budget, found.left, found.committed) == (None, None, Decimal(60))


def test_what_it_comes_to_for_each_learner():
    assert each_costs(Decimal("100"), 3) == Decimal("33.33")
    assert each_costs(Decimal("100"), 0) is None
    assert each_costs(None, 3) is None


def test_lines_change_exchange_names_and_go(school, db_scope):
    one, two = set_budget(school=school, year=2026, lines=[Line("A", Decimal(1)), Line("B", Decimal(2))], by=db_scope)
    activity = make_activity(school)
    say_planning(activity=activity, planning=Planning(line=one.pk), by=db_scope)

    lines = [Line("B", Decimal(3), one.pk), Line("A", Decimal(2), two.pk)]
    set_budget(school=school, year=2026, lines=lines, by=db_scope)
    assert list(BudgetLine.objects.values_list("pk", "name", "amount")) == [
        (one.pk, "B", Decimal(3)),
        (two.pk, "A", Decimal(2)),
    ]
    set_budget(school=school, year=2026, lines=[Line("A", Decimal(2), two.pk)], by=db_scope)
    assert Planned.objects.get().line is None


def test_a_budget_that_cannot_be(school, db_scope):
    twice = [Line("Coaches", Decimal(1)), Line("coaches ", Decimal(2))]
    for lines in (twice, [Line(" ", Decimal(1))], [Line("A", Decimal(-1))]):
        with pytest.raises(BudgetRefused):
            set_budget(school=school, year=2026, lines=lines, by=db_scope)


def test_a_line_of_another_school_pays_for_nothing_here(school, db_scope):
    theirs = set_budget(school=make_school("Oakmoor School", urn="900002"), year=2026,
                        lines=[Line("A", Decimal(1))], by=db_scope)  # fmt: skip
    activity = make_activity(school)

    say_planning(activity=activity, planning=Planning(line=theirs[0].pk), by=db_scope)

    assert Planned.objects.get().line is None
