"""Moving an activity to another week or day, by a form."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import terms_of
from waymark.ledger.rules.facts import ActivityRefused
from waymark.places.models import Organisation
from waymark.planner.actions.school_year import Blocked, move_planned
from waymark.planner.queries.school_year import school_days
from waymark.planner.rules.same_place import monday_of, nearest_school_day
from waymark.web.formats import short_day
from waymark.web.formats import weekday as weekday_in_words
from waymark.web.pages import Refused, form_page
from waymark.web.school.year_plan.finding import activity_here, plan_address
from waymark.web.school.year_plan.forms import MoveForm
from waymark.web.school.year_plan.grid import weeks_between
from waymark.web.school.year_plan.making import BY_DAY


@dataclass(frozen=True)
class MovePage:
    """All that the form of a move shows."""

    title: str
    caption: str
    now_on: date
    form: MoveForm
    back_href: str


@form_page("school/year_plan/move.html", needs=Permission.PLAN_WRITE)
def move_entry(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    year = academic_year(activity.held_on)
    form = MoveForm(request.POST or None, weeks=_weeks(school, year), first=first_day(year), last=last_day(year + 1))
    back = reverse("year_plan_entry", kwargs={"slug": school.slug, "public_id": public_id})
    shown = MovePage("Move to another day", activity.title, activity.held_on, form, back)
    if activity.state != Activity.State.PLANNED:
        messages.warning(request, "Only a planned activity can be moved.")
        return redirect(back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        moved, clashes = move_planned(activity=activity, to_on=_wanted(school, activity, form), by=request.scope)
    except Blocked as blocked:
        form.add_error("to_on" if form.cleaned_data["to_on"] else "week", str(blocked))
        return Refused(shown, 409)
    except ActivityRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, f"“{moved.title}” is now on {weekday_in_words(moved.held_on)}.")
    for clash in clashes:
        messages.warning(request, clash.words)
    address = plan_address(school, moved.held_on)
    return redirect(f"{address}{'&' if '?' in address else '?'}by={BY_DAY}#entry-{moved.public_id}")


def _wanted(school: Organisation, activity: Activity, form: MoveForm) -> date:
    """The day given; or of the week chosen the same weekday, or the nearest that learners are in."""
    if form.cleaned_data["to_on"]:
        return form.cleaned_data["to_on"]
    monday = date.fromisoformat(form.cleaned_data["week"])
    days = school_days(school, academic_year(monday + timedelta(days=4)))
    return nearest_school_day(monday + timedelta(days=activity.held_on.weekday()), days)


def _weeks(school: Organisation, year: int) -> list[tuple[str, str]]:
    """The weeks of the year's terms."""
    found: dict[date, str] = {}
    for name, (first, last) in terms_of(school, year).items():
        for number, monday in enumerate(weeks_between(first, last), start=1):
            found.setdefault(monday_of(monday), f"{name}, week {number}: {short_day(monday)}")
    return [(monday.isoformat(), label) for monday, label in sorted(found.items())]
