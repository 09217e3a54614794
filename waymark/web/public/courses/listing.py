"""The page on which courses are looked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone

from waymark.opportunities.models import CourseRun
from waymark.opportunities.search.asking import Place, Search, SearchRefused, SearchUnavailable
from waymark.opportunities.search.documents import Group
from waymark.opportunities.search.found import Found, Hit
from waymark.opportunities.search.searching import search_courses
from waymark.web.pages import Refused, public_page
from waymark.web.public.courses import words
from waymark.web.public.courses.asking import PER_PAGE, Asking, group_asked, place_asked, search_of
from waymark.web.public.courses.help import Help, help_for
from waymark.web.public.courses.panel import Applied, Panel, panel_of

_AT_FIRST = {Group.IN_RANGE: 10, Group.ONLINE: 5, Group.NATIONWIDE: 5}
UNAVAILABLE = "The course search is not working at the moment. This is our fault. Try again in a few minutes."


@dataclass(frozen=True)
class CourseCard:
    """One course in the list."""

    name: str
    href: str
    provider: str
    where: str
    starts: str
    takes: str
    costs: str
    level: str
    title: str
    about: str


@dataclass(frozen=True)
class Section:
    """The courses of one group: how many there are, those shown, and where to see the rest."""

    heading: str
    total: int
    cards: tuple[CourseCard, ...]
    all_href: str


@dataclass(frozen=True)
class CoursesPage:
    """All that the course search shows; `trouble` says why there is no list, `about` which field it is about."""

    asking: Asking
    panel: Panel
    total: int = 0
    place: str = ""
    sections: tuple[Section, ...] = ()
    applied: tuple[Applied, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    every_word_href: str = ""
    help: Help | None = None
    page_number: int = 1
    pages: int = 1
    base: str = ""
    all_href: str = ""
    trouble: str = ""
    about: str = ""
    suggestions: tuple[tuple[str, str], ...] = ()


@public_page("public/courses/search.html")
def courses(request: HttpRequest) -> CoursesPage | Refused:
    asking = Asking.of(request.GET)
    try:
        place = place_asked(asking)
        if asking.place and place.place is None:
            return _no_such_place(asking, place.suggestions)
        if asking.sort == "distance" and place.place is None:
            asking = replace(asking, sort="")  # the place was taken out of the form, and its order with it
        search = search_of(asking, place.place, today=timezone.localdate())
        return _page(asking, search, group_asked(asking))
    except SearchRefused as refused:
        return Refused(CoursesPage(asking, panel_of(asking, None), trouble=str(refused)), 400)
    except SearchUnavailable:
        return Refused(CoursesPage(asking, panel_of(asking, None), trouble=UNAVAILABLE), 503)


def _no_such_place(asking: Asking, suggestions: tuple[str, ...]) -> Refused:
    trouble = "Choose which place you mean." if suggestions else "We do not know that place."
    links = tuple((each, asking.query(place=each)) for each in suggestions)
    return Refused(CoursesPage(asking, panel_of(asking, None), trouble=trouble, about="place", suggestions=links), 422)


def _page(asking: Asking, search: Search, group: Group | None) -> CoursesPage:
    number = asking.page_number if group is not None else 1
    if group is None:
        found, sections = _overview(asking, search)
    else:
        start = (number - 1) * PER_PAGE
        answer = search_courses(replace(search, group=group, start=start))
        found = answer.found
        cards = tuple(_card(asking, hit, run) for hit, run in answer.runs)
        sections = (Section(_heading(group, search.place), found.total, cards, ""),) if cards else ()
    panel = panel_of(asking, found)
    total = sum(found.groups.values()) if group is None else found.total
    return CoursesPage(
        asking=asking,
        panel=panel,
        total=total,
        place=search.place.name if search.place else "",
        sections=sections,
        applied=panel.applied,
        read_as=_read_as(found),
        every_word_href=_every_word(asking),
        help=help_for(asking, search, group) if not total else None,
        page_number=number,
        pages=max(1, -(-found.total // PER_PAGE)) if group is not None else 1,
        base=asking.query(page=None) + "&page=",
        all_href=asking.query(group=None) if group is not None else "",
    )


def _overview(asking: Asking, search: Search) -> tuple[Found, tuple[Section, ...]]:
    """The first few of each group, and how many there are by each facet of all groups together."""
    whole = search_courses(replace(search, limit=1)).found
    sections = []
    for group in Group:
        if whole.groups[group]:
            runs = search_courses(replace(search, group=group, limit=_AT_FIRST[group])).runs
            more = asking.query(group=group.name.lower()) if whole.groups[group] > len(runs) else ""
            cards = tuple(_card(asking, hit, run) for hit, run in runs)
            sections.append(Section(_heading(group, search.place), whole.groups[group], cards, more))
    return whole, tuple(sections)


def _heading(group: Group, place: Place | None) -> str:
    return "In a place" if group is Group.IN_RANGE and place is None else words.GROUPS[group]


def _card(asking: Asking, hit: Hit, run: CourseRun) -> CourseCard:
    back = asking.query(page=asking.page).removeprefix("?")
    return CourseCard(
        name=run.name,
        href=reverse("course", kwargs={"run": run.pk}) + Asking(q=back).query().replace("?q=", "?from=", 1),
        provider=run.course.provider.shown_name,
        where=words.where_words(run, hit.distance),
        starts=words.start_words(run),
        takes=", ".join(part for part in (words.duration_words(run), words.hours_words(run).lower()) if part),
        costs=words.cost_words(run),
        level=words.level_words(run),
        title=run.course.title if run.course.title.casefold() != run.name.casefold() else "",
        about=words.shortened(run.course.who_for),
    )


def _read_as(found: Found) -> tuple[tuple[str, str], ...]:
    return tuple((word, " or ".join(f"“{other}”" for other in others)) for word, others in found.read_as.items())


def _every_word(asking: Asking) -> str:
    """Where only courses with all of the words are, if there are several and nothing is quoted yet."""
    plain = asking.q.replace("’", "").replace("'", "")
    if len(plain.split()) < 2 or '"' in plain or plain != asking.q.replace("’", ""):
        return ""
    return asking.query(q=f"'{plain}'")


urlpatterns = [path("", courses, name="courses")]
