"""A survey answers that its audience was asked, for a year from the day it closed."""

from datetime import date

import pytest

from tests.factories import make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import acting, everything
from waymark.evaluation.assessing.signs import sign_of
from waymark.evaluation.frameworks import benchmarks_in_force, framework
from waymark.surveys.actions.paper import enter_papers
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import Wave
from waymark.surveys.reading import newest, questionnaires
from waymark.surveys.rules import CodesFor

OPENS, CLOSES = date(2026, 11, 2), date(2026, 11, 13)


@pytest.fixture
def asked(db):
    """A school whose staff was asked, and three of them answered."""
    with acting(everything("test")) as by:
        school = make_school()
        survey = make_survey(
            school=school,
            asked=newest("staff"),
            wave=Wave.AUTUMN,
            opens_on=OPENS,
            closes_on=CLOSES,
            codes_for=CodesFor.EVERYONE,
            on=OPENS,
            by=by,
        )
        enter_papers(code=survey.codes.get(), forms=3, counts={("trained", "agree"): 3}, on=OPENS, by=by)
    return school


@pytest.mark.parametrize(
    ("on", "is_there"),
    [(CLOSES, False), (date(2026, 11, 14), True), (date(2027, 11, 13), True), (date(2027, 11, 14), False)],
)
def test_a_survey_is_a_sign_from_its_close_for_a_year(asked, on, is_there):
    with acting(scope_with(asked, Permission.FIGURES_VIEW)):
        sign = sign_of(asked, "gatsby-2024", "gb1-asked-staff", on=on)

    assert (sign is not None) is is_there
    if sign:
        assert (sign.answer, sign.page, sign.as_at) == ("yes", "surveys", CLOSES)
        assert sign.words == (
            "Teachers and staff were asked in a survey, “Careers in your work”, that closed on 13 November 2026."
        )


@pytest.mark.parametrize("audience", ["learners", "parents", "employers", "advisers"])
def test_nobody_else_was_asked(asked, audience):
    with acting(everything("test")):
        assert sign_of(asked, "gatsby-2024", f"gb1-asked-{audience}", on=date(2026, 11, 22)) is None


def test_the_items_that_signs_answer_are_in_the_frameworks():
    codes = {
        criterion.code
        for name in ("gatsby-2014", "gatsby-2024")
        for criterion in framework(name).benchmark("gb1").criteria
    }

    assert {
        f"gb1-asked-{each}" for each in ("learners", "parents", "staff", "teachers", "employers", "advisers")
    } <= codes


def test_what_items_tell_of_is_in_the_benchmarks_in_force():
    """Every criterion and benchmark that a questionnaire names is one of the framework of its day."""
    unknown = []
    for one in questionnaires():
        by = benchmarks_in_force(one.written_on)
        codes = {criterion.code: benchmark.code for benchmark in by.benchmarks for criterion in benchmark.criteria}
        for item in one.items:
            unknown += [(one.name, item.code, code) for code in item.criteria if code not in codes]
            unknown += [(one.name, item.code, code) for code in item.benchmarks if code not in codes.values()]

    assert unknown == []
