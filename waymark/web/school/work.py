"""A long piece of work of a school: its page, and saying how a kind of it is shown."""

from typing import Any

from django.http import HttpRequest
from django.urls import path

from waymark.access.permissions import Permission
from waymark.places.models import Organisation
from waymark.web.pages import form_page
from waymark.web.work import ShownWork, show_work, work_shown

__all__ = ["ShownWork", "show_work", "work"]


@form_page("shared/work.html", needs=Permission.FIGURES_VIEW)
def work(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    return work_shown(request, school, public_id, name="work")


urlpatterns = [path("under-way/<slug:public_id>/", work, name="work")]
