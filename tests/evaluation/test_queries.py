from datetime import date

import pytest

from tests.factories import attend, enrol, expect, make_activity, make_learner, make_school, scope_with
from waymark.access.permissions import Permission
from waymark.access.scope import NotPermitted, acting
from waymark.evaluation.queries import answers_of_everyone, answers_to, coverage_of, explained, figures_of, trend_of
from waymark.kernel.vocabulary import Answer
from waymark.ledger.touching import touch_everyone

ON = date(2026, 11, 22)
GOOD = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}


@pytest.fixture
def school(db_scope):
    school = make_school()
    met, waiting = make_learner(school, 1), make_learner(school, 2)
    make_learner(school, 3, year_group=11)
    attend(make_activity(school, "employer", held_on=date(2026, 10, 7), **GOOD), met)
    attend(make_activity(school, "employer", held_on=date(2026, 10, 8), two_way=False), waiting)
    expect(make_activity(school, "employer", held_on=date(2027, 1, 8), **GOOD), waiting)
    return school


def test_figures_of_a_school(school):
    figures = figures_of(school, "gatsby-2024", on=ON)

    year_9 = figures.figure("gb5.employer_year", year_group=9)
    assert (year_9.n, year_9.met, year_9.not_yet, year_9.band) == (2, 1, 1, "some")
    assert figures.year_groups("gb5.employer_year") == [9, 11]
    assert figures.figure("gb8.guidance_by_18") is None
    assert (figures.scores["gb5"].score, figures.scores["gb5"].entitlements) == (50, 1)


def test_small_numbers_are_hidden_from_whoever_may_see_no_learner(school):
    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        figures = figures_of(school, "gatsby-2024", on=ON)

        hidden = figures.figure("gb5.employer_year")
        assert (hidden.n, hidden.met, hidden.band, hidden.is_whole) == (None, None, None, False)
        assert (figures.scores["gb5"].score, figures.scores["gb5"].is_hidden) == (None, True)
        with pytest.raises(NotPermitted):
            answers_to(school, "gatsby-2024", "gb5.employer_year", on=ON)


def test_figures_of_enough_learners_are_shown_to_all(school):
    everyone = [make_learner(school, number, year_group=8) for number in range(20)]
    attend(make_activity(school, "employer", **GOOD), *everyone[:12])

    with acting(scope_with(school, Permission.FIGURES_VIEW)):
        year_8 = figures_of(school, "gatsby-2024", on=ON).figure("gb5.employer_year", year_group=8)

    assert (year_8.n, year_8.met, year_8.not_yet, year_8.is_whole) == (20, 12, 8, True)


def test_answers_of_everyone_counts_by_learner(school):
    waiting = school.learners.get(family_name="Calloway")

    counts = answers_of_everyone(school, "gatsby-2024", on=ON)

    assert len(counts) == 3
    assert set(counts[waiting.public_id]) == {Answer.NOT_YET, Answer.UNKNOWN}


def test_figures_of_another_school_are_refused(school):
    other = make_school("Oakmoor School", urn="900002")

    with acting(scope_with(other)), pytest.raises(NotPermitted):
        figures_of(school, "gatsby-2024", on=ON)


def test_figures_are_made_again_when_the_ledger_was_touched(school):
    touch_everyone(school.pk)
    before = figures_of(school, "gatsby-2024", on=ON).figure("gb5.employer_year").n
    make_learner(school, 4)
    kept = figures_of(school, "gatsby-2024", on=ON).figure("gb5.employer_year").n
    touch_everyone(school.pk)

    after = figures_of(school, "gatsby-2024", on=ON).figure("gb5.employer_year").n

    assert (before, kept, after) == (3, 3, 4)


def test_answers_to_an_entitlement_include_those_not_yet_in_its_cohort(school):
    answers = answers_to(school, "gatsby-2024", "gb8.guidance_by_16", on=ON)

    assert sorted((a.year_group, a.answer, a.in_cohort) for a in answers) == [
        (9, Answer.NOT_YET, False),
        (9, Answer.NOT_YET, False),
        (11, Answer.NOT_YET, True),
    ]


def test_explained_says_what_counted_and_what_nearly_did(school):
    waiting = school.learners.get(family_name="Calloway")

    found = {each.due.code: each.explanation for each in explained(waiting, "gatsby-2024", on=ON)}

    this_year = found["gb5.employer_year"]
    assert this_year.judgement.answer is Answer.NOT_YET
    assert this_year.judgement.counted == ()
    assert [near.lacks for near in this_year.near_misses] == [tuple(GOOD)]
    assert this_year.still_until == date(2027, 8, 31)


def test_explained_is_nothing_for_someone_who_left(school):
    gone = make_learner(school, 9, year_group=None)
    enrol(gone, year_group=9, year=2025)

    assert explained(gone, "gatsby-2024", on=ON) == []


def test_trend_judges_each_year_by_the_benchmarks_in_force_then(school):
    past = make_learner(school, 5, year_group=None)
    for year, year_group in ((2023, 7), (2024, 8), (2025, 9)):
        enrol(past, year_group=year_group, year=year)

    trend = trend_of(school, on=ON)

    assert [(y.academic_year, y.framework, y.figures.on) for y in trend] == [
        (2023, "gatsby-2014", date(2024, 7, 31)),
        (2024, "gatsby-2014", date(2025, 7, 31)),
        (2025, "gatsby-2024", date(2026, 7, 31)),
        (2026, "gatsby-2024", ON),
    ]


def test_coverage_counts_those_whose_every_year_we_have(school):
    whole = make_learner(school, 6, year_group=8)
    enrol(whole, year_group=7, year=2025)

    coverage = coverage_of(school, "gatsby-2024", on=ON)

    assert coverage["gb5.employer_year"] == (4, 4)
    assert coverage["gb5.employer_every"] == (1, 4)
    assert coverage["gb8.guidance_by_16"] == (0, 1)
    assert "gb8.guidance_by_18" not in coverage
