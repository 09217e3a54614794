"""The list of what a school has sent, and the ways to send more."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.intake.queries import deliveries_of
from waymark.places.models import Organisation
from waymark.web.formats import moment, number
from waymark.web.pages import page
from waymark.web.paging import PER_PAGE
from waymark.web.school.addresses import address_if_any
from waymark.web.school.files.words import KINDS, state_of

WAYS_IN = (
    ("bring_learners", "Bring in learners", Permission.LEARNER_WRITE),
    ("bring_activities", "Bring in past activities", Permission.LEDGER_WRITE),
    ("bring_attendance", "Bring in attendance", Permission.LEDGER_WRITE),
)
COLUMNS: list[dict[str, Any]] = [
    {"label": "File"},
    {"label": "What"},
    {"label": "Sent"},
    {"label": "Rows", "numeric": True},
    {"label": "State"},
]


@dataclass(frozen=True)
class WayIn:
    """One kind of file that may be sent."""

    label: str
    href: str


@dataclass(frozen=True)
class DeliveriesPage:
    """All that the list of files shows."""

    school: str
    ways_in: list[WayIn]
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    number: int
    pages: int
    total: int


@page("school/files/list.html", needs=Permission.LEDGER_WRITE)
def deliveries(request: HttpRequest, school: Organisation) -> DeliveriesPage:
    pages = Paginator(deliveries_of(school), PER_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    rows = [
        [
            {"text": one.filename, "href": reverse("delivery", kwargs={"slug": school.slug, "number": one.pk})},
            KINDS.get(one.kind, one.kind),
            {
                "text": moment(one.taken_at),
                "note": one.taken_by.name if one.taken_by else "From the command line, or a program",
            },
            number(one.rows),
            state_of(one),
        ]
        for one in shown
    ]
    ways = [
        WayIn(label, href)
        for name, label, needs in WAYS_IN
        if request.scope.holds(needs, school.pk) and (href := address_if_any(name, slug=school.slug))
    ]
    return DeliveriesPage(school.name, ways, COLUMNS, rows, shown.number, pages.num_pages, pages.count)
