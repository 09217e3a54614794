"""Routes are told alike and in an order that favours none; figures come with their spread."""

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from tests.opportunities.open_data import needs_open_data, real, take
from waymark.opportunities.models import PathwayPay
from waymark.opportunities.queries.routes import afterwards, pay_after, people_like_me
from waymark.opportunities.routes.order import of_the_day
from waymark.opportunities.routes.reading import FACTS, points, routes, routes_at
from waymark.opportunities.routes.spread import spread_of

# Words by which one route would be praised above another.
PRAISE = re.compile(
    r"\b(best|better|ideal|perfect|great|excellent|prestigious|top|traditional|only|simply|just)\b", re.I
)


@pytest.mark.parametrize("point", [point.slug for point in points()])
def test_each_route_stands_in_each_place_once_in_a_turn(point):
    there = routes_at(point)
    first = date.fromordinal(len(there) * (date(2026, 11, 28).toordinal() // len(there)))
    places = Counter()
    for day in range(len(there)):
        for place, route in enumerate(of_the_day(there, first + timedelta(days=day), lambda route: route.name)):
            places[route.name, place] += 1

    assert places == {(route.name, place): 1 for route in there for place in range(len(there))}


def test_over_a_year_no_route_is_first_more_often_than_another():
    there = routes_at("at-16")
    days = [date(2026, 9, 1) + timedelta(days=n) for n in range(len(there) * 60)]
    first = Counter(of_the_day(there, day, lambda route: route.name)[0].name for day in days)

    assert max(first.values()) - min(first.values()) <= 2
    assert set(first) == {route.name for route in there}


def test_the_order_of_a_day_is_the_same_for_everybody_and_not_the_same_ring_each_turn():
    there, day = routes_at("at-16"), date(2026, 11, 28)

    assert of_the_day(there, day, str) == of_the_day(there, day, str)
    assert of_the_day(there[::-1], day, str) == of_the_day(there, day, str)
    rings = set()
    for turn in range(12):
        begins = [route.name for route in of_the_day(there, day + timedelta(days=turn * len(there)), str)]
        at = begins.index(there[0].name)
        rings.add(tuple(begins[at:] + begins[:at]))
    assert len(rings) > 3


def test_every_route_is_told_by_the_same_facts_without_praise():
    for route in routes():
        told = [getattr(route, name) for name, _ in FACTS]
        assert all(told), route.name
        assert PRAISE.findall(" ".join(told)) == [], route.name
        assert sum(len(text.split()) for text in told) <= 90, f"{route.name} is told at greater length than others"
        assert sum(len(text.split()) for text in told) >= 30, route.name
        assert route.source.href.startswith("https://www.gov.uk/")


def test_each_point_has_several_routes_and_each_route_a_point():
    assert {point.slug for point in points()} == {at for route in routes() for at in route.at}
    assert all(len(routes_at(point.slug)) >= 3 for point in points())


def test_a_spread_is_five_numbers_and_of_how_many():
    assert spread_of([10, 20, 30, 40, None]) == spread_of([None, 40, 10, 30, 20])
    found = spread_of([10, 20, 30, 40, None])
    # quarters of four numbers, inclusive: a quarter of the way is at 17.5, the middle 25, three quarters 32.5
    assert (found.least, found.lower, found.middle, found.upper, found.most) == (10, 17.5, 25, 32.5, 40)
    assert (found.of, found.kept_back) == (4, 1)
    assert spread_of([1, 2, None]) is None


PATHWAYS = "Region,Sector,Level_order,median_income,perc_hq,number_students_hq\n"


def test_pay_by_level_keeps_what_is_kept_back_as_a_blank(db_scope):
    rows = "England,Water,Level 3,u,c,low\nEngland,Water,level 2,13400,0.319,37190\nEngland,Water,Level 2,1,0.1,1\n"
    rows += "England,Water,Level 9,1,0.1,1\nEngland,Air,Level 2,1,1.5,1\n"
    outcome = take("pathways", (PATHWAYS + rows).encode(), db_scope)

    assert (outcome.added, outcome.refused) == (2, 3)
    assert [(p.row, p.code) for p in outcome.problems] == [
        (4, "PAY_TWICE"),
        (5, "LEVEL_UNKNOWN"),
        (6, "NUMBER_INVALID"),
    ]
    assert set(PathwayPay.objects.values_list("level", "median")) == {("Level 3", None), ("Level 2", 13400)}
    assert take("pathways", (PATHWAYS + rows).encode(), db_scope).unchanged == 2


@needs_open_data
def test_real_pay_by_level(db_scope):
    outcome = take("pathways", real("career_pathways/stat_hq.csv.gz"), db_scope)

    assert (outcome.added, outcome.refused) == (923, 0)
    low, high = pay_after(("Level 2", "Level 6"))
    assert (low.level, low.spread.least, low.spread.most, low.spread.of) == ("Level 2", 12900, 31300, 22)
    assert high.spread.middle == 28100


@needs_open_data
def test_real_leavers_with_their_spread(db_scope):
    take("destinations", real("destinations_1618/ees_1618_lad_201718-202223.csv.gz"), db_scope)
    take("destinations", real("destinations_ks4/ees_ks4_nat_202223.csv.gz"), db_scope)
    after = afterwards("ks5", "Level 3", here="E06000010")
    learning = after.measures[0]

    assert (after.year, learning.spread.of, learning.spread.least, learning.spread.most) == (2022, 220, 30.5, 76.3)
    assert learning.spread.lower < learning.here < learning.spread.upper
    like = people_like_me("Sen provision: Identified sen")
    assert (like.cohort, like.measures[0]) == (86968, ("Went on learning", 78.4))
    assert people_like_me("Nobody of that kind") is None
