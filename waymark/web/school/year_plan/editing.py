"""Adding an activity to the year plan, and saying what one needs."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.rules.facts import ActivityRefused
from waymark.places.models import Organisation
from waymark.planner.actions.school_year import Blocked, add_to_plan, say_planning
from waymark.planner.models import Requirement
from waymark.planner.queries.clashing import clashes_at
from waymark.web.formats import weekday
from waymark.web.pages import Refused, form_page
from waymark.web.school.activities.editing import activity_form_page
from waymark.web.school.year_plan.finding import entry_here, plan_address, today, year_asked
from waymark.web.school.year_plan.forms import EntryForm, NeedsForm


@dataclass(frozen=True)
class NeedsPage:
    """All that the form of what an activity needs shows."""

    title: str
    caption: str
    form: NeedsForm
    back_href: str


@form_page("school/year_plan/new.html", needs=Permission.PLAN_WRITE)
def new_entry(request: HttpRequest, school: Organisation) -> Any:
    year = year_asked(request, school)
    form = EntryForm(request.POST or None, school=school, year=year, today=today())
    form.fields["held_on"].not_before, form.fields["held_on"].not_after = first_day(year), last_day(year)
    back = plan_address(school, year)
    shown = activity_form_page(form, "Add an activity", school.name, "Put it on the plan", back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        activity = add_to_plan(
            school=school,
            facts=form.facts(),
            audience=form.audience(),
            planning=form.planning(),
            by=request.scope,
        )
    except Blocked as blocked:
        form.add_error("held_on", str(blocked))
        return Refused(shown, 409)
    except ActivityRefused as refused:
        for name, words in refused.faults.items():
            form.add_error(name if name in form.fields else None, words)
        return Refused(shown)
    messages.success(request, f"“{activity.title}” is on the plan for {weekday(activity.held_on)}.")
    for clash in clashes_at(activity):
        messages.warning(request, clash.words)
    return redirect("year_plan_entry", slug=school.slug, public_id=activity.public_id)


@form_page("school/year_plan/needs.html", needs=Permission.PLAN_WRITE)
def entry_needs(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity, entry, _ = entry_here(school, public_id)
    others = activity.requirements.filter(what=Requirement.What.STAFF, user=None).values_list("name", flat=True)
    form = NeedsForm(
        request.POST or None, school=school, year=academic_year(entry.held_on), entry=entry, staff=tuple(others)
    )
    back = reverse("year_plan_entry", kwargs={"slug": school.slug, "public_id": public_id})
    shown = NeedsPage("What it needs", activity.title, form, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    try:
        say_planning(activity=activity, planning=form.planning(entry), by=request.scope)
    except Blocked as blocked:
        form.add_error(None, str(blocked))
        return Refused(shown, 409)
    except ActivityRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, "Your changes were saved.")
    return redirect(back)
