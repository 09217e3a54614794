"""The rules of merging a roll: who is whom, and what happens to their time on roll."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.learner_files import upn
from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.rules.roll import FACTS, KnownLearner, LearnerRow, Speaks, Stay
from waymark.ledger.rules.roll_matching import plain_name, same_people
from waymark.ledger.rules.roll_merging import Answers, answering, merging
from waymark.ledger.rules.roll_stays import stay_changes, years_before

BORN = date(2013, 3, 14)
ON = date(2026, 11, 20)
STATED = frozenset({"upn", "given_name", "family_name", "born_on", "year_group", "form", "joined_on", "left_on"})
BLANK = {"sex": "", "preferred_name": "", "sen": "N", "ethnicity": "", "email": ""} | dict.fromkeys(
    ("considering_he", "pupil_premium", "looked_after", "eal"), False
)


def row(number=2, *, given="Ada", family="Ashdown", born=BORN, year=9, form="9B", **said) -> LearnerRow:
    return LearnerRow(number, said.pop("upn", ""), given, family, born, year, STATED, form=form, **said)


def known(key=1, *, given="Ada", family="Ashdown", born=BORN, stays=(), **said) -> KnownLearner:
    facts = BLANK | {"given_name": given, "family_name": family, "born_on": born}
    assert set(facts) == set(FACTS)
    numbers = {name: said.get(name, "") for name in ("upn", "former_upn", "school_reference")}
    return KnownLearner(key, **numbers, facts=facts, stays=tuple(stays))


def matched(rows, learners):
    return {number: learner.key for number, learner in same_people(rows, learners).items()}


def test_a_upn_wins_over_a_name():
    learners = [known(1, given="Ada", upn=upn(1)), known(2, given="Bea", upn=upn(2))]

    assert matched([row(2, given="Bea", upn=upn(1))], learners) == {2: 1}


def test_a_number_of_the_schools_own_finds_a_learner_whose_names_changed():
    learners = [known(1, family="Ashdown", school_reference="A7")]

    assert matched([row(2, family="Birchall", upn=upn(1), school_reference="A7")], learners) == {2: 1}


def test_two_permanent_upns_are_two_people_whatever_else_agrees():
    learners = [known(1, upn=upn(1), school_reference="A7")]

    assert matched([row(2, upn=upn(2), school_reference="A7")], learners) == {}


def test_one_learner_is_nobody_twice():
    learners = [known(1)]

    assert matched([row(2), row(3)], learners) == {2: 1}


def test_names_are_compared_by_their_letters():
    assert plain_name("Zoë O’Hara-Smith") == plain_name("zoe ohara smith")


def test_a_name_with_another_birth_date_is_another_person():
    assert matched([row(2, born=BORN + timedelta(days=1))], [known(1)]) == {}


people = st.builds(
    known,
    st.integers(1, 50),
    given=st.sampled_from(["Ada", "Bea"]),
    born=st.sampled_from([BORN, BORN + timedelta(days=1)]),
    upn=st.sampled_from(["", upn(1), upn(2), upn(1, temporary=True)]),
)
lines = st.builds(
    row,
    st.integers(2, 50),
    given=st.sampled_from(["Ada", "Bea"]),
    born=st.sampled_from([BORN, BORN + timedelta(days=1)]),
    upn=st.sampled_from(["", upn(1), upn(2), upn(1, temporary=True)]),
)


@given(st.lists(lines, unique_by=lambda one: one.row), st.lists(people, unique_by=lambda one: one.key))
def test_same_people_pairs_nobody_twice_and_never_two_permanent_upns(rows, learners):
    pairs = same_people(rows, learners)

    assert len({learner.key for learner in pairs.values()}) == len(pairs)
    for one in rows:
        learner = pairs.get(one.row)
        if learner and one.upn[-1:].isdigit() and learner.upn[-1:].isdigit():
            assert one.upn == learner.upn


days = st.dates(date(2024, 9, 1), date(2027, 8, 31))


def after(stays, changes):
    """The stays as they are once the changes are made."""
    kept = {stay.key: stay for stay in stays}
    opened = []
    for change in changes:
        if change.key is None:
            opened.append(Stay(**change.values))
        else:
            whole = {name: getattr(kept[change.key], name) for name in Stay.__slots__}
            kept[change.key] = Stay(**(whole | change.values))
    return [*kept.values(), *opened]


@given(
    st.dates(date(2024, 9, 1), date(2026, 8, 31)),
    days,
    st.none() | days,
    st.none() | days,
    st.integers(7, 14),
    st.booleans(),
)
def test_stays_run_forwards_and_are_settled_by_one_merge(first_file, second_file, joined, left, year, is_known):
    if joined and left and left < joined:
        left = None
    began = stay_changes(row(year=9), (), on=first_file, roll_is_known=False)
    before = tuple(Stay(**change.values, key=at) for at, change in enumerate(began))
    on = max(first_file, second_file)
    said = row(year=year, joined_on=joined, left_on=left)

    stays = after(before, stay_changes(said, before, on=on, roll_is_known=is_known))
    settled = [Stay(*(getattr(s, n) for n in Stay.__slots__[:-1]), key=at) for at, s in enumerate(stays)]
    again = after(settled, stay_changes(said, tuple(settled), on=on, roll_is_known=True))

    assert all(stay.to_on is None or stay.from_on <= stay.to_on for stay in stays)
    assert all(academic_year(stay.from_on) == stay.academic_year for stay in stays)
    assert len([stay for stay in stays if stay.to_on is None]) <= 1
    assert [(s.academic_year, s.year_group, s.from_on, s.to_on) for s in again] == [
        (s.academic_year, s.year_group, s.from_on, s.to_on) for s in stays
    ]


def test_somebody_yet_to_join_is_enrolled_in_the_year_they_join():
    (opened,) = stay_changes(row(joined_on=date(2027, 9, 1)), (), on=ON, roll_is_known=True)

    assert (opened.values["academic_year"], opened.values["from_on"]) == (2027, date(2027, 9, 1))


def test_the_absent_are_those_on_roll_and_no_others():
    year = academic_year(ON)
    here = known(1, given="Ada", stays=[Stay(year, 9, "9B", first_day(year), None, 1)])
    gone = known(2, given="Bea", stays=[Stay(year, 9, "9B", first_day(year), date(2026, 10, 1), 2)])
    last = known(3, given="Cat", stays=[Stay(year - 1, 8, "8B", first_day(year - 1), None, 3)])
    long_gone = known(4, given="Dee", stays=[Stay(year - 1, 8, "8B", first_day(year - 1), last_day(year - 1), 4)])
    learners = [here, gone, last, long_gone]

    plan = merging([row(given="Eve", upn=upn(9))], learners, on=ON)
    transfer = merging([row(given="Eve", upn=upn(9))], learners, on=ON, speaks=Speaks.OF_MOVERS)

    assert [(one.key, one.this_year) for one in plan.absent] == [(1, True), (3, False)]
    assert transfer.absent == ()


def test_an_answer_about_somebody_not_asked_about_is_ignored():
    year = academic_year(ON)
    learner = known(1, upn=upn(1), stays=[Stay(year, 9, "9B", first_day(year), None, 1)])
    plan = merging([row(upn=upn(1))], [learner], on=ON)

    assert answering(plan, {1: learner}, Answers({1: ON}), on=ON) == ()


def test_somebody_still_here_after_the_last_year_group_is_not_moved_up():
    year = academic_year(ON)
    learner = known(1, stays=[Stay(year - 1, 14, "", first_day(year - 1), None, 1)])
    plan = merging([], [learner], on=ON)

    (change,) = answering(plan, {1: learner}, Answers({}, frozenset({1})), on=ON)

    assert [(stay.key, stay.values) for stay in change.stays] == [(1, {"to_on": last_day(year - 1)})]


@pytest.mark.parametrize(
    ("joined", "year", "earlier"),
    [
        pytest.param(None, 9, [], id="the file does not say"),
        pytest.param(date(2026, 9, 1), 9, [], id="this year"),
        pytest.param(
            date(2025, 1, 6),
            9,
            [(2024, 7, date(2025, 1, 6)), (2025, 8, date(2025, 9, 1))],
            id="in the middle of a year",
        ),
        pytest.param(
            date(2015, 9, 1), 9, [(2024, 7, date(2024, 9, 1)), (2025, 8, date(2025, 9, 1))], id="before Year 7"
        ),
    ],
)
def test_a_joining_date_tells_of_earlier_years(joined, year, earlier):
    opened = years_before(row(year=year, joined_on=joined), on=date(2026, 11, 20))

    assert [(s.values["academic_year"], s.values["year_group"], s.values["from_on"]) for s in opened] == earlier
    assert {s.values["to_on"].month for s in opened} <= {8}
