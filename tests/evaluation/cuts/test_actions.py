import json
from datetime import date

import pytest
from django.db import connection

from tests.evaluation.cuts.conftest import DECEMBER, GOOD, TODAY
from tests.factories import attend, make_activity, make_learner, make_school, scope_with
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting
from waymark.evaluation.cuts.actions import CutRefused, cut
from waymark.evaluation.cuts.queries import content_at, cut_on, cuts_of, whole_text
from waymark.evaluation.cuts.verifying import is_unaltered
from waymark.evaluation.invariants import broken
from waymark.evaluation.models import Cut, CutInFull
from waymark.evaluation.queries import figures_of
from waymark.ledger.queries import revision_of
from waymark.ledger.touching import touch_learners


def test_a_cut_holds_what_the_school_has_shown_that_day(school, by):
    made = cut(school=school, on=DECEMBER, by=by)

    content, figures = content_at(made), figures_of(school, "gatsby-2024", on=DECEMBER)
    assert content.figures["gatsby-2024"].figures == figures.figures
    assert content.figures["provider-access"].figures == figures_of(school, "provider-access", on=DECEMBER).figures
    assert content.benchmarks["gb5"].score == figures.scores["gb5"].score == 75
    assert (made.framework, made.version, made.point) == ("gatsby-2024", "2024.1", "december")
    assert made.revision == content.revision == revision_of(school.pk)
    assert (content.achieved, content.answers_achieved) == (0, None)


def test_what_a_cut_shows_is_what_a_governor_sees(school, by, governor):
    made = cut(school=school, on=DECEMBER, by=by)

    with acting(scope_of(governor)):
        seen, figures = content_at(made), figures_of(school, "gatsby-2024", on=DECEMBER)
        assert not CutInFull.objects.exists()
    assert seen.figures["gatsby-2024"].figures == figures.figures
    assert seen.figures["gatsby-2024"].figure("gb5.employer_year", year_group=13).n is None
    assert content_at(made).figures["gatsby-2024"].figure("gb5.employer_year", year_group=13).n == 3


def test_what_is_recorded_later_does_not_change_a_cut(school, by):
    made = cut(school=school, on=DECEMBER, by=by)
    text = made.in_full.content

    late = make_learner(school, 40, year_group=9)
    attend(make_activity(school, "employer", held_on=date(2026, 12, 3), **GOOD), late)
    touch_learners(school.pk, [late.pk])
    again = cut(school=school, on=DECEMBER, by=by)

    made.refresh_from_db()
    assert made.in_full.content == text
    assert (again.replaces, again.pk == made.pk) == (made, False)
    assert list(cuts_of(school)) == [again, made]
    assert cut_on(school, DECEMBER) == again


def test_the_same_day_cut_twice_with_nothing_changed_is_one_cut(school, by):
    first = cut(school=school, on=DECEMBER, by=by)
    touch_learners(school.pk, [school.learners.first().pk])

    assert cut(school=school, on=DECEMBER, by=by) == first
    assert Cut.objects.count() == 1


def test_a_day_to_come_is_not_cut(school, by):
    with pytest.raises(CutRefused, match="still to come"):
        cut(school=school, on=date(2027, 1, 5), by=by)


def test_a_day_with_nobody_on_roll_is_not_cut(school, by):
    with pytest.raises(CutRefused, match="Nobody was on roll"):
        cut(school=school, on=date(2024, 12, 31), by=by)


def test_cutting_takes_the_permission_to_assess_and_leaves_a_line(school, by, leader):
    with acting(scope_of(leader)) as her:
        made = cut(school=school, on=TODAY, by=her)
    for other in (scope_with(school, Permission.FIGURES_VIEW), scope_with(make_school("Oak", urn="900002"))):
        with acting(other), pytest.raises(NotPermitted):
            cut(school=school, on=TODAY, by=other)

    event = AuditEvent.objects.get(verb="evaluation cut")
    assert (made.made_by, made.point, event.details["sha256"]) == (leader, "", made.in_full.sha256)


def test_days_cut_by_hand_are_not_for_who_may_see_no_learner(school, by, governor):
    cut(school=school, on=TODAY, by=by)
    point = cut(school=school, on=DECEMBER, by=by)

    with acting(scope_of(governor)):
        assert list(cuts_of(school)) == [point]
        assert whole_text(point) == (point.shown, point.shown_sha256)


@pytest.mark.parametrize(
    ("table", "column"), [("evaluation_cutinfull", "content"), ("evaluation_cut", "shown")], ids=["whole", "shown"]
)
def test_an_altered_cut_is_found(school, by, table, column):
    made = cut(school=school, on=DECEMBER, by=by)
    assert (is_unaltered(made), list(broken())) == (True, [])

    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = REPLACE({column}, '75', '100')")

    altered = Cut.objects.get()
    assert is_unaltered(altered) is False
    assert [line.partition(": ")[2] for line in broken()] == [f"its {column} is not what was cut."]


def test_a_cut_with_another_day_in_its_row_is_found(school, by):
    cut(school=school, on=DECEMBER, by=by)
    Cut.objects.update(revision=7)

    assert len(list(broken())) == 2


def test_no_person_is_in_a_cut(school, by):
    made = cut(school=school, on=DECEMBER, by=by)

    assert set(json.loads(made.in_full.content)) == {
        "answers", "format", "framework", "frameworks", "institution", "items", "on", "revision", "version",
    }  # fmt: skip
    names = {learner.family_name for learner in school.learners.all()}
    assert [name for name in names if name in made.in_full.content] == []
