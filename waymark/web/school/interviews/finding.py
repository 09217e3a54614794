"""What an address of the interview pages names, the ways between them, and how states and times are said."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.models import Adviser, Asker, Interview, InterviewRequest, Schedule
from waymark.guidance.queries.booked import advisers_of, interviews_of
from waymark.guidance.rules.states import State
from waymark.places.models import Organisation
from waymark.web.formats import clock, weekday

STATES = {
    State.PROPOSED: {"status": "unknown", "label": "Proposed"},
    State.BOOKED: {"status": "in_progress", "label": "Booked"},
    State.HELD: {"status": "met", "label": "Held"},
    State.MISSED: {"status": "missed", "label": "Did not come"},
    State.CANCELLED: {"status": "unknown", "label": "Called off"},
}
_VIEWS = (
    ("Overview", "interviews"),
    ("Who asks", "interview_requests"),
    ("Diaries", "interview_diaries"),
    ("My interviews", "my_interviews"),
)


@dataclass(frozen=True)
class ViewLink:
    label: str
    href: str
    is_current: bool


def views(school: Organisation, here: str) -> tuple[ViewLink, ...]:
    """The ways between the pages of interviews."""
    return tuple(ViewLink(label, reverse(name, kwargs={"slug": school.slug}), name == here) for label, name in _VIEWS)


def today() -> date:
    """The day in London."""
    return timezone.localdate()


def may_write(request: HttpRequest, school: Organisation) -> bool:
    """Whether this person keeps diaries and books."""
    return request.scope.holds(Permission.INTERVIEWS_WRITE, school.pk)


def address(name: str, school: Organisation, **further: Any) -> str:
    """Where a page of interviews is."""
    return reverse(name, kwargs={"slug": school.slug, **further})


def adviser_here(school: Organisation, public_id: str) -> Adviser:
    """The adviser an address names; else not found."""
    return _found(advisers_of(school).filter(public_id=public_id).first())


def request_here(school: Organisation, public_id: str) -> InterviewRequest:
    """The request an address names, settled or not; else not found."""
    rows = InterviewRequest.objects.filter(organisation=school, public_id=public_id)
    return _found(rows.select_related("learner", "asked_by", "organisation").first())


def interview_here(school: Organisation, public_id: str) -> Interview:
    """The interview an address names; else not found."""
    return _found(interviews_of(school).filter(public_id=public_id).first())


def schedule_here(school: Organisation, public_id: str) -> Schedule:
    """The schedule an address names; else not found."""
    rows = Schedule.objects.filter(organisation=school, public_id=public_id)
    return _found(rows.select_related("organisation", "made_by").first())


def _found(thing: Any) -> Any:
    if thing is None:
        raise Http404("There is no such thing at this school.")
    return thing


def state_of(interview: Interview) -> dict[str, str]:
    """An interview's state as a cell of a table."""
    return STATES[State(interview.state)]


def times_of(start: datetime, end: datetime) -> str:
    """`9am to 9:40am`."""
    return f"{clock(start)} to {clock(end)}"


def when(interview: Interview) -> str:
    """`Monday 23 November 2026, 9am to 9:40am`."""
    return f"{weekday(interview.starts_at)}, {times_of(interview.starts_at, interview.ends_at)}"


def asked_by_words(asker: str, who: str = "") -> str:
    """Who asked: by name, where it was somebody at the school."""
    said = {Asker.LEARNER: "the learner, by code", Asker.PARENT: "a parent or carer, by code"}
    return said.get(Asker(asker), who or "the school")


def needs_words(request: InterviewRequest) -> str:
    """What has to be seen to for an interview, besides the learner and the adviser."""
    said = [f"Interpreter: {request.interpreter}"] if request.interpreter else []
    return "; ".join([*said, *(["A parent or carer attends"] if request.parent_attends else [])])
