"""Looking in the directory on behalf of a school, and what it says of a provider, an offer, a resource."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.kernel.vocabulary import Setting
from waymark.places.models import Organisation
from waymark.web.directory_asking import rules_on
from waymark.web.directory_cards import Href
from waymark.web.directory_details import (
    OfferShown,
    ProviderShown,
    ResourceShown,
    offer_here,
    offer_shown,
    provider_here,
    provider_shown,
    resource_here,
    resource_shown,
    reviews_shown,
)
from waymark.web.directory_pages import Results, results_of
from waymark.web.pages import page


@dataclass(frozen=True)
class FindPage:
    """All that the search of the directory shows to a school."""

    school: str
    results: Results


@dataclass(frozen=True)
class ProviderPage:
    """All that a provider's entry shows to a school."""

    shown: ProviderShown
    back_href: str
    ask_href: str
    review_href: str
    withdraw_href: str


@dataclass(frozen=True)
class OfferPage:
    """All that an offer shows to a school."""

    shown: OfferShown
    back_href: str
    ask_href: str
    review_href: str
    withdraw_href: str


@dataclass(frozen=True)
class ResourcePage:
    """All that a free resource shows to a school."""

    shown: ResourceShown
    back_href: str


@page("school/directory/find.html", needs=Permission.REQUEST)
def find_providers(request: HttpRequest, school: Organisation) -> FindPage:
    found = results_of(request, _today(), href=entries_at(school), home=school.postcode, setting=setting_of(school))
    return FindPage(school.name, found)


@page("school/directory/provider.html", needs=Permission.REQUEST)
def provider_entry(request: HttpRequest, school: Organisation, public_id: str) -> ProviderPage:
    provider = provider_here(public_id, _today())
    here = {"slug": school.slug}
    return ProviderPage(
        shown=provider_shown(
            provider, on=_today(), href=entries_at(school), reviews=reviews_shown(provider, own=school.pk)
        ),
        back_href=reverse("find_providers", kwargs=here),
        ask_href=f"{reverse('new_request', kwargs=here)}?{urlencode({'provider': public_id})}",
        review_href=reverse("review_provider", kwargs={**here, "public_id": public_id}),
        withdraw_href=reverse("withdraw_review", kwargs=here),
    )


@page("school/directory/offer.html", needs=Permission.REQUEST)
def offer_entry(request: HttpRequest, school: Organisation, public_id: str) -> OfferPage:
    offer = offer_here(public_id, _today())
    here = {"slug": school.slug}
    return OfferPage(
        shown=offer_shown(
            offer,
            rules=rules_on(_today()),
            on=_today(),
            href=entries_at(school),
            setting=setting_of(school),
            reviews=reviews_shown(offer.provider, offer=offer, own=school.pk),
        ),
        back_href=reverse("find_providers", kwargs=here),
        ask_href=f"{reverse('new_request', kwargs=here)}?{urlencode({'offer': public_id})}",
        review_href=reverse("review_offer", kwargs={**here, "public_id": public_id}),
        withdraw_href=reverse("withdraw_review", kwargs=here),
    )


@page("school/directory/resource.html", needs=Permission.REQUEST)
def resource_entry(request: HttpRequest, school: Organisation, public_id: str) -> ResourcePage:
    resource = resource_here(public_id, _today())
    back = reverse("find_providers", kwargs={"slug": school.slug})
    return ResourcePage(resource_shown(resource, href=entries_at(school)), back)


def entries_at(school: Organisation) -> Href:
    """Where a school reads of each sort of entry."""
    return lambda what, public_id: reverse(f"find_{what}", kwargs={"slug": school.slug, "public_id": public_id})


def setting_of(school: Organisation) -> Setting:
    return Setting(school.setting or Setting.SCHOOL)


def _today() -> date:
    return timezone.localdate()
