"""Keeping an evaluation by hand: as at any day, or at the measurement points of a past year."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.cuts.actions import CutRefused, cut
from waymark.kernel.academic_year import academic_year, in_words
from waymark.kernel.measurement import last_passed, points_of
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page

_YEARS_BACK = 7


class KeepDayForm(forms.Form):
    """The day whose evaluation is kept."""

    on = DateField(
        label="As at", help_text="A day that has begun. Records brought in later for that day are not in it."
    )

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].not_after = today


class KeepYearForm(forms.Form):
    """The academic year whose measurement points are kept."""

    year = forms.TypedChoiceField(label="Academic year", coerce=int)

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        last = academic_year(last_passed(today))
        self.fields["year"].choices = [(year, in_words(year)) for year in range(last, last - _YEARS_BACK, -1)]


@dataclass(frozen=True)
class KeepPage:
    """All that the page of keeping an evaluation shows."""

    school: str
    day: KeepDayForm
    year: KeepYearForm
    back_href: str


@form_page("school/over_time/keep.html", needs=Permission.ASSESS)
def keep_evaluation(request: HttpRequest, school: Organisation):
    today = timezone.localdate()
    doing = request.POST.get("doing") if request.method == "POST" else None
    of_day = KeepDayForm(request.POST if doing == "day" else None, today=today, initial={"on": today})
    of_year = KeepYearForm(request.POST if doing == "year" else None, today=today)
    shown = KeepPage(school.name, of_day, of_year, reverse("over_time", kwargs={"slug": school.slug}))
    if request.method != "POST":
        return shown
    form: forms.Form = of_year if doing == "year" else of_day
    if not form.is_valid():
        return Refused(shown)
    if doing == "year":
        return _keep_year(request, school, form, shown, today)
    try:
        kept = cut(school=school, on=form.cleaned_data["on"], by=request.scope)
    except CutRefused as refused:
        form.add_error("on", str(refused))
        return Refused(shown)
    messages.success(request, f"The evaluation as at {day(kept.on)} is kept.")
    return redirect("kept_evaluation", slug=school.slug, cut_id=kept.public_id)


def _keep_year(request: HttpRequest, school: Organisation, form: forms.Form, shown: KeepPage, today: date):
    """Keep what can be kept of the year's points; say so where there is none."""
    kept, why = 0, ""
    for on in points_of(form.cleaned_data["year"]):
        try:
            if on < today:
                cut(school=school, on=on, by=request.scope)
                kept += 1
        except CutRefused as refused:
            why = str(refused)
    if not kept:
        form.add_error("year", why or "None of its measurement points has passed yet.")
        return Refused(shown)
    messages.success(request, f"{kept} of the year’s 3 measurement points are kept.")
    return redirect("over_time", slug=school.slug)


urlpatterns = [path("keep/", keep_evaluation, name="keep_evaluation")]
