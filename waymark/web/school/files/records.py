"""Files of activities and of attendance: sending one, merging it, taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.guidance.sources import diaries, lessons
from waymark.intake import receiving
from waymark.intake.actions import content_of_delivery
from waymark.intake.models import Delivery
from waymark.intake.reading import Column
from waymark.intake.reading.filetypes import in_megabytes
from waymark.ledger.sources.activities import receiving as activities
from waymark.ledger.sources.activities.columns import COLUMNS as ACTIVITY_COLUMNS
from waymark.ledger.sources.attendance import receiving as attendance
from waymark.ledger.sources.attendance.columns import COLUMNS as ATTENDANCE_COLUMNS
from waymark.ledger.sources.kinds import SOURCES
from waymark.places.models import Organisation
from waymark.web.downloads import download
from waymark.web.formats import short_day
from waymark.web.pages import Refused, form_page, page
from waymark.web.school.files.forms import RecordFileForm
from waymark.web.school.files.handing import is_long, received


@dataclass(frozen=True)
class RecordKind:
    """One kind of file of records: its words, its columns, and what takes it in."""

    title: str
    lede: str
    columns: Sequence[Column]
    needed: frozenset[str]
    bring: str
    undone: str


KINDS: dict[str, RecordKind] = {
    activities.KIND: RecordKind(
        "Bring in activities",
        "Send what you have done and planned, one line each. You see what would change before anything does.",
        ACTIVITY_COLUMNS,
        frozenset({"held_on", "kinds"}),
        "bring_activities",
        "The file was undone. The activities it brought are gone, those it changed are as they were.",
    ),
    attendance.KIND: RecordKind(
        "Bring in attendance",
        "Send who was there, one line for each learner at each activity. Bring in the activities first.",
        ATTENDANCE_COLUMNS,
        frozenset({"activity", "upn", "status"}),
        "bring_attendance",
        "The file was undone. Its marks no longer count; what people put right since stays.",
    ),
    lessons.KIND: RecordKind(
        "Bring in lessons and exams",
        "Send timetables, so that no interview touches an exam and nobody loses one subject twice.",
        lessons.COLUMNS,
        frozenset({"start", "end"}),
        "bring_lessons",
        "The file was undone. Its lessons and exams are gone.",
    ),
    diaries.KIND: RecordKind(
        "Bring in advisers’ diaries",
        "Send when each adviser can be seen, one time a line. Add the advisers first.",
        diaries.COLUMNS,
        frozenset({"adviser_id", "start", "end"}),
        "bring_diary",
        "The file was undone. Its times are gone from the diaries.",
    ),
}


@dataclass(frozen=True)
class BringRecordsPage:
    """All that the page for sending a file of activities or attendance shows."""

    title: str
    lede: str
    form: RecordFileForm
    largest: str
    back_href: str
    xlsx_href: str
    csv_href: str
    columns: list[list[Any]]


@form_page("school/files/bring_records.html", needs=Permission.LEDGER_WRITE)
def bring_records(request: HttpRequest, school: Organisation, kind: str) -> Any:
    form = RecordFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _shown(form, school, kind)
    if not form.is_valid():
        return Refused(_shown(form, school, kind))
    sent = form.cleaned_data["file"]
    came = received(request, kind, sent.read(), sent.name, school, timezone.localdate())
    return redirect("delivery", slug=school.slug, number=came.pk) if isinstance(came, Delivery) else came


@page("school/files/bring_records.html", needs=Permission.LEDGER_WRITE)
def record_template(request: HttpRequest, school: Organisation, kind: str, ending: str) -> HttpResponse:
    """An empty file with our headings."""
    if ending not in ("csv", "xlsx"):
        raise Http404("There is no template of that kind.")
    return download(ending, kind, [column.shown for column in KINDS[kind].columns], [])


@dataclass(frozen=True)
class WouldChange:
    """What merging a waiting file would do, as things stand now; of activities, which are new and which change."""

    counts: dict[str, int]
    lines: list[list[Any]]


def would_change(delivery: Delivery, school: Organisation) -> WouldChange:
    """Read a waiting file again, keeping nothing; of a long one, what its reading found."""
    if is_long(delivery):
        return WouldChange(delivery.outcome, [])
    content = content_of_delivery(delivery)
    preview = receiving.previewed(
        SOURCES[delivery.kind], content=content, school=school, on=delivery.speaks_for or timezone.localdate()
    )
    if not isinstance(preview, activities.ActivitiesPreview):
        return WouldChange(preview.outcome, [])
    said = [("New", one.facts) for one in preview.plan.additions]
    said += [("Changes", one.facts) for one in preview.plan.changes]
    return WouldChange(preview.outcome, [[facts.title, short_day(facts.held_on), word] for word, facts in said])


def _shown(form: RecordFileForm, school: Organisation, kind: str) -> BringRecordsPage:
    here = {"slug": school.slug}
    said = KINDS[kind]
    template = f"{kind}_template"
    return BringRecordsPage(
        said.title,
        said.lede,
        form,
        in_megabytes(settings.WAYMARK_LARGEST_FILE),
        reverse("deliveries", kwargs=here),
        reverse(template, kwargs=here | {"ending": "xlsx"}),
        reverse(template, kwargs=here | {"ending": "csv"}),
        [_column(column, column.name in said.needed) for column in said.columns],
    )


def _column(column: Column, is_needed: bool) -> list[Any]:
    others = ", ".join(column.also_called[:4])
    heading = {"text": column.shown, "note": f"Also: {others}" if others else ""}
    return [heading, column.describe or "–", column.example or "–", "Needed" if is_needed else "If you have it"]
