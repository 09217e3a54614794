import importlib

import pytest
from django.apps import apps

from waymark.places.models import Belonging, Organisation

first_places = importlib.import_module("waymark.places.migrations.0002_regions_and_councils")


@pytest.mark.django_db
def test_the_first_places_are_added_once():
    before = Organisation.objects.count(), Belonging.objects.count()

    first_places.add(apps, None)

    assert before == (162, 153)
    assert (Organisation.objects.count(), Belonging.objects.count()) == before
