"""The page of one course at one time and place, and the suggestions of the search box."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import path, reverse

from waymark.opportunities.models import CourseRun
from waymark.opportunities.search.asked import campaigns_of
from waymark.opportunities.search.asking import SearchUnavailable
from waymark.opportunities.search.choices import label_of
from waymark.opportunities.search.showing import other_runs, run_shown, suggestions
from waymark.web.pages import public_page
from waymark.web.public.courses import words
from waymark.web.public.courses.asking import Asking

_TEXTS = (
    ("who_for", "Who it is for"),
    ("entry", "What you need to get in"),
    ("learn", "What you will learn"),
    ("how", "How you will learn"),
    ("need", "What you need to bring"),
    ("assessed", "How you are assessed"),
    ("next", "Where it can lead"),
)


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    value_href: str | None = None


@dataclass(frozen=True)
class OtherRun:
    """The same course at another time or place."""

    label: str
    href: str
    starts: str
    takes: str
    costs: str


@dataclass(frozen=True)
class CoursePage:
    """All that the page of a course shows."""

    name: str
    provider: str
    back_href: str
    facts: tuple[Fact, ...]
    texts: tuple[tuple[str, tuple[str, ...]], ...]
    contact: tuple[Fact, ...]
    others: tuple[OtherRun, ...]


@public_page("public/courses/course.html")
def course(request: HttpRequest, run: int) -> CoursePage:
    found = run_shown(run)
    if found is None:
        raise Http404("There is no such course, or it is over.")
    came_from = Asking.of(QueryDict(request.GET.get("from", "")))
    back = came_from.query(page=came_from.page)
    return CoursePage(
        name=found.name,
        provider=found.course.provider.shown_name,
        back_href=reverse("courses") + ("" if back == "?" else back),
        facts=_facts(found),
        texts=tuple(
            (heading, paragraphs)
            for name, heading in _TEXTS
            if (paragraphs := tuple(line for line in getattr(found.course, name).splitlines() if line.strip()))
        ),
        contact=_contact(found),
        others=tuple(_other(each, back.removeprefix("?")) for each in other_runs(found)),
    )


def _facts(run: CourseRun) -> tuple[Fact, ...]:
    course = run.course
    t_level = course.t_level
    said = [
        Fact("Qualification", course.title if course.aim_reference or t_level else ""),
        Fact("Level", words.level_words(run)),
        Fact("Kind of course", label_of("course_type", str(course.course_type)) if course.course_type else ""),
        Fact("You can specialise in", "; ".join(t_level.pathways) if t_level else ""),
        Fact("Part of the campaign", ", ".join(campaigns_of(course.provider.ukprn, course.aim_reference))),
        Fact("Starts", words.start_words(run)),
        Fact("Takes", words.duration_words(run)),
        Fact("How you learn", label_of("delivery", str(run.delivery_mode))),
        Fact("Hours", words.hours_words(run)),
        Fact("Costs", words.cost_words(run)),
        Fact("About the cost", run.cost_description if run.cost is not None else ""),
        Fact("Awarded by", course.awarding_body),
        Fact("Course code", run.reference),
    ]
    return tuple(fact for fact in said if fact.value)


def _contact(run: CourseRun) -> tuple[Fact, ...]:
    venue, provider = run.venue, run.course.provider
    address = (venue.name, venue.address_1, venue.address_2, venue.town, venue.county, venue.postcode) if venue else ()
    website = run.website or (venue.website if venue else "") or provider.website
    said = [
        Fact("Where", ", ".join(part for part in address if part)),
        Fact("Telephone", (venue.phone if venue else "") or provider.telephone),
        Fact("E-mail", venue.email if venue else ""),
        Fact("Website", website, _web_address(website)),
    ]
    return tuple(fact for fact in said if fact.value)


def _web_address(website: str) -> str | None:
    """An address a browser opens, and nothing that it would run."""
    if not website:
        return None
    return website if website.lower().startswith(("http://", "https://")) else f"https://{website}"


def _other(run: CourseRun, came_from: str) -> OtherRun:
    return OtherRun(
        label=words.where_words(run, None),
        href=reverse("course", kwargs={"run": run.pk}) + Asking(q=came_from).query().replace("?q=", "?from=", 1),
        starts=words.start_words(run),
        takes=", ".join(part for part in (words.duration_words(run), words.hours_words(run).lower()) if part),
        costs=words.cost_words(run),
    )


@public_page("public/courses/search.html")
def suggested(request: HttpRequest) -> HttpResponse:
    """Names of courses that go on as what was typed so far; the page's own search does the same without them."""
    try:
        names = suggestions(request.GET.get("q", "")[:100])
    except SearchUnavailable:
        return JsonResponse({"suggestions": []}, status=503)
    return JsonResponse({"suggestions": names})


urlpatterns = [path("suggestions/", suggested, name="course_suggestions"), path("<int:run>/", course, name="course")]
