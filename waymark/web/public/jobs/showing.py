"""One job: what one does, how to get in, what it pays, what lies ahead, work near a place, and where it may lead."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import path, reverse

from waymark.opportunities.models import JobProfile
from waymark.opportunities.queries.job_map import JobMap, Neighbour, bridge_of, job_map
from waymark.opportunities.queries.jobs import job_named, standards_of
from waymark.opportunities.queries.market import Growth
from waymark.opportunities.queries.occupations import Occupation, occupations_of
from waymark.opportunities.rules.sectors import sections_of
from waymark.web.employers_near import MILES, EmployerNear, employers_near
from waymark.web.formats import plural, pounds
from waymark.web.pages import public_page
from waymark.web.public.jobs.parts import (
    Blocks,
    Near,
    PayTable,
    WayIn,
    WordsLink,
    blocks_of,
    growth_in_england,
    near,
    pay_table,
    ways_in,
)

_ON_THE_PAGE = 4  # neighbours in each direction; the rest are on the map


@dataclass(frozen=True)
class Apprenticeship:
    title: str
    level: int | None
    months: int | None


@dataclass(frozen=True)
class Step:
    """A job to walk to, with why it is here."""

    title: str
    href: str
    why: str


@dataclass(frozen=True)
class Direction:
    """Where one can walk in one direction."""

    title: str
    says: str
    steps: tuple[Step, ...]
    none: str


@dataclass(frozen=True)
class JobPage:
    """All that a job's page shows. What is not known is None or empty, and the page says so."""

    name: str
    title: str
    overview: str
    families: tuple[WordsLink, ...]
    tasks: tuple[str, ...]
    tasks_blocks: Blocks
    places: tuple[str, ...]
    ways_in: tuple[WayIn, ...]
    apprenticeships: tuple[Apprenticeship, ...]
    skills: tuple[str, ...]
    digital_skills: str
    conditions: tuple[str, ...]
    starts_at: str
    rises_to: str
    pay_words: str
    hours: str
    pattern: str
    pay: PayTable
    occupations: tuple[Occupation, ...]
    soc2010: str
    ahead: Growth | None
    near: Near
    employers: tuple[EmployerNear, ...]
    employer_miles: int
    courses_href: str
    career_path: Blocks
    directions: tuple[Direction, ...]
    further: Blocks
    links: tuple[WordsLink, ...]
    source: str
    published_on: date


@dataclass(frozen=True)
class JobMapPage:
    """All that the map of careers around a job shows."""

    name: str
    title: str
    directions: tuple[Direction, ...]
    counts_skills: bool
    bridge: str
    source: str
    published_on: date


@public_page("public/jobs/job.html")
def job(request: HttpRequest, name: str) -> JobPage:
    found = _job_here(name)
    asked = request.GET.get("near", "").strip()[:60]
    occupations = occupations_of(found)
    around = near(asked, occupations)
    families = list(found.categories.all())
    return JobPage(
        name=found.name,
        title=found.title,
        overview=found.overview,
        families=tuple(WordsLink(each.title, reverse("job_family", args=[each.name])) for each in families),
        tasks=tuple(found.tasks),
        tasks_blocks=blocks_of(found.tasks_words),
        places=tuple(found.places),
        ways_in=ways_in(found),
        apprenticeships=tuple(Apprenticeship(row.title, row.level, row.months) for row in standards_of(found)),
        skills=tuple(skill.skill for skill in found.skills.all()) or tuple(found.skills_said),
        digital_skills=found.digital_skills,
        conditions=tuple(found.conditions),
        starts_at="" if found.salary_starter is None else pounds(found.salary_starter),
        rises_to="" if found.salary_experienced is None else pounds(found.salary_experienced),
        pay_words=found.salary_words,
        hours=_hours(found),
        pattern=", ".join(part for part in (found.working_pattern, found.working_pattern_details) if part),
        pay=pay_table(occupations),
        occupations=occupations,
        soc2010=found.soc2010,
        ahead=growth_in_england(occupations),
        near=around,
        employers=employers_near(around.found.position, sections_of([each.name for each in families])),
        employer_miles=MILES,
        courses_href=_courses_href(found, around),
        career_path=blocks_of(found.career_path),
        directions=_directions(found, job_map(found, most=_ON_THE_PAGE)),
        further=blocks_of(found.further),
        links=tuple(WordsLink(words, href) for words, href in found.links),
        source=found.source,
        published_on=found.published_on,
    )


@public_page("public/jobs/map.html")
def job_walk(request: HttpRequest, name: str) -> JobMapPage:
    found = _job_here(name)
    around = job_map(found)
    bridge = bridge_of(found)
    return JobMapPage(
        name=found.name,
        title=found.title,
        directions=_directions(found, around),
        counts_skills=around.counts_skills,
        bridge=bridge.title if bridge else "",
        source=found.source,
        published_on=found.published_on,
    )


def _job_here(name: str) -> JobProfile:
    found = job_named(name)
    if found is None:
        raise Http404("There is no such job.")
    return found


def _courses_href(job: JobProfile, around: Near) -> str:
    """The course search, with the job's title and, where one was given, the postcode."""
    place = {"place": around.asked} if around.found.is_postcode else {}
    return f"/courses/?{urlencode({'q': job.title} | place)}"


def _hours(job: JobProfile) -> str:
    if job.hours_min is None and job.hours_max is None:
        return job.hours_details if job.hours_details not in {"", "a week"} else ""
    ends = [f"{hours.normalize():f}" for hours in (job.hours_min, job.hours_max) if hours is not None]
    return f"{' to '.join(dict.fromkeys(ends))} hours {job.hours_details or 'a week'}"


def _directions(job: JobProfile, around: JobMap) -> tuple[Direction, ...]:
    return (
        Direction(
            "Close to it", "Counted as the same occupation, or the same kind of work with most skills in common.",
            tuple(_step(each, _in_common(each)) for each in around.related), "We know of no job close to this one.",
        ),
        Direction(
            "A step up", "Named as a next step, or the same kind of work and better paid from the start.",
            tuple(_step(each, _rise(job, each)) for each in around.up),
            "We know of no step up that the figures bear out.",
        ),
        Direction(
            "Across", "Other kinds of work that ask for most of the same skills.",
            tuple(_step(each, _in_common(each)) for each in around.across),
            "We cannot compare skills for this job.",
        ),
    )  # fmt: skip


def _step(each: Neighbour, why: str) -> Step:
    return Step(each.job.title, reverse("job", args=[each.job.name]), why)


def _in_common(each: Neighbour) -> str:
    if not each.shared:
        return "The same kind of work; we cannot compare its skills."
    named = f", such as {', '.join(skill.lower() for skill in each.skills)}" if each.skills else ""
    return f"{plural(each.shared, 'skill')} of {each.of} in common{named}."


def _rise(job: JobProfile, each: Neighbour) -> str:
    if each.is_named:
        return f"Named as a next step. {_in_common(each)}"
    theirs = (each.job.salary_starter, each.job.salary_experienced)
    return f"Pays {pounds(theirs[0])} to {pounds(theirs[1])} a year. {_in_common(each)}"


urlpatterns = [
    path("<slug:name>/", job, name="job"),
    path("<slug:name>/map/", job_walk, name="job_map"),
]
