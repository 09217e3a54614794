"""Reads of job profiles."""

from dataclasses import dataclass

from django.db.models import Count

from waymark.opportunities.models import ApprenticeshipStandard, JobCategory, JobProfile
from waymark.opportunities.rules.words import asked_words, job_words


def job_named(name: str) -> JobProfile | None:
    """The job of a `name`, or of a title in any case; None where we hold none."""
    found = JobProfile.objects.filter(name=name.strip().lower()).first()
    if found is None:
        found = JobProfile.objects.filter(search_text=job_words(name)).first() if asked_words(name) else None
    return found


def category_named(name: str) -> JobCategory | None:
    """The family of jobs of a `name`."""
    return JobCategory.objects.filter(name=name).first()


@dataclass(frozen=True)
class FamilyOfJobs:
    """A family of jobs, and how many it has."""

    name: str
    title: str
    jobs: int


def families() -> tuple[FamilyOfJobs, ...]:
    """Every family with a job in it, in order of title."""
    rows = JobCategory.objects.annotate(jobs=Count("profiles")).filter(jobs__gt=0)
    return tuple(FamilyOfJobs(*row) for row in rows.values_list("name", "title", "jobs"))


def titles_held() -> tuple[str, ...]:
    """The title of every job, in order."""
    return tuple(JobProfile.objects.values_list("title", flat=True))


def standards_of(job: JobProfile) -> tuple[ApprenticeshipStandard, ...]:
    """The apprenticeships that a job's description names, as the register has them; those we do not hold left out."""
    if not job.standards:
        return ()
    rows = ApprenticeshipStandard.objects.filter(reference__in=job.standards, kind=ApprenticeshipStandard.Kind.STANDARD)
    newest = {row.reference: row for row in rows.order_by("version", "pk")}
    return tuple(sorted(newest.values(), key=lambda row: (row.level or 0, row.title)))
