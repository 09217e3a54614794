"""Choosing a place to read of its work: by postcode, council, skills area or combined authority."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse

from waymark.opportunities.models import MarketArea
from waymark.opportunities.queries.areas import place_found
from waymark.opportunities.queries.market import areas_with_figures
from waymark.web.pages import public_page


@dataclass(frozen=True)
class AreaLink:
    name: str
    kind: str
    href: str


@dataclass(frozen=True)
class WorkNearPage:
    """All that the page of places shows: what was asked, the areas it may be, or why there are none."""

    text: str
    problem: str
    found: tuple[AreaLink, ...]
    areas: tuple[AreaLink, ...]


@public_page("public/market/find.html")
def work_near(request: HttpRequest):
    text = request.GET.get("q", "").strip()[:60]
    found = place_found(text)
    if len(found.areas) == 1:
        return redirect("work_area", slug=found.areas[0].slug)
    problem = ""
    if text and not found.areas:
        problem = (
            "We do not know which area that postcode is in. Try the name of your council."
            if found.is_postcode
            else "We do not know that place. Try your postcode, or the name of your council."
        )
    return WorkNearPage(text, problem, _links(found.areas), _links(areas_with_figures()))


def _links(areas) -> tuple[AreaLink, ...]:
    return tuple(
        AreaLink(area.name, str(MarketArea.Kind(area.kind).label), reverse("work_area", args=[area.slug]))
        for area in areas
    )


urlpatterns = [path("", work_near, name="work_near")]
