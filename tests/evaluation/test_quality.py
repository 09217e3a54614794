from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting
from waymark.evaluation.quality import quality_of
from waymark.intake.models import Delivery

ON = date(2026, 11, 22)


@pytest.fixture
def school(db_scope):
    return make_school()


def test_a_school_without_records_has_nothing_to_lean_on(school):
    quality = quality_of(school, "gatsby-2024", on=ON)

    assert (quality.coverage, quality.registers_taken, quality.registers_wanting) == ({}, 0, 0)
    assert (quality.last_recorded_on, quality.roll_read_on, quality.source) == (None, None, "")


def test_registers_wanting_are_past_and_of_this_year(school):
    make_activity(school, held_on=date(2026, 10, 1))
    make_activity(school, held_on=date(2026, 12, 1), title="To come")
    make_activity(school, held_on=date(2026, 6, 1), title="Last year")
    make_activity(school, held_on=date(2026, 10, 2), title="Called off", state="cancelled")
    attend(make_activity(school, held_on=date(2026, 10, 3), title="Taken"), make_learner(school))

    quality = quality_of(school, "gatsby-2024", on=ON)

    assert (quality.registers_taken, quality.registers_wanting) == (1, 1)


def test_records_say_whether_they_came_from_registers_or_files(school):
    by_hand, from_file = attend(make_activity(school), make_learner(school, 1), make_learner(school, 2))
    file = Delivery.objects.create(organisation=school, kind="attendance", sha256="0", filename="autumn.csv")
    type(from_file).objects.filter(pk=from_file.pk).update(delivery=file)

    quality = quality_of(school, "gatsby-2024", on=ON)

    assert (quality.recorded_by_hand, quality.recorded_from_files) == (1, 1)
    assert quality.source == "registers and files brought in"
    assert quality.last_recorded_on == by_hand.recorded_at.date()


def test_the_roll_is_as_old_as_the_last_learner_file_that_was_merged(school):
    for day, state in ((date(2026, 9, 3), "merged"), (date(2026, 11, 2), "undone")):
        Delivery.objects.create(organisation=school, kind="learners", sha256=state, speaks_for=day, state=state)

    assert quality_of(school, "gatsby-2024", on=ON).roll_read_on == date(2026, 9, 3)


def test_quality_is_for_who_may_see_figures(school):
    with acting(scope_with(school, Permission.REGISTER_TAKE)), pytest.raises(NotPermitted):
        quality_of(school, "gatsby-2024", on=ON)
