from dataclasses import replace

import pytest

from waymark.evaluation.frameworks import framework
from waymark.kernel.scores import Score, Status, applicable, score, self_assessed
from waymark.kernel.vocabulary import Setting


@pytest.mark.parametrize(
    ("quarters", "expected"),
    [
        pytest.param([], Score(None, False, 0, Status.NOT_APPLICABLE), id="nothing to score"),
        pytest.param([0, 0], Score(0, False, 2, Status.NOT_ACHIEVED), id="nothing earned"),
        pytest.param([4, 4], Score(100, True, 2, Status.ACHIEVED), id="all earned"),
        pytest.param([4, 4, 3], Score(91, False, 3, Status.IN_PROGRESS), id="never rounded up"),
        pytest.param([4] * 10 + [0] * 7, Score(58, False, 17, Status.IN_PROGRESS), id="ten of seventeen yes"),
    ],
)
def test_score_is_truncated(quarters, expected):
    assert score(quarters) == expected


def test_score_is_achieved_at_the_share_the_framework_sets():
    assert [score([4, 3], achieved_at=at).achieved for at in (87, 88)] == [True, False]


@pytest.mark.parametrize("quarter", [-1, 5])
def test_score_refuses_a_credit_that_is_none(quarter):
    with pytest.raises(ValueError, match="Credits run from 0 to 4"):
        score([4, quarter])


def test_applicable_leaves_out_other_settings_and_year_groups_the_school_has_not():
    gb6 = framework("gatsby-2014").benchmark("gb6")

    def asked(setting, years):
        return [c.code for c in applicable(gb6, setting, years)]

    assert asked(Setting.SCHOOL, [10, 11]) == ["gb6-by-16", "gb6-several-ks4", "gb6-variety-ks4"]
    assert asked(Setting.SCHOOL, [12, 13]) == ["gb6-by-18"]
    assert asked(Setting.SCHOOL, [7]) == ["gb6-any-ks3", "gb6-variety-ks3"]
    assert asked(Setting.COLLEGE, (12, 13)) == ["gb6-college"]


def test_self_assessed_counts_only_scored_criteria_and_an_open_one_earns_nothing():
    gb5 = framework("gatsby-2014").benchmark("gb5")

    result = self_assessed(gb5, Setting.SCHOOL, range(7, 14), {"gb5-year": 3, "gb5-stem": 4})

    assert result == Score(75, False, 1, Status.IN_PROGRESS)
    assert self_assessed(gb5, Setting.SCHOOL, range(7, 14), {}).score == 0


def test_gb1_of_2014_scores_in_seventeenths():
    gb1 = framework("gatsby-2014").benchmark("gb1")
    codes = [c.code for c in applicable(gb1, Setting.SCHOOL, range(7, 12))]

    scores = [self_assessed(gb1, Setting.SCHOOL, range(7, 12), dict.fromkeys(codes[:n], 4)).score for n in (10, 11, 13)]

    assert scores == [58, 64, 76]


def test_a_benchmark_may_be_achieved_over_fewer_criteria_than_its_score_looks_at():
    gb4 = replace(framework("gatsby-2014").benchmark("gb4"), achieved_over=("gb4-maths", "gb4-science"))
    stem, rest = {"gb4-maths": 4, "gb4-science": 4}, {"gb4-english": 1, "gb4-pshe": 1}

    assert self_assessed(gb4, Setting.SCHOOL, [9], stem | rest) == Score(62, True, 4, Status.ACHIEVED)
    assert self_assessed(gb4, Setting.SCHOOL, [9], rest) == Score(12, False, 4, Status.IN_PROGRESS)
    assert self_assessed(gb4, Setting.SCHOOL, [9], {}).status is Status.NOT_ACHIEVED


def test_where_none_of_the_criteria_it_is_achieved_over_applies_all_of_them_tell():
    gb4 = replace(framework("gatsby-2014").benchmark("gb4"), achieved_over=("gb4-maths",))

    assert self_assessed(gb4, Setting.COLLEGE, [12], {"gb4-course-college": 4}).achieved
