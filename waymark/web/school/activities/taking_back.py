"""Taking back what was said by mistake: a mark in a register, and that an activity was cancelled."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.ledger.actions.activities import reinstate_activity
from waymark.ledger.actions.registers import clear_marks
from waymark.ledger.models import Activity
from waymark.ledger.queries.registers import register_of
from waymark.ledger.rules.registers import ReasonNeeded
from waymark.places.models import Organisation
from waymark.web.formats import plural
from waymark.web.pages import Refused, form_page
from waymark.web.school.activities.editing import SmallFormPage
from waymark.web.school.activities.finding import activity_here
from waymark.web.school.activities.forms import ClearForm
from waymark.web.school.activities.register import MARK_WORDS


@form_page("school/activities/small_form.html", needs=Permission.LEDGER_WRITE)
def clear(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    marked = {line.public_id: line for line in register_of(activity) if line.mark}
    form = ClearForm(request.POST if request.method == "POST" else None)
    form.fields["who"].choices = [(pid, f"{line.name}: {MARK_WORDS[line.mark]}") for pid, line in marked.items()]
    lede = (
        "Nothing will stand of them at this activity, as if nobody had marked them. If a mark is only the wrong one, "
        "change the register instead."
    )
    shown = SmallFormPage("Clear marks", activity.title, lede, form, "Clear these marks", _page_of(school, activity))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    chosen = [marked[public_id].learner_id for public_id in form.cleaned_data["who"]]
    try:
        cleared = clear_marks(
            activity=activity, learner_ids=chosen, reason=form.cleaned_data["reason"], by=request.scope
        )
    except ReasonNeeded as needed:
        form.add_error("reason", str(needed))
        return Refused(shown)
    messages.success(request, f"{plural(cleared, 'mark was', 'marks were')} cleared.")
    return redirect(_page_of(school, activity))


@form_page("school/activities/small_form.html", needs=Permission.LEDGER_WRITE)
def reinstate(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    activity = activity_here(school, public_id)
    lede = "It is planned again, with everyone whom it is for today on its list."
    back = _page_of(school, activity)
    if request.method != "POST":
        return SmallFormPage("Plan this activity again", activity.title, lede, forms.Form(), "Plan it again", back)
    reinstate_activity(activity=activity, by=request.scope)
    messages.success(request, "The activity is planned again.")
    return redirect(back)


def _page_of(school: Organisation, activity: Activity) -> str:
    return reverse("activity", kwargs={"slug": school.slug, "public_id": activity.public_id})
