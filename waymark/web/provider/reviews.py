"""What schools say of a provider, and its answers."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.providers.actions.reviews import reply_to_review
from waymark.providers.models import Review
from waymark.web.directory_cards import stars_of
from waymark.web.directory_details import ReviewShown, reviews_shown
from waymark.web.pages import Refused, form_page, page
from waymark.web.provider.forms import ReplyForm
from waymark.web.provider.home import entry_of


@dataclass(frozen=True)
class ReviewsPage:
    """All that the list of reviews shows."""

    name: str
    reviews: tuple[ReviewShown, ...]
    stars: str
    answer_href: str


@dataclass(frozen=True)
class AnswerPage:
    """All that the form of an answer shows."""

    name: str
    said: str
    whose: str
    form: ReplyForm
    back_href: str


@page("provider/reviews.html", needs=Permission.LISTING_WRITE)
def provider_reviews(request: HttpRequest, place: Organisation) -> ReviewsPage:
    provider = entry_of(place)
    return ReviewsPage(
        name=place.name,
        reviews=reviews_shown(provider) if provider else (),
        stars=stars_of([provider.pk]).get(provider.pk, "") if provider else "",
        answer_href=reverse("provider_reviews", kwargs={"slug": place.slug}),
    )


@form_page("provider/answer.html", needs=Permission.LISTING_WRITE)
def provider_review(request: HttpRequest, place: Organisation, public_id: str) -> AnswerPage | Refused | HttpResponse:
    rows = Review.objects.filter(provider__organisation=place, public_id=public_id, withdrawn_at=None)
    review = rows.select_related("provider", "school").first()
    if review is None:
        raise Http404("There is no such review.")
    form = ReplyForm(request.POST or None, initial={"reply": review.reply})
    back = reverse("provider_reviews", kwargs={"slug": place.slug})
    shown = AnswerPage(place.name, review.words or f"{review.stars} out of 5", review.school.name, form, back)
    if request.method != "POST":
        return shown
    if not form.is_valid():
        return Refused(shown)
    reply_to_review(review=review, reply=form.cleaned_data["reply"], by=request.scope)
    messages.success(request, "Your answer was saved.")
    return redirect(back)


urlpatterns = [
    path("reviews/", provider_reviews, name="provider_reviews"),
    path("reviews/<str:public_id>/", provider_review, name="provider_review"),
]
