"""Each code of a venue file, its limit and the values on both sides of it."""

import pytest

from tests.opportunities.files import VENUE, file_of
from tests.opportunities.makers import make_provider, make_venue
from waymark.opportunities.sources.venues.reading import preview_venues
from waymark.places.models import Postcode

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider():
    for code, country in (("GU1 3BB", "E92000001"), ("CF10 1AA", "W92000004"), ("SO14", ""), ("SO14 0", "")):
        Postcode.objects.create(code=code, latitude=51.2394, longitude=-0.5671, country=country)
    return make_provider()


def preview(provider, *rows):
    return preview_venues(file_of(*rows, kind="venues"), provider)


def problems(provider, *rows):
    return [(problem.column, problem.code) for problem in preview(provider, *rows).reading.problems]


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"YOUR_VENUE_REFERENCE": "x" * 255},
        {"VENUE_NAME": "x" * 250},
        {"ADDRESS_LINE_1": "1" * 100, "ADDRESS_LINE_2": "b" * 100, "TOWN_OR_CITY": "c" * 75, "COUNTY": "d" * 75},
        {"ADDRESS_LINE_1": "Unit 5, St. Mary's-by-the-Sea (rear)", "TOWN_OR_CITY": "Stoke-on-Trent", "COUNTY": "Powys"},
        {"POSTCODE": "gu13bb"},
        {"EMAIL": "hall@example.org", "PHONE": "01483 555 010", "WEBSITE": "https://example.org/hall"},
        {"WEBSITE": "example.org/" + "x" * 243},
    ],
)
def test_rows_that_are_right(provider, changes):
    assert problems(provider, changes) == []


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"YOUR_VENUE_REFERENCE": ""}, "YOUR_VENUE_REFERENCE", "VENUE_PROVIDER_VENUE_REF_REQUIRED"),
        ({"YOUR_VENUE_REFERENCE": "x" * 256}, "YOUR_VENUE_REFERENCE", "VENUE_PROVIDER_VENUE_REF_MAXLENGTH"),
        ({"VENUE_NAME": ""}, "VENUE_NAME", "VENUE_NAME_REQUIRED"),
        ({"VENUE_NAME": "x" * 251}, "VENUE_NAME", "VENUE_NAME_MAXLENGTH"),
        ({"ADDRESS_LINE_1": ""}, "ADDRESS_LINE_1", "VENUE_ADDRESS_LINE1_REQUIRED"),
        ({"ADDRESS_LINE_1": "x" * 101}, "ADDRESS_LINE_1", "VENUE_ADDRESS_LINE1_MAXLENGTH"),
        ({"ADDRESS_LINE_1": "<1> Mill Lane"}, "ADDRESS_LINE_1", "VENUE_ADDRESS_LINE1_FORMAT"),
        ({"ADDRESS_LINE_2": "x" * 101}, "ADDRESS_LINE_2", "VENUE_ADDRESS_LINE2_MAXLENGTH"),
        ({"ADDRESS_LINE_2": "by the river!"}, "ADDRESS_LINE_2", "VENUE_ADDRESS_LINE2_FORMAT"),
        ({"TOWN_OR_CITY": ""}, "TOWN_OR_CITY", "VENUE_TOWN_REQUIRED"),
        ({"TOWN_OR_CITY": "x" * 76}, "TOWN_OR_CITY", "VENUE_TOWN_MAXLENGTH"),
        ({"TOWN_OR_CITY": "Guildford 1"}, "TOWN_OR_CITY", "VENUE_TOWN_FORMAT"),
        ({"COUNTY": "x" * 76}, "COUNTY", "VENUE_COUNTY_MAXLENGTH"),
        ({"COUNTY": "Surrey*"}, "COUNTY", "VENUE_COUNTY_FORMAT"),
        ({"POSTCODE": ""}, "POSTCODE", "VENUE_POSTCODE_REQUIRED"),
        ({"POSTCODE": "GU1 3B"}, "POSTCODE", "VENUE_POSTCODE_FORMAT"),
        ({"POSTCODE": "GU1 3BD"}, "POSTCODE", "VENUE_POSTCODE_FORMAT"),
        ({"POSTCODE": "ZZ1 1ZZ"}, "POSTCODE", "VENUE_POSTCODE_FORMAT"),
        ({"EMAIL": "hall at example.org"}, "EMAIL", "VENUE_EMAIL_FORMAT"),
        ({"PHONE": "ask at the desk"}, "PHONE", "VENUE_TELEPHONE_FORMAT"),
        ({"WEBSITE": "example"}, "WEBSITE", "VENUE_WEBSITE_FORMAT"),
        ({"WEBSITE": "example.org/" + "x" * 244}, "WEBSITE", "VENUE_WEBSITE_FORMAT"),
    ],
)
def test_one_fault_has_one_code(provider, changes, column, code):
    found = preview(provider, changes)

    assert [(problem.column, problem.code) for problem in found.reading.problems] == [(column, code)]
    assert found.counts == {"added": 0, "changed": 0, "unchanged": 0, "absent": 0}


