"""How far one place is from another."""

import pytest

from waymark.kernel.distance import miles_apart


@pytest.mark.parametrize(
    ("one", "other", "miles"),
    [
        pytest.param((51.5074, -0.1278), (53.8008, -1.5491), 169.3, id="London and Leeds"),
        pytest.param((52.0, 0.0), (52.0, 0.0), 0.0, id="one place"),
        pytest.param((0.0, 0.0), (0.0, 180.0), 12436.8, id="half way round"),
    ],
)
def test_miles_apart(one, other, miles):
    assert round(miles_apart(*one, *other), 1) == miles
