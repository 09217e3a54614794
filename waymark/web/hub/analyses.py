"""What a hub's, council's or trust's skills panel says of work in its area: written, shown to anybody, withdrawn."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.opportunities.actions.panels import PANELS_AT, add_analysis, withdraw_analysis
from waymark.opportunities.models import MarketArea, PanelAnalysis
from waymark.opportunities.queries.panels import analyses_by
from waymark.places.models import Organisation
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page


class AnalysisForm(forms.Form):
    """An analysis: what it is about, what it says, whose it is, when it was written and what it rests on."""

    area = forms.ChoiceField(label="Area")
    title = forms.CharField(label="Title", max_length=120)
    text = forms.CharField(
        label="What you found",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Short sentences. Anybody can read this, and schools may print it for a lesson.",
    )
    author = forms.CharField(
        label="Who says so", max_length=120, help_text="The panel or the post, such as “Westmarch skills panel”."
    )
    written_on = DateField(label="Day it was written")
    source = forms.CharField(label="What it rests on", max_length=300, help_text="Which figures, meetings or surveys.")

    def __init__(self, *args, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        areas = MarketArea.objects.exclude(kind=MarketArea.Kind.LEP)
        self.fields["area"].choices = [
            ("", "Choose"),
            *((each.slug, f"{each.name} ({str(MarketArea.Kind(each.kind).label).lower()})") for each in areas),
        ]

    def clean_area(self) -> MarketArea:
        return MarketArea.objects.get(slug=self.cleaned_data["area"])

    def clean_written_on(self) -> date:
        written = self.cleaned_data["written_on"]
        if written > self.today:
            raise forms.ValidationError("Give a day that has been.")
        return written


@dataclass(frozen=True)
class AnalysisRow:
    """One analysis in the list of the panel's own."""

    public_id: str
    title: str
    area: str
    written_on: date
    is_withdrawn: bool
    href: str


@dataclass(frozen=True)
class AnalysesPage:
    """All that the page of a panel's analyses shows."""

    organisation: str
    rows: tuple[AnalysisRow, ...]
    form: AnalysisForm


@form_page("hub/analyses.html", needs=Permission.SETTINGS_WRITE)
def area_analyses(request: HttpRequest, place: Organisation):
    if place.kind not in PANELS_AT:
        raise Http404("Only hubs, councils and trusts have a panel.")
    form = AnalysisForm(request.POST or None, today=timezone.localdate())
    shown = AnalysesPage(place.name, tuple(_row(each) for each in analyses_by(place)), form)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    add_analysis(organisation=place, by=request.scope, **form.cleaned_data)
    messages.success(request, "The analysis is on the page of its area.")
    return redirect("area_analyses", slug=place.slug)


@form_page("hub/withdraw_analysis.html", needs=Permission.SETTINGS_WRITE)
def area_withdraw_analysis(request: HttpRequest, place: Organisation, public_id: str):
    analysis = analyses_by(place).filter(public_id=public_id).first()
    if analysis is None:
        raise Http404("There is no such analysis here.")
    if request.method != "POST":
        return _row(analysis)
    withdraw_analysis(analysis=analysis, by=request.scope)
    messages.success(request, "The analysis is no longer shown.")
    return redirect("area_analyses", slug=place.slug)


def _row(analysis: PanelAnalysis) -> AnalysisRow:
    href = reverse("area_withdraw_analysis", args=[analysis.organisation.slug, analysis.public_id])
    return AnalysisRow(
        analysis.public_id, analysis.title, analysis.area.name, analysis.written_on, bool(analysis.withdrawn_at), href
    )


urlpatterns = [
    path("skills-panel/", area_analyses, name="area_analyses"),
    path("skills-panel/<str:public_id>/withdraw/", area_withdraw_analysis, name="area_withdraw_analysis"),
]
