"""Each school of the demonstration set up as its careers leader would: terms, days off, subjects, sensitive fields."""

from datetime import date

from waymark.access.scope import Scope
from waymark.demo.places import DemoSchool
from waymark.kernel.academic_year import academic_year
from waymark.ledger.actions.settings import TermDates, close_day, keep_settings, set_terms, switch_field_on
from waymark.places.models import Organisation

# First and last day of each half-term, as month and day; the second four fall in the next calendar year.
TERMS = (
    ("Autumn, first half", (9, 2), (10, 23)),
    ("Autumn, second half", (11, 2), (12, 18)),
    ("Spring, first half", (1, 4), (2, 12)),
    ("Spring, second half", (2, 22), (3, 26)),
    ("Summer, first half", (4, 12), (5, 28)),
    ("Summer, second half", (6, 7), (7, 21)),
)


def set_up_school(school: Organisation, plan: DemoSchool, *, today: date, by: Scope) -> None:
    """Say when the school's terms are this year, which days it is closed, and switch on the fields it keeps."""
    year = academic_year(today)
    set_terms(
        school=school,
        year=year,
        terms=[TermDates(name, day_of(year, first), day_of(year, last)) for name, first, last in TERMS],
        by=by,
    )
    for first in ((9, 2), (1, 4), (6, 7)):
        close_day(school=school, on=day_of(year, first), reason="INSET day", by=by)
    for field in plan.switched_on:
        switch_field_on(school=school, field=field, reason="To see who misses out", by=by)
    words = {"specialist": "pupil", "college": "student"}
    keep_settings(school=school, subjects=(), day_minutes=300, learner_word=words.get(plan.setting, "learner"), by=by)


def day_of(year: int, on: tuple[int, int]) -> date:
    """A month and day of an academic year."""
    month, day = on
    return date(year if month >= 9 else year + 1, month, day)


def in_school(day: date) -> bool:
    """Whether it is a weekday of a term."""
    year = academic_year(day)
    return day.weekday() < 5 and any(day_of(year, first) <= day <= day_of(year, last) for _, first, last in TERMS)
