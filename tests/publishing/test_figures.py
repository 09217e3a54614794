"""What may be told of figures, within a release and across releases."""

from datetime import date

import pytest

from tests.factories import attend, make_activity, make_learner, make_school
from waymark.publishing.actions import edit_page, release, withdraw
from waymark.publishing.figures import NOT_SHOWN, ToldCell, told_this_year

ON = date(2026, 11, 20)
GUIDANCE = "gb8.guidance_by_16"


@pytest.fixture
def school(db_scope):
    return make_school()


def _year_11(school, size, *, met, starting=0):
    """`size` learners in Year 11, of whom `met` have had personal guidance."""
    learners = [make_learner(school, starting + number, year_group=11) for number in range(size)]
    _meet(school, learners[:met])
    return learners


def _meet(school, learners, on=date(2026, 10, 7)):
    if learners:
        attend(make_activity(school, "guidance", held_on=on, title="Guidance", adviser_level=6), *learners)


def _released(school, scope, *, on=ON, codes=(GUIDANCE,)):
    edit_page(school=school, changes={"summary": "What we do.", "shown_figures": list(codes)}, by=scope)
    figures = release(school=school, on=on, by=scope).content["figures"]
    return [(f["code"], f["met"], f["of"], f["as_at"], f["hidden_because"]) for f in figures]


@pytest.mark.parametrize(
    ("size", "met", "told"),
    [
        pytest.param(20, 10, (10, 20, ""), id="enough of each"),
        pytest.param(20, 20, (20, 20, ""), id="everybody"),
        pytest.param(20, 0, (0, 20, ""), id="nobody"),
        pytest.param(5, 5, (None, None, NOT_SHOWN), id="a cohort under six"),
        pytest.param(20, 5, (None, None, NOT_SHOWN), id="a few who have it"),
        pytest.param(20, 16, (None, None, NOT_SHOWN), id="a few who have not"),
    ],
)
def test_a_figure_is_told_when_it_gives_nobody_away(school, db_scope, size, met, told):
    _year_11(school, size, met=met)

    assert _released(school, db_scope) == [(GUIDANCE, *told[:2], "2026-11-20", told[2])]


def test_a_place_of_no_known_setting_has_a_page_without_figures(db_scope):
    school = make_school(setting="")
    _year_11(school, 20, met=10)

    assert _released(school, db_scope) == []


def test_a_few_more_learners_are_not_told_by_a_later_release(school, db_scope):
    learners = _year_11(school, 20, met=8)
    first = _released(school, db_scope)

    _meet(school, learners[8:9], on=date(2026, 12, 1))
    second = _released(school, db_scope, on=date(2026, 12, 2))

    assert first == second == [(GUIDANCE, 8, 20, "2026-11-20", "")]


def test_a_later_figure_is_told_when_at_least_six_more_have_it(school, db_scope):
    learners = _year_11(school, 20, met=6)
    _released(school, db_scope)

    _meet(school, learners[6:13], on=date(2026, 12, 1))

    assert _released(school, db_scope, on=date(2026, 12, 2)) == [(GUIDANCE, 13, 20, "2026-12-02", "")]


def test_two_who_joined_are_not_told_by_taking_releases_from_one_another(school, db_scope):
    _year_11(school, 20, met=10)
    _released(school, db_scope)

    _year_11(school, 2, met=2, starting=20)

    assert _released(school, db_scope, on=date(2026, 12, 2)) == [(GUIDANCE, 10, 20, "2026-11-20", "")]


def test_every_earlier_release_is_compared_not_only_the_last(school, db_scope):
    learners = _year_11(school, 40, met=10)
    _released(school, db_scope)
    _meet(school, learners[10:20], on=date(2026, 12, 1))
    assert _released(school, db_scope, on=date(2026, 12, 2)) == [(GUIDANCE, 20, 40, "2026-12-02", "")]

    _year_11(
        school, 6, met=0, starting=40
    )  # 20 of 46: 26 have not, six more than in the last but four fewer than in the first

    assert _released(school, db_scope, on=date(2026, 12, 3)) == [(GUIDANCE, 20, 40, "2026-12-02", "")]


def test_a_withdrawn_release_still_counts(school, db_scope):
    learners = _year_11(school, 20, met=8)
    _released(school, db_scope)
    withdraw(publication=school.publications.get(), because="a mistake", by=db_scope)

    _meet(school, learners[8:10], on=date(2026, 12, 1))

    assert _released(school, db_scope, on=date(2026, 12, 2)) == [(GUIDANCE, 8, 20, "2026-11-20", "")]


def test_a_new_figure_is_not_told_where_it_would_give_away_an_old_one(school, db_scope):
    for number in range(20):
        make_learner(school, number, year_group=13, considering_he=number < 17)
    assert _released(school, db_scope, codes=["gb8.guidance_by_18"]) == [
        ("gb8.guidance_by_18", 0, 20, "2026-11-20", "")
    ]

    second = _released(school, db_scope, on=date(2026, 12, 2), codes=["gb7.he_visits"])

    assert second == [("gb7.he_visits", None, None, "2026-12-02", NOT_SHOWN)]


def test_the_next_academic_year_begins_anew(school, db_scope):
    _year_11(school, 20, met=10)
    _released(school, db_scope)

    assert told_this_year(school, on=date(2027, 9, 1)) == []
    assert told_this_year(school, on=date(2027, 8, 31)) == [
        ToldCell("gatsby-2024", 2026, GUIDANCE, n=20, met=10, on=ON)
    ]


def test_nobody_can_take_any_two_releases_from_one_another(school, db_scope):
    """The attack itself: a school changes by one learner at a time, and somebody keeps every page."""
    learners = _year_11(school, 30, met=10)
    told = set()
    for day in range(1, 13):
        _meet(school, learners[9 + day : 10 + day], on=date(2026, 12, day))
        told |= {(met, of) for _, met, of, _, _ in _released(school, db_scope, on=date(2026, 12, day))}

    few = {(a, b) for a in told for b in told if abs(a[0] - b[0]) in range(1, 6) or abs(a[1] - b[1]) in range(1, 6)}
    assert few == set()
    assert told == {(11, 30), (17, 30)}
