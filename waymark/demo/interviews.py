"""The demonstration's interviews: one adviser at two schools, a week behind them, a schedule made and half booked."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from waymark.access.actions.people import grant_role
from waymark.access.models import User
from waymark.access.queries import people_at, scope_of
from waymark.access.scope import NOBODY, Scope, acting
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.guidance.actions.asked_by_code import Typed, open_asking_page, type_request
from waymark.guidance.actions.booking import book_by_hand, book_proposals, mark_held, mark_missed
from waymark.guidance.actions.diaries import Span, add_adviser, add_times, set_interview_settings
from waymark.guidance.actions.proposing import propose_schedule
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.actions.timetables import NewLesson, add_lessons
from waymark.guidance.models import Adviser, Asker, DiaryTime, Interview, InterviewRequest
from waymark.guidance.queries.free import free_times
from waymark.guidance.rules.times import LONDON, USUAL_MINUTES, USUAL_MOST
from waymark.kernel.telling import untold
from waymark.ledger.models import Learner
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation
from waymark.planner.interviews.due import guidance_still_due
from waymark.planner.interviews.handed_over import proposal_of, timed
from waymark.planner.interviews.on_site import Wish, world_of

BOOKED, PROPOSED = "aldermouth-academy", "coldharrow-high-school"
ADVISER = "Leo Marchbanks"
ASKED, SEEN = 26, 7
_DAYS = {BOOKED: (0, 2), PROPOSED: (1,)}  # of the week; nobody is in two places
_ABOUT = (
    "Torn between sixth form and an apprenticeship",
    "Has no plan for after Year 11",
    "Wants to know what physics leads to",
    "",
    "Has changed their mind about college",
    "",
)


def hold_interviews(schools: dict[str, Organisation], *, seed: int, today: date, by: Scope) -> None:
    """An adviser's weeks at two schools: at the one the next weeks are booked, at the other they are proposed."""
    leo = User.objects.get(name=ADVISER)
    for slug in (BOOKED, PROPOSED):
        school = schools[slug]
        grant_role(user=leo, organisation=school, role="adviser", by=by)
        leader = next(member.user for member in people_at(school) if member.role == "careers_leader")
        with acting(scope_of(leader)) as doing:
            _at_school(school, leo, random.Random(f"interviews-{seed}-{slug}"), today=today, by=doing)


def _at_school(school: Organisation, leo: User, draw: random.Random, *, today: date, by: Scope) -> None:
    adviser = add_adviser(school=school, name=leo.name, level=6, user_id=leo.pk, by=by)
    set_interview_settings(
        school=school, minutes=USUAL_MINUTES, most=USUAL_MOST, kept_months=24, by_interpreter=True, by=by
    )
    monday = today - timedelta(days=today.weekday() + 7)
    for week in range(4):
        _add_days(adviser, monday + timedelta(weeks=week), _DAYS[school.slug], by)
    _add_lessons(school, monday, by)
    asked = _ask(school, draw, today=today, by=by)
    _last_week(school, asked[:SEEN], monday, by)
    _propose(school, today=today, by=by)
    _ask_by_code(school, today=today, by=by)


def _ask_by_code(school: Organisation, *, today: date, by: Scope) -> None:
    """The school's page for asking is open; a learner, a parent and somebody whom nobody knows have typed there."""
    page = open_asking_page(school=school, by=by)
    known = on_roll(school, today).filter(year_group=10).select_related("learner").order_by("learner__upn")[:2]
    typed = [
        Typed(asker, f"{row.learner.given_name} {row.learner.family_name}", row.form, about)
        for row, asker, about in zip(known, (Asker.LEARNER, Asker.PARENT), _ABOUT, strict=False)
    ]
    for each in (*typed, Typed(Asker.LEARNER, "Captain Nobody", "10Z")):
        type_request(code=page.code, typed=each, address="192.0.2.1", by=NOBODY)


