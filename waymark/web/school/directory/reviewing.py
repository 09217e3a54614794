"""What a school says of a provider it has had."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.reviews import ReviewFacts, withdraw_review, write_review
from waymark.providers.models import Offer, Provider, Review
from waymark.web.directory_details import offer_here, provider_here
from waymark.web.forms import DateField
from waymark.web.pages import Refused, form_page
from waymark.web.school.directory.finding import entries_at

_STARS = [(5, "5 – could not be better"), (4, "4 – good"), (3, "3 – fair"), (2, "2 – poor"), (1, "1 – not again")]
_AGAIN = [("yes", "Yes"), ("no", "No"), ("", "I cannot say")]


class ReviewForm(forms.Form):
    """One to five stars, and why. Nothing about a learner belongs here, and the form says so."""

    stars = forms.TypedChoiceField(
        label="How good was it?",
        choices=_STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how good it was."},
    )
    would_have_again = forms.ChoiceField(
        label="Would you have them again?", choices=_AGAIN, required=False, widget=forms.RadioSelect
    )
    visited_on = DateField(label="When did you have them?", required=False)
    words = forms.CharField(
        label="What should other schools know?",
        help_text="Other schools and the provider read this, with your school’s name. Write nothing about a learner.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@dataclass(frozen=True)
class ReviewPage:
    """All that the form of a review shows."""

    about: str
    provider: str
    form: ReviewForm
    back_href: str


@form_page("school/directory/review.html", needs=Permission.REQUEST)
def review_provider(request: HttpRequest, school: Organisation, public_id: str) -> ReviewPage | Refused | HttpResponse:
    provider = provider_here(public_id, _today())
    return _reviewed(request, school, provider, None, entries_at(school)("provider", public_id))


@form_page("school/directory/review.html", needs=Permission.REQUEST)
def review_offer(request: HttpRequest, school: Organisation, public_id: str) -> ReviewPage | Refused | HttpResponse:
    offer = offer_here(public_id, _today())
    return _reviewed(request, school, offer.provider, offer, entries_at(school)("offer", public_id))


@form_page("school/directory/review.html", needs=Permission.REQUEST)
def withdraw(request: HttpRequest, school: Organisation) -> HttpResponse:
    if request.method != "POST":
        return redirect("find_providers", slug=school.slug)
    review = Review.objects.filter(school=school, public_id=request.POST.get("review", "")).first()
    if review is None:
        raise Http404("There is no such review.")
    withdraw_review(review=review, by=request.scope)
    messages.success(request, "The review was taken back.")
    return redirect("find_provider", slug=school.slug, public_id=review.provider.public_id)


def _reviewed(
    request: HttpRequest, school: Organisation, provider: Provider, offer: Offer | None, back: str
) -> ReviewPage | Refused | HttpResponse:
    form = ReviewForm(request.POST or None)
    form.fields["visited_on"].not_after = _today()
    shown = ReviewPage(str(offer or provider), str(provider), form, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    said = form.cleaned_data
    facts = ReviewFacts(
        stars=said["stars"],
        words=said["words"],
        would_have_again={"yes": True, "no": False}.get(said["would_have_again"]),
        visited_on=said["visited_on"],
    )
    write_review(school=school, provider=provider, offer=offer, facts=facts, by=request.scope)
    messages.success(request, "Thank you. Other schools can read your review now.")
    return redirect(back)


def _today() -> date:
    return timezone.localdate()
