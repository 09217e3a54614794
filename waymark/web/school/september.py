"""The September Guarantee: who has the offer of a place, who has not, and offers to record."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.actions.september import end_offer, record_offer
from waymark.guidance.models import PlaceOffer
from waymark.guidance.queries.september import Guaranteed, ToTakeOver, offers_to_take_over, september_guarantee
from waymark.ledger.models import Learner
from waymark.opportunities.rules.applying import WORDS, State
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page
from waymark.web.school.addresses import learner_address
from waymark.web.school.lists import Paged, paged

_HEADER = ("Year group", "Form", "Name", "Offer from", "Course", "Offered on")


class OfferForm(forms.Form):
    learner = forms.ChoiceField(label="Whose offer?")
    provider_name = forms.CharField(max_length=150, label="From whom?")
    course = forms.CharField(max_length=200, label="Of what?", required=False)
    offered_on = DateField(label="On what day?")

    def __init__(self, *args, people: tuple[Guaranteed, ...], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.learner.public_id, f"{each.learner.name}, Year {each.learner.year_group}") for each in people]
        self.fields["learner"].choices = [("", "Choose a learner"), *named]


@dataclass(frozen=True)
class OfferShown:
    words: str
    number: int


@dataclass(frozen=True)
class PersonRow:
    name: str
    href: str
    year_group: int
    form: str
    offers: tuple[OfferShown, ...]


@dataclass(frozen=True)
class TakeOverRow:
    """An offer made through the standard form, and the learner it seems to be for."""

    who: str
    words: str
    learner: str
    public_id: str


@dataclass(frozen=True)
class YearCount:
    label: str
    count: int
    of: int


@dataclass(frozen=True)
class SeptemberPage:
    """All that the page of the September Guarantee shows."""

    school: str
    years: tuple[YearCount, ...]
    people: tuple[PersonRow, ...]
    paged: Paged
    without_only: bool
    to_take_over: tuple[TakeOverRow, ...]
    form: forms.Form
    may_write: bool
    csv_href: str
    here: str


@form_page("school/september.html", needs=Permission.LEARNER_VIEW, viewed="learners listed")
def september(request: HttpRequest, school: Organisation) -> SeptemberPage | Refused | HttpResponse:
    today = timezone.localdate()
    people, waiting = september_guarantee(school, today), offers_to_take_over(school, today)
    if request.GET.get("as") in {"csv", "xlsx"}:
        return download(request.GET["as"], "september-guarantee", _HEADER, _lines(people))
    form = OfferForm(request.POST if "provider_name" in request.POST else None, people=people)
    if request.method != "POST":
        return _shown(request, school, people, waiting, form)
    if "end" in request.POST:
        offer = PlaceOffer.objects.filter(organisation=school, pk=_number(request.POST["end"]), ended_at=None).first()
        if offer is None:
            raise Http404("There is no such offer.")
        end_offer(offer=offer, at=timezone.now(), by=request.scope)
    elif "take_over" in request.POST:
        _take_over(request, school, waiting, today)
    elif not form.is_valid():
        return Refused(_shown(request, school, people, waiting, form))
    else:
        said = form.cleaned_data
        learner = Learner.objects.get(organisation=school, public_id=said.pop("learner"))
        record_offer(learner=learner, **said, by=request.scope)
        messages.success(request, "The offer is recorded.")
    return redirect("september_guarantee", slug=school.slug)


def _take_over(request: HttpRequest, school: Organisation, waiting: tuple[ToTakeOver, ...], today: date) -> None:
    found = next((each for each in waiting if each.offered.public_id == request.POST["take_over"]), None)
    if found is None or found.learner is None:
        raise Http404("There is no such offer to a learner here.")
    record_offer(
        learner=Learner.objects.get(organisation=school, pk=found.learner.learner_id),
        provider_name=found.offered.provider,
        course=found.offered.course,
        offered_on=today,
        application=found.offered.public_id,
        by=request.scope,
    )
    messages.success(request, "The offer is recorded.")


def _shown(
    request: HttpRequest,
    school: Organisation,
    people: tuple[Guaranteed, ...],
    waiting: tuple[ToTakeOver, ...],
    form: forms.Form,
) -> SeptemberPage:
    of, having = (
        Counter(e.learner.year_group for e in people),
        Counter(e.learner.year_group for e in people if e.offers),
    )
    without_only = request.GET.get("show") == "without"
    here = reverse("september_guarantee", kwargs={"slug": school.slug})
    listed = [each for each in people if not (without_only and each.offers)]
    shown = paged(request, listed, f"{here}?show=without" if without_only else here, "learner")
    return SeptemberPage(
        school=school.name,
        years=tuple(YearCount(f"Year {year}", having[year], of[year]) for year in sorted(of)),
        people=tuple(_person(each, school) for each in shown.rows),
        paged=shown,
        without_only=without_only,
        to_take_over=tuple(
            TakeOverRow(
                f"{each.offered.given_name} {each.offered.family_name}",
                f"{each.offered.provider}, {each.offered.course}: {WORDS[State(each.offered.state)].lower()}",
                each.learner.name if each.learner else "",
                each.offered.public_id,
            )
            for each in waiting
        ),
        form=form,
        may_write=request.scope.holds(Permission.LEDGER_WRITE, school.pk),
        csv_href=f"{here}?as=csv",
        here=here,
    )


def _person(each: Guaranteed, school: Organisation) -> PersonRow:
    offers = tuple(
        OfferShown(
            ", ".join(filter(None, (offer.provider_name, offer.course, f"{offer.offered_on:%-d %B %Y}"))), offer.pk
        )
        for offer in each.offers
    )
    learner = each.learner
    return PersonRow(learner.name, learner_address(school, learner.public_id), learner.year_group, learner.form, offers)


def _lines(people: tuple[Guaranteed, ...]):
    for each in people:
        for offer in each.offers or (None,):
            yield (each.learner.year_group, each.learner.form, each.learner.name,
                   offer.provider_name if offer else "", offer.course if offer else "",
                   offer.offered_on if offer else None)  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0


urlpatterns = [path("september-guarantee/", september, name="september_guarantee")]
