"""Making, closing and withdrawing surveys, and what their results show."""

from datetime import date

import pytest

from tests.factories import scope_with
from tests.surveys.conftest import TODAY, answered, on_roll
from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission as P
from waymark.access.scope import NotPermitted, acting, everything
from waymark.surveys.actions.keeping import due_to_be_put_away, put_away, take_out_comment
from waymark.surveys.actions.paper import enter_papers, take_back_papers
from waymark.surveys.actions.running import change_days, close_survey, say_invited, withdraw_survey
from waymark.surveys.models import Answer, Comment, Response, Survey, SurveyCode, TallySheet, Wave
from waymark.surveys.queries import comments_of, last_asked, noticed, progress_of, results_of
from waymark.surveys.queries.results import earlier_waves, last_year
from waymark.surveys.rules import CodesFor, SurveyRefused
from waymark.surveys.tallies import OVERALL, WHOLE, Share

AFTER = date(2026, 11, 28)


def codes(survey):
    found = SurveyCode.objects.filter(survey=survey).values_list("year_group", "form", "invited")
    return sorted(found, key=lambda code: (code[0] or 0, code[1]))


def test_a_survey_has_a_code_for_each_year_group_with_those_on_roll(make):
    assert codes(make()) == [(8, "", 26), (9, "", 15)]


def test_a_class_has_a_code_of_its_own_where_it_and_the_rest_are_ten(make):
    assert codes(make(codes_for=CodesFor.CLASSES)) == [(8, "8A", 14), (8, "8B", 12), (9, "", 15)]


def test_small_classes_share_the_code_of_their_year_group(make, school):
    with acting(everything("test")):
        on_roll(school, y7A=25, y7B=9, y7C=4)

    assert codes(make("year-7", years=(7,), codes_for=CodesFor.CLASSES)) == [(7, "", 13), (7, "7A", 25)]


def test_parents_have_one_code_and_nobody_counts_them_on_a_roll(make):
    assert codes(make("parents", codes_for=CodesFor.EVERYONE, years=(), invited=40)) == [(None, "", 40)]
    assert codes(make("parents", wave=Wave.SPRING)) == [(8, "", None), (9, "", None)]


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"closes_on": date(2026, 11, 15)}, id="ends before it begins"),
        pytest.param({"on": date(2026, 11, 28)}, id="is over"),
        pytest.param({"closes_on": date(2027, 11, 15)}, id="a year long"),
        pytest.param({"years": (7,)}, id="year groups it is not for"),
        pytest.param({"years": ()}, id="no year group"),
        pytest.param({"name": "parents", "codes_for": CodesFor.CLASSES}, id="classes of parents"),
        pytest.param({"name": "years-10-11", "years": (10,)}, id="nobody on roll"),
    ],
)
def test_a_survey_that_cannot_be_is_refused(make, wrong):
    with pytest.raises(SurveyRefused):
        make(**wrong)

    assert Survey.objects.count() == 0


@pytest.mark.parametrize("held", [(), (P.FIGURES_VIEW, P.REGISTER_TAKE, P.ANSWER)])
def test_only_who_may_run_surveys_runs_them(make, school, held):
    survey = make()
    code = SurveyCode.objects.filter(survey=survey).first()
    by = scope_with(school, *held) if held else scope_with(school, P.FIGURES_VIEW)
    for action in (
        lambda: close_survey(survey=survey, on=TODAY, by=by),
        lambda: withdraw_survey(survey=survey, because="x", by=by),
        lambda: change_days(survey=survey, opens_on=TODAY, closes_on=AFTER, on=TODAY, by=by),
        lambda: say_invited(code=code, invited=3, by=by),
        lambda: enter_papers(code=code, forms=1, counts={}, on=TODAY, by=by),
        lambda: put_away(survey=survey, on=date(2028, 1, 1), by=by),
    ):
        with pytest.raises(NotPermitted):
            action()


