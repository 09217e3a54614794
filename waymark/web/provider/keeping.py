"""A provider keeps its entry, its quality marks, its offers and its free resources."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.kernel.vocabulary import Setting
from waymark.places.models import Organisation
from waymark.providers.actions.entries import change_entry, set_quality_marks
from waymark.providers.actions.offers import change_offer, change_resource, make_offer, make_resource
from waymark.providers.models import Offer, QualityMark, Resource, Stage
from waymark.providers.rules.facts import EntryFacts, MarkFacts, OfferFacts, ResourceFacts, facts_of
from waymark.web.directory_asking import rules_on
from waymark.web.directory_cards import cost_words, counted_words, dates_words, years_words
from waymark.web.directory_details import would_count_words
from waymark.web.pages import Refused, form_page, page
from waymark.web.provider.forms import EntryForm, FactsForm, MarkForm, OfferForm, ResourceForm, initial_of
from waymark.web.provider.home import entry_made, entry_of

Shown = Any


@dataclass(frozen=True)
class FormPage:
    """All that a form of a provider's shows; `counts` and `would_count` of an offer that stands."""

    name: str
    title: str
    form: FactsForm
    back_href: str
    submit: str
    counts: tuple[str, ...] = ()
    would_count: tuple[str, ...] = ()
    is_offer: bool = False


@dataclass(frozen=True)
class MarkLine:
    """A quality mark, and where it is taken away."""

    words: str
    key: int


@dataclass(frozen=True)
class MarksPage:
    """All that the page of quality marks shows."""

    name: str
    marks: tuple[MarkLine, ...]
    form: MarkForm
    back_href: str


@dataclass(frozen=True)
class ListPage:
    """All that a list of offers or resources shows."""

    name: str
    title: str
    lede: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    new_href: str
    new_words: str
    files_href: str
    empty: str


@form_page("provider/form.html", needs=Permission.LISTING_WRITE)
def provider_entry(request: HttpRequest, place: Organisation) -> Shown:
    provider = entry_of(place)
    known = initial_of(facts_of(provider, EntryFacts)) if provider else {"postcode": place.postcode, "town": place.town}
    form = EntryForm(request.POST or None, initial=known)
    shown = FormPage(place.name, "Your entry", form, _at("provider_home", place), "Save the entry")
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    change_entry(provider=entry_made(request, place), facts=form.facts(), by=request.scope)
    messages.success(request, "The entry was saved. If all of it is right now, say so.")
    return redirect("provider_home", slug=place.slug)


@form_page("provider/marks.html", needs=Permission.LISTING_WRITE)
def provider_marks(request: HttpRequest, place: Organisation) -> Shown:
    provider = entry_made(request, place) if request.method == "POST" else entry_of(place)
    standing = list(provider.quality_marks.all()) if provider else []
    form = MarkForm(request.POST if request.method == "POST" and "remove" not in request.POST else None)
    lines = tuple(MarkLine(_mark_words(mark), mark.pk) for mark in standing)
    shown = MarksPage(place.name, lines, form, _at("provider_home", place))
    if request.method != "POST" or provider is None:
        return shown
    if "remove" in request.POST:
        kept = [mark for mark in standing if str(mark.pk) != request.POST["remove"]]
        said = [facts_of(mark, MarkFacts) for mark in kept]
    elif form.is_valid():
        said = [*(facts_of(mark, MarkFacts) for mark in standing), form.facts()]
    else:
        return Refused(shown)
    set_quality_marks(provider=provider, marks=said, by=request.scope)
    messages.success(request, "The quality marks were saved.")
    return redirect("provider_marks", slug=place.slug)


@page("provider/list.html", needs=Permission.LISTING_WRITE)
def provider_offers(request: HttpRequest, place: Organisation) -> ListPage:
    on = timezone.localdate()
    offers = Offer.objects.filter(provider__organisation=place)
    rules = rules_on(on)
    rows = [
        [
            {
                "text": each.title,
                "href": _at("provider_offer", place, public_id=each.public_id),
                "note": years_words(each),
            },
            dates_words(each, on).capitalize(),
            cost_words(each).capitalize(),
            "; ".join(counted_words(each, rules, on, Setting.SCHOOL)) or "Nothing by itself",
            {"status": "met" if each.is_open else "unknown", "label": "Shown" if each.is_open else "Not shown"},
        ]
        for each in offers
    ]
    return ListPage(
        name=place.name,
        title="Offers",
        lede="What schools can ask you for. What each counts for is worked out from what you say of it.",
        columns=[{"label": name} for name in ("Offer", "Dates", "Cost", "Counts for", "In the directory")],
        rows=rows,
        new_href=_at("new_offer", place),
        new_words="Add an offer",
        files_href=_at("provider_files", place),
        empty="You offer nothing yet. Add an offer, or bring in a file of them.",
    )


