from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import waymark
from tests.factories import make_school, scope_with
from waymark.access.scope import NotPermitted
from waymark.evaluation.cuts.comparisons import national_near
from waymark.evaluation.models import NationalFigure
from waymark.evaluation.national import take_national_figures

HEAD = "Framework,Benchmark,Academic year,Measurement point,Percent achieving,Mean achieved,Source,Read on\n"
ROOT = Path(waymark.__file__).parent


def take(scope, *rows, **asked):
    return take_national_figures(content=(HEAD + "\n".join(rows)).encode(), by=scope, **asked)


FIVE = "gatsby-2014,5,2018/19,,52,,A report,22/11/2026"
ALL = "gatsby-2014,,2018/19,,,3.0,A report,22/11/2026"


def test_a_percentage_and_a_mean(db_scope):
    outcome = take(db_scope, FIVE, ALL)

    assert (outcome.added, outcome.problems) == (2, ())
    five, mean = NationalFigure.objects.order_by("-benchmark")
    assert (five.benchmark, five.year, five.percent, five.mean, five.source) == ("gb5", 2018, 52, None, "A report")
    assert (mean.benchmark, mean.percent, mean.mean, mean.read_on) == ("", None, 3, date(2026, 11, 22))


def test_the_same_file_again_changes_nothing_and_another_number_replaces(db_scope):
    take(db_scope, FIVE, ALL)

    outcome = take(db_scope, FIVE.replace("52", "53.5%"), ALL)

    assert (outcome.added, outcome.changed, outcome.unchanged) == (0, 1, 1)
    assert NationalFigure.objects.get(benchmark="gb5").percent == Decimal("53.5")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param(FIVE.replace("52", "520"), "VALUE_UNREADABLE", id="more than everybody"),
        pytest.param(FIVE.replace("52", ""), "FIGURE_MISSING", id="no percentage"),
        pytest.param(ALL.replace("3.0", ""), "FIGURE_MISSING", id="no mean"),
        pytest.param(FIVE.replace(",5,", ",9,"), "VALUE_UNREADABLE", id="a ninth benchmark"),
        pytest.param(FIVE.replace("gatsby-2014", "gatsby-1999"), "VALUE_UNREADABLE", id="unknown rules"),
        pytest.param(FIVE.replace("A report", ""), "VALUE_BLANK", id="without a source"),
        pytest.param(FIVE.replace("2018/19", "long ago"), "VALUE_UNREADABLE", id="no year"),
    ],
)
def test_a_row_that_cannot_be_is_left_out(db_scope, row, code):
    outcome = take(db_scope, row, "gatsby-2014,6,2018/19,,47,,A report,22/11/2026")

    assert ([problem.code for problem in outcome.problems], outcome.added) == ([code], 1)


def test_a_figure_given_twice_is_taken_once(db_scope):
    outcome = take(db_scope, FIVE, FIVE.replace("52", "60"))

    assert ([problem.code for problem in outcome.problems], outcome.added) == (["FIGURE_TWICE"], 1)


def test_a_dry_run_changes_nothing(db_scope):
    assert take(db_scope, FIVE, dry_run=True).added == 1
    assert not NationalFigure.objects.exists()


def test_only_the_sites_own_operator_takes_them_in(db_scope):
    with pytest.raises(NotPermitted):
        take(scope_with(make_school()), FIVE)


@pytest.mark.parametrize(
    "path", [ROOT.parent / "docs/reference/national-figures.csv", ROOT / "demo/national-figures.csv"]
)
def test_the_template_and_the_demonstrations_file_read_well(db_scope, path):
    outcome = take_national_figures(content=path.read_bytes(), by=db_scope)

    assert outcome.problems == ()
    assert outcome.added == len(path.read_text().splitlines()) - 1


def test_the_nearest_year_no_later_than_a_point(db_scope):
    take(db_scope, FIVE, ALL, ALL.replace("2018/19", "2024/25").replace("3.0", "5.96"))

    (then,) = national_near(date(2019, 7, 31), "gatsby-2014")
    percent, mean = national_near(date(2026, 7, 31), "gatsby-2024")

    assert (then.year, then.percent, then.mean) == (2018, {"gb5": 52.0}, 3.0)
    assert (percent.year, percent.percent, percent.framework) == (2018, {"gb5": 52.0}, "gatsby-2014")
    assert (mean.year, mean.percent, mean.mean) == (2024, {}, 5.96)
    assert national_near(date(2017, 7, 31), "gatsby-2014") == ()