def test_a_place_outside_england_is_taken_in_and_said(provider):
    found = preview(provider, {"POSTCODE": "CF10 1AA"})

    assert [(problem.code, problem.effect.value) for problem in found.reading.problems] == [
        ("VENUE_OUTSIDE_ENGLAND", "noted")
    ]
    assert found.plan.additions[0].country == "other"


def test_where_only_sectors_are_known_the_middle_stands_for_the_place(provider):
    found = preview(provider, {"POSTCODE": "SO14 0AA"})

    assert [(problem.code, problem.effect.value) for problem in found.reading.problems] == [
        ("VENUE_POSTCODE_APPROXIMATE", "noted")
    ]
    assert found.plan.additions[0].latitude == 51.2394


def test_two_rows_of_one_reference_or_name_are_both_refused(provider):
    first, second = {"VENUE_NAME": "A Hall"}, {"VENUE_NAME": "B Hall", "YOUR_VENUE_REFERENCE": "v1"}
    third, fourth = {"YOUR_VENUE_REFERENCE": "V3"}, {"YOUR_VENUE_REFERENCE": "V4", "VENUE_NAME": "MILL LANE HALL"}

    assert problems(provider, first, second, third, fourth) == [
        ("YOUR_VENUE_REFERENCE", "VENUE_PROVIDER_VENUE_REF_UNIQUE"),
        ("YOUR_VENUE_REFERENCE", "VENUE_PROVIDER_VENUE_REF_UNIQUE"),
        ("VENUE_NAME", "VENUE_NAME_UNIQUE"),
        ("VENUE_NAME", "VENUE_NAME_UNIQUE"),
    ]


def test_the_name_of_another_venue_is_taken_but_not_that_of_one_the_file_renames(provider):
    make_venue(provider, "V2", name="Mill Lane Hall")

    assert problems(provider, {}) == [("VENUE_NAME", "VENUE_NAME_UNIQUE")]
    assert problems(provider, {}, {"YOUR_VENUE_REFERENCE": "V2", "VENUE_NAME": "Old Hall"}) == []


def test_a_venue_is_known_again_by_its_reference(provider):
    same = make_venue(provider, "v1 ", name="Mill Lane Hall", address_1="1 Mill Lane", country="E92000001")
    same.reference = "V1"
    same.save()
    gone = make_venue(provider, "V7", name="Gone")

    assert preview(provider, {}).counts == {"added": 0, "changed": 0, "unchanged": 1, "absent": 1}
    changed = preview(provider, {"TOWN_OR_CITY": "Woking"}, {"YOUR_VENUE_REFERENCE": "V2", "VENUE_NAME": "New"})
    assert changed.counts == {"added": 1, "changed": 1, "unchanged": 0, "absent": 1}
    assert (list(changed.plan.changes), changed.plan.absent) == ([same.pk], (gone.pk,))
    assert VENUE["TOWN_OR_CITY"] == "Guildford"
