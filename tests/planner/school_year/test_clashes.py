"""What stands in the way of an activity: each sort alone, worked by hand."""

from dataclasses import replace
from datetime import date, time

import pytest

from waymark.planner.rules.clashes import BLOCK, IGNORE, USUAL, WARN, Clash, Placed, SchoolDays, Taken, clashes, worst

DAY = date(2027, 3, 9)  # a Tuesday
FAIR = Placed(
    "fair", "Careers fair", DAY, time(9), time(12), frozenset({9, 10}), frozenset({"Hall"}), frozenset({"Ada"})
)
TERM = SchoolDays(((date(2027, 2, 22), date(2027, 3, 26)),), {date(2027, 3, 10): "INSET day"})


def found(one=FAIR, *, others=(), taken=(), days=TERM, **severities):
    return clashes(one, others=others, taken=taken, days=days, severities={**USUAL, **severities})


@pytest.mark.parametrize(
    ("other", "said"),
    [
        pytest.param({}, "Years 9 and 10 have", id="same years"),
        pytest.param({"year_groups": frozenset({10, 11})}, "Year 10 has", id="one year shared"),
        pytest.param({"starts": None, "ends": None}, "Years 9 and 10 have", id="all day overlaps any hour"),
    ],
)
def test_another_activity_for_the_same_year_group(other, said):
    talk = replace(FAIR, public_id="talk", title="Talk", rooms=frozenset(), staff=frozenset(), **other)
    words = said.split(" ")
    expected = f"{' '.join(words[:-1])} also {words[-1]} “Talk” that day."

    assert found(others=[FAIR, talk]) == (Clash("year_group", WARN, expected),)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"on": date(2027, 3, 11)}, id="another day"),
        pytest.param({"starts": time(12), "ends": time(13)}, id="begins as the first ends"),
        pytest.param({"year_groups": frozenset({11})}, id="other years"),
        pytest.param({"year_groups": frozenset()}, id="for nobody yet"),
        pytest.param({"shares_with": frozenset({"talk"})}, id="lists without anybody in common"),
    ],
)
def test_no_clash_between_activities(other):
    fair = replace(FAIR, shares_with=frozenset({"fair"}))
    talk = replace(FAIR, public_id="talk", rooms=frozenset(), staff=frozenset(), **other)

    assert found(fair, others=[talk]) == ()


def test_lists_with_somebody_in_common_clash():
    fair = replace(FAIR, shares_with=frozenset({"fair", "talk"}))
    talk = replace(
        FAIR, public_id="talk", title="Talk", rooms=frozenset(), staff=frozenset(), shares_with=fair.shares_with
    )

    assert found(fair, others=[talk]) == (Clash("year_group", WARN, "Years 9 and 10 also have “Talk” that day."),)


def test_rooms_and_staff_are_the_same_whatever_the_capitals():
    talk = replace(FAIR, public_id="talk", title="Talk", year_groups=frozenset({7}), rooms=frozenset({"hall"}),
                   staff=frozenset({"ADA"}))  # fmt: skip

    assert found(others=[talk], room=BLOCK) == (
        Clash("staff", WARN, "Ada is also needed for “Talk”."),
        Clash("room", BLOCK, "Hall is also needed for “Talk”."),
    )


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        pytest.param(
            Taken("exams", "Mocks", DAY, DAY, year_groups=frozenset({10})), "Year 10 has exams: Mocks.", id="one"
        ),
        pytest.param(Taken("trip", "Ypres", DAY, date(2027, 3, 12)), "Everybody is on a trip: Ypres.", id="everybody"),
        pytest.param(
            Taken("other", "Photos", DAY, DAY, time(11), time(13), frozenset({9, 10})),
            "Years 9 and 10 are taken up: Photos.",
            id="part of the day",
        ),
    ],
)
def test_the_calendar_is_in_the_way(taken, words):
    assert found(taken=[taken]) == (Clash(taken.sort, WARN, words),)


@pytest.mark.parametrize(
    "taken",
    [
        pytest.param(Taken("exams", "Mocks", DAY, DAY, year_groups=frozenset({11})), id="other years"),
        pytest.param(Taken("exams", "Mocks", DAY, DAY, time(13), time(15)), id="other hours"),
        pytest.param(Taken("exams", "Mocks", date(2027, 3, 1), date(2027, 3, 8)), id="days before"),
    ],
)
def test_the_calendar_is_not_in_the_way(taken):
    assert found(taken=[taken]) == ()


def test_closed_days_holidays_and_weekends():
    inset, half_term, saturday = date(2027, 3, 10), date(2027, 4, 1), date(2027, 3, 13)

    assert found(replace(FAIR, on=inset)) == (Clash("closed", BLOCK, "The school is closed that day: INSET day."),)
    assert found(replace(FAIR, on=half_term)) == (Clash("holiday", WARN, "It is outside term time."),)
    assert found(replace(FAIR, on=saturday)) == (Clash("holiday", WARN, "It is a weekend."),)
    assert found(replace(FAIR, on=half_term), days=SchoolDays()) == ()  # no terms are known


def test_what_is_ignored_is_not_told_and_the_worst_is_told_first():
    mocks = Taken("exams", "Mocks", DAY, DAY)

    assert found(taken=[mocks], exams=IGNORE) == ()
    assert worst(found(taken=[mocks])) == WARN
    assert worst(found(taken=[mocks], exams=BLOCK)) == BLOCK
    assert worst(()) is None
