"""Giving benchmarks to colleagues, and taking them back."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.evaluation.assessing.actions import give_benchmark, take_back_benchmark
from waymark.evaluation.assessing.queries import holders_of, who_may_answer
from waymark.evaluation.frameworks import framework
from waymark.evaluation.models import Assessment
from waymark.places.models import Organisation
from waymark.web.pages import Refused, form_page
from waymark.web.school.assessment.words import address, assessment_here, called, title_of


@dataclass(frozen=True)
class GivePage:
    """All that the page for giving benchmarks out shows."""

    school: str
    title: str
    form: forms.Form
    back: str


class GiveForm(forms.Form):
    """Who answers each benchmark; nobody in particular: whoever leads the assessment."""

    def __init__(self, *args, assessment: Assessment, people: list[User], **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        holders = holders_of(assessment)
        for benchmark in framework(assessment.framework).benchmarks:
            holder = holders.get(benchmark.code)
            choices = [("", "Nobody in particular"), *((key, user.name) for key, user in self.people.items())]
            if holder and str(holder.user_id) not in self.people:
                choices.append((str(holder.user_id), f"{holder.user.name} (may no longer answer)"))
            self.fields[benchmark.code] = forms.ChoiceField(
                label=called(benchmark),
                choices=choices,
                required=False,
                initial=str(holder.user_id) if holder else "",
            )


@form_page("school/assessment/give.html", needs=Permission.ASSESS)
def assessment_give(request: HttpRequest, school: Organisation, public_id: str) -> GivePage | Refused | HttpResponse:
    found = assessment_here(school, public_id)
    back = address("assessment", found)
    if found.is_finished:
        return redirect(back)
    data = request.POST if request.method == "POST" else None
    form = GiveForm(data, assessment=found, people=who_may_answer(school))
    shown = GivePage(school.name, title_of(found), form, back)
    if data is None:
        return shown
    if not form.is_valid():
        return Refused(shown)
    for code in form.changed_data:
        person = form.people.get(form.cleaned_data[code])
        if person:
            give_benchmark(assessment=found, benchmark=code, user=person, by=request.scope)
        elif not form.cleaned_data[code]:
            take_back_benchmark(assessment=found, benchmark=code, by=request.scope)
    messages.success(request, "Saved who answers what.")
    return redirect(back)


urlpatterns = [path("<slug:public_id>/give/", assessment_give, name="assessment_give")]
