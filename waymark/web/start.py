"""Where signing in leads: to the one place a person has, or to a choice."""

from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.access.models import Membership, User
from waymark.access.permissions import Permission as P
from waymark.access.queries import standing_memberships
from waymark.opportunities.models import Applicant
from waymark.web.pages import before_second_step, page


@dataclass(frozen=True)
class PlaceToGo:
    name: str
    role: str
    href: str


@dataclass(frozen=True)
class StartPage:
    """All that the start page shows: the places one may go, with one's role there."""

    places: tuple[PlaceToGo, ...]


@dataclass(frozen=True)
class SecondStepPage:
    """Why a second step is asked for, and where to set one up."""

    authenticator: str
    passkey: str


def home_of(membership: Membership) -> str:
    """The address of the home page that a role leads to: a college has one as a provider, and one for its learners."""
    place = membership.organisation
    if P.LISTING_WRITE in membership.held.permissions:
        return reverse("provider_home", kwargs={"slug": place.slug})
    return reverse("school_home" if place.is_institution else "area_home", kwargs={"slug": place.slug})


@page("start.html", needs=None)
def start(request: HttpRequest):
    memberships = standing_memberships(cast(User, request.user)).order_by("organisation__name", "role")
    places = tuple(PlaceToGo(m.organisation.name, m.held.label, home_of(m)) for m in memberships)
    if len({place.href for place in places}) == 1:
        return redirect(places[0].href)
    if not places and Applicant.objects.filter(user=cast(User, request.user)).exists():
        return redirect("my_applications")
    return StartPage(places)


@page("second_step.html", needs=None)
@before_second_step
def second_step(request: HttpRequest):
    return SecondStepPage(reverse("mfa_activate_totp"), reverse("mfa_add_webauthn"))


urlpatterns = [
    path("", start, name="start"),
    path("second-step/", second_step, name="second_step"),
]
