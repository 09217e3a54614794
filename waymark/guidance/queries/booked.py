"""Reads of interviews: who is booked, who waits, what an adviser has before them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from waymark.guidance.models import (
    Adviser,
    DiaryTime,
    Interview,
    InterviewRequest,
    InterviewSettings,
    Schedule,
    Waiting,
)
from waymark.guidance.rules.states import State
from waymark.guidance.rules.times import USUAL_MINUTES, USUAL_MOST, moment_of
from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.models import Learner
from waymark.places.models import Organisation

LIVE = (State.BOOKED, State.PROPOSED)


def live_of(request: InterviewRequest) -> bool:
    """Whether a time is booked or proposed for a request."""
    return Interview.objects.filter(request=request, state__in=LIVE).exists()


def settings_for(school: Organisation) -> InterviewSettings:
    """How the school has its interviews; the usual, unsaved, where it has said nothing."""
    said = InterviewSettings.objects.filter(organisation=school).first()
    return said or InterviewSettings(organisation=school, minutes=USUAL_MINUTES, most=USUAL_MOST)


def advisers_of(school: Organisation) -> QuerySet[Adviser]:
    """The advisers on the school's list."""
    return Adviser.objects.filter(organisation=school, ended_on=None).select_related("organisation", "user")


def interviews_of(school: Organisation) -> QuerySet[Interview]:
    """Every interview with all that is said of it, by time."""
    about = ("learner", "adviser", "request", "organisation", "activity")
    rows = Interview.objects.filter(organisation=school).select_related(*about)
    return rows.order_by("starts_at", "adviser__name", "pk")


def interviews_on(school: Organisation, day: date) -> QuerySet[Interview]:
    """What is booked, held or missed on a day; proposals are not said."""
    start, end = day_in_moments(day)
    shown = (State.BOOKED, State.HELD, State.MISSED)
    return interviews_of(school).filter(starts_at__gte=start, starts_at__lt=end, state__in=shown)


def days_booked(school: Organisation, *, first: date) -> list[tuple[date, int]]:
    """The days from one on that have interviews booked, with how many."""
    rows = Interview.objects.filter(organisation=school, state=State.BOOKED, starts_at__gte=day_in_moments(first)[0])
    counted = rows.order_by().values_list("starts_at__date").annotate(n=Count("pk")).order_by("starts_at__date")
    return list(counted)


def open_requests(school: Organisation) -> QuerySet[InterviewRequest]:
    """Who asks and has not been seen, the most urgent first."""
    rows = InterviewRequest.objects.filter(organisation=school, settled_at=None)
    return rows.select_related("learner", "asked_by", "organisation").order_by("-priority", "asked_on", "pk")


def past_due(school: Organisation, *, now: datetime) -> QuerySet[Interview]:
    """Booked interviews whose time is over and of which nobody has said what became."""
    return interviews_of(school).filter(state=State.BOOKED, ends_at__lte=now)


def open_schedule(school: Organisation) -> Schedule | None:
    """The schedule that still has proposals, if there is one."""
    return Schedule.objects.filter(organisation=school, settled_at=None).select_related("organisation").first()


def last_schedule(school: Organisation) -> Schedule | None:
    """The schedule made last."""
    return Schedule.objects.filter(organisation=school).first()


def waiting_in(schedule: Schedule) -> QuerySet[Waiting]:
    """Who waits by a schedule and has neither been seen nor booked since, by their place."""
    still = Waiting.objects.filter(schedule=schedule, request__settled_at=None)
    still = still.exclude(request__interviews__state__in=LIVE)
    return still.select_related("request__learner").order_by("rank")


def diary_of(school: Organisation, *, first: date, last: date) -> QuerySet[DiaryTime]:
    """The times that advisers can be seen at within some days."""
    rows = DiaryTime.objects.filter(organisation=school, adviser__ended_on=None)
    start, end = day_in_moments(first)[0], day_in_moments(last)[1]
    return rows.filter(starts_at__gte=start, starts_at__lt=end).select_related("adviser").order_by("starts_at", "pk")


def had_this_year(learner_ids: Iterable[int], *, on: date) -> dict[int, int]:
    """How many interviews each of these learners has had or has booked in the academic year of a day."""
    year = academic_year(on)
    start, end = day_in_moments(first_day(year))[0], day_in_moments(last_day(year))[1]
    rows = Interview.objects.filter(learner__in=list(learner_ids), state__in=(State.BOOKED, State.HELD))
    rows = rows.filter(starts_at__gte=start, starts_at__lt=end)
    return dict(rows.order_by().values_list("learner").annotate(n=Count("pk")))


def of_learner(learner: Learner) -> QuerySet[Interview]:
    """A learner's interviews but for mere proposals, the last first."""
    rows = Interview.objects.filter(learner=learner).exclude(state=State.PROPOSED)
    return rows.select_related("adviser").order_by("-starts_at", "-pk")


@dataclass(frozen=True)
class Caseload:
    """How much an adviser has before them and behind them this academic year, over every school that has them."""

    to_come: int
    held: int
    missed: int
    learners: int


def mine(user_id: int) -> QuerySet[Interview]:
    """What is booked, held or missed with the adviser who has this account, at every school one may see it at."""
    rows = Interview.objects.filter(adviser__user=user_id).exclude(state__in=(State.PROPOSED, State.CANCELLED))
    return rows.select_related("learner", "adviser", "request", "organisation").order_by("starts_at", "pk")


def caseload_of(user_id: int, *, now: datetime) -> Caseload:
    """The adviser's caseload in the academic year of a moment."""
    year = academic_year(timezone.localdate(now))
    rows = mine(user_id).filter(starts_at__gte=day_in_moments(first_day(year))[0])
    counted = rows.order_by().aggregate(
        to_come=Count("pk", filter=Q(state=State.BOOKED, ends_at__gt=now)),
        held=Count("pk", filter=Q(state=State.HELD)),
        missed=Count("pk", filter=Q(state=State.MISSED)),
        learners=Count("learner", distinct=True),
    )
    return Caseload(**counted)


def day_in_moments(day: date) -> tuple[datetime, datetime]:
    """The moments between which a day lies in London."""
    start = datetime(day.year, day.month, day.day)
    return moment_of(start), moment_of(start + timedelta(days=1))
