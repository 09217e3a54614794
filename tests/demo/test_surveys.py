"""The demonstration's surveys: two autumns at three schools, and the one that shines says yes more often."""

from datetime import date

from tests.factories import make_school
from waymark.demo.surveys import ask_people
from waymark.ledger.models import Enrolment, Learner
from waymark.surveys.models import Survey
from waymark.surveys.queries import noticed_of_all, results_of
from waymark.surveys.queries.results import earlier_waves, last_year
from waymark.surveys.tallies import OVERALL, WHOLE

TODAY = date(2026, 11, 22)
SLUGS = ("aldermouth-academy", "brackenford-school", "coldharrow-high-school")


def a_school(slug, urn):
    """Thirty in each of Years 7 to 11, this year and last."""
    school = make_school(slug, urn=urn, slug=slug)
    learners = Learner.objects.bulk_create([Learner(organisation=school) for _ in range(150)])
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                organisation=school,
                learner=learner,
                academic_year=year,
                year_group=7 + number % 5,
                form=f"{7 + number % 5}A",
                from_on=date(year, 9, 1),
                to_on=date(year + 1, 8, 31),
            )
            for number, learner in enumerate(learners)
            for year in (2025, 2026)
        ]
    )
    return school


def test_two_autumns_at_three_schools(db_scope):
    schools = {slug: a_school(slug, f"90000{number}") for number, slug in enumerate(SLUGS)}
    ask_people(schools, seed=1, today=TODAY, by=db_scope)
    overall = {}
    for slug, school in schools.items():
        survey = Survey.objects.get(organisation=school, questionnaire="years-8-9", academic_year=2026)
        share = results_of(survey, on=TODAY).share(WHOLE, OVERALL)
        overall[slug] = share.positive / share.answered
        assert last_year(survey, earlier_waves(survey, on=TODAY)).academic_year == 2025
        assert "gb5" in noticed_of_all(school, on=TODAY)

    assert [s.questionnaire for s in Survey.objects.all() if s.is_open(TODAY)] == ["year-7"] * 3
    assert overall["aldermouth-academy"] > overall["coldharrow-high-school"] + 0.1
