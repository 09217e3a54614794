"""What lies ahead for a field of work, by the groups that most of its jobs are in."""

from datetime import date

import pytest

from waymark.opportunities.models import JobProfile, MarketArea, Projection, SocLink
from waymark.opportunities.queries.demand import demand_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(db):
    england = MarketArea.objects.create(kind="country", name="England", slug="england")
    groups = {"22": ("Health professionals", 100, 130), "61": ("Caring services", 100, 110), "81": ("Plant", 100, 90)}
    for soc, (group, first, last) in groups.items():
        Projection.objects.create(
            area=england, breakdown="sub_major", group=group, soc2020=soc, years={"2025": first, "2035": last},
            source="A forecast", published_in=2025,
        )  # fmt: skip
    for title, soc2010 in (("Nurse", "9001"), ("Midwife", "9001"), ("Carer", "9002"), ("Driver", "9003")):
        JobProfile.objects.create(
            name=title.lower(), title=title, soc2010=soc2010, published_on=date(2026, 1, 1), source="x"
        )
    for soc2010, soc2020, share in (("9001", "2237", "0.9"), ("9001", "6131", "0.1"), ("9002", "6135", "1")):
        SocLink.objects.create(soc2010=soc2010, soc2020=soc2020, share=share, source="a table")


def test_a_field_is_told_by_the_groups_most_of_its_jobs_are_in(known):
    found = demand_for({"care": ("Carer", "Nurse", "Midwife", "Unheard of"), "roads": ("Driver",)})

    # Two jobs are likeliest in 22, one in 61; of the driver's old group nothing is known.
    assert [(each.group, each.percent) for each in found["care"]] == [
        ("Health professionals", 30.0),
        ("Caring services", 10.0),
    ]
    assert "roads" not in found


def test_without_a_forecast_nothing_is_said(db):
    assert demand_for({"care": ("Carer",)}) == {}


@pytest.mark.parametrize("fields", [1, 20])
def test_the_same_questions_for_one_field_and_for_many(known, fields, django_assert_num_queries):
    asked = {f"field {number}": ("Nurse", "Carer") for number in range(fields)}

    with django_assert_num_queries(5):
        demand_for(asked)
