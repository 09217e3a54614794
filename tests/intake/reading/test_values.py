"""The ways people write dates, answers and year groups."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waymark.intake.reading import Unreadable, one_of, uk_date, whole_number, year_group, yes_or_no


@pytest.mark.parametrize(
    "cell",
    [
        "01/09/2010", "1/9/2010", "1/9/10", "01-09-2010", "1.9.2010", "2010-09-01", "2010/09/01", "20100901",
        "1-Sep-10", "1 Sept 2010", "01 September 2010", "1st September, 2010", "2010-09-01T00:00:00",
        "2010-09-01 00:00:00.000", "01/09/2010 00:00", "2010-09-01T00:00:00+01:00", "40422", "40422.0",
    ],
)  # fmt: skip
def test_uk_date_reads_what_systems_write(cell):
    assert uk_date(cell) == date(2010, 9, 1)


@pytest.mark.parametrize("cell", ["31/02/2012", "2012-13-01", "13/13/2012", "1 Month 2010", "soon", "0/0/0", "9/2010"])
def test_uk_date_refuses_what_is_no_date(cell):
    with pytest.raises(Unreadable):
        uk_date(cell)


def test_uk_date_says_what_can_only_be_month_first():
    with pytest.raises(Unreadable) as refused:
        uk_date("09/21/2010 00:00:00")

    assert refused.value.received == "a date with the month first"
    assert "the wrong way round" in refused.value.suggestion


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_uk_date_reads_back_any_day_however_written(day):
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y", "%d/%m/%y", "%d %B %Y", "%Y%m%d"):
        assert uk_date(day.strftime(form)) == day


@pytest.mark.parametrize(
    "cell", ["7", "07", "7.0", "Y7", "y07", "Yr 7", "Year 7", "YEAR 7", "Year Group 7", "NC Year 7"]
)
def test_year_group_reads_what_systems_write(cell):
    assert year_group(cell) == 7


@pytest.mark.parametrize("cell", ["6", "15", "R", "Reception", "N1", "Year", "7a", "70", "", "-7", "7.5", "Year 7 & 8"])
def test_year_group_refuses_the_rest(cell):
    with pytest.raises(Unreadable):
        year_group(cell)


@pytest.mark.parametrize(
    ("cells", "answer"), [(("Y", "yes", "TRUE", "1", "T"), True), (("N", "No", "false", "0", "F"), False)]
)
def test_yes_or_no_reads_both(cells, answer):
    assert {yes_or_no(cell) for cell in cells} == {answer}


@pytest.mark.parametrize("cell", ["maybe", "2", "", "nope"])
def test_yes_or_no_refuses_the_rest(cell):
    with pytest.raises(Unreadable):
        yes_or_no(cell)


@pytest.mark.parametrize(("cell", "number"), [("7", 7), ("7.0", 7), ("1,200", 1200), ("-3", -3)])
def test_whole_number_reads_spreadsheet_numbers(cell, number):
    assert whole_number(cell) == number


@pytest.mark.parametrize("cell", ["7.5", "seven", "nan", "inf", "1e400", "", "٣"])
def test_whole_number_refuses_the_rest(cell):
    with pytest.raises(Unreadable):
        whole_number(cell)


def test_one_of_compares_without_case_or_punctuation():
    read = one_of({"SEN support": "K"}, expected="a kind of provision")

    assert read("sen-SUPPORT") == "K"
