"""Calendars that come in from files: both formats say the same, and what is wrong is said."""

from datetime import date, time

import pytest

from tests.factories import make_school
from waymark.intake.reading import Unreadable
from waymark.planner.actions.busy import BusyDays, BusyRefused, add_busy, bring_in_busy, change_busy, remove_busy
from waymark.planner.models import Busy
from waymark.planner.sources.calendars import read_calendar
from waymark.planner.sources.calendars.columns import clock, what_of, years_in

TABLE = """What,First day,Last day,Sort,Year groups,Begins,Ends,Reference
Year 11 mocks,11/01/2027,22/01/2027,,,,,M1
Sports day,01/07/2027,,Other,7-9,9am,2:30pm,
"Yr 7, 8 and 9 trip to the coast",8 March 2027,,,,,,T1
Too short,01/07/2027,30/06/2027,,,,,
Half hours,01/07/2027,,,,9am,,
,01/07/2027,,,,,,
"""
FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//School//EN
BEGIN:VEVENT
UID:a@school
SUMMARY:Year 11 mocks
DTSTART;VALUE=DATE:20270111
DTEND;VALUE=DATE:20270123
END:VEVENT
BEGIN:VEVENT
UID:b@school
SUMMARY:Sports day
CATEGORIES:Sport
DTSTART:20270701T080000Z
DTEND:20270701T133000Z
END:VEVENT
BEGIN:VEVENT
UID:c@school
SUMMARY:Choir camp
DTSTART;TZID=Europe/London:20270308T090000
DTEND;TZID=Europe/London:20270310T150000
END:VEVENT
BEGIN:VEVENT
UID:d@school
SUMMARY:Assembly
DTSTART:20270302T090000
DURATION:PT30M
RRULE:FREQ=WEEKLY;COUNT=5
END:VEVENT
BEGIN:VEVENT
UID:e@school
DTSTART;VALUE=DATE:20270302
END:VEVENT
END:VCALENDAR
"""
MOCKS = BusyDays("exams", "Year 11 mocks", date(2027, 1, 11), date(2027, 1, 22), year_groups=(11,), uid="M1")


def test_a_table():
    reading = read_calendar(TABLE.encode())

    assert reading.entries == (
        MOCKS,
        BusyDays("other", "Sports day", date(2027, 7, 1), date(2027, 7, 1), time(9), time(14, 30), (7, 8, 9)),
        BusyDays(
            "trip", "Yr 7, 8 and 9 trip to the coast", date(2027, 3, 8), date(2027, 3, 8), None, None, (7, 8, 9), "T1"
        ),
    )
    assert sorted(problem.row for problem in reading.problems) == [5, 6, 7]


def test_a_calendar_file_in_london_s_time_with_its_last_day_included():
    reading = read_calendar(FILE.replace("\n", "\r\n").encode())

    assert reading.entries == (
        BusyDays("exams", "Year 11 mocks", date(2027, 1, 11), date(2027, 1, 22), None, None, (11,), "a@school"),
        BusyDays("other", "Sports day", date(2027, 7, 1), date(2027, 7, 1), time(9), time(14, 30), (), "b@school"),
        BusyDays("trip", "Choir camp", date(2027, 3, 8), date(2027, 3, 10), None, None, (), "c@school"),
        BusyDays("other", "Assembly", date(2027, 3, 2), date(2027, 3, 2), time(9), time(9, 30), (), "d@school"),
    )
    assert [(p.row, p.effect.value, p.code) for p in reading.problems] == [
        (4, "noted", "DATE_REPEATS"),
        (5, "refused", "DATE_INVALID"),
    ]


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", b"a,b\n1,2\n", b"%PDF-1.4"])
def test_what_is_no_calendar_is_refused_in_words(content):
    reading = read_calendar(content)

    assert reading.entries == ()
    assert reading.problems or content.startswith(b"BEGIN")


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("Year 11 mocks", (11,)),
        ("Y7-9 camp", (7, 8, 9)),
        ("Years 7, 8 & 10", (7, 8, 10)),
        ("Yr 12 and Yr 13 exams", (12, 13)),
        ("Year 2027 fair", ()),
        ("Reception to year 6", ()),
        ("Parents’ evening", ()),
    ],
)
def test_year_groups_in_words(words, years):
    assert years_in(words) == years


def test_sorts_and_hours():
    assert [what_of(words) for words in ("GCSE exams", "Theatre visit", "Photos")] == ["exams", "trip", "other"]
    assert [clock(said) for said in ("9", "09:05", "9.30", "12am", "12 pm", "2:30pm", "14:15:00")] == [
        time(9), time(9, 5), time(9, 30), time(0), time(12), time(14, 30), time(14, 15),
    ]  # fmt: skip
    for wrong in ("25:00", "noonish", "9:75"):
        with pytest.raises(Unreadable):
            clock(wrong)


def test_the_same_file_again_changes_what_it_calls_by_name(db_scope):
    school = make_school()
    photos = BusyDays("other", "Photos", date(2027, 7, 1), date(2027, 7, 1))

    assert bring_in_busy(school=school, entries=[MOCKS], sha256="x", by=db_scope) == (1, 0)
    assert bring_in_busy(school=school, entries=[MOCKS], sha256="x", by=db_scope) == (0, 0)
    later = BusyDays("exams", "Mocks", date(2027, 1, 18), date(2027, 1, 22), year_groups=(11,), uid="M1")
    assert bring_in_busy(school=school, entries=[later, photos], sha256="y", by=db_scope) == (1, 1)
    assert list(Busy.objects.values_list("title", "from_on")) == [
        ("Mocks", date(2027, 1, 18)),
        ("Photos", date(2027, 7, 1)),
    ]


def test_by_hand(db_scope):
    busy = add_busy(school=make_school(), said=MOCKS, by=db_scope)
    change_busy(busy=busy, said=BusyDays("trip", "Camp", date(2027, 1, 11), date(2027, 1, 12)), by=db_scope)
    assert Busy.objects.values_list("what", "title", "year_groups").get() == ("trip", "Camp", [])
    for wrong in (
        BusyDays("trip", "Camp", date(2027, 1, 12), date(2027, 1, 11)),
        BusyDays("trip", " ", date(2027, 1, 11), date(2027, 1, 11)),
        BusyDays("trip", "Camp", date(2027, 1, 11), date(2027, 1, 11), time(9)),
    ):
        with pytest.raises(BusyRefused):
            change_busy(busy=busy, said=wrong, by=db_scope)
    remove_busy(busy=busy, by=db_scope)
    assert Busy.objects.count() == 0
