"""Applications made elsewhere, kept an eye on beside one's own."""

from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from waymark.access.models import User
from waymark.opportunities.actions.accounts import applicant_of
from waymark.opportunities.actions.applying import track
from waymark.opportunities.models import Tracked
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page


class TrackedForm(forms.Form):
    kind = forms.ChoiceField(label="What kind is it?", choices=Tracked.Kind.choices, widget=forms.RadioSelect)
    where = forms.CharField(max_length=150, label="Where?", help_text="The university, employer or provider.")
    what = forms.CharField(max_length=150, label="What for?", required=False)
    stage = forms.ChoiceField(label="How far is it?", choices=Tracked.Stage.choices)
    deadline_on = DateField(label="By when?", required=False, help_text="The day it has to be sent, or answered.")


@dataclass(frozen=True)
class TrackedPage:
    form: forms.Form
    is_new: bool


@form_page("learner/tracked.html", needs=None)
def tracked(request: HttpRequest, number: int | None = None) -> TrackedPage | Refused | HttpResponse:
    applicant = applicant_of(user=cast(User, request.user), by=request.scope)
    row = applicant.tracked.filter(pk=number).first() if number else None
    if number and row is None:
        raise Http404("There is no such application.")
    initial = {name: getattr(row, name) for name in TrackedForm.base_fields} if row else {}
    form = TrackedForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST":
        return TrackedPage(form, row is None)
    if not form.is_valid():
        return Refused(TrackedPage(form, row is None))
    track(applicant=applicant, said=form.cleaned_data, tracked=row, by=request.scope)
    return redirect("my_applications")


urlpatterns = [
    path("elsewhere/", tracked, name="track_application"),
    path("elsewhere/<int:number>/", tracked, name="tracked_application"),
]
