"""What planned activities close: against the kernel, which judges everybody afresh once they have happened."""

from collections import Counter
from datetime import date

import pytest

from tests.factories import attend, enrol, expect, make_activity, make_learner, make_school, scope_with
from tests.web.school.conftest import TODAY
from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.evaluation.evaluated import forget_everything
from waymark.ledger.models import Activity, Expected
from waymark.ledger.touching import touch_everyone
from waymark.planner.queries.closing import closing
from waymark.planner.queries.site_needs import needs_at

MEANT = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
ON = date(2026, 11, 22)


@pytest.fixture
def school(db_scope):
    return make_school()


def yearly(found):
    """Units and learners of the employer each year, whichever way round."""
    return [(p.year_group, p.units, p.learners) for p in found if p.name == "gb5.employer_year"]


def test_an_encounter_closes_the_gap_of_those_who_lack_it(school):
    """Three of Year 9: one has met an employer this year, two have not; all three are on the list of a talk."""
    people = [make_learner(school, number) for number in range(3)]
    attend(make_activity(school, held_on=date(2026, 10, 7), **MEANT), people[0])
    talk = make_activity(school, held_on=date(2027, 3, 9), **MEANT)
    second = make_activity(school, held_on=date(2027, 3, 10), **MEANT)
    expect(talk, *people)
    expect(second, *people)

    found = closing(school, on=ON)

    assert yearly(found.before) == [(9, 2, 2)]
    assert yearly(found.of[talk.pk].parts) == [(9, 2, 2)]
    assert yearly(found.of[second.pk].parts) == []  # what comes later finds the gap closed
    assert yearly(found.left) == []


def test_what_does_not_count_closes_nothing(school):
    """One talk without its ticks, one next academic year, one cancelled, one for somebody who leaves before it."""
    stays, leaves = make_learner(school), make_learner(school, 1, year_group=None)
    enrol(leaves, year_group=9, year=2026, to_on=date(2027, 2, 1))
    bare = make_activity(school, held_on=date(2027, 3, 9))
    next_year = make_activity(school, held_on=date(2027, 9, 9), **MEANT)
    cancelled = make_activity(school, held_on=date(2027, 3, 9), state="cancelled", **MEANT)
    after = make_activity(school, held_on=date(2027, 3, 9), **MEANT)
    for activity in (bare, next_year, cancelled):
        expect(activity, stays)
    expect(after, leaves)

    found = closing(school, on=ON)

    assert set(found.of) == {bare.pk, after.pk}
    assert [yearly(found.of[key].parts) for key in (bare.pk, after.pk)] == [[], []]


def test_the_kernel_finds_what_is_left_open_once_all_of_it_has_happened(big_school):
    """Two hundred learners: the gaps left are those the kernel finds at the end with every listed learner marked as
    having been there. The days are this November's, so that what happened is judged on the same day."""
    with acting(everything("test")):
        people = {
            year: list(Activity.objects.model._meta.apps.get_model("ledger", "Learner").objects.filter(
                organisation=big_school, enrolments__year_group=year, enrolments__academic_year=2026
            ))
            for year in (8, 10, 12)
        }  # fmt: skip
        Activity.objects.filter(state="planned").update(state="cancelled")
        planned = [
            make_activity(big_school, "employer", held_on=TODAY, **MEANT),
            make_activity(big_school, "curriculum", held_on=TODAY, subject="maths", **MEANT),
            make_activity(
                big_school, "provider", held_on=TODAY, provider_kind="itp", met_staff_and_learners=True, **MEANT
            ),
            make_activity(big_school, "employer", "lmi", held_on=TODAY, **MEANT),
        ]
        for activity, years in zip(planned, [(8, 10), (8, 12), (10, 12), (8, 10, 12)], strict=True):
            expect(activity, *(learner for year in years for learner in people[year][: 20 + year]))
        found = closing(big_school, on=TODAY)
        for activity in planned:
            attend(activity, *(row.learner for row in Expected.objects.filter(activity=activity)))
        touch_everyone(big_school.pk)
        forget_everything()

        left = Counter()
        for needs in needs_at(big_school, on=TODAY):
            for gap in needs.gaps:
                left[gap.lack.name, needs.at.year_group] += gap.units

    assert {(p.name, p.year_group): p.units for p in found.left} == left
    assert found.units == sum(p.units for p in found.before) - left.total() > 100


def test_who_sees_no_learner_gets_numbers_all_the_same_and_strangers_none(school, acting_as):
    talk = make_activity(school, held_on=date(2027, 3, 9), **MEANT)
    expect(talk, make_learner(school))
    acting_as(scope_with(school, Permission.FIGURES_VIEW))

    assert yearly(closing(school, on=ON).of[talk.pk].parts) == [(9, 1, 1)]

    acting_as(scope_with(school, Permission.LEARNER_VIEW))
    with pytest.raises(Exception, match="see figures"):
        closing(school, on=ON)
