"""The demonstration's courses: enough of every kind for the search, all of it through the doors of the files."""

from datetime import date

import pytest

from tests.factories import make_school
from waymark.demo.courses import COLLEGE, aims, offer_courses
from waymark.demo.postcodes import settle_postcodes
from waymark.opportunities.models import CourseType, DeliveryMode, TrainingProvider, Venue
from waymark.opportunities.queries.courses import live_runs
from waymark.opportunities.queries.quality import quality_of
from waymark.opportunities.rules.quality import score_of
from waymark.places.models import Setting


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2027, 4, 30)])
def test_courses_of_every_kind(db_scope, today):
    settle_postcodes()
    college = make_school("Westmarch College", slug=COLLEGE, setting=Setting.COLLEGE, urn="", ukprn="19900001")

    offered = offer_courses({COLLEGE: college}, seed=1, today=today, by=db_scope)

    runs = live_runs()
    assert 230 <= offered == runs.count() <= 400
    assert set(runs.values_list("delivery_mode", flat=True)) == set(DeliveryMode)
    assert set(CourseType) <= set(runs.values_list("course__course_type", flat=True))
    assert (Venue.objects.filter(latitude=None).count(), TrainingProvider.objects.count()) == (0, 7)
    assert (runs.filter(is_national=True).exists(), runs.exclude(sub_regions=[]).exists()) == (True, True)
    assert all(one.reference.startswith("ZW") for one in aims())
    scores = [score_of(quality_of(each, on=today).values()) for each in TrainingProvider.objects.all()]
    assert min(scores) >= 90
