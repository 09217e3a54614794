"""Where courses and people are: towns told apart, areas without a venue, regions; all from the register alone."""

import pytest

from tests.opportunities.makers import make_course, make_provider, make_run, make_venue
from waymark.opportunities.search.asking import Place, Search, SearchRefused
from waymark.opportunities.search.places import place_of, place_of_postcode, towns_like
from waymark.opportunities.search.searching import search_courses
from waymark.places.actions import add_place
from waymark.places.models import Organisation, Postcode

pytestmark = pytest.mark.django_db
POSITIONS = {"TN23 1AA": (51.14, 0.87), "TW15 1AA": (51.43, -0.46), "GU1 3BB": (51.24, -0.57), "GU1": (51.24, -0.57)}


@pytest.fixture(autouse=True)
def register():
    """Two towns called Ashford and one Guildford, with a school each or two."""
    for code, (latitude, longitude) in POSITIONS.items():
        Postcode.objects.create(code=code, latitude=latitude, longitude=longitude)
    for number, (town, county, postcode) in enumerate(
        [
            ("Ashford", "Kent", "TN23 1AA"),
            ("Ashford", "Kent", "TN23 1AA"),
            ("Ashford", "Middlesex", "TW15 1AA"),
            ("GUILDFORD", "Surrey", "GU1 3BB"),
        ]
    ):
        place = {"town": town, "county": county, "postcode": postcode, "la_code": "936"}
        add_place(kind="school", name=f"School {number}", slug=f"school-{number}", **place)


def test_a_town_of_one_name_is_where_its_schools_are():
    found = place_of("guildford")

    assert (found.place.name, found.place.latitude, found.suggestions) == ("Guildford", 51.24, ())


def test_a_name_that_two_towns_have_is_asked_about_and_its_county_answers():
    assert place_of("Ashford").place is None
    assert place_of("Ashford").suggestions == ("Ashford, Kent", "Ashford, Middlesex")
    assert place_of("Ashford, Middlesex").place.longitude == -0.46


def test_a_town_is_suggested_by_its_beginning_and_by_its_sound():
    assert towns_like("guil") == ["Guildford"]
    assert towns_like("gildford") == ["Guildford"]
    assert towns_like("ashferd") == ["Ashford"]
    assert towns_like("x") == []
    assert place_of("nowhere at all").suggestions == ()


def test_a_town_that_only_a_venue_has_is_known():
    make_venue(make_provider(), town="Little Wick", latitude=50.5, longitude=-4.0)

    assert place_of("little wick").place == Place(50.5, -4.0, "Little Wick")


def test_a_part_of_a_postcode_is_a_place_for_people_and_not_for_programs():
    assert place_of("gu1").place.name == "GU1"
    with pytest.raises(SearchRefused, match="whole postcode"):
        place_of_postcode("gu1")


@pytest.fixture
def surrey():
    """The council of the schools above, in the South East."""
    return Organisation.objects.get(kind="council", la_code="936")


def test_a_course_at_employers_of_an_area_is_in_the_middle_of_it(surrey):
    course = make_course(make_provider(), "Warehousing")
    facts = {"delivery_mode": 3, "is_national": False}
    make_run(course, name="In Surrey", sub_regions=[surrey.register_code], **facts)
    make_run(course, name="Where nobody knows", sub_regions=["E00000000"], **facts)
    near, far = Place(51.24, -0.57), Place(53.8, -1.5)

    def names(**asked):
        return {run.name for _, run in search_courses(Search(**asked)).runs}

    assert names(place=near, distance=25.0) == {"In Surrey"}
    assert names(place=far, distance=25.0) == set()
    assert names(place=far) == {"In Surrey", "Where nobody knows"}


def test_a_course_has_the_region_of_its_venue(surrey):
    provider = make_provider()
    make_run(make_course(provider), make_venue(provider))

    assert search_courses(Search()).found.facets["region"] == (("South East", 1),)
