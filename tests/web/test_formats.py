"""How dates, years and numbers are said."""

from datetime import UTC, date, datetime, time

import pytest

from waymark.web import formats as say


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (say.day(date(2027, 2, 28)), "28 February 2027"),
        (say.day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)), "2 July 2026"),  # half past midnight in London
        (say.day(None), "–"),
        (say.short_day(date(2027, 9, 1)), "1 Sep 2027"),
        (say.weekday(date(2027, 3, 1)), "Monday 1 March 2027"),
        (say.clock(time(9, 5)), "9:05am"),
        (say.clock(time(0, 30)), "12:30am"),
        (say.clock(time(12)), "midday"),
        (say.clock(time(0)), "midnight"),
        (say.clock(time(15)), "3pm"),
        (say.moment(datetime(2026, 7, 1, 8, 5, tzinfo=UTC)), "1 July 2026 at 9:05am"),
        (say.iso(date(2027, 2, 28)), "2027-02-28"),
        (say.academic_year(2026), "2026 to 2027"),
        (say.number(1040), "1,040"),
        (say.number(2.25), "2.2"),
        (say.number(0), "0"),
        (say.number(None), "–"),
        (say.percent(62.4), "62%"),
        (say.percent(99.9), "over 99%"),
        (say.percent(0.2), "under 1%"),
        (say.percent(100), "100%"),
        (say.percent(0), "0%"),
        (say.percent(None), "–"),
        (say.plural(1, "learner"), "1 learner"),
        (say.plural(1040, "learner"), "1,040 learners"),
        (say.plural(0, "activity", "activities"), "0 activities"),
        (say.pounds(12), "£12"),
        (say.pounds(12.5), "£12.50"),
        (say.size(1), "1 byte"),
        (say.size(24_400), "24 KB"),
        (say.size(3_100_000), "3.1 MB"),
    ],
)
def test_said_as_people_say_it(said, expected):
    assert said == expected


def test_share_of_nothing_is_not_nought():
    assert say.share_of(0, 0) is None
    assert say.share_of(1, 4) == 25
