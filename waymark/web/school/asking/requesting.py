"""Making a request, and the list of those that were made."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.post.queries import letters_in_trouble
from waymark.providers.actions.asking import Candidate, Wish, make_request
from waymark.providers.models import Offer, Provider
from waymark.providers.queries.employers import places_left
from waymark.providers.queries.requests import requests_of, standing_of
from waymark.providers.rules.approaches import NotPossible
from waymark.web.employer_rows import places_said
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.asking.finding import employer_here, today
from waymark.web.school.asking.forms import RequestForm
from waymark.web.school.asking.who_else import others_for
from waymark.web.threads import ApproachLine


@dataclass(frozen=True)
class RequestsPage:
    """All that the list of a school's requests shows."""

    school: str
    lines: tuple[ApproachLine, ...]
    page_number: int
    pages: int
    total: int
    may_ask: bool
    employers_href: str
    letters_href: str
    in_trouble: int


@dataclass(frozen=True)
class NewRequestPage:
    """All that the form of a new request shows."""

    whom: str
    places: str
    form: RequestForm
    back_href: str


@page("school/asking/requests.html", needs=Permission.EMPLOYERS_VIEW)
def school_requests(request: HttpRequest, school: Organisation) -> RequestsPage:
    shown = Paginator(requests_of(school), 25).get_page(request.GET.get("page"))
    lines = []
    for each in shown:
        standing = standing_of(list(each.approaches.all()))
        href = reverse("school_request", kwargs={"slug": school.slug, "public_id": each.public_id})
        if standing is not None:
            standing.request = each
            lines.append(ApproachLine.of(standing, href))
    return RequestsPage(
        school=school.name,
        lines=tuple(lines),
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
        may_ask=request.scope.holds(Permission.REQUEST, school.pk),
        employers_href=reverse("school_employers", kwargs={"slug": school.slug}),
        letters_href=reverse("letters", kwargs={"slug": school.slug}),
        in_trouble=letters_in_trouble(school),
    )


@form_page("school/asking/new.html", needs=Permission.REQUEST)
def new_request(request: HttpRequest, school: Organisation) -> Any:
    if not {"employer", "provider", "offer"} & set(request.GET):
        return redirect("find_providers", slug=school.slug)  # nobody was chosen yet
    first = _first(request, school)
    others = others_for(school, first)
    form = RequestForm(request.POST or None, others=[(each.key, each.said) for each in others], initial=_from(first))
    shown = NewRequestPage(_named(first), _places(first), form, _back(school, first))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    chosen = set(said.pop("others", ()))
    candidates = [first, *(each.candidate for each in others if each.key in chosen)]
    try:
        made = make_request(
            school=school,
            wish=Wish(**said | {"year_groups": tuple(said["year_groups"])}),
            candidates=candidates,
            on=today(),
            by=request.scope,
        )
    except NotPossible as refused:
        form.add_error(None, str(refused))
        return Refused(shown, 409)
    messages.success(request, f"{shown.whom} is asked. You get a letter when they answer.")
    return redirect("school_request", slug=school.slug, public_id=made.public_id)


def _first(request: HttpRequest, school: Organisation) -> Candidate:
    """Whom the address names: an employer of the hub, a provider, or one of its offers."""
    if public_id := request.GET.get("employer"):
        return Candidate(employer=employer_here(school, public_id))
    listed = Provider.objects.select_related("organisation").filter(is_listed=True)
    if (public_id := request.GET.get("provider")) and (provider := listed.filter(public_id=public_id).first()):
        return Candidate(provider=provider)
    if public_id := request.GET.get("offer"):
        offer = Offer.objects.filter(public_id=public_id, is_open=True, provider__is_listed=True).first()
        if offer is not None:
            return Candidate(provider=listed.get(pk=offer.provider_id), offer=offer)
    raise Http404("Choose whom to ask first.")


def _named(first: Candidate) -> str:
    return first.employer.name if first.employer else str(first.provider)


def _places(first: Candidate) -> str:
    if first.employer is None:
        return ""
    return places_said(first.employer, places_left([first.employer], today())[first.employer.pk])


def _from(first: Candidate) -> dict[str, Any]:
    """What an offer says already."""
    offer = first.offer
    if offer is None:
        return {}
    dates = [each for each in offer.dates if each > today().isoformat()]
    return {
        "title": offer.title,
        "kind": offer.kind,
        "mode": offer.mode,
        "venue": offer.venue,
        "minutes": offer.minutes,
        "learners": offer.capacity,
        "wished_on": dates[0] if dates else None,
        "year_groups": [str(year) for year in offer.years] if offer.year_from else [],
    }


def _back(school: Organisation, first: Candidate) -> str:
    if first.employer:
        return reverse("school_employer", kwargs={"slug": school.slug, "public_id": first.employer.public_id})
    return reverse("find_providers", kwargs={"slug": school.slug})


urlpatterns = [
    path("requests/", school_requests, name="school_requests"),
    path("requests/new/", new_request, name="new_request"),
]
