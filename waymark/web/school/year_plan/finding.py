"""The year whose plan is shown, the entry an address names, and what the reader may see of them."""

from datetime import date

from django.http import Http404, HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import years_with_activities
from waymark.places.models import Organisation
from waymark.planner.models import Busy
from waymark.planner.queries.school_year import Entry, entries_of
from waymark.web.school.activities.finding import activity_here, today

__all__ = ["activity_here", "busy_here", "entry_here", "plan_address", "sees_learners", "today", "year_asked"]


def years_offered(school: Organisation) -> list[int]:
    """The academic years one can look at: those with activities, this one and the next, the latest first."""
    now = academic_year(today())
    return sorted({now, now + 1, *years_with_activities(school)}, reverse=True)


def year_asked(request: HttpRequest, school: Organisation) -> int:
    """The year the address asks for; this one where it asks for none, or for one that cannot be."""
    wanted = {str(year): year for year in years_offered(school)}
    return wanted.get(request.GET.get("year", ""), academic_year(today()))


def entry_here(school: Organisation, public_id: str) -> tuple[Activity, Entry, list[Entry]]:
    """The activity of this public id, as an entry of its year's plan, with all entries of that year; else not found."""
    activity = activity_here(school, public_id)
    entries = entries_of(school, academic_year(activity.held_on))
    return activity, next(each for each in entries if each.key == activity.pk), entries


def busy_here(school: Organisation, public_id: str) -> Busy:
    """The entry of the school's calendar of this public id; else not found."""
    found = Busy.objects.filter(organisation=school, public_id=public_id).first()
    if found is None:
        raise Http404("There is no such entry in this school's calendar.")
    return found


def sees_learners(request: HttpRequest, school: Organisation) -> bool:
    """Whether numbers of learners may be told exactly to the reader."""
    return request.scope.holds(Permission.LEARNER_VIEW, school.pk)


def plan_address(school: Organisation, day_or_year: date | int) -> str:
    """The year plan of a year, or of the year a day is in."""
    year = day_or_year if isinstance(day_or_year, int) else academic_year(day_or_year)
    address = reverse("year_plan", kwargs={"slug": school.slug})
    return address if year == academic_year(today()) else f"{address}?year={year}"
