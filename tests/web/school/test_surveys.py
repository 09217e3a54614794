"""The pages of surveys: who may do what, what they show, and how many queries they take."""

import re
from datetime import date

import pytest
from django.urls import reverse

from tests.surveys.conftest import answered
from waymark.access.scope import acting, everything
from waymark.surveys.actions.running import close_survey, make_survey
from waymark.surveys.models import Comment, Survey, SurveyCode, TallySheet, Wave
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor

TODAY = date(2026, 11, 22)
NEW = {
    "wave": "autumn",
    "opens_on_day": "22",
    "opens_on_month": "11",
    "opens_on_year": "2026",
    "closes_on_day": "4",
    "closes_on_month": "12",
    "closes_on_year": "2026",
    "year_groups": ["8", "9"],
    "codes_for": "classes",
    "with_comments": "on",
}


def make(school, *, name="years-8-9", years=(8, 9), wave=Wave.AUTUMN, codes_for=CodesFor.YEAR_GROUPS):
    with acting(everything("test", via="test")) as by:
        return make_survey(
            school=school,
            asked=newest(name),
            wave=wave,
            opens_on=TODAY,
            closes_on=date(2026, 12, 4),
            codes_for=codes_for,
            year_groups=years,
            on=TODAY,
            by=by,
        )


def fill(survey, year, yes, no, **more):
    with acting(everything("test", via="test")) as by:
        answered(survey, year, yes, no, by=by, on=TODAY, **more)


def close(survey):
    with acting(everything("test", via="test")) as by:
        close_survey(survey=survey, on=TODAY, by=by)


def at(name, survey, **more):
    return reverse(name, kwargs={"slug": "fernhill-school", "public_id": survey.public_id, **more})


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_careers_leader_makes_a_survey_of_two_year_groups(signed_in, leader, big_school):
    browser = signed_in(leader)
    chosen = words(browser.get("/schools/fernhill-school/surveys/new/"))
    assert "Choosing subjects" in chosen
    assert "Your course and your future" not in chosen
    assert "It is not" not in words(browser.get("/schools/fernhill-school/surveys/questionnaires/years-8-9/"))
    response = browser.post("/schools/fernhill-school/surveys/new/years-8-9/", NEW)

    with acting(everything("test")):
        made = Survey.objects.get()
        codes = sorted(SurveyCode.objects.values_list("year_group", "form", "invited"))
    assert response["Location"] == at("survey_run", made)
    assert codes == [(8, "8A", 14), (8, "8B", 14), (9, "9A", 14), (9, "9B", 14)]
    shown = words(browser.get(response["Location"]))
    assert "0 of 56 people have answered" in shown
    assert "http://testserver/s/" in browser.get(at("survey_sheets", made)).content.decode()
    assert "I know what an apprenticeship is." in words(browser.get(at("survey_paper", made)))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"year_groups": []}, "Choose at least one year group."),
        ({"closes_on_year": "2025"}, "The last day must be on or after the first."),
        ({"wave": ""}, "“Which time of asking is it?” is needed."),
    ],
)
def test_what_is_wrong_is_said(signed_in, leader, changes, says):
    response = signed_in(leader).post("/schools/fernhill-school/surveys/new/years-8-9/", NEW | changes)

    assert response.status_code == 422
    assert says in words(response)


def test_a_teacher_gives_out_codes_and_changes_nothing(signed_in, teacher, big_school):
    survey = make(big_school)
    browser = signed_in(teacher)

    assert browser.get(at("survey_run", survey)).status_code == 200
    assert browser.get(at("survey_sheets", survey)).status_code == 200
    for name in ("survey_days", "survey_close", "survey_withdraw", "survey_papers", "survey_comments"):
        assert browser.get(at(name, survey)).status_code == 404
    assert "Close it now" not in words(browser.get(at("survey_run", survey)))


def test_a_governor_sees_results_and_nothing_else(signed_in, governor, big_school):
    survey = make(big_school)
    fill(survey, 8, 12, 8)
    browser = signed_in(governor)

    assert "See results" not in words(browser.get("/schools/fernhill-school/surveys/"))
    assert browser.get(at("survey_results", survey)).status_code == 404
    close(survey)
    assert "See results" in words(browser.get("/schools/fernhill-school/surveys/"))
    shown = words(browser.get(at("survey_results", survey)))
    assert "60%" in shown
    assert "20 of 56 (36%)" in shown
    for name in ("survey_run", "survey_sheets", "survey_comments", "survey_papers"):
        assert browser.get(at(name, survey)).status_code == 404


def test_results_of_five_are_hidden_from_everybody(signed_in, leader, governor, big_school):
    survey = make(big_school)
    fill(survey, 8, 5, 0)
    close(survey)

    for user in (leader, governor):
        browser = signed_in(user)
        shown = words(browser.get(at("survey_results", survey)))
        assert "Too few answered to show anything" in shown
        assert "100%" not in shown
        assert browser.get(at("survey_download", survey, kind="csv")).content.decode("utf-8-sig").count("Not shown") > 3


