"""Outlines of a year that a hub, trust or council offers its schools to begin their plans from.

A school may keep some for itself: they are offered to nobody else.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.evaluation.frameworks import benchmarks_in_force
from waymark.kernel.academic_year import first_day
from waymark.kernel.year_groups import year_words
from waymark.ledger.models import ProviderKind
from waymark.ledger.models.activities import TICKS, Kind
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused
from waymark.places.models import Organisation
from waymark.planner.actions.templates import (
    Slot,
    TemplateRefused,
    add_item,
    make_template,
    offer_template,
    remove_item,
    withdraw_template,
)
from waymark.planner.models import PlanTemplate, TemplateItem
from waymark.planner.queries.starting import templates_of
from waymark.web.formats import plural, pounds
from waymark.web.pages import Refused, form_page

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
HALF_TERMS = ("Autumn 1", "Autumn 2", "Spring 1", "Spring 2", "Summer 1", "Summer 2")


class TemplateForm(forms.Form):
    """A new outline."""

    title = forms.CharField(
        label="What is it called?", max_length=120, error_messages={"required": "Give the outline a title."}
    )
    note = forms.CharField(label="What schools should know about it", max_length=500, required=False)


class ItemForm(forms.Form):
    """One activity of an outline."""

    title = forms.CharField(
        label="What is it called?", max_length=200, error_messages={"required": "Give the activity a title."}
    )
    kinds = forms.MultipleChoiceField(
        label="What is it?",
        choices=Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one kind of activity."},
    )
    term = forms.TypedChoiceField(label="Half-term", choices=list(enumerate(HALF_TERMS, start=1)), coerce=int)
    week = forms.IntegerField(label="Week of the half-term", min_value=1, max_value=10, initial=1)
    weekday = forms.TypedChoiceField(label="Weekday", choices=list(enumerate(WEEKDAYS)), coerce=int)
    year_groups = forms.TypedMultipleChoiceField(
        label="Year groups",
        choices=[(year, f"Year {year}") for year in range(7, 15)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one year group."},
    )
    provider_kind = forms.ChoiceField(label="Kind of provider", required=False)
    adviser_level = forms.IntegerField(label="Adviser’s level", required=False, min_value=0, max_value=8)
    subject = forms.CharField(label="Subject", required=False, max_length=60)
    minutes = forms.IntegerField(label="How long is it, in minutes?", required=False, min_value=0, max_value=100_000)
    cost = forms.DecimalField(
        label="Cost in pounds", required=False, max_digits=9, decimal_places=2, min_value=Decimal(0)
    )
    meant = forms.BooleanField(
        label="It is done as the list of meaningful encounters asks of its kind", required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider_kind"].choices = [("", "None"), *ProviderKind.choices]

    def facts(self) -> ActivityFacts:
        """What was said, serving the usual benchmarks of its kinds, with the ticks that are asked of them."""
        said, rules = self.cleaned_data, benchmarks_in_force(timezone.localdate())
        usual = {due.counts.kind.value: due.benchmark for due in rules.entitlements}
        asked = {label.tick.value for each in rules.meanings if each.kind in said["kinds"] for label in each.ticks}
        ticks: dict[str, Any] = {tick: said["meant"] and tick in asked for tick in TICKS if tick != "pal_content"}
        return ActivityFacts(
            title=said["title"],
            held_on=first_day(2000),  # an outline has no day
            kinds=tuple(said["kinds"]),
            benchmarks=tuple(sorted({usual[kind] for kind in said["kinds"] if kind in usual})),
            provider_kind=said["provider_kind"],
            adviser_level=said["adviser_level"],
            subject=said["subject"],
            minutes=said["minutes"] or 0,
            cost=said["cost"],
            **ticks,
        )

    def slot(self) -> Slot:
        """When it is."""
        return Slot(self.cleaned_data["term"], self.cleaned_data["week"], self.cleaned_data["weekday"])


@dataclass(frozen=True)
class TemplatesPage:
    """All that the list of outlines shows."""

    organisation: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    form: TemplateForm


@dataclass(frozen=True)
class ItemRow:
    """One activity of an outline, as its page lists it."""

    public_id: str
    title: str
    when: str
    whom: str
    cost: str


@dataclass(frozen=True)
class TemplatePage:
    """All that one outline's page shows."""

    title: str
    caption: str
    note: str
    status: str
    status_said: str
    is_offered: bool
    items: tuple[ItemRow, ...]
    form: ItemForm
    back_href: str


