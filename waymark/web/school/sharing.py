"""Who above the school sees its figures."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from waymark.access.actions.sharing import NotPartOfIt, share_figures, stop_sharing
from waymark.access.models import Sharing
from waymark.access.permissions import Permission
from waymark.places.models import Kind, Organisation
from waymark.places.queries import belongings_on
from waymark.web.pages import form_page
from waymark.web.school.settings_links import SettingsLink, settings_links

MAY_SEE = (Kind.HUB, Kind.TRUST, Kind.COUNCIL)


@dataclass(frozen=True)
class SharedWith:
    """An organisation the school belongs to, and since when it sees the school's figures, if it does."""

    slug: str
    name: str
    kind: str
    since: datetime | None


@dataclass(frozen=True)
class SharingPage:
    """All that the sharing page shows."""

    school: str
    links: tuple[SettingsLink, ...]
    wholes: tuple[SharedWith, ...]
    may_change: bool


@form_page("school/sharing.html", needs=Permission.FIGURES_VIEW)
def sharing(request: HttpRequest, school: Organisation):
    today = timezone.localdate()
    wholes = _wholes(school, today)
    if request.method != "POST":
        may_change = request.scope.holds(Permission.SHARE, school.pk)
        in_settings = request.scope.holds(Permission.SETTINGS_WRITE, school.pk)
        return SharingPage(
            school.name, settings_links(school, "sharing") if in_settings else (), _shown(school, wholes), may_change
        )
    chosen = next((whole for whole in wholes if whole.slug == request.POST.get("with")), None)
    if chosen is None:
        raise Http404("The school does not belong to it.")
    if request.POST.get("doing") == "stop":
        stop_sharing(school=school, shared_with=chosen, by=request.scope)
        messages.success(request, f"{chosen} no longer sees your figures.")
    else:
        try:
            share_figures(school=school, shared_with=chosen, on=today, by=request.scope)
        except NotPartOfIt as refused:
            raise Http404(str(refused)) from refused
        messages.success(request, f"{chosen} sees your figures from now on, small numbers hidden.")
    return redirect("sharing", slug=school.slug)


def _wholes(school: Organisation, today: date) -> list[Organisation]:
    """What the school belongs to today, and what it still shares with though it has left."""
    belongings = belongings_on(today).filter(member=school, whole__kind__in=MAY_SEE).select_related("whole")
    found = {belonging.whole_id: belonging.whole for belonging in belongings}
    for shared in Sharing.objects.filter(school=school, ended_at=None).select_related("shared_with"):
        found.setdefault(shared.shared_with_id, shared.shared_with)
    return sorted(found.values(), key=lambda whole: (whole.kind, whole.name))


def _shown(school: Organisation, wholes: list[Organisation]) -> tuple[SharedWith, ...]:
    standing = Sharing.objects.filter(school=school, ended_at=None)
    since = {shared.shared_with_id: shared.begun_at for shared in standing}
    return tuple(SharedWith(w.slug, w.name, w.get_kind_display(), since.get(w.pk)) for w in wholes)


urlpatterns = [path("settings/sharing/", sharing, name="sharing")]
