"""Reads of lessons: where each learner should be on some days, and what earlier interviews took them out of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from waymark.guidance.models import Interview, Lesson
from waymark.guidance.queries.booked import day_in_moments
from waymark.guidance.rules.states import HOLDS_A_TIME
from waymark.guidance.rules.times import in_london
from waymark.kernel.academic_year import academic_year, first_day
from waymark.ledger.models import Enrolment
from waymark.places.models import Organisation

Span = tuple[datetime, datetime]  # from when to when by the clock on the wall
Taken = tuple[datetime, datetime, str]  # from when to when by the clock on the wall, and the subject
_WEEK = timedelta(days=7)


def lessons_of(school: Organisation, learners: Sequence[int], *, first: date, last: date) -> dict[int, list[Taken]]:
    """Each learner's lessons and exams that begin on these days: their own, their form's, their year group's."""
    whose = _Whose(school, learners, on=first)
    found: defaultdict[int, list[Taken]] = defaultdict(list)
    for lesson in _lessons(school, first=first, last=last):
        for start, end in times_of(lesson, first, last):
            for learner in whose.of(lesson):
                found[learner].append((start, end, lesson.subject))
    return found


def subjects_lost(
    school: Organisation, learners: Sequence[int], *, before: date, besides: Iterable[int] = ()
) -> dict[int, set[str]]:
    """The subjects that interviews held or booked this academic year before a day took learners out of.

    `besides`: interviews, by key, that are not looked at, for they may yet be moved.
    """
    since = first_day(academic_year(before))
    rows = Interview.objects.filter(organisation=school, learner__in=learners, state__in=HOLDS_A_TIME)
    rows = rows.filter(starts_at__gte=day_in_moments(since)[0]).exclude(pk__in=list(besides))
    spent: defaultdict[int, list[Span]] = defaultdict(list)
    for learner, start, end in rows.values_list("learner_id", "starts_at", "ends_at"):
        spent[learner].append((in_london(start), in_london(end)))
    return subjects_in(school, spent, since=since)


def subjects_in(school: Organisation, spent: Mapping[int, Sequence[Span]], *, since: date) -> dict[int, set[str]]:
    """The subjects of the lessons, from a day on, that some times of each learner's took them out of."""
    if not spent:
        return {}
    latest = max(end for each in spent.values() for _, end in each).date()
    lost: dict[int, set[str]] = {}
    for learner, lessons in lessons_of(school, sorted(spent), first=since, last=latest).items():
        lost[learner] = {
            subject
            for start, end, subject in lessons
            if subject and any(start < until and since_then < end for since_then, until in spent[learner])
        }
    return lost


def times_of(lesson: Lesson, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
    """When a lesson is, on these days: once, or on the same weekday each week until its last."""
    start, end = in_london(lesson.starts_at), in_london(lesson.ends_at)
    until = min(last, lesson.weekly_until) if lesson.weekly_until else last
    if lesson.weekly_until and start.date() < first:
        weeks = -((start.date() - first).days // 7)  # the first week that does not begin before
        start, end = start + weeks * _WEEK, end + weeks * _WEEK
    while start.date() <= until:
        if start.date() >= first:
            yield start, end
        if not lesson.weekly_until:
            return
        start, end = start + _WEEK, end + _WEEK


def _lessons(school: Organisation, *, first: date, last: date) -> Iterable[Lesson]:
    start, end = day_in_moments(first)[0], day_in_moments(last)[1]
    rows = Lesson.objects.filter(organisation=school, starts_at__lt=end)
    once = rows.filter(weekly_until=None, starts_at__gte=start)
    return (once | rows.filter(weekly_until__gte=first)).order_by("starts_at", "pk")


class _Whose:
    """Which of some learners a lesson is of, by the form and year group they are in on a day."""

    def __init__(self, school: Organisation, learners: Sequence[int], *, on: date) -> None:
        self.all = frozenset(learners)
        self.forms: defaultdict[str, list[int]] = defaultdict(list)
        self.years: defaultdict[int, list[int]] = defaultdict(list)
        rows = Enrolment.objects.filter(organisation=school, learner__in=learners, academic_year=academic_year(on))
        where: Mapping[int, tuple[str, int]] = {
            learner: (form, year)
            for learner, form, year in rows.order_by("from_on").values_list("learner_id", "form", "year_group")
        }
        for learner, (form, year) in where.items():
            self.forms[form].append(learner)
            self.years[year].append(learner)

    def of(self, lesson: Lesson) -> Sequence[int]:
        if lesson.learner_id:
            return [lesson.learner_id] if lesson.learner_id in self.all else ()
        return self.forms.get(lesson.form, ()) if lesson.form else self.years.get(lesson.year_group or 0, ())