def test_results_wait_until_it_has_closed(make, by):
    survey = make()
    answered(survey, 8, 20, 6, by=by)

    assert results_of(survey, on=TODAY) is None
    survey = close_survey(survey=survey, on=TODAY, by=by)
    results = results_of(survey, on=TODAY)

    assert results.share(WHOLE, OVERALL) == Share(20 * 13, 26 * 13)
    assert results.completed(WHOLE) == Share(26, 41)


def test_year_groups_and_completion(make, by):
    survey = make()
    answered(survey, 8, 14, 7, by=by)
    answered(survey, 9, 6, 7, by=by)
    results = results_of(survey, on=AFTER)

    assert results.places == (8, 9, WHOLE)
    assert [results.share(place, OVERALL) for place in results.places] == [
        Share(14 * 13, 21 * 13),
        Share(6 * 13, 13 * 13),
        Share(20 * 13, 34 * 13),
    ]
    assert [results.completed(place) for place in results.places] == [Share(21, 26), Share(13, 15), Share(34, 41)]


def test_a_governor_sees_what_the_careers_leader_sees_and_no_form(make, by, school):
    survey = make()
    answered(survey, 8, 14, 7, by=by, comments={"best": "Meeting a nurse"})
    seen = results_of(survey, on=AFTER).shown
    with acting(scope_with(school, P.FIGURES_VIEW)):
        assert results_of(survey, on=AFTER).shown == seen
        assert (Response.objects.count(), Answer.objects.count(), Comment.objects.count()) == (0, 0, 0)
        assert SurveyCode.objects.count() == 0
        with pytest.raises(NotPermitted):
            progress_of(survey)
        with pytest.raises(NotPermitted):
            comments_of(survey)


def test_nothing_is_added_once_results_are_shown(make, by):
    survey = make()
    answered(survey, 8, 8, 0, by=by)
    sheet = enter_papers(code=survey.codes.first(), forms=2, counts={("know_choices", "yes"): 2}, on=TODAY, by=by)
    survey = close_survey(survey=survey, on=TODAY, by=by)

    for late in (
        lambda: answered(survey, 8, 1, 0, by=by),
        lambda: change_days(survey=survey, opens_on=survey.opens_on, closes_on=AFTER, on=TODAY, by=by),
        lambda: take_back_papers(sheet=sheet, on=TODAY, by=by),
        lambda: enter_papers(code=sheet.code, forms=1, counts={("know_choices", "yes"): 1}, on=TODAY, by=by),
    ):
        with pytest.raises(SurveyRefused):
            late()


def test_one_that_closed_with_too_few_can_be_opened_again(make, by):
    survey = make()
    answered(survey, 8, 5, 0, by=by)
    survey = close_survey(survey=survey, on=TODAY, by=by)
    assert results_of(survey, on=TODAY).is_hidden

    survey = change_days(survey=survey, opens_on=survey.opens_on, closes_on=AFTER, on=TODAY, by=by)
    answered(survey, 8, 9, 0, by=by)
    survey = close_survey(survey=survey, on=TODAY, by=by)

    assert results_of(survey, on=TODAY).shown.forms == {WHOLE: 14}


def test_paper_counts_with_the_screen_and_can_be_taken_back(make, by):
    survey = make()
    answered(survey, 8, 10, 0, by=by)
    code = SurveyCode.objects.get(survey=survey, year_group=8)
    counts = {("know_choices", "yes"): 6, ("know_choices", "no"): 3, ("nothing_we_ask", "yes"): 9}
    wrong = enter_papers(code=code, forms=12, counts=counts, on=TODAY, by=by)
    take_back_papers(sheet=wrong, on=TODAY, by=by)
    enter_papers(code=code, forms=9, counts=counts | {("know_choices", "no"): 0}, on=TODAY, by=by)
    results = results_of(survey, on=AFTER)

    assert results.shown.forms == {WHOLE: 19}
    assert results.share(WHOLE, "know_choices") == Share(16, 16)
    assert results.share(WHOLE, "any_job") == Share(10, 10)


