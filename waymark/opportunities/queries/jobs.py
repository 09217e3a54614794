"""Reads of job profiles."""

from waymark.opportunities.models import JobCategory, JobProfile
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
