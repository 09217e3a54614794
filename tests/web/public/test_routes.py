"""Choices side by side, for anybody."""

import re
from datetime import date

import pytest

from tests.browser import DESKTOP, PHONE, assert_accessible
from waymark.opportunities.models import Destination, PathwayPay
from waymark.opportunities.routes.order import of_the_day
from waymark.opportunities.routes.reading import routes_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(db):
    for number, name in enumerate(("Northam", "Southam", "Eastam", "Westam")):
        counts = {"cohort": 100, "education": 40 + 10 * number, "appren": 5, "all_work": 20, "all_notsust": "c"}
        Destination.objects.create(
            phase="ks5", level="district", place=f"E{number}", name=name, year=2022, cohort="Level 3",
            breakdown="Total", counts=counts, release="r", source="Somebody who counts",
        )  # fmt: skip
        PathwayPay.objects.create(region="England", sector=name, level="Level 3", median=20000 + number, source="Tax")


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_point_shows_its_routes_in_the_order_of_the_day(client, db, time_machine):
    time_machine.move_to(date(2026, 11, 28))
    shown = re.findall(r'id="route-\d+">([^<]+)<', client.get("/routes/at-16/").content.decode())

    assert shown == [route.name for route in of_the_day(routes_at("at-16"), date(2026, 11, 28), lambda r: r.name)]


def test_figures_come_with_their_spread_year_and_source(client, figures):
    page = words(client.get("/routes/at-16/?district=E1"))

    assert "Went on learning 40% 48% 55% 62% 70% 50%" in page
    assert "Did not stay in learning or work" not in page  # every district's number is kept back
    assert "Somebody who counts, people who left in 2022 to 2023" in page
    assert "£20,000" in page


def test_people_like_me_are_shown_with_how_far_councils_lie_apart(client, db):
    group = "Disadvantage status: Disadvantaged"
    told = {"phase": "ks4", "year": 2022, "breakdown": group, "release": "r", "source": "Somebody who counts"}
    for institutions, share in (
        ("State-funded mainstream schools: Free", 11),
        ("State-funded mainstream schools: Total", 78),
    ):
        Destination.objects.create(level="country", place="E92000001", name="England", institutions=institutions,
                                   shares={"education": share}, **told)  # fmt: skip
    for number, share in enumerate((60, 70, 80, 90)):
        Destination.objects.create(level="council", place=f"30{number}", name="", shares={"education": share}, **told)
    Destination.objects.create(level="district", place="E1", name="Northam", counts={"cohort": 9, "education": 5},
                               **told | {"breakdown": "Total"})  # fmt: skip

    page = words(client.get(f"/routes/at-14/?group={group}"))

    assert "Went on learning 78" in page  # of all schools, not of one kind of them
    assert "Went on learning 60% 68% 75% 82% 90%" in page
    assert "half of all 4 councils lie within the box" in page


def test_without_figures_the_page_says_so_and_an_unknown_point_is_not_found(client, db):
    assert "We hold no figures of what people did next" in words(client.get("/routes/at-16/"))
    assert client.get("/routes/at-99/").status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_a_fixed_number_of_questions_to_the_database(client, figures, more, django_assert_num_queries):
    for number in range(more):
        Destination.objects.create(
            phase="ks5", level="district", place=f"X{number}", name=f"X{number}", year=2022, cohort="Level 3",
            breakdown="Total", counts={"cohort": 10, "education": 4}, release="r", source="s",
        )  # fmt: skip

    with django_assert_num_queries(4):
        client.get("/routes/at-16/?district=E1")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_routes_in_a_browser(browser_page, figures):
    page = browser_page("about:blank")
    for address in ("/routes/", "/routes/at-16/?district=E1", "/explore/"):
        page.set_viewport_size(DESKTOP)
        page.goto(address)
        assert_accessible(page)
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
