"""The front door for people of any age: courses, jobs, interests, routes, work near you, who can help."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import path

from waymark.web.exploring import PARTS, Part
from waymark.web.pages import public_page


@dataclass(frozen=True)
class ExplorePage:
    """All that the front door shows: the parts one may go to, with what each is for."""

    parts: tuple[Part, ...]


@public_page("public/explore.html")
def explore(request: HttpRequest) -> ExplorePage:
    return ExplorePage(PARTS)


urlpatterns = [path("", explore, name="explore")]
