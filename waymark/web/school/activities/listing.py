"""The list of a school's activities: narrowed, put in order, taken away as a file."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.kernel.academic_year import in_words
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import attendance_at, group_names, listed_by_name
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.formats import short_day
from waymark.web.pages import page
from waymark.web.paging import PER_PAGE
from waymark.web.school.activities.finding import today
from waymark.web.school.activities.narrowing import Narrowing, narrowing_asked
from waymark.web.school.activities.words import (
    MODES,
    PROVIDER_KINDS,
    TICK_LABELS,
    audience_in_words,
    benchmarks_short,
    kinds_in_words,
    state_of,
)

ORDERS = {
    "-date": ("-held_on", "title", "pk"),
    "date": ("held_on", "title", "pk"),
    "title": ("title", "-held_on", "pk"),
    "-title": ("-title", "-held_on", "pk"),
}
HEADER = (
    "Reference", "Title", "Date", "Kinds", "Benchmarks", "For", "Provider", "Provider kind", "Mode", "Minutes",
    "Sector", "Subject", *TICK_LABELS.values(), "Cost", "Led by", "Attended", "Absent", "Excused", "State",
)  # fmt: skip


@dataclass(frozen=True)
class ActivitiesPage:
    """All that the list of activities shows."""

    year_words: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    narrowing: Narrowing
    page_number: int
    pages: int
    total: int
    base: str
    has_any: bool
    may_record: bool
    new_href: str
    groups_href: str
    bring_href: str
    csv_href: str
    xlsx_href: str


@page("school/activities/list.html", needs=Permission.REGISTER_TAKE)
def activities(request: HttpRequest, school: Organisation) -> ActivitiesPage:
    narrowing = narrowing_asked(request, school, today())
    order = request.GET.get("sort", "-date")
    order = order if order in ORDERS else "-date"
    shown = Paginator(narrowing.of(school).order_by(*ORDERS[order]), PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(school, list(shown.object_list))
    here = {"slug": school.slug}
    files = {
        kind: narrowing.link(reverse("activities_download", kwargs={**here, "kind": kind}), sort=order)
        for kind in ("csv", "xlsx")
    }
    return ActivitiesPage(
        year_words=in_words(narrowing.year),
        columns=_columns(narrowing, order),
        rows=rows,
        narrowing=narrowing,
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
        base=narrowing.link("", sort=order) + "&page=",
        has_any=bool(rows) or Activity.objects.filter(organisation=school).exists(),
        may_record=request.scope.holds(Permission.LEDGER_WRITE, school.pk),
        new_href=reverse("new_activity", kwargs=here),
        groups_href=reverse("groups", kwargs=here),
        bring_href=reverse("bring_activities", kwargs=here),
        csv_href=files["csv"],
        xlsx_href=files["xlsx"],
    )


@page("school/activities/list.html", needs=Permission.REGISTER_TAKE)
def activities_download(request: HttpRequest, school: Organisation, kind: str) -> HttpResponse:
    narrowing = narrowing_asked(request, school, today())
    order = ORDERS.get(request.GET.get("sort", ""), ORDERS["-date"])
    found = list(narrowing.of(school).order_by(*order))
    groups, by_name, came = group_names(school), listed_by_name(found), attendance_at(found)
    rows = [_line(activity, groups, by_name, came) for activity in found]
    return download(kind, f"activities-{school.slug}-{narrowing.year}", HEADER, rows)


def _columns(narrowing: Narrowing, order: str) -> list[dict[str, Any]]:
    def sortable(label: str, name: str) -> dict[str, Any]:
        up, down = order == name, order == f"-{name}"
        other = f"-{name}" if up else name
        return {
            "label": label,
            "sort_href": narrowing.link("", sort=other),
            "sorted": "ascending" if up else ("descending" if down else "none"),
        }

    return [
        sortable("Activity", "title"),
        sortable("Date", "date"),
        {"label": "For"},
        {"label": "Benchmarks", "labelled": True},
        {"label": "Attended", "numeric": True},
        {"label": "Register"},
    ]


def _rows(school: Organisation, shown: list[Activity]) -> list[list[Any]]:
    groups, by_name, came, now = group_names(school), listed_by_name(shown), attendance_at(shown), today()
    rows = []
    for activity in shown:
        status, label = state_of(activity, now)
        counted = came.get(activity.pk, {})
        href = reverse("activity", kwargs={"slug": school.slug, "public_id": activity.public_id})
        rows.append(
            [
                {
                    "text": activity.title,
                    "href": href,
                    "note": kinds_in_words(kind.kind for kind in activity.kinds.all()),
                },
                short_day(activity.held_on),
                audience_in_words(activity.audiences.all(), groups, by_name.get(activity.pk, 0)),
                benchmarks_short(activity.benchmarks),
                f"{counted.get('attended', 0)} of {sum(counted.values())}" if counted else "–",
                {"status": status, "label": label},
            ]
        )
    return rows


def _line(
    activity: Activity, groups: dict[str, str], by_name: dict[int, int], came: dict[int, dict[str, int]]
) -> list[Any]:
    counted = came.get(activity.pk, {})
    return [
        activity.school_reference or activity.public_id,
        activity.title,
        activity.held_on,
        "; ".join(sorted(kind.kind for kind in activity.kinds.all())),
        "; ".join(activity.benchmarks),
        audience_in_words(activity.audiences.all(), groups, by_name.get(activity.pk, 0)),
        activity.provider_name,
        PROVIDER_KINDS.get(activity.provider_kind, ""),
        MODES[activity.mode],
        activity.minutes,
        activity.sector,
        activity.subject,
        *("Yes" if getattr(activity, tick) else "No" for tick in TICK_LABELS),
        activity.cost,
        activity.led_by,
        *(counted.get(mark, 0) for mark in ("attended", "absent", "excused")),
        state_of(activity, today())[1],
    ]
