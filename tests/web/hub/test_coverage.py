"""Where nobody reaches, worked by hand: three schools, three providers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import make_area, make_offer, make_provider, make_school, make_user
from waymark.places.models import Belonging, Postcode

WHERE = "/areas/westmarch-careers-hub/coverage/"
MILE = 1 / 69.0934  # of a degree of the meridian, on our globe


@pytest.fixture
def hub(db, time_machine):
    time_machine.move_to("2026-11-22T10:00:00Z")
    hub = make_area()
    for number, (name, code, miles) in enumerate(
        [("Ashdown School", "AB1 1AA", 0), ("Birchall School", "AB1 1AB", 20), ("Calloway School", "", 0)]
    ):
        if code:
            Postcode.objects.create(code=code, latitude=52 + miles * MILE, longitude=-1.5)
        school = make_school(name, urn=f"90000{number}", postcode=code)
        Belonging.objects.create(member=school, whole=hub)
    return hub


@pytest.fixture
def page(hub, signed_in):
    return signed_in(make_user("Rafi Pember", ("hub_lead", hub)))


def at(miles):
    return {"latitude": 52 + miles * MILE, "longitude": -1.5, "precision": "postcode"}


def lines(page, query=""):
    """Each row of the file: school, entitlement → reached, in person, online."""
    text = page.get(f"{WHERE}?as=csv{query}").content.decode("utf-8-sig").splitlines()
    rows = [line.rsplit(",", 3) for line in text[1:]]
    return {(row[0].split(",")[0], row[0].split(",", 2)[2]): tuple(row[1:]) for row in rows}


def test_a_school_is_reached_by_who_says_so_by_who_is_near_and_by_who_comes_anywhere(page):
    make_offer(make_provider("Near", reach_miles=5, **at(2)))
    make_offer(make_provider("Online"), mode="virtual", provider_kind="university")
    make_offer(make_provider("Anywhere", is_nationwide=True), provider_kind="fe_college")
    make_offer(make_provider("Silent", **at(6)), provider_kind="sixth_form")

    found = lines(page)

    itp, uni, fe, sixth = (
        "A training or apprenticeship provider by the end of Year 11",
        "A university by the end of Year 11",
        "A further education college by the end of Year 11",
        "A sixth form by the end of Year 11",
    )
    assert found["Ashdown School", itp] == ("Reached", "1", "0")
    assert found["Birchall School", itp] == ("Nobody", "0", "0")
    assert found["Ashdown School", uni] == ("Only online", "0", "1")
    assert found["Calloway School", fe] == ("Reached", "1", "0")
    assert found["Calloway School", itp] == ("Place not known", "0", "0")
    assert found["Birchall School", sixth] == ("Reached", "1", "0")
    assert lines(page, "&miles=5")["Birchall School", sixth] == ("Nobody", "0", "0")


def test_the_map_says_in_words_and_numbers_what_its_table_says(page):
    make_offer(make_provider("Near", reach_miles=5, **at(2)))

    text = page.get(f"{WHERE}?entitlement=gb7.itp").content.decode()

    assert "1 of 3 are reached in person, 0 only online, and 1 by nobody in the directory." in text
    assert "1 Ashdown School, reached; 2 Birchall School, nobody" in text
    assert "1 school is not on the map" in text


def test_an_area_without_schools_says_so(db, signed_in):
    make_area()
    page = signed_in(make_user("Rafi Pember", ("hub_lead", make_area("Eastmarch Careers Hub"))))

    assert "No schools belong here yet" in page.get("/areas/eastmarch-careers-hub/coverage/").content.decode()


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_asks_as_often_for_five_schools_as_for_three(page, hub, more):
    for n in range(more):
        Belonging.objects.create(member=make_school(f"School {n}", urn=f"91000{n}", postcode="AB1 1AA"), whole=hub)
    make_offer(make_provider("Near", reach_miles=5, **at(2)))
    page.get(WHERE)  # the index is made

    with CaptureQueriesContext(connection) as asked:
        page.get(WHERE)

    assert len(asked) == 9
