import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.rules_change import Fate, parts_of_change
from waymark.kernel.scores import score

credits = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4), max_size=6)


def points(before, after):
    return [(part.code, part.fate.value, part.points) for part in parts_of_change(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "parted"),
    [
        pytest.param({"a": 4}, {"a": 4}, [("a", "changed", 0)], id="nothing changed"),
        pytest.param({"a": 4}, {"a": 1}, [("a", "changed", -75)], id="one asks for more"),
        pytest.param({"a": 4, "b": 4}, {"a": 4}, [("a", "changed", 0), ("b", "gone", 0)], id="a full one gone"),
        pytest.param({"a": 4, "b": 0}, {"a": 4}, [("a", "changed", 0), ("b", "gone", 50)], id="an empty one gone"),
        pytest.param({"a": 4}, {"a": 4, "b": 0}, [("a", "changed", 0), ("b", "new", -50)], id="an empty one new"),
        pytest.param({"a": 3}, {"b": 1}, [("a", "gone", -75), ("b", "new", 25)], id="nothing in both"),
    ],
)  # fmt: skip
def test_parts_of_change(before, after, parted):
    assert points(before, after) == parted


@given(credits, credits)
def test_the_parts_add_up_to_the_difference_of_the_scores(before, after):
    parts = parts_of_change(before, after)

    was, now = (score([*each.values()]).score or 0 for each in (before, after))
    assert sum(part.points for part in parts) == now - was
    assert {part.code for part in parts} == before.keys() | after.keys()
    for part in parts:
        assert (part.before is None) == (part.fate is Fate.NEW)
        assert (part.after is None) == (part.fate is Fate.GONE)


@given(credits, credits)
def test_an_unchanged_entitlement_explains_no_more_than_rounding(before, after):
    for part in parts_of_change(before, after):
        if part.before == part.after:
            assert abs(part.points) <= 1
