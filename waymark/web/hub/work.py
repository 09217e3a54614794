"""A long piece of work of a hub, trust or council: its page."""

from typing import Any

from django.http import HttpRequest
from django.urls import path

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.web.pages import form_page
from waymark.web.work import work_shown


@form_page("shared/work.html", needs=Permission.FIGURES_VIEW)
def area_work(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    return work_shown(request, place, public_id, name="area_work")


urlpatterns = [path("under-way/<slug:public_id>/", area_work, name="area_work")]
