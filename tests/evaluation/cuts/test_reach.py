from dataclasses import replace
from datetime import date

import pytest

from waymark.evaluation.cuts.content import BenchmarkAtCut, CutContent
from waymark.evaluation.cuts.reach import visits, within_reach
from waymark.evaluation.figures import Figure, SchoolFigures
from waymark.evaluation.frameworks import framework
from waymark.kernel.scores import score

BY = framework("gatsby-2024")
ON = date(2026, 12, 31)


def content(figures, *, hidden=(), answers=None):
    """A cut in which, of each entitlement, so many of so many have met it."""
    made = {}
    for code, (met, n) in figures.items():
        band = BY.scale.band(met, n).name
        shown = (None, None, None, None, None) if code in hidden else (n, met, n - met, 0, 0)
        made[code, "all", 0] = Figure(code, "all", 0, *shown, band)
    benchmarks = {}
    for each in BY.benchmarks:
        credits = [
            BY.scale.band(*figures[due.code]).credit for due in each.entitlements if due.scored and due.code in figures
        ]
        result = score(credits)
        benchmarks[each.code] = BenchmarkAtCut(
            each.code, result.score, result.achieved, False, 100 if answers else None, bool(answers), False
        )
    school = SchoolFigures(BY.name, ON, 1, made, {})
    return CutContent(BY.name, BY.version, ON, 1, benchmarks, {BY.name: school}, (), answers is not None)


def reached(*args, **kwargs):
    return [(reach.benchmark, reach.to_go, reach.of) for reach in within_reach(content(*args, **kwargs))]


@pytest.mark.parametrize(
    ("met", "found"),
    [
        pytest.param(91, [], id="achieved already"),
        pytest.param(90, [("gb5", 1, 100)], id="one learner short of nearly all"),
        pytest.param(66, [("gb5", 25, 100)], id="one in four still to go"),
        pytest.param(65, [], id="more than one in four"),
    ],
)
def test_a_benchmark_is_within_reach(met, found):
    assert reached({"gb5.employer_year": (met, 100)}) == found


def test_what_is_achieved_of_a_benchmark_is_not_to_go():
    figures = {"gb8.guidance_by_16": (100, 100), "gb8.guidance_by_18": (80, 100)}

    (reach,) = within_reach(content(figures))

    assert (reach.wanting, reach.to_go, reach.of) == (("A further guidance meeting by the end of Year 13",), 11, 100)


def test_three_things_wanting_are_not_within_reach():
    wanting = dict.fromkeys(("gb7.sixth_form", "gb7.fe_college", "gb7.university"), (90, 100))

    assert reached(wanting) == []
    assert reached({**wanting, "gb7.university": (95, 100)}) == [("gb7", 2, 200)]


def test_a_hidden_count_is_not_told_by_how_many_are_to_go():
    assert reached({"gb5.employer_year": (80, 100)}, hidden=("gb5.employer_year",)) == []


def test_visits_go_first_where_most_is_within_reach_then_to_the_larger():
    two = {"gb5.employer_year": (80, 100), "gb8.guidance_by_16": (80, 100)}
    one, larger = {"gb5.employer_year": (80, 100)}, {"gb5.employer_year": (800, 1000)}
    cuts = {"one": content(one), "larger": content(larger), "two": content(two), "none": content({})}

    found = visits(cuts.items())

    assert [visit.school for visit in found] == ["two", "larger", "one"]


def test_a_school_whose_answers_run_far_ahead_of_its_records_is_worth_a_visit():
    ahead = content({"gb5.employer_year": (10, 100)}, answers=True)

    (visit,) = visits([("ahead", ahead), ("level", replace(ahead, has_answers=False))])

    assert (visit.school, visit.reach, visit.answers_ahead) == ("ahead", (), 8)
