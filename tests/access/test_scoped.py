import pytest

from tests.factories import make_learner, make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NoScope, acting, everything
from waymark.ledger.models import Learner

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_schools():
    with acting(everything("test")):
        ours, theirs = make_school(), make_school("Oakmoor School", urn="900002")
        make_learner(ours, 1)
        make_learner(theirs, 2)
    return ours, theirs


def test_rows_raise_outside_a_scope(two_schools):
    with pytest.raises(NoScope):
        Learner.objects.count()


def test_rows_are_only_those_of_the_scope(two_schools):
    ours, _ = two_schools

    with acting(scope_with(ours)):
        seen = list(Learner.objects.values_list("organisation_id", flat=True))

    assert seen == [ours.pk]


def test_figures_alone_show_no_learner(two_schools):
    ours, _ = two_schools

    with acting(scope_with(ours, Permission.FIGURES_VIEW)):
        assert Learner.objects.count() == 0


def test_a_row_reached_from_another_keeps_the_lock(two_schools):
    ours, theirs = two_schools

    with acting(scope_with(ours)):
        assert theirs.learners.count() == 0
        assert ours.learners.count() == 1
