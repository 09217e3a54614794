"""Which employers and Enterprise Advisers serve a school, from when to when, as its hub matched them."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.ledger.rules.facts import SECTORS
from waymark.places.models import Organisation
from waymark.planner.queries.matching import matches_of_school
from waymark.web.formats import short_day
from waymark.web.pages import page


@dataclass(frozen=True)
class MatchedPage:
    """All that a school's matches show."""

    school: str
    rows: list[list[Any]]


@page("school/matched.html", needs=Permission.EMPLOYERS_VIEW)
def school_matches(request: HttpRequest, school: Organisation) -> MatchedPage:
    return MatchedPage(
        school.name,
        [
            [
                {"text": each.employer.name, "note": f"Matched by {each.organisation.name}"},
                SECTORS.get(each.employer.sector, "Not known"),
                f"{short_day(each.from_on)} to {short_day(each.to_on)}",
                " ".join(each.reasons),
            ]
            for each in matches_of_school(school, on=timezone.localdate())
        ],
    )


urlpatterns = [path("matched/", school_matches, name="school_matches")]
