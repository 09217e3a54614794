"""What people who may see no learner are shown, by all frameworks together."""

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, scope_with
from tests.web.hub.conftest import GOOD, TODAY
from waymark.access.permissions import Permission
from waymark.access.scope import acting
from waymark.evaluation.evaluated import true_figures
from waymark.evaluation.hiding import hiding_small
from waymark.evaluation.queries import figures_of
from waymark.kernel.facts import Institution
from waymark.kernel.vocabulary import Setting
from waymark.ledger.queries import revision_of


@pytest.fixture
def school(db_scope):
    """Fourteen in Year 9 and three in Year 13: taken from everybody, Year 9 would tell how many are in Year 13."""
    school = make_school()
    learners = [make_learner(school, number, year_group=9) for number in range(14)]
    learners += [make_learner(school, number, year_group=13) for number in range(3)]
    attend(make_activity(school, "employer", **GOOD), *learners[:9])
    return school


def year_9(figures):
    return {figure.n for (_, group, year), figure in figures.figures.items() if (group, year) == ("all", 9)}


def test_a_year_group_hidden_by_one_framework_is_told_by_none(school):
    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        benchmarks, access = (figures_of(school, name, on=TODAY) for name in ("gatsby-2024", "provider-access"))

    assert benchmarks.figure("gb5.employer_year").n == 17
    assert (year_9(benchmarks), year_9(access)) == ({None}, {None})


def test_alone_the_other_framework_would_have_told_it(school):
    """Without this the agreement above could be about nothing."""
    access = true_figures(school, "provider-access", TODAY, revision=revision_of(school.pk))

    shown = hiding_small(Institution("900001", Setting.SCHOOL), "provider-access", {"provider-access": access})

    assert year_9(shown) == {14}
