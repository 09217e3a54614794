"""A provider's files of courses: brought, looked at, taken in, undone; long ones in the background."""

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.intake.jobs import hand_over
from waymark.intake.models import Job
from waymark.intake.reading.filetypes import in_megabytes
from waymark.intake.reading.report import mending_csv
from waymark.kernel.telling import untold
from waymark.opportunities.actions.course_files import content_of_file, take_course_file, undo_course_file
from waymark.opportunities.models import CourseFile, TrainingProvider
from waymark.opportunities.queries.courses import runs_of
from waymark.opportunities.sources.courses.writing import courses_csv, courses_json, venues_csv
from waymark.opportunities.sources.provider_files import KINDS, looked_into, merge, previewed
from waymark.opportunities.sources.t_levels.writing import t_levels_csv
from waymark.opportunities.sources.xcri.writing import catalog
from waymark.places.models import Organisation
from waymark.web.formats import moment
from waymark.web.pages import Refused, form_page, page
from waymark.web.provider.courses.finding import at, file_of, provider_here, provider_made
from waymark.web.provider.courses.forms import CourseFileForm, MergeForm
from waymark.web.work import ShownWork, show_work, work_shown

_AT_ONCE = 200_000  # bytes: a longer file is handed to the background
_MOST_SHOWN = 100
_SAID = {
    "added": "new",
    "changed": "changed",
    "unchanged": "as they are",
    "absent": "of yours that the file does not have",
    "refused": "left out",
}
_HEADINGS = {"read": "Reading your file", "take_in": "Taking your file in", "take_back": "Undoing your file"}


def _file_worked_on(job: Job, place: Organisation) -> str:
    return at("course_file", place, number=job.asked["file"])


for _name, _heading in _HEADINGS.items():
    show_work(
        f"{_name} courses", ShownWork(_heading, _file_worked_on, "course_files", "Back to files", stop_text="Stop this")
    )


@dataclass(frozen=True)
class FileLine:
    """A file that was brought, and what came of it."""

    name: str
    href: str
    on: str
    said: str


@dataclass(frozen=True)
class FilesPage:
    """All that the page of files shows."""

    name: str
    form: CourseFileForm
    files: tuple[FileLine, ...]
    back_href: str


@dataclass(frozen=True)
class FilePage:
    """All that one file shows: what taking it in would do, or did, and what is wrong with it."""

    name: str
    filename: str
    kind: str
    state: str
    form: MergeForm | None
    absent: int
    figures: tuple[tuple[str, int], ...]
    problems: list[dict[str, Any]]
    more_problems: int
    mend_href: str
    undo_href: str
    back_href: str


@form_page("provider/courses/files.html", needs=Permission.LISTING_WRITE)
def course_files(request: HttpRequest, place: Organisation) -> Any:
    form = CourseFileForm(request.POST, request.FILES) if request.method == "POST" else CourseFileForm()
    if request.method != "POST":
        return _files(place, form)
    if form.is_valid():
        sent, kind = form.cleaned_data["file"], KINDS[form.cleaned_data["kind"]]
        if sent.size <= kind.largest:
            return _brought(request, place, kind.name, sent)
        form.add_error("file", f"Such a file has at most {in_megabytes(kind.largest)}. Send it in parts.")
    return Refused(_files(place, form))


def _brought(request: HttpRequest, place: Organisation, kind: str, sent: Any) -> HttpResponse:
    provider = provider_made(request, place)
    file = take_course_file(provider=provider, kind=kind, content=sent.read(), filename=sent.name, by=request.scope)
    return _step(request, place, file, "read")


@form_page("provider/courses/file.html", needs=Permission.LISTING_WRITE)
def course_file(request: HttpRequest, place: Organisation, number: int) -> Any:
    file = file_of(place, number)
    form = MergeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if file.state != CourseFile.State.PREVIEWED:
            raise Http404("This file is not waiting to be taken in.")
        return _step(request, place, file, "take_in", withdraw=form.cleaned_data["withdraw"])
    return _file(place, file, form)


@form_page("provider/courses/file.html", needs=Permission.LISTING_WRITE)
def undo_course_file_here(request: HttpRequest, place: Organisation, number: int) -> HttpResponse:
    file = file_of(place, number)
    if request.method != "POST" or file.state != CourseFile.State.MERGED:
        raise Http404("There is nothing to undo.")
    return _step(request, place, file, "take_back")


