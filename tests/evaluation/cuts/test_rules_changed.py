from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import acting
from waymark.evaluation.cuts.rules_changed import changed_rules_on
from waymark.evaluation.queries import figures_of
from waymark.kernel.rules_change import Fate
from waymark.ledger.touching import touch_everyone

ON = date(2025, 7, 31)


@pytest.fixture
def school(db_scope):
    """Thirty in Year 11: all met an employer with whom they talked, ten of them with all that is asked now."""
    school = make_school()
    learners = [make_learner(school, number, year_group=11, year=2024) for number in range(30)]
    talk = make_activity(school, "employer", held_on=date(2024, 11, 5), two_way=True)
    attend(talk, *learners[10:])
    good = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
    attend(make_activity(school, "employer", held_on=date(2024, 11, 6), **good), *learners[:10])
    week = {**good, "task_set": True, "employer_feedback": True}
    attend(make_activity(school, "workplace", held_on=date(2025, 3, 5), **week), *learners)
    touch_everyone(school.pk)
    return school


def changed(school, code):
    return next(each for each in changed_rules_on(school, on=ON) if each.code == code)


def test_the_same_encounters_by_both_rules(school):
    employers = changed(school, "gb5")

    assert (employers.was, employers.now, employers.difference) == (100, 50, -50)
    assert (employers.was_achieved, employers.now_achieved) == (True, False)
    (part,) = employers.parts
    assert (part.fate, part.before, part.after, part.points) == (Fate.CHANGED, "Everyone", "Some", -50)
    assert part.because[0].startswith("Each must now also show: the employer and the learners knew what it was for; ")
    assert part.because[1] == "One that was only online no longer counts."
    assert part.because[-1] == "Full credit now takes more than 90% of learners; it took more than 75%."


def test_a_need_that_grew_is_said(school):
    (part,) = changed(school, "gb6").parts

    assert (part.before, part.after, part.points) == ("Everyone", "No one", -100)
    assert "2 are needed, not 1." in part.because


def test_what_is_gone_and_what_is_new_add_up(school):
    for each in changed_rules_on(school, on=ON):
        if each.difference is not None:
            assert sum(part.points for part in each.parts) == each.difference


def test_the_scores_are_those_of_the_figures(school):
    for each in changed_rules_on(school, on=ON):
        was, now = (figures_of(school, name, on=ON).scores.get(each.code) for name in ("gatsby-2014", "gatsby-2024"))
        assert (each.was, each.now) == (was and was.score, now and now.score)


def test_questions_that_are_new_and_gone_are_named(school):
    leadership = changed(school, "gb1")

    assert leadership.new_questions
    assert leadership.parts == ()


def test_who_may_see_no_learner_is_told_no_part_of_what_is_hidden(school, db_scope):
    few = make_school("Oak School", urn="900002")
    learners = [make_learner(few, number, year_group=11, year=2024) for number in range(4)]
    attend(make_activity(few, "employer", held_on=date(2024, 11, 5), two_way=True), *learners)

    with acting(scope_with(few, Permission.FIGURES_VIEW)):
        employers = changed(few, "gb5")

    assert (employers.is_hidden, employers.was, employers.now, employers.parts) == (True, None, None, ())


def test_todays_rules_have_no_later_ones(school):
    assert changed_rules_on(school, on=date(2026, 11, 22)) == []
