from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school, make_user, scope_with
from waymark.access.permissions import Permission as P
from waymark.access.queries import scope_of
from waymark.access.scope import NotPermitted, acting
from waymark.evaluation.assessing import signs
from waymark.evaluation.assessing.actions import (
    Finished,
    NotAnswered,
    NotGiven,
    ReasonWanted,
    answer_item,
    finish_assessment,
    give_benchmark,
    settle_clash,
    start_assessment,
    take_back_benchmark,
)
from waymark.evaluation.assessing.queries import (
    assessments_of,
    changes_since,
    holders_of,
    items_of,
    latest_assessment,
    result_of,
)
from waymark.evaluation.assessing.rules import Outcome
from waymark.evaluation.assessing.signs import Sign, register_sign
from waymark.evaluation.models import Claim

ON = date(2026, 11, 22)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}


@pytest.fixture
def school(db_scope):
    """Twenty in Year 9, of whom twelve met an employer."""
    school = make_school()
    everyone = [make_learner(school, number, year_group=9) for number in range(20)]
    attend(make_activity(school, "employer", **GOOD), *everyone[:12])
    return school


@pytest.fixture
def leader(school):
    return scope_of(make_user("Leila Marsh", ("careers_leader", school)))


@pytest.fixture
def assessment(school, leader):
    return start_assessment(school=school, on=ON, by=leader)


def item(assessment, code, **how):
    return next(each for each in items_of(assessment, **how) if each.criterion.code == code)


def say(assessment, code, answer, by, *, reason="", saw=None):
    saw = item(assessment, code).number if saw is None else saw
    return answer_item(assessment=assessment, item=code, answer=answer, reason=reason, saw=saw, by=by)


def test_an_item_arrives_answered_by_the_records(assessment):
    year = item(assessment, "gb5-year")

    assert (year.recorded.met, year.recorded.of, year.recorded.answer) == (12, 20, "most")
    assert (year.recorded.as_at, year.recorded.entitlements) == (ON, ("gb5.employer_year",))
    assert (year.outcome, year.quarters, year.claimed) == (Outcome.EVIDENCED, 3, None)


def test_items_that_do_not_apply_leave_the_denominator(assessment):
    items = {each.criterion.code: each for each in items_of(assessment)}

    assert items["gb6-by-18"].outcome is Outcome.NOT_APPLICABLE
    assert "gb6-college" not in items
    assert result_of(assessment).by_benchmark["gb5"].score.items == 1


def test_a_claim_differs_from_the_records_only_with_a_reason(assessment, leader):
    with pytest.raises(ReasonWanted):
        say(assessment, "gb5-year", "all", leader)

    say(assessment, "gb5-year", "all", leader, reason="Two visits are not recorded yet.")

    year = item(assessment, "gb5-year")
    assert (year.outcome, year.quarters, year.says_more_than_records) == (Outcome.CONTRADICTED, 4, True)
    assert (year.claimed.reason, year.claimed.by) == ("Two visits are not recorded yet.", "Leila Marsh")


def test_a_claim_taken_back_lets_the_records_speak(assessment, leader):
    say(assessment, "gb5-year", "few", leader, reason="A guess.")
    assert item(assessment, "gb5-year").says_more_than_records is False

    say(assessment, "gb5-year", "", leader)

    year = item(assessment, "gb5-year")
    assert (year.outcome, year.claimed, year.number) == (Outcome.EVIDENCED, None, 2)


def test_a_claim_without_records_is_claimed_only(assessment, leader):
    say(assessment, "gb1-governors", "yes", leader)

    assert item(assessment, "gb1-governors").outcome is Outcome.CLAIMED_ONLY
    assert item(assessment, "gb1-head").outcome is Outcome.UNANSWERED


def test_the_result_sets_the_score_from_answers_beside_that_from_records(assessment, leader):
    say(assessment, "gb5-year", "all", leader, reason="We know better.")

    gb5 = result_of(assessment).by_benchmark["gb5"]

    assert (gb5.score.score, gb5.score.achieved) == (100, True)
    assert (gb5.evidenced.score, gb5.evidenced.achieved) == (75, False)
    assert gb5.counts[Outcome.CONTRADICTED] == 1


def test_recorded_numbers_are_read_anew(assessment, school, leader):
    say(assessment, "gb5-year", "all", leader, reason="They all did.")
    attend(make_activity(school, "employer", title="Another", **GOOD), *school.learners.all())

    year = item(assessment, "gb5-year")

    assert (year.recorded.met, year.outcome) == (20, Outcome.EVIDENCED)


@pytest.mark.parametrize("answer", ["perhaps", "yes", "strongly_agree"])
def test_an_answer_the_item_does_not_take_is_refused(assessment, leader, answer):
    with pytest.raises(NotAnswered):
        say(assessment, "gb5-year", answer, leader, reason="x")


