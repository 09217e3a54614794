"""How an index of courses learns what changed."""

import pytest
from django.db import transaction

from tests.opportunities.makers import make_course, make_provider, make_run, make_venue
from waymark.opportunities.actions.changes import announce
from waymark.opportunities.models import CourseState
from waymark.opportunities.queries.changes import changed_after, last_change
from waymark.opportunities.queries.courses import live_runs, runs_of

pytestmark = pytest.mark.django_db


def test_a_change_is_a_row_with_a_growing_number():
    provider = make_provider()
    first = make_run(make_course(provider), make_venue(provider))
    seen = last_change()
    second = make_run(make_course(provider))
    announce([second.pk, first.pk])

    assert changed_after(0) == {first.pk, second.pk}
    assert changed_after(seen) == {second.pk, first.pk}
    assert changed_after(seen, up_to=seen + 1) == {second.pk}
    assert changed_after(last_change()) == set()


def test_what_was_undone_was_never_announced():
    run = make_run(make_course(make_provider()))
    seen = last_change()
    with transaction.atomic():
        announce([run.pk])
        transaction.set_rollback(True)

    assert changed_after(seen) == set()


def test_a_run_is_offered_while_it_and_its_course_are_live():
    provider, other = make_provider(), make_provider("Elsewhere", ukprn="10009902")
    kept, gone, of_gone, next_door = (make_run(make_course(p)) for p in (provider, provider, provider, other))
    type(gone).objects.filter(pk=gone.pk).update(state=CourseState.ARCHIVED)
    type(of_gone.course).objects.filter(pk=of_gone.course_id).update(state=CourseState.ARCHIVED)

    assert set(live_runs()) == {kept, next_door}
    assert list(runs_of(provider)) == [kept]
