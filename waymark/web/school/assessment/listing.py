"""Every self-assessment of a school, and starting a new one."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.assessing.actions import start_assessment
from waymark.evaluation.assessing.queries import assessments_of
from waymark.evaluation.frameworks import benchmarks_in_force, framework, frameworks
from waymark.evaluation.models import Assessment
from waymark.kernel.measurement import last_passed
from waymark.ledger.exchange import setting_of
from waymark.places.models import Organisation, Setting
from waymark.web.formats import day
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.assessment.words import address, title_of


@dataclass(frozen=True)
class AssessmentRow:
    """One self-assessment in the list."""

    title: str
    href: str
    rules: str
    state: str
    is_finished: bool
    result_href: str


@dataclass(frozen=True)
class AssessmentsPage:
    """All that the list shows."""

    school: str
    rows: tuple[AssessmentRow, ...]
    start_href: str | None
    shared_href: str | None
    sites_href: str | None


@dataclass(frozen=True)
class StartPage:
    """All that the page for starting one shows."""

    school: str
    form: forms.Form
    back: str


class StartForm(forms.Form):
    """About which day, of which part of a college, and from which earlier one."""

    about = forms.ChoiceField(label="About which day?", widget=forms.RadioSelect)
    other = DateField(label="Another day", required=False, help_text="For example, 27 3 2026")
    part = forms.CharField(
        label="Site or department",
        required=False,
        max_length=80,
        help_text="Leave empty for the whole college. Records do not say who is at which site: people answer a part.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    earlier = forms.ChoiceField(label="Start from an earlier one?", required=False)

    def __init__(self, *args, school: Organisation, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        point = last_passed(today)
        self.fields["about"].choices = [
            ("point", f"{day(point)}, the last measurement point"),
            ("today", f"Today, {day(today)}"),
            ("other", "Another day"),
        ]
        self.fields["about"].hints = {"point": "Compared with other schools, and shown to governors with its records."}
        self.fields["about"].initial = "point"
        first = min(each.in_force_from for each in frameworks() if each.name.startswith("gatsby-"))
        self.fields["other"].not_before, self.fields["other"].not_after = first, today
        self.days = {"point": point, "today": today}
        self.assessments = {each.public_id: each for each in assessments_of(school)}
        if setting_of(school) != Setting.COLLEGE:
            del self.fields["part"]
        if self.assessments:
            self.fields["earlier"].choices = [
                ("", "No, begin with empty answers"),
                *((name, title_of(each)) for name, each in self.assessments.items()),
            ]
            self.fields[
                "earlier"
            ].help_text = "Its answers are shown beside each question for you to give again. Records are read anew."
        else:
            del self.fields["earlier"]

    def clean(self):
        said = super().clean()
        if said.get("about") == "other" and not said.get("other") and "other" not in self.errors:
            self.add_error("other", "Enter the day.")
        return said

    @property
    def on(self) -> date:
        """The day that was chosen."""
        said = self.cleaned_data
        return self.days.get(said["about"]) or said["other"]

    @property
    def chosen_earlier(self) -> Assessment | None:
        return self.assessments.get(self.cleaned_data.get("earlier", ""))


@page("school/assessment/list.html", needs=Permission.FIGURES_VIEW)
def assessments(request: HttpRequest, school: Organisation) -> AssessmentsPage:
    may_start = request.scope.holds(Permission.ASSESS, school.pk)
    may_share = request.scope.holds(Permission.SHARE, school.pk)
    found = list(assessments_of(school))
    return AssessmentsPage(
        school.name,
        tuple(_row(each) for each in found),
        reverse("assessment_start", kwargs={"slug": school.slug}) if may_start else None,
        reverse("evaluations_shared", kwargs={"slug": school.slug}) if may_share else None,
        reverse("sites_joined", kwargs={"slug": school.slug}) if any(each.part for each in found) else None,
    )


def _row(assessment: Assessment) -> AssessmentRow:
    finished = assessment.finished_at
    return AssessmentRow(
        title=title_of(assessment),
        href=address("assessment", assessment),
        rules=framework(assessment.framework).title,
        state=f"Finished {day(finished)}" if finished else f"Open since {day(assessment.opened_at)}",
        is_finished=assessment.is_finished,
        result_href=address("assessment_result", assessment),
    )


@form_page("school/assessment/start.html", needs=Permission.ASSESS)
def assessment_start(request: HttpRequest, school: Organisation) -> StartPage | Refused | HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = StartForm(data, school=school, today=timezone.localdate())
    shown = StartPage(school.name, form, reverse("assessments", kwargs={"slug": school.slug}))
    if data is None:
        return shown
    if not form.is_valid():
        return Refused(shown)
    made = start_assessment(
        school=school,
        on=form.on,
        part=form.cleaned_data.get("part", ""),
        started_from=form.chosen_earlier,
        by=request.scope,
    )
    messages.success(request, f"{title_of(made)}: answered by {benchmarks_in_force(form.on).title}.")
    return redirect(address("assessment", made))


urlpatterns = [
    path("", assessments, name="assessments"),
    path("start/", assessment_start, name="assessment_start"),
]
