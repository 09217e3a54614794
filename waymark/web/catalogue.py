"""The catalogue: every component in every state it declares, and the form fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest
from django.urls import path

from waymark.web.components import Declaration, all_declarations
from waymark.web.forms import DateField, SizedFileField
from waymark.web.pages import public_page


class SampleForm(forms.Form):
    """A field of each kind that we show."""

    name = forms.CharField(label="Name of the activity", help_text="As learners would know it", max_length=100)
    about = forms.CharField(label="What happens", widget=forms.Textarea, required=False)
    held_on = DateField(label="Day", help_text="For example, 27 3 2026")
    kind = forms.ChoiceField(label="Kind", choices=[("", "Choose one"), ("lmi", "Labour market")])
    mode = forms.ChoiceField(
        label="How it was held", widget=forms.RadioSelect, choices=[("in_person", "In person"), ("virtual", "Online")]
    )
    years = forms.MultipleChoiceField(
        label="Year groups",
        widget=forms.CheckboxSelectMultiple,
        choices=[(str(year), f"Year {year}") for year in range(7, 14)],
    )
    shared = forms.BooleanField(label="Its purpose was shared beforehand", required=False)
    minutes = forms.IntegerField(label="Minutes", min_value=0, required=False)
    file = SizedFileField(label="Who came", endings=(".csv", ".xlsx"), most_bytes=25_000_000, required=False)
    password = forms.CharField(label="Password", widget=forms.PasswordInput, required=False)


@dataclass(frozen=True)
class CataloguePage:
    """All that the catalogue shows: what each component declares, a form as first met, and one sent back."""

    components: tuple[Declaration, ...]
    form: SampleForm
    form_with_problems: SampleForm


@public_page("catalogue.html")
def catalogue(request: HttpRequest) -> CataloguePage:
    day = {"held_on_day": "31", "held_on_month": "2", "held_on_year": "2026"}
    sent = {"name": "", "minutes": "ten", "years": ["7", "9"], **day}
    return CataloguePage(
        components=tuple(all_declarations()),
        form=SampleForm(initial={"held_on": date(2026, 3, 27), "kind": "lmi", "years": ["8"]}, auto_id="id_%s"),
        form_with_problems=SampleForm(sent, auto_id="sent_%s"),
    )


urlpatterns = [path("", catalogue, name="catalogue")]
