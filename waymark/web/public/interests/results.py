"""What goes with what was said: traits, fields of work with their reasons, and the jobs in each."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.access.scope import NOBODY
from waymark.opportunities.actions.interests import keep_said, put_aside
from waymark.opportunities.interests import fair
from waymark.opportunities.interests.quiz import Category
from waymark.opportunities.interests.results import CategoryResult
from waymark.opportunities.interests.suggesting import JobSuggested, jobs_by_match
from waymark.opportunities.queries.demand import demand_for
from waymark.opportunities.queries.interests import job_names_of
from waymark.opportunities.queries.market import Growth
from waymark.web.keeping import never_kept
from waymark.web.pages import public_page
from waymark.web.public.interests.keeping import Exploring, exploring_in

_FIRST, _ALL = 3, 10
_JOBS = 12
_STRONG, _GOOD = 1.0, 0.4


@dataclass(frozen=True)
class TraitShown:
    name: str
    text: str


@dataclass(frozen=True)
class FieldOfWork:
    """A suggested category: how well it goes, in a word, and why; and where to go on from it."""

    name: str
    slug: str
    strength: str
    reasons: tuple[str, ...]
    href: str
    courses_href: str
    jobs: int
    ahead: Growth | None


@dataclass(frozen=True)
class ResultsPage:
    """All that the results page shows."""

    code: str
    answered: int
    of: int
    traits: tuple[TraitShown, ...]
    first: tuple[FieldOfWork, ...]
    more: tuple[FieldOfWork, ...]
    aside: tuple[FieldOfWork, ...]
    next_href: str
    is_flat: bool


@dataclass(frozen=True)
class SkillAsked:
    """A question that tells the jobs of a field apart, and what was said to it."""

    field: str
    question: str
    said: str


@dataclass(frozen=True)
class JobShown:
    """A job of the field: how well it goes, and with which skills; its own page where we hold one."""

    name: str
    href: str
    percent: int
    goes_with: tuple[str, ...]
    goes_against: tuple[str, ...]
    courses_href: str


@dataclass(frozen=True)
class FieldPage:
    """All that the page of one field of work shows."""

    name: str
    reasons: tuple[str, ...]
    questions: tuple[SkillAsked, ...]
    answered: int
    jobs: tuple[JobShown, ...]
    more: int
    ahead: tuple[Growth, ...]
    courses_href: str
    results_href: str


@never_kept
@public_page("public/interests/results.html", methods=("GET", "HEAD", "POST"))
def results(request: HttpRequest) -> ResultsPage | HttpResponse:
    exploring = exploring_in(request)
    if exploring is None:
        return redirect(reverse("interests") + "?gone=yes")
    if request.method == "POST":
        slug = request.POST.get("category", "")
        if exploring.quiz.category(slug):
            put_aside(
                code=exploring.code,
                category=slug,
                is_aside=request.POST.get("what") == "not_this",
                on=timezone.localdate(),
                by=NOBODY,
            )
        return redirect("interests_results")
    return _results(exploring)


@never_kept
@public_page("public/interests/field.html", methods=("GET", "HEAD", "POST"))
def field_of_work(request: HttpRequest, category: str) -> FieldPage | HttpResponse:
    exploring = exploring_in(request)
    if exploring is None:
        return redirect(reverse("interests") + "?gone=yes")
    found = exploring.quiz.category(category)
    if found is None:
        raise Http404("There is no such field of work.")
    if request.method == "POST":
        given = {skill.name: request.POST.get(f"k{place}", "") for place, skill in enumerate(found.skills)}
        said = {name: value == "yes" for name, value in given.items() if value in {"yes", "no"}}
        keep_said(code=exploring.code, skills_said=said, on=timezone.localdate(), by=NOBODY)
        return redirect(request.path + "#jobs")
    return _field(exploring, found)


def courses_for(text: str) -> str:
    """The address of the course search for some words."""
    return "/courses/?" + urlencode({"q": text})


def job_href(name: str) -> str:
    """The address of a job's own page."""
    return f"/jobs/{name}/"


def _results(exploring: Exploring) -> ResultsPage:
    result = fair.score(exploring.quiz, exploring.answers, top=None)
    texts = {trait.name: trait.text for trait in exploring.quiz.traits}
    ahead = demand_for({each.slug: each.jobs for each in exploring.quiz.categories})
    fields = [_shown(each, exploring.quiz.category(each.slug), ahead.get(each.slug, ())) for each in result.categories]
    aside = set(exploring.kept.not_these)
    kept = [each for each in fields if each.slug not in aside]
    answered, of = len(exploring.answers), len(exploring.quiz.statements)
    return ResultsPage(
        code=exploring.in_fours,
        answered=answered,
        of=of,
        traits=tuple(TraitShown(each.name, texts[each.name]) for each in result.traits if each.shown),
        first=tuple(kept[:_FIRST]),
        more=tuple(kept[_FIRST:_ALL]),
        aside=tuple(each for each in fields if each.slug in aside),
        next_href=reverse("interests_page", kwargs={"number": 1}) if answered < of else "",
        is_flat=not any(fair.leanings_of(exploring.quiz, exploring.answers).values()),
    )


def _shown(result: CategoryResult, category: Category | None, ahead: tuple[Growth, ...]) -> FieldOfWork:
    return FieldOfWork(
        result.name,
        result.slug,
        _in_a_word(result.score),
        result.reasons,
        reverse("interests_field", kwargs={"category": result.slug}),
        courses_for(result.name),
        len(category.jobs) if category else 0,
        ahead[0] if ahead else None,
    )


def _in_a_word(score: float) -> str:
    if score >= _STRONG:
        return "Goes with your answers very well"
    if score >= _GOOD:
        return "Goes with your answers well"
    return "Goes with some of your answers" if score > 0 else "Here so that you have a choice"


def _field(exploring: Exploring, category: Category) -> FieldPage:
    said = exploring.kept.skills_said
    leanings = fair.leanings_of(exploring.quiz, exploring.answers)
    jobs = jobs_by_match(category, said, exploring.answers)
    known = job_names_of(job.name for job in jobs[:_JOBS])
    words = {True: "yes", False: "no"}
    return FieldPage(
        name=category.name,
        reasons=fair.reasons_for(exploring.quiz, category, leanings),
        questions=tuple(
            SkillAsked(f"k{place}", skill.question, words.get(said.get(skill.name), ""))
            for place, skill in enumerate(category.skills)
        ),
        answered=sum(skill.name in said for skill in category.skills),
        jobs=tuple(_job(job, known.get(job.name, "")) for job in jobs[:_JOBS]),
        more=max(0, len(jobs) - _JOBS),
        ahead=demand_for({category.slug: category.jobs}).get(category.slug, ()),
        courses_href=courses_for(category.name),
        results_href=reverse("interests_results"),
    )


def _job(job: JobSuggested, name: str) -> JobShown:
    href = job_href(name) if name else ""
    return JobShown(job.name, href, round(100 * job.match), job.goes_with, job.goes_against, courses_for(job.name))
