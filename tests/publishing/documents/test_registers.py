"""Registers in numbers: few and nearly all are put in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.publishing.documents.registers import told


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [
        (0, 30, "0"),
        (1, 30, "fewer than 6"),
        (5, 30, "fewer than 6"),
        (6, 30, "6"),
        (24, 30, "24"),
        (25, 30, "nearly all"),
        (29, 30, "nearly all"),
        (30, 30, "30"),
        (3, 3, "fewer than 6"),
    ],
)
def test_told(count, of, shown):
    assert told(count, of).shown == shown


@given(of=st.integers(0, 400), data=st.data())
def test_what_is_told_leaves_no_few_on_either_side(of, data):
    count = data.draw(st.integers(0, of))
    value = told(count, of).value

    assert value is None or (value not in range(1, 6) and of - value not in range(1, 6))
