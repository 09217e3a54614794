"""What addresses of interviews and matching name, and one of each at a school: for the isolation test."""

from datetime import date, timedelta

from django.utils import timezone

from tests.factories import make_learner
from waymark.access.scope import NOBODY
from waymark.guidance.actions.asked_by_code import Typed, open_asking_page, type_request
from waymark.guidance.actions.booking import book_by_hand
from waymark.guidance.actions.diaries import Span, add_adviser, add_times
from waymark.guidance.actions.requests import Wanted, ask_for_interview
from waymark.guidance.models import Schedule, TypedRequest
from waymark.planner.models import Match, MatchRun
from waymark.providers.models import Employer

PLAIN = {
    ("lessons_template", "ending"): "csv",
    ("diary_template", "ending"): "csv",
    ("interview_day", "day"): "2026-11-23",
    ("interview_slips", "day"): "2026-11-23",
}
NAMED = {
    ("ask_interview", "public_id"): "learner",
    **{
        (name, "public_id"): "interview_request"
        for name in (
            "interview_request",
            "change_interview_request",
            "book_interview",
            "withdraw_interview_request",
        )
    },
    **{
        (name, "public_id"): "interview_adviser"
        for name in ("interview_adviser", "change_interview_adviser", "end_interview_adviser")
    },
    ("typed_request", "public_id"): "typed_request",
    ("interview_schedule", "public_id"): "interview_schedule",
    ("interview", "public_id"): "interview",
    ("cancel_interview", "public_id"): "interview",
    ("area_work", "public_id"): "job",
    ("area_wish", "school"): "slug",
    ("area_places", "public_id"): "matched_employer",
    ("end_area_match", "public_id"): "match",
}

OF_A_HUB = {"area_wish", "area_places", "end_area_match"}  # no school has any; a hub's: tests/web/hub/test_matching.py


def interview_things(school, by):
    """An adviser with a diary, somebody booked, a schedule; and a match that stands."""
    adviser = add_adviser(school=school, name="Ada Fell", level=6, by=by)
    start = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    (time,) = add_times(adviser=adviser, spans=[Span(start, start + timedelta(hours=1))], by=by)
    asked = ask_for_interview(learner=make_learner(school, 9), wanted=Wanted(), on=timezone.localdate(), by=by)
    interview = book_by_hand(request=asked, time=time, starts_at=start, by=by)
    code = open_asking_page(school=school, by=by).code
    type_request(code=code, typed=Typed("learner", "Amara Ashdown", "10B"), address="192.0.2.1", by=NOBODY)
    term = {"from_on": date(2027, 1, 4), "to_on": date(2099, 3, 26)}
    run = MatchRun.objects.create(organisation=school, **term)
    employer = Employer.objects.create(organisation=school, name="Fell Joinery")
    match = Match.objects.create(
        organisation=school, run=run, employer=employer, school=school, miles=1, value=1, state="standing",
        agreed_at=timezone.now(), **term,
    )  # fmt: skip
    days = {"first_on": date(2026, 11, 23), "last_on": date(2026, 11, 27), "minutes": 40}
    schedule = Schedule.objects.create(organisation=school, framework="gatsby-2024", **days)
    made = {
        "interview_adviser": adviser,
        "interview_request": asked,
        "interview": interview,
        "typed_request": TypedRequest.objects.get(organisation=school),
        "interview_schedule": schedule,
        "matched_employer": employer,
        "match": match,
    }
    return {what: one.public_id for what, one in made.items()}
