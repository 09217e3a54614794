"""Endpoints: jobs, for anybody: found from one box, and all that is held of one."""

from django.http import Http404, HttpRequest
from ninja import Path, Query, Router
from ninja.throttling import BaseThrottle

from waymark.opportunities.queries.job_search import jobs_found
from waymark.opportunities.queries.jobs import category_named, families, job_named
from waymark.web.api.door import Pace, answers, public_endpoint, refuse_unknown
from waymark.web.api.problems import Refusal
from waymark.web.api.shapes.jobs import JobDetail, JobFamilies, JobFamilyCounted, JobSearchAsked, JobsFound, JobSummary

router = Router(tags=["Jobs"])
_A_MINUTE: list[BaseThrottle] = [Pace("600/m")]
_REFUSALS = (404, 422, 429)


@router.get(
    "/jobs", response=answers(JobsFound, refusals=_REFUSALS), auth=None, throttle=_A_MINUTE, summary="Find jobs"
)
@public_endpoint
def job_search(request: HttpRequest, asked: Query[JobSearchAsked]):
    """Jobs by a title, a part of one, or what one does there; without words every job, by title. No token is needed.

    Where no job says the words, those most like them are asked for instead, and told as "did_you_mean".
    """
    refuse_unknown(request, JobSearchAsked.model_fields.keys())
    if asked.family and category_named(asked.family) is None:
        raise Refusal(422, "There is no such family of jobs.", {"family": "a name that /api/jobs/families gives"})
    found = jobs_found(asked.text, limit=asked.limit, start=asked.start, category=asked.family)
    results = [JobSummary(name=job.name, title=job.title, overview=job.overview or None) for job in found.jobs]
    return JobsFound(total=found.total, did_you_mean=found.did_you_mean or None, results=results)


@router.get(
    "/jobs/families",
    response=answers(JobFamilies, refusals=(422, 429)),
    auth=None,
    throttle=_A_MINUTE,
    summary="Families of jobs",
)
@public_endpoint
def job_families(request: HttpRequest):
    """Every family with a job in it, and how many it has. No token is needed."""
    refuse_unknown(request, ())
    results = [JobFamilyCounted(name=each.name, title=each.title, jobs=each.jobs) for each in families()]
    return JobFamilies(results=results)


@router.get(
    "/jobs/{name}",
    response=answers(JobDetail, refusals=_REFUSALS),
    auth=None,
    throttle=_A_MINUTE,
    summary="One job",
)
@public_endpoint
def job_detail(request: HttpRequest, name: str = Path(..., pattern=r"^[a-z0-9-]{1,100}$")):
    """One job: what one does, the ways in, skills, pay, and jobs to walk on to. No token is needed."""
    refuse_unknown(request, ())
    job = job_named(name)
    if job is None or job.name != name:
        raise Http404
    return JobDetail.of(job)
