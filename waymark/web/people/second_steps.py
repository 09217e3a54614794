"""Somebody lost their phone: an administrator takes their second step away, so that they can set up another."""

from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse

from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.queries import people_at, whose_second_step
from waymark.access.scope import Scope
from waymark.opportunities.models import Applicant
from waymark.places.models import Organisation
from waymark.post.actions import take_second_step_away
from waymark.web.pages import form_page


@dataclass(frozen=True)
class LostPhonePage:
    """A second step about to be taken away."""

    name: str
    email: str
    organisation: str
    people_href: str


def may_be_helped(scope: Scope, place: Organisation) -> set[int]:
    """The people here whose second step this administrator may take away: their account opens nothing beyond what the
    administrator looks after, no applications of their own either.
    """
    people = whose_second_step(scope, place)
    return people - set(Applicant.objects.filter(user__in=people).values_list("user", flat=True))


@form_page("people/lost_phone.html", needs=Permission.USERS_MANAGE)
def lost_phone(request: HttpRequest, place: Organisation, membership: int) -> LostPhonePage | HttpResponse:
    held = get_object_or_404(people_at(place), pk=membership)
    if held.user_id not in may_be_helped(request.scope, place):
        messages.error(
            request,
            f"You cannot take away the second step of {held.user.name}: they have none, or their account is used "
            "elsewhere too, or it is your own. Whoever runs this site can.",
        )
        return redirect("people", slug=place.slug)
    return _asked_again(request, place, held)


@reauthentication_required(app="waymark.access")
def _asked_again(request: HttpRequest, place: Organisation, held: Membership) -> LostPhonePage | HttpResponse:
    """Whoever left a signed-in computer alone has not also left their password there."""
    back = reverse("people", kwargs={"slug": place.slug})
    if request.method != "POST":
        return LostPhonePage(held.user.name, held.user.email, place.name, back)
    take_second_step_away(user=held.user, organisation=place, by=request.scope)
    messages.success(request, f"{held.user.name} can set up a new second step. A letter tells them how.")
    return redirect(back)


urlpatterns = [path("<int:membership>/lost-phone/", lost_phone, name="lost_phone")]
