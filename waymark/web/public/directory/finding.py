"""The directory for anybody: searching it, and what it says of a provider, an offer, a resource."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils import timezone

from waymark.providers.sources.openreferral.writing import page_of_services
from waymark.web.directory_asking import rules_on
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
)
from waymark.web.directory_pages import Results, results_of
from waymark.web.pages import public_page

_SERVICES_A_PAGE = 100


@dataclass(frozen=True)
class DirectoryPage:
    """All that the public search of the directory shows."""

    results: Results


@dataclass(frozen=True)
class ProviderPage:
    """All that a provider's entry shows to anybody; of reviews only what they come to."""

    shown: ProviderShown


@dataclass(frozen=True)
class OfferPage:
    """All that an offer shows to anybody."""

    shown: OfferShown


@dataclass(frozen=True)
class ResourcePage:
    """All that a free resource shows to anybody."""

    shown: ResourceShown


@public_page("public/directory/find.html")
def directory(request: HttpRequest) -> DirectoryPage:
    return DirectoryPage(results_of(request, _today(), href=entry))


@public_page("public/directory/provider.html")
def directory_provider(request: HttpRequest, public_id: str) -> ProviderPage:
    return ProviderPage(provider_shown(provider_here(public_id, _today()), on=_today(), href=entry))


@public_page("public/directory/offer.html")
def directory_offer(request: HttpRequest, public_id: str) -> OfferPage:
    offer = offer_here(public_id, _today())
    return OfferPage(offer_shown(offer, rules=rules_on(_today()), on=_today(), href=entry))


@public_page("public/directory/resource.html")
def directory_resource(request: HttpRequest, public_id: str) -> ResourcePage:
    return ResourcePage(resource_shown(resource_here(public_id, _today()), href=entry))


@public_page("public/directory/find.html")
def directory_services(request: HttpRequest) -> HttpResponse:
    """The same directory for programs: Open Referral JSON with the careers profile, a hundred services a page."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and 0 < int(asked[:7]) < 1_000_000 else 1
    return JsonResponse(page_of_services(_today(), number=number, size=_SERVICES_A_PAGE))


def entry(what: str, public_id: str) -> str:
    """Where anybody reads of an entry."""
    return reverse(f"directory_{what}", kwargs={"public_id": public_id})


def _today() -> date:
    return timezone.localdate()


urlpatterns = [
    path("", directory, name="directory"),
    path("services.json", directory_services, name="directory_services"),
    path("entries/<str:public_id>/", directory_provider, name="directory_provider"),
    path("offers/<str:public_id>/", directory_offer, name="directory_offer"),
    path("resources/<str:public_id>/", directory_resource, name="directory_resource"),
]
