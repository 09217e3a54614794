"""Every gap becomes something to do, worked out from the figures the reader may see, and from nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_learner, make_school, scope_with
from tests.web.school.conftest import TODAY
from waymark.access.permissions import Permission
from waymark.access.scope import acting
from waymark.evaluation.assessing.actions import answer_item, finish_assessment, start_assessment
from waymark.evaluation.frameworks import framework
from waymark.evaluation.queries import figures_of
from waymark.kernel.scores import FULL_CREDIT
from waymark.ledger.touching import touch_everyone
from waymark.planner.models import ImprovementAction
from waymark.planner.queries.suggestions import suggested, usual_day
from waymark.planner.rules.moving import move_by_answer, move_by_offer

RULES = "gatsby-2024"


def governing(school):
    return scope_with(school, Permission.FIGURES_VIEW)


def assessed(school, by, **answers):
    """A finished self-assessment with these answers to the first benchmark."""
    made = start_assessment(school=school, on=TODAY, by=by)
    for item, answer in answers.items():
        answer_item(assessment=made, item=item.replace("_", "-"), answer=answer, saw=0, by=by)
    return finish_assessment(assessment=made, by=by)


def test_every_entitlement_with_somebody_still_to_go_is_suggested_with_their_number(big_school, db_scope):
    figures = figures_of(big_school, RULES, on=TODAY)

    found = {
        (each.need, each.answer): each.count
        for each in suggested(big_school, on=TODAY).suggestions
        if each.framework == RULES
    }

    wanting = {
        (figure.entitlement, "not_yet"): figure.not_yet
        for key, figure in figures.figures.items()
        if key[1:] == ("all", 0) and figure.not_yet
    }
    wanting |= {
        (figure.entitlement, "missed"): figure.missed
        for key, figure in figures.figures.items()
        if key[1:] == ("all", 0) and figure.missed
    }
    assert len(wanting) > 10
    assert found == wanting


def test_a_suggestion_says_how_many_whom_and_by_when_but_what_is_kept_says_no_number(big_school, db_scope):
    found = suggested(big_school, on=TODAY).by_need()["gb8.guidance_by_16"]

    assert found.title == "Offer 13 pupils of Year 11 a meeting with a careers adviser by 31 July 2027"
    assert found.words == "Offer pupils of Year 11 a meeting with a careers adviser"
    assert found.achieve_by == date(2027, 7, 31)
    assert (found.moves.before, found.moves.after) == (37, 50)


def test_a_window_that_closes_sooner_says_so(big_school, db_scope):
    found = suggested(big_school, on=TODAY).by_need()["pal.second"]

    assert found.achieve_by == date(2027, 2, 28)
    assert found.title.endswith("by 28 February 2027")


def test_nothing_suggested_is_kept(big_school, db_scope):
    suggested(big_school, on=TODAY)

    assert ImprovementAction.objects.count() == 0


def test_without_a_self_assessment_only_records_suggest(big_school, db_scope):
    found = suggested(big_school, on=TODAY)

    assert found.assessment is None
    assert {each.need for each in found.suggestions if "-" in each.need} == set()


def test_an_answer_short_of_full_credit_is_suggested_in_the_frameworks_own_words(big_school, db_scope):
    assessed(big_school, db_scope, gb1_governors="no", gb1_head="yes")

    found = suggested(big_school, on=TODAY)

    one = found.by_need()["gb1-governors"]
    assert one.title == "Bring about: “The governing body stands behind the programme.”"
    assert one.count is None
    assert one.moves.points > 0
    assert "gb1-head" not in found.by_need()
    assert found.unanswered > 0


def test_an_unfinished_self_assessment_suggests_nothing(big_school, db_scope):
    made = start_assessment(school=big_school, on=TODAY, by=db_scope)
    answer_item(assessment=made, item="gb1-governors", answer="no", saw=0, by=db_scope)

    assert suggested(big_school, on=TODAY).assessment is None


def test_what_is_hidden_is_neither_counted_nor_betrayed_by_being_suggested(db):
    """A school of four in Year 11, two of whom have met somebody: nothing of it is said to a governor."""
    with acting(scope_with(school := make_school())):
        for number in range(4):
            make_learner(school, number, year_group=11)
        touch_everyone(school.pk)
        seen_by_leader = suggested(school, on=TODAY)
    with acting(governing(school)):
        seen_by_governor = suggested(school, on=TODAY)

    assert {each.count for each in seen_by_leader.suggestions} == {4}
    assert seen_by_governor.suggestions == ()
    assert "A guidance meeting by the end of Year 11" in seen_by_governor.withheld


def test_a_governor_is_told_no_number_that_the_figures_do_not_show(big_school, governor):
    with acting(governing(big_school)):
        figures = {name: figures_of(big_school, name, on=TODAY) for name in (RULES, "provider-access")}
        for each in suggested(big_school, on=TODAY).suggestions:
            assert each.count == getattr(figures[each.framework].figure(each.need), each.answer.value)
            assert each.count == 0 or each.count > 5


@pytest.mark.parametrize(
    ("on", "day"),
    [
        (date(2026, 11, 22), date(2027, 7, 31)),
        (date(2027, 7, 31), date(2027, 7, 31)),
        (date(2027, 8, 9), date(2027, 8, 31)),
    ],
)
def test_by_when_is_the_end_of_the_summer_term_or_of_the_year(on, day):
    assert usual_day(on) == day


def test_a_move_on_records_is_what_the_score_is_once_they_have_had_it(big_school, db_scope):
    """The score it promises is the formula's own over the bands as they would be."""
    by, figures = framework(RULES), figures_of(big_school, RULES, on=TODAY)
    for benchmark in by.benchmarks:
        for due in benchmark.entitlements:
            move = move_by_offer(due, figures=figures, benchmark=benchmark, scale=by.scale)
            if move is None:
                continue
            assert move.before == figures.scores[benchmark.code].score
            assert 0 <= move.points <= 100


@given(st.dictionaries(st.sampled_from([f"gb1-{n}" for n in range(9)]), st.integers(0, FULL_CREDIT), min_size=1))
def test_a_move_on_answers_is_never_down_and_full_marks_all_round_achieve(quarters):
    benchmark = framework("gatsby-2014").benchmark("gb8")
    moves = [move_by_answer(code, quarters, benchmark) for code in quarters]

    assert all(move.points >= 0 for move in moves)
    short = [code for code, credit in quarters.items() if credit < FULL_CREDIT]
    if len(short) == 1:
        assert move_by_answer(short[0], quarters, benchmark) == moves[list(quarters).index(short[0])]
        assert move_by_answer(short[0], quarters, benchmark).after == 100
        assert move_by_answer(short[0], quarters, benchmark).achieves
    assert move_by_answer("not-scored", quarters, benchmark) is None
