"""A provider's home: whether its entry is shown, that it is right, and what schools say."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.entries import make_entry, show_entry, verify_entry
from waymark.providers.models import Provider
from waymark.providers.rules.facts import EntryFacts
from waymark.providers.rules.freshness import hidden_from, is_stale
from waymark.web.directory_cards import stars_of
from waymark.web.directory_details import ReviewShown, reviews_shown
from waymark.web.formats import day
from waymark.web.pages import form_page, page


@dataclass(frozen=True)
class Counted:
    """A number and where it leads; the props of a figure."""

    label: str
    value: str
    href: str


@dataclass(frozen=True)
class HomePage:
    """All that a provider's home shows."""

    name: str
    has_entry: bool
    is_shown: bool
    is_listed: bool
    standing: str
    figures: tuple[Counted, ...]
    wanting: tuple[str, ...]
    reviews: tuple[ReviewShown, ...]
    stars: str
    entry_href: str
    verify_href: str
    list_href: str
    answer_href: str
    public_href: str
    files_href: str


@page("provider/home.html", needs=Permission.LISTING_WRITE)
def provider_home(request: HttpRequest, place: Organisation) -> HomePage:
    provider, on, here = entry_of(place), _today(), {"slug": place.slug}
    shown = provider is not None and provider.is_listed and not is_stale(provider.verified_on, on)
    return HomePage(
        name=place.name,
        has_entry=provider is not None,
        is_shown=shown,
        is_listed=provider is not None and provider.is_listed,
        standing=_standing(provider, on),
        figures=_figures(provider, here),
        wanting=_wanting(provider, on),
        reviews=reviews_shown(provider)[:5] if provider else (),
        stars=stars_of([provider.pk]).get(provider.pk, "") if provider else "",
        entry_href=reverse("provider_entry", kwargs=here),
        verify_href=reverse("provider_verify", kwargs=here),
        list_href=reverse("provider_list", kwargs=here),
        answer_href=reverse("provider_reviews", kwargs=here),
        public_href=reverse("directory_provider", kwargs={"public_id": provider.public_id})
        if shown and provider
        else "",
        files_href=reverse("provider_files", kwargs=here),
    )


@form_page("provider/home.html", needs=Permission.LISTING_WRITE)
def provider_verify(request: HttpRequest, place: Organisation) -> HttpResponse:
    provider = entry_of(place)
    if request.method != "POST" or provider is None:
        raise Http404("There is nothing to verify.")
    verify_entry(provider=provider, on=_today(), by=request.scope)
    messages.success(request, "Thank you. Your entry is shown as right from today.")
    return redirect("provider_home", slug=place.slug)


@form_page("provider/home.html", needs=Permission.LISTING_WRITE)
def provider_list(request: HttpRequest, place: Organisation) -> HttpResponse:
    provider = entry_of(place)
    if request.method != "POST" or provider is None:
        raise Http404("There is nothing to show.")
    shown = request.POST.get("shown") == "yes"
    show_entry(provider=provider, shown=shown, by=request.scope)
    messages.success(request, "Your entry is in the directory." if shown else "Your entry was taken off the directory.")
    return redirect("provider_home", slug=place.slug)


def entry_of(place: Organisation) -> Provider | None:
    """The entry of an organisation, None where it has none yet."""
    return Provider.objects.filter(organisation=place).select_related("organisation").first()


def entry_made(request: HttpRequest, place: Organisation) -> Provider:
    """The entry of an organisation, made where it has none yet."""
    found = entry_of(place)
    if found is None:
        facts = EntryFacts(postcode=place.postcode, website=_website(place.website), town=place.town)
        found = make_entry(organisation=place, facts=facts, by=request.scope)
    return found


def _website(said: str) -> str:
    return said if not said or "://" in said else f"https://{said}"


def _standing(provider: Provider | None, on: date) -> str:
    """What is so of the entry, in a sentence."""
    if provider is None:
        return "You have no entry in the directory yet. Schools cannot find you."
    if not provider.is_listed:
        return "You have taken your entry off the directory. Schools cannot find you."
    if provider.verified_on is None:
        return "Nobody has said yet that your entry is right, so it is not shown. Read it through, then say so."
    if is_stale(provider.verified_on, on):
        said = f"You last said on {day(provider.verified_on)} that your entry is right. That is over a year ago, so"
        return f"{said} it is hidden until you say so again."
    until = day(hidden_from(provider.verified_on))
    said = f"You said on {day(provider.verified_on)} that it is right; say so again before {until}."
    return f"Schools see your entry. {said}"


def _figures(provider: Provider | None, here: dict[str, str]) -> tuple[Counted, ...]:
    if provider is None:
        return ()
    return (
        Counted(
            "Offers shown", str(provider.offers.filter(is_open=True).count()), reverse("provider_offers", kwargs=here)
        ),
        Counted(
            "Free resources shown",
            str(provider.resources.filter(is_open=True).count()),
            reverse("provider_resources", kwargs=here),
        ),
        Counted(
            "Reviews by schools",
            str(provider.reviews.filter(withdrawn_at=None).count()),
            reverse("provider_reviews", kwargs=here),
        ),
    )


def _wanting(provider: Provider | None, on: date) -> tuple[str, ...]:
    """What schools look for and the entry does not say."""
    if provider is None:
        return ()
    wants = {
        "Give a postcode: without one nobody sees how far away you are.": not provider.has_place,
        "Say how far you travel.": provider.reach_miles is None and not provider.is_nationwide,
        "Say what you do about safeguarding.": not provider.safeguarding_stands(on),
        "Give an e-mail address for schools.": not provider.contact_email,
        "Add an offer: schools search for offers.": not provider.offers.exists(),
    }
    return tuple(words for words, holds in wants.items() if holds)


def _today() -> date:
    return timezone.localdate()


urlpatterns = [
    path("", provider_home, name="provider_home"),
    path("verify/", provider_verify, name="provider_verify"),
    path("list/", provider_list, name="provider_list"),
]