def test_results_are_compared_with_the_wave_before(signed_in, leader, big_school):
    before, after = make(big_school, wave=Wave.BEFORE), make(big_school, wave=Wave.AFTER)
    fill(before, 8, 8, 12)
    close(before)
    fill(after, 8, 14, 6)
    fill(after, 9, 6, 9)
    close(after)
    shown = words(signed_in(leader).get(at("survey_results", after)))

    assert "Compared with before, 2026 to 2027" in shown
    assert "Everything asked 40% 57% up 17 points" in shown


def test_a_file_of_results_is_what_the_page_shows(signed_in, governor, big_school):
    survey = make(big_school)
    fill(survey, 8, 14, 6)
    fill(survey, 9, 6, 9)
    close(survey)
    rows = signed_in(governor).get(at("survey_download", survey, kind="csv")).content.decode("utf-8-sig").splitlines()

    assert len(rows) == 1 + 3 * (1 + 5 + 13)
    assert rows[1] == 'Choosing subjects,"Autumn term, 2026 to 2027",Year 8,Everything asked,,182,260,70.0'
    response = signed_in(governor).get(at("survey_download", survey, kind="xlsx"))
    assert response.content[:2] == b"PK"


def test_comments_are_read_by_who_runs_surveys_and_taken_out(signed_in, leader, big_school):
    survey = make(big_school)
    fill(survey, 8, 1, 0, comments={"best": "Ask Ash Vale"})
    browser = signed_in(leader)
    assert browser.get(at("survey_comments", survey)).status_code == 404
    close(survey)
    assert "“Ask Ash Vale”" in words(browser.get(at("survey_comments", survey)))
    with acting(everything("test")):
        key = Comment.objects.get().pk

    browser.post(at("survey_comment_out", survey), {"comment": key})

    assert "Ash Vale" not in words(browser.get(at("survey_comments", survey)))
    assert browser.get(at("survey_comment_out", survey))["Location"] == at("survey_comments", survey)
    assert browser.post(at("survey_comment_out", survey), {"comment": key}).status_code == 404


def test_paper_answers_are_entered_and_taken_back(signed_in, leader, big_school):
    survey = make(big_school)
    browser = signed_in(leader)
    with acting(everything("test")):
        code = SurveyCode.objects.filter(survey=survey).first().code
    wrong = browser.post(
        at("survey_papers", survey), {"code": code, "count": "3", "any_job-yes": "4", "any_job-no": "x"}
    )
    assert wrong.status_code == 422
    assert "Enter whole numbers" in words(wrong)
    many = browser.post(at("survey_papers", survey), {"code": code, "count": "3", "any_job-yes": "4"})
    assert "These add up to 4, more than the forms." in words(many)

    browser.post(at("survey_papers", survey), {"code": code, "count": "4", "any_job-yes": "4"})

    assert "4 forms of Year 8" in words(browser.get(at("survey_papers", survey)))
    assert "4 of 56 people" in words(browser.get(at("survey_run", survey)))
    with acting(everything("test")):
        sheet = TallySheet.objects.get().pk
    browser.post(at("survey_papers_take_back", survey, sheet=sheet))
    assert "0 of 56 people" in words(browser.get(at("survey_run", survey)))


def test_days_are_moved_whom_it_asks_is_said_and_it_is_withdrawn(signed_in, leader, big_school):
    survey = make(big_school)
    browser = signed_in(leader)
    with acting(everything("test")):
        code = SurveyCode.objects.filter(survey=survey).first().in_fours
    days = {name: value for name, value in NEW.items() if "_on_" in name}
    browser.post(at("survey_days", survey), days | {"closes_on_day": "18"})
    browser.post(at("survey_invited", survey, code=code), {"invited": "30"})

    shown = words(browser.get(at("survey_run", survey)))
    assert "Open until 18 Dec 2026" in shown
    assert "0 of 58 people" in shown
    assert browser.post(at("survey_withdraw", survey), {"because": ""}).status_code == 422
    browser.post(at("survey_withdraw", survey), {"because": "Made twice"})
    assert "Withdrawn because: Made twice" in words(browser.get(at("survey_run", survey)))


def test_a_survey_of_another_school_is_not_found(signed_in, leader, big_school):
    survey = make(big_school)
    browser = signed_in(leader)

    assert browser.get(f"/schools/elsewhere/surveys/{survey.public_id}/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_as_many_queries_for_one_as_for_three(
    signed_in, leader, big_school, many, django_assert_num_queries
):
    for _ in range(many):
        survey = make(big_school)
        fill(survey, 8, 7, 7)
    browser = signed_in(leader)

    with django_assert_num_queries(9):
        shown = words(browser.get("/schools/fernhill-school/surveys/"))
    assert shown.count("14 of 56") == many


def test_what_learners_notice_stands_beside_a_benchmarks_figure(signed_in, governor, big_school, time_machine):
    survey = make(big_school)
    fill(survey, 8, 14, 6)
    fill(survey, 9, 6, 9)
    browser = signed_in(governor)
    assert "notice" not in words(browser.get("/schools/fernhill-school/benchmarks/gb5/"))
    close(survey)

    said = words(browser.get("/schools/fernhill-school/benchmarks/gb5/"))
    cards = words(browser.get("/schools/fernhill-school/benchmarks/"))

    assert "Do pupils notice? 57% of their answers about this are positive: 35 pupils in surveys" in said
    assert "the last closed on 22 November 2026." in said
    assert "Pupils’ answers: 57% positive" in cards