@form_page("hub/plan_templates.html", needs=Permission.PLAN_WRITE)
def area_templates(request: HttpRequest, place: Organisation) -> Any:
    form = TemplateForm(request.POST or None)
    shown = TemplatesPage(
        organisation=place.name,
        columns=[{"label": "Outline"}, {"label": "Activities"}, {"label": "State"}],
        rows=[_row(place, each) for each in templates_of(place)],
        form=form,
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    try:
        made = make_template(organisation=place, title=said["title"], summary=said["note"], by=request.scope)
    except TemplateRefused as refused:
        form.add_error(None, str(refused))
        return Refused(shown)
    return redirect("area_template", slug=place.slug, public_id=made.public_id)


@form_page("hub/plan_template.html", needs=Permission.PLAN_WRITE)
def area_template(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    template = templates_of(place).filter(public_id=public_id).first()
    if template is None:
        raise Http404("There is no such outline here.")
    doing = request.POST.get("doing") if request.method == "POST" else None
    form = ItemForm(request.POST if doing == "add" else None)
    if doing is None:
        return _shown(place, template, form)
    try:
        if doing == "add":
            if not form.is_valid():
                return Refused(_shown(place, template, form))
            said = form.cleaned_data
            add_item(
                template=template,
                facts=form.facts(),
                slot=form.slot(),
                year_groups=said["year_groups"],
                by=request.scope,
            )
            messages.success(request, f"“{said['title']}” was added.")
        else:
            _settle(request, template, doing)
    except ActivityRefused as refused:
        for name, words in refused.faults.items():
            form.add_error(name if name in form.fields else None, words)
        return Refused(_shown(place, template, form))
    except TemplateRefused as refused:
        messages.error(request, str(refused))
    return redirect("area_template", slug=place.slug, public_id=public_id)


def _settle(request: HttpRequest, template: PlanTemplate, doing: str) -> None:
    if doing == "offer":
        offer_template(template=template, by=request.scope)
        messages.success(request, "It can be taken over now.")
    elif doing == "withdraw":
        withdraw_template(template=template, by=request.scope)
        messages.success(request, "It is offered no more. What schools took over stays theirs.")
    elif doing == "remove":
        item = next((each for each in template.items.all() if each.public_id == request.POST.get("item")), None)
        if item is None:
            raise Http404("There is no such activity in this outline.")
        remove_item(item=item, by=request.scope)
        messages.success(request, "It was taken out.")


def _shown(place: Organisation, template: PlanTemplate, form: ItemForm) -> TemplatePage:
    status, said = _stands(template)
    return TemplatePage(
        title=template.title,
        caption=place.name,
        note=template.note,
        status=status,
        status_said=said,
        is_offered=status == "met",
        items=tuple(_item(each) for each in template.items.all()),
        form=form,
        back_href=reverse("area_templates", kwargs={"slug": place.slug}),
    )


def _row(place: Organisation, each: PlanTemplate) -> list[Any]:
    href = reverse("area_template", kwargs={"slug": place.slug, "public_id": each.public_id})
    status, said = _stands(each)
    return [
        {"text": each.title, "href": href},
        plural(len(each.items.all()), "activity", "activities"),
        {"status": status, "label": said},
    ]


def _stands(template: PlanTemplate) -> tuple[str, str]:
    if template.withdrawn_at:
        return "unknown", "Withdrawn"
    return ("met", "Offered") if template.offered_at else ("in_progress", "Being made")


def _item(each: TemplateItem) -> ItemRow:
    cost = each.facts.get("cost")
    return ItemRow(
        each.public_id,
        each.facts["title"],
        f"{HALF_TERMS[each.term - 1]}, week {each.week}, {WEEKDAYS[each.weekday]}",
        year_words(each.year_groups),
        pounds(Decimal(cost)) if cost else "",
    )


urlpatterns = [
    path("outlines/", area_templates, name="area_templates"),
    path("outlines/<slug:public_id>/", area_template, name="area_template"),
]
