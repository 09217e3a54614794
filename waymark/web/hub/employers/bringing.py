"""A hub brings in a list of employers, sees what it would do, merges it, takes it back; and answers offers of help."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.intake.queries import deliveries_of, problems_of
from waymark.kernel.sectors import SECTORS
from waymark.places.models import Organisation
from waymark.providers.actions.employer_files import take_back_employers
from waymark.providers.actions.helping import AlreadyAnswered, decline_help, take_up_help
from waymark.providers.models import Help, HelpOffer
from waymark.providers.sources.employers.receiving import KIND, merge_employer_file, receive_employers
from waymark.web.formats import moment
from waymark.web.hub.employers.forms import ListForm
from waymark.web.pages import Refused, form_page

_SHOWN = 100


@dataclass(frozen=True)
class FileLine:
    name: str
    href: str
    at: datetime
    state: str


@dataclass(frozen=True)
class FilesPage:
    """All that the page of a hub's lists shows."""

    area: str
    form: ListForm
    files: tuple[FileLine, ...]
    back_href: str


@dataclass(frozen=True)
class FilePage:
    """All that one list shows: what merging it would do, or did, and what is wrong with it."""

    name: str
    area: str
    state: str
    is_waiting: bool
    is_merged: bool
    is_refused: bool
    figures: tuple[tuple[str, int], ...]
    problems: list[list[str]]
    more: int
    back_href: str


@dataclass(frozen=True)
class OfferLine:
    """One offer of help that waits."""

    key: str
    business: str
    name: str
    email: str
    telephone: str
    offers: str
    said: str
    went_to: str
    where: str
    often: int
    sent: str


@dataclass(frozen=True)
class HelpOffersPage:
    """All that the page of offers of help shows."""

    area: str
    offers: tuple[OfferLine, ...]
    answered: list[list[str]]
    back_href: str


@form_page("hub/employers/files.html", needs=Permission.EMPLOYERS_WRITE)
def employer_files(request: HttpRequest, place: Organisation) -> Any:
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    files = tuple(
        FileLine(each.filename, _file(place, each), each.taken_at, each.get_state_display())
        for each in deliveries_of(place).filter(kind=KIND)[:20]
    )
    shown = FilesPage(place.name, form, files, reverse("area_employers", kwargs={"slug": place.slug}))
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    sent = form.cleaned_data["file"]
    delivery, _ = receive_employers(
        content=sent.read(), filename=sent.name, keeper=place, on=timezone.localdate(), by=request.scope
    )
    return redirect(_file(place, delivery))


@form_page("hub/employers/file.html", needs=Permission.EMPLOYERS_WRITE)
def employer_file(request: HttpRequest, place: Organisation, number: int) -> Any:
    delivery = deliveries_of(place).filter(kind=KIND, pk=number).first()
    if delivery is None:
        raise Http404("There is no such file.")
    if request.method == "POST":
        try:
            if request.POST.get("doing") == "undo" and delivery.state == Delivery.State.MERGED:
                take_back_employers(delivery=delivery, by=request.scope)
                messages.success(request, "The list was taken back. All is as it was before it.")
            else:
                merge_employer_file(delivery=delivery, on=timezone.localdate(), by=request.scope)
                messages.success(request, "The list was taken in.")
        except WorkRefused as refused:
            messages.error(request, str(refused))
        return redirect(_file(place, delivery))
    problems = problems_of(delivery)
    return FilePage(
        name=delivery.filename,
        area=place.name,
        state=delivery.get_state_display(),
        is_waiting=delivery.state == Delivery.State.PREVIEWED,
        is_merged=delivery.state == Delivery.State.MERGED,
        is_refused=delivery.state == Delivery.State.REFUSED,
        figures=tuple((name, delivery.outcome.get(name, 0)) for name in ("added", "changed", "unchanged", "refused")),
        problems=[[str(each.place or "–"), each.column or "–", each.in_words()] for each in problems[:_SHOWN]],
        more=max(0, len(problems) - _SHOWN),
        back_href=reverse("employer_files", kwargs={"slug": place.slug}),
    )


@form_page("hub/employers/help.html", needs=Permission.EMPLOYERS_WRITE)
def area_help_offers(request: HttpRequest, place: Organisation) -> Any:
    offers = HelpOffer.objects.filter(organisation=place).select_related("answered_by")
    if request.method == "POST":
        offer = offers.filter(public_id=request.POST.get("key", "")).first()
        if offer is None:
            raise Http404("There is no such offer.")
        try:
            if request.POST.get("doing") == "take up":
                employer = take_up_help(offer=offer, on=timezone.localdate(), by=request.scope)
                messages.success(request, f"{employer.name} is on your list, and is thanked by letter.")
                return redirect("area_employer", slug=place.slug, public_id=employer.public_id)
            decline_help(offer=offer, by=request.scope)
            messages.success(request, "It is left, and who sent it erased.")
        except AlreadyAnswered as late:
            messages.error(request, str(late))
        return redirect("area_help_offers", slug=place.slug)
    answered = offers.exclude(state=HelpOffer.State.NEW)[:20]
    return HelpOffersPage(
        area=place.name,
        offers=tuple(_offer(each) for each in offers.filter(state=HelpOffer.State.NEW)),
        answered=[
            [each.business, each.get_state_display(), moment(each.answered_at), str(each.answered_by or "–")]
            for each in answered
        ],
        back_href=reverse("area_employers", kwargs={"slug": place.slug}),
    )


def _offer(offer: HelpOffer) -> OfferLine:
    where = [offer.postcode, SECTORS.get(offer.sector, ""), "works for themselves" if offer.is_self_employed else ""]
    return OfferLine(
        key=offer.public_id,
        business=offer.business,
        name=offer.name,
        email=offer.email,
        telephone=offer.telephone,
        offers="; ".join(Help(each).label for each in offer.offers if each in Help.values),
        said=offer.said,
        went_to=offer.went_to,
        where=", ".join(filter(None, where)),
        often=offer.cap_per_month,
        sent=moment(offer.sent_at),
    )


def _file(place: Organisation, delivery: Delivery) -> str:
    return reverse("employer_file", kwargs={"slug": place.slug, "number": delivery.pk})


urlpatterns = [
    path("employers/files/", employer_files, name="employer_files"),
    path("employers/files/<int:number>/", employer_file, name="employer_file"),
    path("employers/help/", area_help_offers, name="area_help_offers"),
]
