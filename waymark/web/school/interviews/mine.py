"""An adviser's own page: today, what is next, the caseload, over every school that has them; and their calendar."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.models import Interview
from waymark.guidance.queries.booked import Caseload, advisers_of, caseload_of, day_in_moments, mine
from waymark.guidance.queries.events import interview_events
from waymark.guidance.rules.states import State
from waymark.places.models import Organisation
from waymark.post.calendar import feed
from waymark.web.formats import weekday
from waymark.web.pages import page
from waymark.web.school.addresses import open_address
from waymark.web.school.interviews.finding import ViewLink, address, needs_words, state_of, times_of, today, views

NEXT = 10


@dataclass(frozen=True)
class MinePage:
    """All that an adviser's own page shows."""

    school: str
    views: tuple[ViewLink, ...]
    is_adviser: bool
    today: list[list[Any]]
    following: list[list[Any]]
    caseload: Caseload
    day_href: str
    calendar_href: str
    feed_href: str


@page("school/interviews/mine.html", needs=Permission.INTERVIEWS_VIEW, viewed="interviews listed")
def my_interviews(request: HttpRequest, school: Organisation) -> MinePage:
    on, user = today(), request.scope.user_id or 0
    start, end = day_in_moments(on)
    rows = mine(user).filter(starts_at__gte=start)
    now_on = list(rows.filter(starts_at__lt=end))
    later = rows.filter(starts_at__gte=end, state=State.BOOKED)[:NEXT]
    return MinePage(
        school=school.name,
        views=views(school, "my_interviews"),
        is_adviser=advisers_of(school).filter(user=user).exists(),
        today=[_row(each) for each in now_on],
        following=[_row(each, with_day=True) for each in later],
        caseload=caseload_of(user, now=timezone.now()),
        day_href=address("interview_day", school, day=on.isoformat()),
        calendar_href=address("my_calendar", school),
        feed_href=open_address(school, "plan_feeds") or "",
    )


def _row(each: Interview, *, with_day: bool = False) -> list[Any]:
    time = times_of(each.starts_at, each.ends_at)
    return [
        {"text": f"{weekday(each.starts_at)}, {time}" if with_day else time},
        {
            "text": str(each.learner),
            "href": address("interview", each.organisation, public_id=each.public_id),
            "note": needs_words(each.request),
        },
        {"text": each.organisation.name, "note": f"Room {each.room}" if each.room else ""},
        state_of(each),
    ]


@page("school/interviews/mine.html", needs=Permission.INTERVIEWS_VIEW)
def my_calendar(request: HttpRequest, school: Organisation) -> HttpResponse:
    """The adviser's booked interviews as a calendar file. It names no learner: calendars are seen by many."""
    events = interview_events(request.scope.user_id or 0, on=today())
    text = feed("Guidance interviews", events, stamped_at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="interviews.ics"'
    return response