def test_two_people_at_once_lose_nothing(assessment, school, leader):
    deputy = scope_of(make_user("Sol Deputy", ("senior_leader", school)))
    say(assessment, "gb1-head", "yes", leader, saw=0)

    saved = say(assessment, "gb1-head", "no", deputy, saw=0)

    head = item(assessment, "gb1-head")
    assert saved.clashes
    assert (head.claimed.answer, head.claimed.by) == ("yes", "Leila Marsh")
    assert (head.clash.answer, head.clash.by, head.is_answered) == ("no", "Sol Deputy", False)
    with pytest.raises(NotAnswered, match="Two people answered differently"):
        finish_assessment(assessment=assessment, by=leader)

    settle_clash(assessment=assessment, item="gb1-head", chosen_number=2, saw=2, by=leader)

    head = item(assessment, "gb1-head")
    assert (head.claimed.answer, head.claimed.by, head.clash) == ("no", "Leila Marsh", None)
    assert [claim.answer for claim in Claim.objects.filter(item="gb1-head")] == ["yes", "no", "no"]


def test_settling_says_when_a_third_answer_came_meanwhile(assessment, school, leader):
    others = [scope_of(make_user(name, ("senior_leader", school))) for name in ("Sol Deputy", "Ida Head")]
    say(assessment, "gb3-aspirations", "agree", leader, saw=0)
    say(assessment, "gb3-aspirations", "neither", others[0], saw=0)
    say(assessment, "gb3-aspirations", "disagree", others[1], saw=0)

    saved = settle_clash(assessment=assessment, item="gb3-aspirations", chosen_number=2, saw=2, by=leader)

    assert saved.clashes
    assert item(assessment, "gb3-aspirations").clash.answer == "disagree"


def test_the_same_answer_twice_is_one_answer(assessment, school, leader):
    deputy = scope_of(make_user("Sol Deputy", ("senior_leader", school)))

    saved = [say(assessment, "gb1-head", "yes", by, saw=0) for by in (leader, leader, deputy)]

    assert [one.clashes for one in saved] == [False, False, False]
    assert Claim.objects.count() == 1


def test_ones_own_later_answer_does_not_clash_with_ones_earlier(assessment, leader):
    say(assessment, "gb1-head", "yes", leader, saw=0)

    saved = say(assessment, "gb1-head", "no", leader, saw=0)

    assert (saved.clashes, item(assessment, "gb1-head").claimed.answer) == (False, "no")


def test_a_benchmark_is_answered_by_whom_it_was_given_to(assessment, school, leader):
    teacher = make_user("Tess Tutor", ("teacher", school))
    by = scope_of(teacher)
    with acting(by), pytest.raises(NotAnswered, match="not given to you"):
        say(assessment, "gb1-head", "yes", by)

    give_benchmark(assessment=assessment, benchmark="gb1", user=teacher, by=leader)
    with acting(by):
        say(assessment, "gb1-head", "yes", by)
        with pytest.raises(NotAnswered):
            say(assessment, "gb8-scheduled", "yes", by)
        assert holders_of(assessment)["gb1"].user == teacher

    take_back_benchmark(assessment=assessment, benchmark="gb1", by=leader)
    with acting(by), pytest.raises(NotAnswered):
        say(assessment, "gb1-governors", "yes", by)
    assert holders_of(assessment) == {}


def test_a_benchmark_is_given_only_to_who_may_answer_here(assessment, school, leader):
    governor = make_user("Gita Governor", ("governor", school))
    stranger = make_user("Sam Stranger", ("teacher", make_school("Oakmoor School", urn="900002")))

    for user in (governor, stranger):
        with pytest.raises(NotGiven):
            give_benchmark(assessment=assessment, benchmark="gb1", user=user, by=leader)


def test_starting_the_same_twice_gives_one(assessment, school, leader):
    assert start_assessment(school=school, on=ON, by=leader) == assessment
    assert start_assessment(school=school, on=date(2025, 3, 31), by=leader).framework == "gatsby-2014"
    assert assessments_of(school).count() == 2


def test_a_finished_one_takes_no_answer(assessment, leader):
    finish_assessment(assessment=assessment, by=leader)

    with pytest.raises(Finished):
        say(assessment, "gb1-head", "yes", leader)
    assert finish_assessment(assessment=assessment, by=leader).finished_at is not None


def test_latest_is_the_last_finished_about_a_day_no_later(assessment, school, leader):
    assert latest_assessment(school) is None
    assert latest_assessment(school, finished=False) == assessment
    finish_assessment(assessment=assessment, by=leader)

    assert latest_assessment(school) == assessment
    assert latest_assessment(school, on=date(2026, 11, 21)) is None
    assert latest_assessment(school, "gatsby-2014") is None
    assert latest_assessment(school, part="Northgate site") is None


