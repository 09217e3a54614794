"""What the record of the careers team answers of a self-assessment, and where it is silent."""

from datetime import date, timedelta

import pytest

from tests.factories import make_school
from waymark.evaluation.assessing.signs import sign_of
from waymark.evaluation.frameworks import frameworks
from waymark.leadership.actions.leading import begin_leading, end_leading
from waymark.leadership.actions.team import AdviserFacts, add_member, keep_adviser
from waymark.leadership.actions.training import SessionFacts, TrainingFacts, hold_session, log_training

ON = date(2026, 11, 22)
BEGUN = date(2024, 9, 1)


@pytest.fixture
def school(db_scope):
    return make_school()


@pytest.fixture
def robin(school, db_scope):
    return add_member(school=school, name="Robin Marsh", begun_on=BEGUN, by=db_scope)


def _answer(school, criterion, on=ON, framework="gatsby-2024"):
    sign = sign_of(school, framework, criterion, on=on)
    return sign and sign.answer


def test_a_leader_is_yes_when_trained_and_no_when_gone(school, robin, db_scope):
    assert _answer(school, "gb1-leader") is None
    term = begin_leading(member=robin, on=BEGUN, hours_a_week=None, reports_to="", by=db_scope)
    assert _answer(school, "gb1-leader") is None  # no training on the log is no proof of none

    log_training(member=robin, facts=TrainingFacts("Course", for_leading=True, finished_on=ON), by=db_scope)

    assert [_answer(school, "gb1-leader", framework=f) for f in ("gatsby-2014", "gatsby-2024")] == ["yes", "yes"]
    assert _answer(school, "gb1-leader", ON - timedelta(days=1)) is None
    end_leading(term=term, on=ON, by=db_scope)
    assert _answer(school, "gb1-leader", ON + timedelta(days=1)) == "no"


@pytest.mark.parametrize(
    ("came", "of", "for_all", "days_ago", "answer"),
    [
        pytest.param(45, 60, True, 0, "yes", id="three quarters of all"),
        pytest.param(44, 60, True, 0, None, id="one short of three quarters"),
        pytest.param(60, 60, False, 0, None, id="all of one department"),
        pytest.param(60, 60, True, 364, "yes", id="nearly a year ago"),
        pytest.param(60, 60, True, 365, None, id="a year ago"),
        pytest.param(60, 60, True, -1, None, id="tomorrow"),
    ],
)
def test_staff_development_is_a_session_that_reached_the_staff(school, db_scope, came, of, for_all, days_ago, answer):
    facts = SessionFacts("Careers", ON - timedelta(days=days_ago), "Teachers", came, of, for_all_staff=for_all)
    hold_session(school=school, facts=facts, by=db_scope)

    assert _answer(school, "gb4-staff-development") == answer


@pytest.mark.parametrize(
    ("qualification", "answer"),
    [("level6-diploma", "yes"), ("level7-qcg", "yes"), ("level4-diploma", None), ("level6-leadership", None)],
)
def test_an_adviser_at_level_6_is_one_for_guidance(school, robin, db_scope, qualification, answer):
    keep_adviser(member=robin, facts=AdviserFacts(qualification=qualification), by=db_scope)

    assert _answer(school, "gb8-level-6-college", framework="gatsby-2014") == answer


@pytest.mark.parametrize(
    ("qualifications", "answer"),
    [
        (["level6-diploma", "level4-diploma"], "yes"),
        (["level6-diploma", "none"], "no"),
        (["level6-diploma", ""], None),
        ([], None),
    ],
)
def test_advisers_are_trained_when_every_one_is(school, db_scope, qualifications, answer):
    for number, code in enumerate(qualifications):
        member = add_member(school=school, name=f"Adviser {number}", begun_on=BEGUN, by=db_scope)
        keep_adviser(member=member, facts=AdviserFacts(qualification=code), by=db_scope)

    assert _answer(school, "gb8-trained", framework="gatsby-2014") == answer


def test_signs_name_nobody_and_answer_items_there_are(school, robin, db_scope):
    begin_leading(member=robin, on=BEGUN, hours_a_week=None, reports_to="", by=db_scope)
    log_training(member=robin, facts=TrainingFacts("Course", for_leading=True, finished_on=ON), by=db_scope)
    codes = {c.code for f in frameworks() for b in f.benchmarks for c in b.criteria}

    assert "Robin" not in sign_of(school, "gatsby-2024", "gb1-leader", on=ON).words
    assert codes >= {"gb1-leader", "gb4-staff-development", "gb8-trained", "gb8-level-6-college"}
