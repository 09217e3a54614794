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

    assert [c.code for c in applicable(gb6, Setting.SCHOOL, range(7, 12))] == ["gb6-by-16"]
    assert [c.code for c in applicable(gb6, Setting.SCHOOL, range(7, 14))] == ["gb6-by-16", "gb6-by-18"]
    assert [c.code for c in applicable(gb6, Setting.COLLEGE, (12, 13))] == ["gb6-college"]


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