@page("provider/courses/file.html", needs=Permission.LISTING_WRITE)
def course_file_to_mend(request: HttpRequest, place: Organisation, number: int) -> HttpResponse:
    """The rows that were left out, to be mended and sent again as they are."""
    file = file_of(place, number)
    today = timezone.localdate(file.taken_at)
    preview = previewed(file.kind, content_of_file(file), file.provider, today=today)
    return _attached(mending_csv(preview.reading), "text/csv; charset=utf-8", f"mend-{file.pk}.csv")


@form_page("shared/work.html", needs=Permission.LISTING_WRITE)
def course_work(request: HttpRequest, place: Organisation, public_id: str) -> Any:
    return work_shown(request, place, public_id, name="course_work")


@page("provider/courses/files.html", needs=Permission.LISTING_WRITE)
def provider_courses_file(request: HttpRequest, place: Organisation, kind: str) -> HttpResponse:
    """A provider's courses to take away: CSV as they are brought in, XCRI-CAP or JSON."""
    provider = provider_here(place)
    if provider is None:
        raise Http404("There are no courses yet.")
    if kind == "json":
        content, media = json.dumps(courses_json(runs_of(provider)), ensure_ascii=False).encode(), "application/json"
    elif kind == "xml":
        content, media = catalog([provider], at=timezone.now()), "application/xml"
    else:
        content, media = _table(provider, kind), "text/csv; charset=utf-8"
    return _attached(content, media, f"courses-{place.slug}.{kind}")


def _table(provider: TrainingProvider, kind: str) -> bytes:
    if kind == "venues.csv":
        return venues_csv(provider)
    return t_levels_csv(provider) if kind == "t-levels.csv" else courses_csv(provider, has_aim=kind == "csv")


def _step(request: HttpRequest, place: Organisation, file: CourseFile, step: str, **asked: Any) -> HttpResponse:
    """Take one step with a file: at once where it is short, else in the background."""
    if file.content.size > _AT_ONCE:
        job = hand_over(
            kind=f"{step} courses",
            organisation=place,
            title=file.filename,
            asked={"file": file.pk, **asked},
            by=request.scope,
        )
        return redirect("course_work", slug=place.slug, public_id=job.public_id)
    today = timezone.localdate()
    if step == "read":
        looked_into(file, today=today, tell=untold, by=request.scope)()
    elif step == "take_in":
        merge(file, today=today, by=request.scope, **asked)
        messages.success(request, "The file was taken in.")
    else:
        left = undo_course_file(file=file, by=request.scope)
        messages.success(
            request, f"The file was undone. {left} rows were changed since and stay." if left else "Undone."
        )
    return redirect("course_file", slug=place.slug, number=file.pk)


def _files(place: Organisation, form: CourseFileForm) -> FilesPage:
    files = CourseFile.objects.filter(provider__organisation=place)[:20]
    lines = tuple(
        FileLine(
            file.filename,
            at("course_file", place, number=file.pk),
            moment(file.taken_at),
            f"{KINDS[file.kind].label}. {file.get_state_display()}",
        )
        for file in files
    )
    return FilesPage(place.name, form, lines, at("provider_courses", place))


def _file(place: Organisation, file: CourseFile, form: MergeForm) -> FilePage:
    said = file.outcome
    problems = said.get("problems", [])
    is_waiting = file.state == CourseFile.State.PREVIEWED
    has_rows = any(each["effect"] == "refused" for each in problems)
    return FilePage(
        name=place.name,
        filename=file.filename,
        kind=KINDS[file.kind].label,
        state=file.state,
        form=form if is_waiting else None,
        absent=said.get("absent", 0) if file.kind != "venues" else 0,
        figures=tuple((words, said.get(name, 0)) for name, words in _SAID.items()),
        problems=[_problem(each) for each in problems[:_MOST_SHOWN]],
        more_problems=max(0, len(problems) - _MOST_SHOWN),
        mend_href=at("course_file_to_mend", place, number=file.pk) if has_rows else "",
        undo_href=at("undo_course_file", place, number=file.pk) if file.state == CourseFile.State.MERGED else "",
        back_href=at("course_files", place),
    )


def _problem(each: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": each["row"] or None,
        "column": each["column"],
        "words": each["suggestion"] or each["code"],
        "received": each["received"],
        "expected": each["expected"],
        "effect": {"refused": "left_out", "noted": "noted", "file": "refused"}[each["effect"]],
    }


def _attached(content: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
