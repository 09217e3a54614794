"""Work in one area: what grows and shrinks, pay, adverts, who employs, where people may be short, what leavers did."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import path

from waymark.opportunities.queries.areas import area_named
from waymark.web.area_work import AreaWork, area_work
from waymark.web.pages import public_page


@dataclass(frozen=True)
class WorkAreaPage:
    """All that the page of an area shows."""

    work: AreaWork


@public_page("public/market/area.html")
def work_area(request: HttpRequest, slug: str) -> WorkAreaPage:
    area = area_named(slug)
    if area is None:
        raise Http404("There is no such area.")
    return WorkAreaPage(area_work(area))


urlpatterns = [path("<slug:slug>/", work_area, name="work_area")]
