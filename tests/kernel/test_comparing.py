from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.kernel.comparing import LEAST, groups_to_show

HUB = frozenset(range(12))


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        pytest.param([HUB], [11], id="a hub of twelve, one's own among them"),
        pytest.param([range(6)], [5], id="five others"),
        pytest.param([range(5)], [None], id="four others"),
        pytest.param([HUB, range(3)], [11, None], id="a trust of three"),
        pytest.param([HUB, range(8)], [11, None], id="the hub less the trust is four schools"),
        pytest.param([HUB, range(7)], [11, 6], id="six others in the trust, and five in the rest of the hub"),
        pytest.param([HUB, HUB], [11, 11], id="the same group twice tells nothing more"),
        pytest.param([range(7), range(20, 28)], [6, 8], id="two with nobody in both"),
        pytest.param([[], HUB], [None, 11], id="an empty one"),
    ],
)
def test_groups_to_show(groups, shown):
    found = groups_to_show([list(group) for group in groups], own=0)

    assert [None if group is None else len(group) for group in found] == shown


@given(
    st.lists(st.frozensets(st.integers(0, 24), max_size=25), min_size=1, max_size=4),
    st.integers(0, 24),
)
@settings(max_examples=300, deadline=None)
def test_no_sum_over_fewer_schools_comes_out_of_what_is_shown(groups, own):
    """Every school's figure, and every sum of fewer than five, is still open: no combination of the averages gives it.

    The world knows the sum of each shown group. A sum over some schools can be worked out only if its row of ones is a
    combination of the groups' rows.
    """
    shown = {group for group in groups_to_show(groups, own=own) if group is not None}
    others = sorted(frozenset().union(*shown)) if shown else []
    rows = [[Fraction(one in group) for one in others] for group in shown]

    for few in range(1, min(LEAST, 3)):
        for some in combinations(others, few):
            wanted = [Fraction(one in some) for one in others]
            assert rank([*rows, wanted]) == rank(rows) + 1


def rank(rows):
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(len(rows)):
            if i != found and rows[i][column]:
                times = rows[i][column] / rows[found][column]
                rows[i] = [a - times * b for a, b in zip(rows[i], rows[found], strict=True)]
        found += 1
    return found
