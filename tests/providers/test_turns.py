"""Whose turn it is: worked out by hand, and beside a plain reading of the rule."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.providers.rules.turns import Waiting, dealt

EARLY, LATE = date(2027, 3, 5), date(2027, 3, 15)
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)


def waiting(*schools: int) -> list[Waiting]:
    """These schools asked, an hour apart, in this order; their keys are 1, 2, 3 …"""
    return [Waiting(key, school, NOON + timedelta(hours=key)) for key, school in enumerate(schools, start=1)]


@pytest.mark.parametrize(
    ("schools", "had", "cap", "taken", "on", "keys"),
    [
        pytest.param([7, 8, 9], {}, 2, 0, EARLY, [1, 2], id="who asked longest ago goes first"),
        pytest.param([7, 7, 8], {}, 2, 0, EARLY, [1, 3], id="each school one before any gets a second"),
        pytest.param([7, 8], {7: 1}, 2, 1, EARLY, [2], id="who had one this month comes after who had none"),
        pytest.param([7], {7: 1}, 4, 1, EARLY, [1], id="a second early, while more than half is free"),
        pytest.param([7], {7: 1}, 2, 1, EARLY, [], id="no second early, once half is gone"),
        pytest.param([7], {7: 1}, 2, 1, LATE, [1], id="from the 15th what is left is given out"),
        pytest.param([7, 8, 8, 8], {}, None, 0, EARLY, [1, 2, 3, 4], id="without a cap there is room for all"),
        pytest.param([7], {}, 0, 0, LATE, [], id="a cap of none"),
        pytest.param([7], {}, 1, 1, LATE, [], id="all are gone"),
        pytest.param([7, 7, 7, 8, 8], {}, 9, 0, LATE, [1, 4, 2, 5, 3], id="in turn down to the last"),
    ],
)
def test_places_are_dealt_in_turn(schools, had, cap, taken, on, keys):
    assert dealt(waiting(*schools), had, cap=cap, taken=taken, on=on) == keys


@given(
    schools=st.lists(st.integers(1, 4), max_size=12),
    had=st.dictionaries(st.integers(1, 4), st.integers(0, 3)),
    cap=st.integers(0, 8),
    day=st.integers(1, 28),
)
def test_as_the_rule_is_written(schools, had, cap, day):
    """Plainly: one place at a time, looked for among all who wait."""
    taken = min(cap, sum(had.values()))
    left, given_out, free, expected = waiting(*schools), Counter(had), cap - taken, []
    while free > 0 and left:
        fewest = min(given_out[each.school] for each in left)
        turn = next(each for each in left if given_out[each.school] == fewest)  # they stand in the order of asking
        if fewest > 0 and day < 15 and free * 2 <= cap:
            break
        expected.append(turn.key)
        left = [each for each in left if each is not turn]
        given_out[turn.school] += 1
        free -= 1

    assert dealt(waiting(*schools), had, cap=cap, taken=taken, on=date(2027, 3, day)) == expected
