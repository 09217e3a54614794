"""Which schools an employer with an account serves, from when to when, as a hub matched them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.planner.queries.matching import matches_of_account
from waymark.web.formats import short_day
from waymark.web.pages import page


@dataclass(frozen=True)
class ProviderMatchesPage:
    """All that an employer's matches show: nothing of a school but what the register says of it."""

    name: str
    rows: list[list[Any]]


@page("provider/matches.html", needs=Permission.REQUESTS_ANSWER)
def provider_matches(request: HttpRequest, provider: Organisation) -> ProviderMatchesPage:
    return ProviderMatchesPage(
        provider.name,
        [
            [
                {"text": each.school.name, "note": f"Matched by {each.organisation.name}"},
                ", ".join(filter(None, (each.school.town, each.school.postcode))) or "–",
                f"{each.miles} miles",
                f"{short_day(each.from_on)} to {short_day(each.to_on)}",
            ]
            for each in matches_of_account(provider, on=timezone.localdate())
        ],
    )


urlpatterns = [path("matches/", provider_matches, name="provider_matches")]
