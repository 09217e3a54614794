"""The audit trail, as the school reads it: who saw and changed what."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import path, reverse

from waymark.access.models import AuditEvent
from waymark.access.permissions import Permission
from waymark.access.queries import audit_trail
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.pages import page

HEADER = ("When", "Who", "What", "About", "Why", "How", "Details")


@dataclass(frozen=True)
class TrailLine:
    at: datetime
    who: str
    verb: str
    about: str
    because: str
    details: str


@dataclass(frozen=True)
class AuditPage:
    """All that the audit page shows: one page of the trail, newest first."""

    organisation: str
    lines: tuple[TrailLine, ...]
    verbs: tuple[str, ...]
    verb: str
    page_number: int
    pages: int
    total: int
    base: str
    csv_href: str
    people_href: str


def _line(event: AuditEvent) -> TrailLine:
    details = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in event.details.items())
    return TrailLine(event.at, event.who, event.verb, event.about, event.because, details)


@page("people/audit.html", needs=Permission.AUDIT_VIEW)
def audit(request: HttpRequest, place: Organisation):
    verb = request.GET.get("verb", "")
    trail = audit_trail(place)
    verbs = tuple(trail.order_by("verb").values_list("verb", flat=True).distinct())
    if verb in verbs:
        trail = trail.filter(verb=verb)
    if request.GET.get("as") in {"csv", "xlsx"}:
        rows = (
            (e.at.strftime("%d/%m/%Y %H:%M"), e.who, e.verb, e.about, e.because, e.via, _line(e).details) for e in trail
        )
        return download(request.GET["as"], "audit-trail", HEADER, rows)
    found = Paginator(trail, 50).get_page(request.GET.get("page"))
    kept = urlencode({"verb": verb}) if verb else ""
    return AuditPage(
        organisation=place.name,
        lines=tuple(_line(event) for event in found),
        verbs=verbs,
        verb=verb,
        page_number=found.number,
        pages=found.paginator.num_pages,
        total=found.paginator.count,
        base=f"?{kept}&page=" if kept else "?page=",
        csv_href=f"?{kept}&as=csv" if kept else "?as=csv",
        people_href=reverse("people", kwargs={"slug": place.slug}),
    )


urlpatterns = [path("audit/", audit, name="audit")]
