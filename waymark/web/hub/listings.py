"""Who asks to be listed in the directory: a hub looks, and says yes or no."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.actions.invitations import InvitationRefused
from waymark.access.permissions import Permission
from waymark.places.models import Kind, Organisation
from waymark.providers.actions.listing import ListingAnswered, approve_listing, decline_listing
from waymark.providers.models import ListingRequest
from waymark.web.formats import day
from waymark.web.pages import Refused, form_page, page


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="List them?",
        choices=[("yes", "Yes: show the entry, and invite them to keep it"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no."},
    )
    reply = forms.CharField(
        label="If not, why?", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


@dataclass(frozen=True)
class Line:
    """A name and a value, as the summary list takes them."""

    label: str
    value: str | None


@dataclass(frozen=True)
class RequestLine:
    """One request in the list."""

    name: str
    href: str
    note: str


@dataclass(frozen=True)
class ListingsPage:
    """All that the list of requests shows."""

    organisation: str
    waiting: tuple[RequestLine, ...]
    answered: tuple[RequestLine, ...]


@dataclass(frozen=True)
class ListingPage:
    """All that one request shows."""

    organisation: str
    name: str
    lines: tuple[Line, ...]
    state: str
    is_waiting: bool
    form: AnswerForm
    back_href: str


@page("hub/listings.html", needs=Permission.EMPLOYERS_WRITE)
def area_listings(request: HttpRequest, place: Organisation) -> ListingsPage:
    rows = list(requests_to(place)[:200])
    lines = [
        (row, RequestLine(row.name, _at(place, row), f"{row.get_state_display()}, {day(row.sent_at)}")) for row in rows
    ]
    new = ListingRequest.State.NEW
    return ListingsPage(
        place.name,
        tuple(line for row, line in lines if row.state == new),
        tuple(line for row, line in lines if row.state != new),
    )


@form_page("hub/listing.html", needs=Permission.EMPLOYERS_WRITE)
def area_listing(request: HttpRequest, place: Organisation, public_id: str) -> ListingPage | Refused | HttpResponse:
    asked = requests_to(place).filter(public_id=public_id).first()
    if asked is None:
        raise Http404("There is no such request.")
    form = AnswerForm(request.POST or None)
    if request.method != "POST":
        return _page(place, asked, form)
    if not form.is_valid():
        return Refused(_page(place, asked, form))
    try:
        if form.cleaned_data["answer"] == "yes":
            letter = request.build_absolute_uri(reverse("join", kwargs={"token": "TOKEN"})).replace("TOKEN", "{token}")
            approve_listing(request=asked, at=place, on=timezone.localdate(), address_of=letter, by=request.scope)
            messages.success(request, f"{asked.name} is in the directory, and was invited to keep its entry.")
        else:
            decline_listing(request=asked, at=place, reply=form.cleaned_data["reply"], by=request.scope)
            messages.success(request, "The request was declined.")
    except (ListingAnswered, InvitationRefused) as refusal:
        form.add_error(None, str(refusal))
        return Refused(_page(place, asked, form), 409)
    return redirect("area_listings", slug=place.slug)


def requests_to(place: Organisation):
    """What was sent to this hub, and to none in particular; no other place has such pages."""
    if place.kind != Kind.HUB:
        raise Http404("Only hubs are asked.")
    return ListingRequest.objects.filter(Q(hub=place) | Q(hub=None)).order_by("-sent_at", "-pk")


def _page(place: Organisation, asked: ListingRequest, form: AnswerForm) -> ListingPage:
    return ListingPage(
        organisation=place.name,
        name=asked.name,
        lines=(
            Line("Kind", asked.get_provider_kind_display()),
            Line("What they offer", asked.summary),
            Line("Postcode", asked.postcode or None),
            Line("Website", asked.website or None),
            Line("Who asks", f"{asked.contact_name}, {asked.contact_email}"),
            Line("Sent", day(asked.sent_at)),
            Line("Sent to", asked.hub.name if asked.hub else "No hub in particular"),
        ),
        state=asked.get_state_display(),
        is_waiting=asked.state == ListingRequest.State.NEW,
        form=form,
        back_href=reverse("area_listings", kwargs={"slug": place.slug}),
    )


def _at(place: Organisation, row: ListingRequest) -> str:
    return reverse("area_listing", kwargs={"slug": place.slug, "public_id": row.public_id})


urlpatterns = [
    path("listings/", area_listings, name="area_listings"),
    path("listings/<str:public_id>/", area_listing, name="area_listing"),
]
