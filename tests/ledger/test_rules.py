from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.kernel.academic_year import academic_year
from waymark.ledger.rules.facts import same_day_next_year
from waymark.ledger.rules.marks import UNDONE, LastMark, merging_marks, pair
from waymark.ledger.rules.registers import MarkRefused, settle


@given(st.dates(date(2010, 1, 1), date(2060, 12, 31)))
def test_same_day_next_year_is_the_same_weekday_of_the_next_academic_year(held_on):
    later = same_day_next_year(held_on)

    assert later.weekday() == held_on.weekday()
    assert academic_year(later) == academic_year(held_on) + 1
    assert later - held_on in (timedelta(weeks=52), timedelta(weeks=53))


@pytest.mark.parametrize(
    ("mark", "saw", "stands", "becomes"),
    [
        pytest.param("attended", "", "", "new", id="first mark"),
        pytest.param("attended", "", "attended", "unchanged", id="another said the same"),
        pytest.param("attended", "", "absent", "clashing", id="another said otherwise"),
        pytest.param("attended", "absent", "absent", "changed", id="a change of one's mind"),
        pytest.param("absent", "absent", "attended", "unchanged", id="left as seen, changed by another"),
        pytest.param("excused", "absent", "attended", "clashing", id="both changed it, each otherwise"),
        pytest.param("attended", "absent", "attended", "unchanged", id="both changed it alike"),
        pytest.param("", "absent", "attended", None, id="a blank says nothing"),
    ],
)
def test_settle_sorts_a_mark(mark, saw, stands, becomes):
    settled = settle({1: mark}, seen={1: saw}, standing={1: stands} if stands else {})

    sorted_into = {
        "new": dict(settled.new),
        "changed": dict(settled.changed),
        "clashing": dict(settled.clashing),
    }
    assert {name for name, marks in sorted_into.items() if marks} == ({becomes} & set(sorted_into))
    assert settled.unchanged == (1 if becomes == "unchanged" else 0)


def test_settle_without_what_was_seen_takes_the_standing_marks_as_known():
    settled = settle({1: "attended", 2: "absent"}, seen=None, standing={1: "absent"})

    assert (dict(settled.new), dict(settled.changed), dict(settled.clashing)) == ({2: "absent"}, {1: "attended"}, {})


def test_settle_refuses_a_word_that_is_no_mark():
    with pytest.raises(MarkRefused):
        settle({1: "late"}, seen=None, standing={})


STATUSES = st.sampled_from(["attended", "absent", "excused"])
PAIRS = st.tuples(st.integers(1, 3), st.integers(1, 3))


@given(
    said=st.dictionaries(PAIRS, STATUSES),
    last=st.dictionaries(PAIRS, st.tuples(STATUSES | st.just(UNDONE), st.booleans())),
)
def test_merging_marks_says_of_each_pair_what_a_plain_reading_would(said, last):
    rows = {where: (status, row) for row, (where, status) in enumerate(said.items(), start=2)}

    plan = merging_marks(
        {pair(*where): told for where, told in rows.items()},
        {pair(*where): LastMark(key, *stood) for key, (where, stood) in enumerate(last.items(), start=1)},
    )

    written = {mark[:2]: mark[2] for mark in (*plan.first, *(one.mark for one in plan.corrections))}
    stands = {where: status for where, (status, _) in last.items() if status != UNDONE}
    by_hand = {where for where, (_, hand) in last.items() if hand}  # a mark that a person cleared among them
    assert {**stands, **written} == {**stands, **{k: v for k, v in said.items() if k not in by_hand}}
    assert set(plan.kept) == {rows[where][1] for where in by_hand & said.keys() if said[where] != stands.get(where)}
    assert plan.added + len(plan.changed) + plan.unchanged + len(plan.kept) == len(said)
    assert [mark[:2] for mark in plan.first] == sorted(mark[:2] for mark in plan.first)
