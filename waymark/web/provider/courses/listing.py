"""The list of a provider's courses, with the score of what it says and what to mend first."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.opportunities.models import CourseRun, TrainingProvider
from waymark.opportunities.queries.courses import runs_of
from waymark.opportunities.queries.quality import quality_of
from waymark.opportunities.rules.quality import Fault, Judged, score_of
from waymark.places.models import Organisation
from waymark.web.formats import day
from waymark.web.pages import page
from waymark.web.paging import PER_PAGE
from waymark.web.provider.courses.finding import at, provider_here


@dataclass(frozen=True)
class FaultLine:
    """A kind of fault, how many courses have it, and the list of them."""

    words: str
    count: int
    href: str
    is_current: bool


@dataclass(frozen=True)
class CoursesPage:
    """All that the list of a provider's courses shows."""

    name: str
    has_ukprn: bool
    score: int | None
    faults: tuple[FaultLine, ...]
    chosen: str
    columns: list[dict[str, Any]]
    rows: list[list[Any]]
    page_number: int
    pages: int
    total: int
    base: str
    new_href: str
    other_href: str
    t_levels_href: str
    venues_href: str
    files_href: str
    all_href: str
    downloads: tuple[tuple[str, str], ...]


@page("provider/courses/list.html", needs=Permission.LISTING_WRITE)
def provider_courses(request: HttpRequest, place: Organisation) -> CoursesPage:
    provider = provider_here(place)
    quality = quality_of(provider, on=timezone.localdate()) if provider else {}
    chosen = Fault.__members__.get(request.GET.get("mend", "").upper())
    shown = _shown(provider, quality, chosen, request.GET.get("page", "1"))
    return CoursesPage(
        name=place.name,
        has_ukprn=bool(provider or place.ukprn),
        score=score_of(quality.values()),
        faults=_faults(quality, place, chosen),
        chosen=chosen.value if chosen else "",
        columns=[{"label": name} for name in ("Course", "How and where", "Starts", "To mend")],
        rows=[_row(run, quality[run.pk], place) for run in shown],
        page_number=shown.number,
        pages=shown.paginator.num_pages,
        total=shown.paginator.count,
        base=f"?{urlencode({'mend': chosen.name.lower()} if chosen else {})}{'&' if chosen else ''}page=",
        new_href=at("new_course", place),
        other_href=at("new_course_without_aim", place),
        t_levels_href=at("provider_t_levels", place),
        venues_href=at("provider_venues", place),
        files_href=at("course_files", place),
        all_href=at("provider_courses", place),
        downloads=tuple(
            (words, at("provider_courses_file", place, kind=kind))
            for kind, words in (
                ("csv", "Courses with a qualification (CSV)"),
                ("other.csv", "Courses without one (CSV)"),
                ("t-levels.csv", "T levels (CSV)"),
                ("venues.csv", "Venues (CSV)"),
                ("xml", "All courses (XCRI-CAP)"),
                ("json", "All courses (JSON)"),
            )
        ),
    )


def _shown(provider: TrainingProvider | None, quality: dict[int, Judged], chosen: Fault | None, number: str) -> Any:
    runs = runs_of(provider) if provider else CourseRun.objects.none()
    if chosen is not None:
        runs = runs.filter(pk__in=[key for key, judged in quality.items() if chosen in judged.faults])
    return Paginator(runs, PER_PAGE).get_page(number)


def _faults(quality: dict[int, Judged], place: Organisation, chosen: Fault | None) -> tuple[FaultLine, ...]:
    counts = Counter(fault for judged in quality.values() for fault in judged.faults)
    here = at("provider_courses", place)
    return tuple(
        FaultLine(fault.value, counts[fault], f"{here}?mend={fault.name.lower()}", fault is chosen)
        for fault in Fault
        if counts[fault]
    )


def _row(run: CourseRun, judged: Judged, place: Organisation) -> list[Any]:
    where = run.venue.name if run.venue else "Anywhere in England" if run.is_national else ""
    words = [fault.value for fault in judged.faults if fault is not Fault.TEXTS_MISSING]
    if judged.missing:
        words.append(f"It does not say {_listed(judged.missing)}")
    named: dict[str, Any] = {"text": run.name, "note": run.reference}
    is_t_level = run.course.t_level_id is not None
    named["href"] = at("provider_t_level" if is_t_level else "provider_course", place, number=run.pk)
    return [
        named,
        ", ".join(filter(None, (run.get_delivery_mode_display(), where))),
        day(run.starts_on) if run.starts_on else "Any time",
        {"text": f"Score {judged.score}", "note": ". ".join(words)},
    ]


def _listed(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