def _add_days(adviser: Adviser, monday: date, days: tuple[int, ...], by: Scope) -> None:
    """Mornings and afternoons; on the first day of each week an interpreter comes too."""
    for day in days:
        on, spoken = monday + timedelta(days=day), "Polish" if day == days[0] else ""
        hours = ((_at(on, 9, 0), _at(on, 12, 20)), (_at(on, 13, 10), _at(on, 15, 10)))
        add_times(adviser=adviser, spans=[Span(start, end, "L4", spoken) for start, end in hours], by=by)


def _add_lessons(school: Organisation, monday: date, by: Scope) -> None:
    """A year group's English and maths each week, and a morning of exams in the week to come."""
    until = monday + timedelta(weeks=12)
    weekly = [("english", 0, 9), ("maths", 1, 9), ("maths", 2, 11), ("english", 2, 9)]
    lessons = []
    for subject, day, hour in weekly:
        on = monday + timedelta(days=day)
        lessons.append(NewLesson(None, "", 11, _at(on, hour, 0), _at(on, hour + 1, 0), until, subject))
    exam = monday + timedelta(weeks=2, days=min(_DAYS[school.slug]))
    lessons.append(NewLesson(None, "", 11, _at(exam, 9, 0), _at(exam, 11, 0), None, "exam"))
    add_lessons(school=school, lessons=lessons, by=by)


def _ask(school: Organisation, draw: random.Random, *, today: date, by: Scope) -> list[InterviewRequest]:
    """Of those in the oldest years who are still due guidance some ask, each on a day of their own."""
    due = guidance_still_due(school, on=today)
    wanted = [public_id for year in sorted(due, reverse=True) for public_id in due[year] if year in (10, 11, 13)]
    people = list(Learner.objects.filter(public_id__in=wanted).order_by("upn"))
    chosen = draw.sample(people, min(ASKED, len(people)))
    asked = []
    for number, learner in enumerate(chosen):
        said = Wanted(
            reason=draw.choice(_ABOUT),
            priority=draw.choice((3, 5, 5, 5, 7, 7, 9)),
            deadline=today + timedelta(days=draw.randint(3, 24)) if draw.random() < 0.3 else None,
            interpreter="Polish" if number == 3 else "",
            parent_attends=number % 6 == 1,
        )
        asked.append(ask_for_interview(learner=learner, wanted=said, on=today - timedelta(days=40 - number), by=by))
    return asked


def _last_week(school: Organisation, asked: list[InterviewRequest], monday: date, by: Scope) -> None:
    """What was last week: nearly all came, and of the last nobody has said yet."""
    before = timezone.make_aware(datetime.combine(monday, time()), LONDON)
    free = free_times(school, now=before, until=monday + timedelta(days=4))
    booked = [
        book_by_hand(request=request, time=DiaryTime.objects.get(pk=each.time.pk), starts_at=each.starts_at, by=by)
        for request, each in zip(asked, free, strict=False)
    ]
    for number, interview in enumerate(booked[:-1]):
        (mark_missed if number % 4 == 2 else mark_held)(interview=interview, by=by)


def _propose(school: Organisation, *, today: date, by: Scope) -> None:
    """The next two weeks by need, from the school's own records; at one school all of it is booked."""
    wish = Wish(
        first=today,
        last=today + timedelta(days=13),
        minutes=USUAL_MINUTES,
        framework=benchmarks_in_force(today).name,
        may_move=True,
        now=timezone.now(),
    )
    world = world_of(school, wish)
    proposal = proposal_of(world, timed(world, seed=1, tell=untold), wish, seed=1)
    schedule = propose_schedule(school=school, proposal=proposal, by=by)
    if school.slug == BOOKED:
        standing = Interview.objects.filter(schedule=schedule, state="proposed").values_list("public_id", flat=True)
        book_proposals(schedule=schedule, interviews=list(standing), by=by)


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON)