def test_an_earlier_one_as_a_start_carries_answers_that_count_for_nothing_yet(assessment, school, leader):
    say(assessment, "gb1-head", "yes", leader)
    finish_assessment(assessment=assessment, by=leader)
    later = start_assessment(school=school, on=date(2026, 12, 31), started_from=assessment, by=leader)

    head = item(later, "gb1-head")
    assert (head.carried.answer, head.claimed, head.outcome) == ("yes", None, Outcome.UNANSWERED)

    say(later, "gb1-head", "yes", leader)
    head = item(later, "gb1-head")
    assert (head.carried, head.outcome) == (None, Outcome.CLAIMED_ONLY)


def test_what_changed_is_read_from_the_records_of_both_days(school, leader):
    before = start_assessment(school=school, on=date(2026, 9, 30), by=leader)
    now = start_assessment(school=school, on=ON, started_from=before, by=leader)

    year = next(each for each in changes_since(now) if each.now.criterion.code == "gb5-year")

    assert (year.then.recorded.met, year.now.recorded.met) == (0, 12)


def test_only_what_means_the_same_is_carried_from_the_version_before(school, leader):
    old = start_assessment(school=school, on=date(2025, 7, 31), by=leader)
    say(old, "gb3-learner-sees", "yes", leader)
    say(old, "gb1-governors", "yes", leader)
    new = start_assessment(school=school, on=ON, started_from=old, by=leader)

    carried = {each.criterion.code: each.carried.answer for each in items_of(new) if each.carried}

    assert carried == {"gb3-learner-sees": "yes"}


def test_small_numbers_and_reasons_are_hidden_from_whoever_may_see_no_learner(school, leader):
    few = [make_learner(school, number, year_group=11) for number in (50, 51)]
    attend(make_activity(school, "guidance", adviser_level=6), *few)
    point = start_assessment(school=school, on=date(2026, 12, 31), by=leader)
    say(point, "gb5-year", "all", leader, reason="Everyone did.")

    with acting(scope_with(school, P.FIGURES_VIEW)):
        by_16, year, gb8 = item(point, "gb8-by-16"), item(point, "gb5-year"), result_of(point).by_benchmark["gb8"]

    assert by_16.recorded.is_hidden
    assert (by_16.outcome, by_16.recorded.met, by_16.quarters) == (Outcome.HIDDEN, None, None)
    assert (gb8.score.score, gb8.is_hidden, gb8.evidenced.score) == (None, True, None)
    assert (year.claimed.answer, year.claimed.reason, year.claimed.by) == ("all", "", "")
    assert item(point, "gb8-by-16").recorded.met == 2
    assert item(point, "gb8-by-16", hiding_small=True).recorded.met is None


def test_records_are_told_at_measurement_points_alone_where_small_numbers_are_hidden(school, leader):
    """From two days next to each other what is hidden could be worked out."""
    for number in range(20, 60):
        make_learner(school, number, year_group=8)
    days = [date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)]
    with acting(scope_with(school, P.FIGURES_VIEW, P.ASSESS)) as by:
        told = [item(start_assessment(school=school, on=on, by=by), "gb5-year").recorded.of for on in days]

    assert told == [None, 60, None]


def test_a_sign_answers_an_item_that_no_learner_is_counted_in(assessment, school, monkeypatch):
    monkeypatch.setattr(signs, "_readers", {})
    register_sign("gb1-published", lambda place, on: Sign("yes", f"Released for {place.name}.", on, "careers_page"))
    register_sign("gb1-head", lambda place, on: Sign("perhaps", "Not an answer it takes."))

    published = item(assessment, "gb1-published")

    assert (published.outcome, published.recorded.words) == (Outcome.EVIDENCED, "Released for Fernhill School.")
    assert item(assessment, "gb1-head").recorded is None
    assert result_of(assessment).by_benchmark["gb1"].evidenced.score is None


def test_actions_ask_for_leave(assessment, school):
    by = scope_with(school, P.FIGURES_VIEW, P.LEARNER_VIEW)

    for act in (
        lambda: start_assessment(school=school, on=ON, by=by),
        lambda: answer_item(assessment=assessment, item="gb1-head", answer="yes", saw=0, by=by),
        lambda: settle_clash(assessment=assessment, item="gb1-head", chosen_number=1, saw=0, by=by),
        lambda: finish_assessment(assessment=assessment, by=by),
        lambda: take_back_benchmark(assessment=assessment, benchmark="gb1", by=by),
    ):
        with pytest.raises(NotPermitted):
            act()
