"""A school with a roll, and surveys it runs."""

from datetime import date

import pytest

from tests.factories import enrol, make_school, scope_with
from waymark.access.scope import acting, everything
from waymark.ledger.models import Learner
from waymark.surveys.actions.paper import Form, bring_in_forms
from waymark.surveys.actions.running import make_survey
from waymark.surveys.models import SurveyCode, Wave
from waymark.surveys.reading import newest
from waymark.surveys.rules import CodesFor

TODAY = date(2026, 11, 23)


def on_roll(school, **forms: int):
    """Learners by form: `y8A=12` is twelve of Year 8 in form A; `y8=3` three in none."""
    for name, count in forms.items():
        year = int("".join(letter for letter in name if letter.isdigit()))
        form = "".join(letter for letter in name if letter.isupper())
        for _ in range(count):
            learner = Learner.objects.create(organisation=school, given_name="Ash", family_name="Vale")
            enrol(learner, year_group=year, year=2026, form=f"{year}{form}" if form else "")


@pytest.fixture
def school(db):
    with acting(everything("test", via="test")):
        school = make_school()
        on_roll(school, y8A=14, y8B=12, y9A=12, y9=3)
    return school


@pytest.fixture
def by(school, acting_as):
    """A scope with every permission at the school, open for the test."""
    return acting_as(scope_with(school))


@pytest.fixture
def make(school, by):
    """Make a survey of Years 8 and 9 for this week: `make(wave=Wave.AFTER)`."""

    def made(name="years-8-9", *, wave=Wave.AUTUMN, codes_for=CodesFor.YEAR_GROUPS, years=(8, 9), **further):
        days = {"opens_on": date(2026, 11, 16), "closes_on": date(2026, 11, 27), "on": date(2026, 11, 16)} | further
        return make_survey(
            school=school, asked=newest(name), wave=wave, codes_for=codes_for, year_groups=years, by=by, **days
        )

    return made


def answered(survey, year, yes, no, *, by, on=TODAY, comments=None):
    """Bring in forms that say yes to everything, and forms that say no."""
    code = SurveyCode.objects.get(survey=survey, year_group=year)
    items = [item.code for item in survey.asked.items]
    said = [survey.asked.scale[0].name] * yes + ["no"] * no
    forms = [Form(dict.fromkeys(items, choice), comments or {}, on) for choice in said]
    return bring_in_forms(code=code, forms=forms, on=on, by=by)
