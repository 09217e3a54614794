"""What a plan closes, told to who sees no learner: set against the figures they see, it gives no few away."""

from datetime import date

import pytest

from tests.factories import attend, expect, make_activity, make_learner, make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.evaluation.queries import figures_of
from waymark.ledger.models import Learner
from waymark.ledger.touching import touch_everyone
from waymark.planner.queries.closing import closing
from waymark.planner.queries.tellable import tellable

MEANT = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
ON = date(2026, 11, 22)
CODE = "gb5.employer_year"


@pytest.fixture
def school(db):
    """Thirty in each of three year groups: who has not met an employer this year is 24, 24 and, in Year 9, one."""
    with acting(everything("test")):
        school = make_school()
        seven, eight, nine = (
            [make_learner(school, 30 * year + number, year_group=year) for number in range(30)] for year in (7, 8, 9)
        )
        talk = make_activity(school, held_on=date(2026, 10, 7), **MEANT)
        attend(talk, *seven[:6], *eight[:6], *nine[:29])
        planned = make_activity(school, held_on=date(2027, 3, 9), **MEANT)
        expect(planned, *seven[6:10], *eight[6:10], *nine)
        touch_everyone(school.pk)
    return school


def of_employers(parts):
    return [(part.year_group, part.units, part.learners) for part in parts if part.name == CODE]


def test_a_part_whose_figure_is_hidden_is_left_out(school):
    """The figures hide Year 9's one, and one of the others that would give it away: so do the gaps."""
    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        figures = figures_of(school, "gatsby-2024", on=ON)
        true = closing(school, on=ON)
        found = tellable(true, school, on=ON)

    shown = {year: figures.figure(CODE, "all", year).not_yet for year in (7, 8, 9)}
    assert sorted(shown.values(), key=str) == [24, None, None]
    assert of_employers(true.before) == [(7, 24, 24), (8, 24, 24), (9, 1, 1)]
    assert of_employers(found.before) == [(year, 20, 20) for year, n in shown.items() if n]
    assert {part.year_group for each in found.of.values() for part in each.parts if part.name == CODE} == {
        year for year, n in shown.items() if n
    }


def test_what_is_left_is_worked_out_from_what_is_told(school):
    """Of 24 that the figures tell, 14 are closed. What is left says nothing more of that than “about 10” does."""
    with acting(everything("test")):
        closes_ten = make_activity(school, held_on=date(2027, 3, 10), **MEANT)
        for year_group in (7, 8):
            people = Learner.objects.filter(organisation=school, enrolments__year_group=year_group).order_by("pk")
            expect(closes_ten, *people[10:20])
        touch_everyone(school.pk)
    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        true = closing(school, on=ON)
        found = tellable(true, school, on=ON)

    assert of_employers(true.left) == [(7, 10, 10), (8, 10, 10)]
    assert [units for _, units, _ in of_employers(found.left)] == [10]  # about 20 less about 10, for 14 of 24
