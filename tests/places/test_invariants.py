from datetime import date

import pytest

from tests.factories import make_area, make_school
from waymark.places.invariants import broken
from waymark.places.models import Belonging, Kind, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db):
    return make_school()


def join(school, name, from_on, to_on, kind=Kind.HUB):
    return Belonging.objects.create(member=school, whole=make_area(name, kind=kind), from_on=from_on, to_on=to_on)


def test_a_sound_register_has_nothing_broken(school):
    join(school, "First Hub", None, date(2025, 8, 31))
    join(school, "Second Hub", date(2025, 9, 1), None)
    join(school, "A Trust", date(2020, 1, 1), None, kind=Kind.TRUST)

    assert list(broken()) == []


@pytest.mark.parametrize(("from_on", "ended_on"), [(date(2025, 8, 31), date(2025, 8, 31)), (date(2025, 9, 1), None)])
def test_two_hubs_on_one_day_are_told(school, from_on, ended_on):
    join(school, "First Hub", None, ended_on)
    join(school, "Second Hub", from_on, None)

    assert list(broken()) == ["fernhill-school was in two of kind hub on one day."]


def test_a_school_that_is_part_of_a_school_is_told(school):
    Belonging.objects.create(member=make_school("Oakmoor School", urn="900002"), whole=school)

    assert list(broken()) == ["oakmoor-school belongs to fernhill-school, which has no parts."]


def test_a_school_nobody_can_find_is_told(school):
    Organisation.objects.filter(pk=school.pk).update(search_text="")

    assert list(broken()) == ["fernhill-school cannot be found by its name."]
