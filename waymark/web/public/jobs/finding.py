"""Looking for a job: by words, with slips forgiven, or by family."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import path, reverse

from waymark.opportunities.queries.job_search import JobFound, jobs_found
from waymark.opportunities.queries.jobs import category_named, families, titles_held
from waymark.web.pages import public_page
from waymark.web.paging import PER_PAGE


@dataclass(frozen=True)
class Family:
    """A family of jobs in the list of all."""

    title: str
    href: str
    jobs: int


@dataclass(frozen=True)
class JobListed:
    """A job in a list of results."""

    title: str
    overview: str
    href: str


@dataclass(frozen=True)
class FindJobsPage:
    """All that the search for jobs shows. `asked`: whether anything was; `titles` are suggested while typing."""

    text: str
    asked: bool
    family: str
    did_you_mean: str
    jobs: tuple[JobListed, ...]
    total: int
    page_number: int
    pages: int
    families: tuple[Family, ...]
    titles: tuple[str, ...]


@public_page("public/jobs/find.html")
def jobs(request: HttpRequest) -> FindJobsPage:
    text = request.GET.get("q", "").strip()[:100]
    return _page(request, text, family="", name="", asked="q" in request.GET)


@public_page("public/jobs/find.html")
def job_family(request: HttpRequest, name: str) -> FindJobsPage:
    family = category_named(name)
    if family is None:
        raise Http404("There is no such family of jobs.")
    return _page(request, "", family=family.title, name=family.name, asked=True)


def _page(request: HttpRequest, text: str, *, family: str, name: str, asked: bool) -> FindJobsPage:
    number = _number(request.GET.get("page", "1"))
    found = jobs_found(text, category=name, limit=PER_PAGE, start=(number - 1) * PER_PAGE)
    pages = max(1, -(-found.total // PER_PAGE))
    return FindJobsPage(
        text=text,
        asked=asked,
        family=family,
        did_you_mean=found.did_you_mean,
        jobs=tuple(_listed(job) for job in found.jobs) if asked else (),
        total=found.total,
        page_number=number,
        pages=pages,
        families=tuple(Family(each.title, reverse("job_family", args=[each.name]), each.jobs) for each in families()),
        titles=titles_held(),
    )


def _number(asked: str) -> int:
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1


def _listed(job: JobFound) -> JobListed:
    return JobListed(job.title, job.overview, reverse("job", args=[job.name]))


urlpatterns = [
    path("", jobs, name="jobs"),
    path("families/<slug:name>/", job_family, name="job_family"),
]