@form_page("provider/form.html", needs=Permission.LISTING_WRITE)
def new_offer(request: HttpRequest, place: Organisation) -> Shown:
    entry = entry_of(place)
    form = OfferForm(request.POST or None, initial={"provider_kind": entry.provider_kind if entry else ""})
    back = _at("provider_offers", place)
    shown = FormPage(place.name, "Add an offer", form, back, "Save the offer", is_offer=True)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    offer = make_offer(provider=entry_made(request, place), facts=form.facts(), by=request.scope)
    messages.success(request, "The offer was saved. See below what it counts for.")
    return redirect("provider_offer", slug=place.slug, public_id=offer.public_id)


@form_page("provider/form.html", needs=Permission.LISTING_WRITE)
def provider_offer(request: HttpRequest, place: Organisation, public_id: str) -> Shown:
    offer = Offer.objects.filter(provider__organisation=place, public_id=public_id).select_related("provider").first()
    if offer is None:
        raise Http404("There is no such offer.")
    form = OfferForm(request.POST or None, initial=initial_of(facts_of(offer, OfferFacts)))
    on = timezone.localdate()
    rules = rules_on(on)
    shown = FormPage(
        name=place.name,
        title=offer.title,
        form=form,
        back_href=_at("provider_offers", place),
        submit="Save the offer",
        counts=counted_words(offer, rules, on, Setting.SCHOOL),
        would_count=would_count_words(offer, rules, Setting.SCHOOL),
        is_offer=True,
    )
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    change_offer(offer=offer, facts=form.facts(), by=request.scope)
    messages.success(request, "The offer was saved.")
    return redirect("provider_offer", slug=place.slug, public_id=offer.public_id)


@page("provider/list.html", needs=Permission.LISTING_WRITE)
def provider_resources(request: HttpRequest, place: Organisation) -> ListPage:
    rows = [
        [
            {"text": each.title, "href": _at("provider_resource", place, public_id=each.public_id)},
            ", ".join(Stage(stage).label for stage in each.stages) or "Any",
            ", ".join(each.subjects) or "Any",
            {"status": "met" if each.is_open else "unknown", "label": "Shown" if each.is_open else "Not shown"},
        ]
        for each in Resource.objects.filter(provider__organisation=place)
    ]
    return ListPage(
        name=place.name,
        title="Free lesson resources",
        lede="What teachers can use in a lesson without paying. The resource itself stays where it is.",
        columns=[{"label": name} for name in ("Resource", "Stage", "Subjects", "In the directory")],
        rows=rows,
        new_href=_at("new_resource", place),
        new_words="Add a resource",
        files_href="",
        empty="You give nothing away yet.",
    )


@form_page("provider/form.html", needs=Permission.LISTING_WRITE)
def new_resource(request: HttpRequest, place: Organisation) -> Shown:
    form = ResourceForm(request.POST or None)
    shown = FormPage(place.name, "Add a free resource", form, _at("provider_resources", place), "Save the resource")
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    make_resource(provider=entry_made(request, place), facts=form.facts(), by=request.scope)
    messages.success(request, "The resource was saved.")
    return redirect("provider_resources", slug=place.slug)


@form_page("provider/form.html", needs=Permission.LISTING_WRITE)
def provider_resource(request: HttpRequest, place: Organisation, public_id: str) -> Shown:
    rows = Resource.objects.filter(provider__organisation=place, public_id=public_id)
    resource = rows.select_related("provider").first()
    if resource is None:
        raise Http404("There is no such resource.")
    form = ResourceForm(request.POST or None, initial=initial_of(facts_of(resource, ResourceFacts)))
    shown = FormPage(place.name, resource.title, form, _at("provider_resources", place), "Save the resource")
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    change_resource(resource=resource, facts=form.facts(), by=request.scope)
    messages.success(request, "The resource was saved.")
    return redirect("provider_resources", slug=place.slug)


def _mark_words(mark: QualityMark) -> str:
    until = f", until {mark.expires_on:%-d %B %Y}" if mark.expires_on else ""
    return f"{mark.name}{f' ({mark.awarded_by})' if mark.awarded_by else ''}{until}"


def _at(name: str, place: Organisation, **more: str) -> str:
    return reverse(name, kwargs={"slug": place.slug, **more})


urlpatterns = [
    path("entry/", provider_entry, name="provider_entry"),
    path("quality-marks/", provider_marks, name="provider_marks"),
    path("offers/", provider_offers, name="provider_offers"),
    path("offers/new/", new_offer, name="new_offer"),
    path("offers/<str:public_id>/", provider_offer, name="provider_offer"),
    path("resources/", provider_resources, name="provider_resources"),
    path("resources/new/", new_resource, name="new_resource"),
    path("resources/<str:public_id>/", provider_resource, name="provider_resource"),
]