@pytest.mark.parametrize(
    ("forms", "counts"),
    [
        pytest.param(3, {("know_choices", "yes"): 2, ("know_choices", "no"): 2}, id="more answers than forms"),
        pytest.param(3, {}, id="nothing"),
        pytest.param(0, {("know_choices", "yes"): 2}, id="no form"),
        pytest.param(90, {("know_choices", "yes"): 2}, id="far more than were asked"),
    ],
)
def test_paper_that_cannot_be_is_refused(make, by, forms, counts):
    survey = make()

    with pytest.raises(SurveyRefused):
        enter_papers(code=survey.codes.first(), forms=forms, counts=counts, on=TODAY, by=by)

    assert TallySheet.objects.count() == 0


def test_a_withdrawn_survey_leaves_every_figure(make, by, school):
    survey = make()
    answered(survey, 8, 12, 6, by=by)
    assert noticed(school, "gb5", AFTER).learners == 18

    survey = withdraw_survey(survey=survey, because="Made twice", by=by)

    assert results_of(survey, on=AFTER) is None
    assert noticed(school, "gb5", AFTER) is None
    assert last_asked(school, on=AFTER) == {}


def test_what_learners_notice_adds_the_latest_of_each_questionnaire(make, by, school):
    with acting(everything("test")):
        on_roll(school, y7A=30)
    old = make(wave=Wave.BEFORE)
    answered(old, 8, 0, 20, by=by)
    close_survey(survey=old, on=date(2026, 11, 20), by=by)
    late, year_7 = make(), make("year-7", years=(7,))
    answered(late, 8, 12, 8, by=by)
    answered(year_7, 7, 20, 10, by=by)

    told = noticed(school, "gb5", AFTER)

    assert (told.positive, told.answers, told.learners, told.on) == (
        12 * 2 + 20 * 2,
        20 * 2 + 30 * 2,
        50,
        date(2026, 11, 27),
    )
    assert noticed(school, "gb6", AFTER) is None
    assert noticed(school, "gb5", date(2027, 12, 1)) is None


def test_who_was_asked_within_a_year(make, by, school):
    learners, staff = make(), make("staff", codes_for=CodesFor.EVERYONE, years=(), invited=4)
    answered(learners, 8, 9, 0, by=by)
    answered(staff, None, 3, 0, by=by)

    told = last_asked(school, on=AFTER)

    assert {audience: (asked.forms, asked.on) for audience, asked in told.items()} == {
        "learners": (9, date(2026, 11, 27)),
        "staff": (None, date(2026, 11, 27)),
    }
    assert last_asked(school, on=date(2027, 11, 28)) == {}


def test_a_wave_is_compared_with_the_ones_before(make, by):
    before, after = make(wave=Wave.BEFORE), make(wave=Wave.AFTER)
    assert earlier_waves(after, on=TODAY) == []

    close_survey(survey=before, on=TODAY, by=by)

    assert earlier_waves(after, on=TODAY) == [before]
    assert last_year(after, [before]) is None
    Survey.objects.filter(pk=before.pk).update(wave="after", academic_year=2025)
    assert last_year(after, earlier_waves(after, on=TODAY)) == before


def test_after_a_year_counts_alone_are_kept_and_no_figure_changes(make, by):
    survey = make()
    answered(survey, 8, 14, 7, by=by, comments={"best": "Meeting a nurse"})
    before = results_of(survey, on=AFTER)
    assert due_to_be_put_away(date(2027, 11, 27)) == []

    (due,) = due_to_be_put_away(date(2027, 11, 28))
    survey = put_away(survey=due, on=date(2027, 11, 28), by=by)

    assert (Response.objects.count(), Answer.objects.count(), Comment.objects.count()) == (0, 0, 0)
    assert results_of(survey, on=date(2027, 11, 28)).shown == before.shown


def test_words_are_taken_out_for_good_and_the_trail_does_not_repeat_them(make, by, school):
    survey = make()
    answered(survey, 8, 1, 0, by=by, comments={"best": "Ask Ash Vale in 8A"})
    (comment,) = comments_of(survey)

    take_out_comment(comment=comment, by=by)

    assert comments_of(survey) == []
    with acting(everything("test")):
        assert not [event for event in AuditEvent.objects.all() if "Vale" in str(vars(event))]
