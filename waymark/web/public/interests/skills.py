"""The skills check: rating one's own skills with an example of each, and the jobs that go with them."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.opportunities.actions.interests import LONGEST_EVIDENCE, keep_said
from waymark.opportunities.interests.skills import JobMatch, jobs_for_skills
from waymark.opportunities.queries.interests import job_names_of, skills_wanted
from waymark.web.keeping import never_kept
from waymark.web.pages import public_page
from waymark.web.public.interests.answering import Choice
from waymark.web.public.interests.keeping import Exploring, exploring_in
from waymark.web.public.interests.results import courses_for, job_href

RATINGS = (Choice("3", "Very well"), Choice("2", "Well"), Choice("1", "A little"), Choice("0", "Not yet"))
_A_PAGE, _ASKED, _JOBS = 6, 30, 20


@dataclass(frozen=True)
class SkillRated:
    """A skill to rate, with what was said so far and the example given."""

    field: str
    name: str
    question: str
    said: str
    evidence: str


@dataclass(frozen=True)
class SkillsPage:
    """All that one page of the skills check shows."""

    number: int
    of: int
    skills: tuple[SkillRated, ...]
    choices: tuple[Choice, ...]
    longest: int
    code: str
    back_href: str


@dataclass(frozen=True)
class SkillGap:
    """A skill a job asks for that is not held yet, and where to learn it."""

    name: str
    courses_href: str


@dataclass(frozen=True)
class JobForSkills:
    """A job by how much of what it asks for is held; what is missing, each with courses that teach it."""

    name: str
    href: str
    percent: int
    held: tuple[str, ...]
    missing: tuple[SkillGap, ...]
    unrated: int


@dataclass(frozen=True)
class SkillJobsPage:
    """All that the list of jobs by skills shows, and the examples to take along to an interview."""

    jobs: tuple[JobForSkills, ...]
    total: int
    rated: int
    evidence: tuple[tuple[str, str], ...]
    code: str


def skills_asked(wanted: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The skills to rate: those that most jobs ask for, but not those that tell no job from another."""
    asked_by = Counter(skill for skills in wanted.values() for skill in skills)
    telling = [skill for skill, jobs in asked_by.items() if jobs < 0.75 * len(wanted)]
    return tuple(sorted(telling, key=lambda skill: (-asked_by[skill], skill))[:_ASKED])


@never_kept
@public_page("public/interests/skills.html", methods=("GET", "HEAD", "POST"))
def skills(request: HttpRequest, number: int = 1) -> SkillsPage | HttpResponse:
    exploring = exploring_in(request)
    if exploring is None:
        return redirect(reverse("interests") + "?gone=yes")
    asked = skills_asked(skills_wanted())
    pages = [asked[at : at + _A_PAGE] for at in range(0, len(asked), _A_PAGE)]
    if not 1 <= number <= len(pages):
        return redirect("interests_skill_jobs")
    if request.method == "POST":
        _keep(request, exploring, pages[number - 1])
        if number == len(pages):
            return redirect("interests_skill_jobs")
        return redirect("interests_skills_page", number=number + 1)
    return _shown(exploring, number, pages)


@never_kept
@public_page("public/interests/skill_jobs.html")
def skill_jobs(request: HttpRequest) -> SkillJobsPage | HttpResponse:
    exploring = exploring_in(request)
    if exploring is None:
        return redirect(reverse("interests") + "?gone=yes")
    matches = jobs_for_skills(skills_wanted(), exploring.kept.ratings)
    names = job_names_of(match.name for match in matches[:_JOBS])
    return SkillJobsPage(
        jobs=tuple(_job(match, names) for match in matches[:_JOBS]),
        total=len(matches),
        rated=len(exploring.kept.ratings),
        evidence=tuple(exploring.kept.evidence.items()),
        code=exploring.in_fours,
    )


def _keep(request: HttpRequest, exploring: Exploring, asked: tuple[str, ...]) -> None:
    allowed = {choice.value for choice in RATINGS}
    given = {name: request.POST.get(f"r{place}", "") for place, name in enumerate(asked)}
    ratings = {name: int(value) for name, value in given.items() if value in allowed}
    evidence = {name: request.POST.get(f"e{place}", "") for place, name in enumerate(asked)}
    keep_said(code=exploring.code, ratings=ratings, evidence=evidence, on=timezone.localdate(), by=NOBODY)


def _shown(exploring: Exploring, number: int, pages: list[tuple[str, ...]]) -> SkillsPage:
    questions = {s.name.casefold(): s.question for category in exploring.quiz.categories for s in category.skills}
    kept = exploring.kept
    return SkillsPage(
        number=number,
        of=len(pages),
        skills=tuple(
            SkillRated(
                str(place),
                name,
                questions.get(name.casefold(), ""),
                str(kept.ratings[name]) if name in kept.ratings else "",
                kept.evidence.get(name, ""),
            )
            for place, name in enumerate(pages[number - 1])
        ),
        choices=RATINGS,
        longest=LONGEST_EVIDENCE,
        code=exploring.in_fours,
        back_href=reverse("interests_skills_page", kwargs={"number": number - 1})
        if number > 1
        else reverse("interests"),
    )


def _job(match: JobMatch, names: dict[str, str]) -> JobForSkills:
    missing = tuple(SkillGap(skill, courses_for(skill)) for skill in match.missing)
    href = job_href(names[match.name]) if match.name in names else ""
    return JobForSkills(match.name, href, match.percent, match.held, missing, len(match.unrated))
