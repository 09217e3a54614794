"""What the school could put on itself: the list, adding to it and changing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.planner.actions.offers import add_own_offer, change_own_offer
from waymark.planner.building.offering import own_offers
from waymark.planner.models import OwnOffer
from waymark.planner.queries.proposals import own_offer_named
from waymark.web.formats import plural
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.plan_builder.forms import OwnOfferForm, initial_of_offer
from waymark.web.school.plan_builder.words import money


@dataclass(frozen=True)
class OffersPage:
    """All that the list of a school's own offers shows."""

    school: str
    may_plan: bool
    rows: tuple[tuple[Any, ...], ...]
    new_href: str
    back_href: str


@dataclass(frozen=True)
class OfferPage:
    """All that the form of one offer shows."""

    title: str
    form: OwnOfferForm
    back_href: str


@page("school/plan_builder/offers.html", needs=Permission.FIGURES_VIEW)
def plan_offers(request: HttpRequest, school: Organisation) -> OffersPage:
    may_plan = request.scope.holds(Permission.PLAN_WRITE, school.pk)
    here = {"slug": school.slug}
    return OffersPage(
        school=school.name,
        may_plan=may_plan,
        rows=tuple(_row(each, school, may_plan) for each in own_offers(school)),
        new_href=reverse("plan_offer_new", kwargs=here),
        back_href=reverse("plan_builder", kwargs=here),
    )


@form_page("school/plan_builder/offer.html", needs=Permission.PLAN_WRITE)
def plan_offer_new(request: HttpRequest, school: Organisation) -> Any:
    form = OwnOfferForm(request.POST or None)
    shown = OfferPage("Add something you could put on", form, _list(school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    add_own_offer(school=school, said=form.said(), by=request.scope)
    messages.success(request, "It is among your offers.")
    return redirect(_list(school))


@form_page("school/plan_builder/offer.html", needs=Permission.PLAN_WRITE)
def plan_offer(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    offer = own_offer_named(school, public_id)
    if offer is None:
        raise Http404("There is no such offer.")
    form = OwnOfferForm(request.POST or None, initial=initial_of_offer(offer))
    shown = OfferPage("Change what you could put on", form, _list(school))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    change_own_offer(offer=offer, said=form.said(), by=request.scope)
    messages.success(request, "Your changes were saved.")
    return redirect(_list(school))


def _list(school: Organisation) -> str:
    return reverse("plan_offers", kwargs={"slug": school.slug})


def _row(offer: OwnOffer, school: Organisation, may_plan: bool) -> tuple[Any, ...]:
    href = reverse("plan_offer", kwargs={"slug": school.slug, "public_id": offer.public_id}) if may_plan else None
    costs = [f"{money(offer.fixed_cost)} a session"] if offer.fixed_cost else []
    costs += [f"{money(offer.cost_per_learner)} for each"] if offer.cost_per_learner else []
    first, last = offer.year_from, offer.year_to
    years = f"Years {first or 7} to {last or 13}" if first != last else f"Year {first}" if first else "Any year"
    return (
        {"text": offer.title, "href": href, "note": offer.provider_name or None},
        offer.get_kind_display(),
        years if first or last else "Any year",
        plural(len(offer.dates), "day"),
        ", ".join(costs) or "Free",
        {"status": "met", "label": "Planned with"} if offer.is_open else {"status": "unknown", "label": "Put aside"},
    )
