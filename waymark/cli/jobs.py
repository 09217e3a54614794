"""`waymark jobs`: jobs found from one box, and all that is held of one."""

import json
from typing import TYPE_CHECKING, Any

import typer

from waymark.cli.database import open_site
from waymark.cli.refusal import Refusal
from waymark.cli.saying import JSON, say

if TYPE_CHECKING:
    from waymark.opportunities.models import Earnings, JobProfile

jobs = typer.Typer(no_args_is_help=True, help="Jobs: what one does, how to get in, what it pays.")


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(jobs, name="jobs")


@jobs.callback()
def _jobs() -> None:
    """Jobs: what one does, how to get in, what it pays."""


@jobs.command()
def search(
    text: str = typer.Argument(..., help="A job or part of its name, or something one does there."),
    limit: int = typer.Option(20, min=1, help="How many to show."),
    as_json: bool = JSON,
) -> None:
    """Find jobs, the nearest titles first.

    Example: waymark jobs search nurse --json
    """
    if not text.strip():
        raise Refusal("Say what job to look for.")
    open_site()
    from waymark.opportunities.queries.job_search import jobs_found  # after open_site

    found = jobs_found(text, limit=limit)
    results = [{"name": job.name, "title": job.title} for job in found.jobs]
    document = {"total": found.total, "did_you_mean": found.did_you_mean or None, "results": results}
    instead = [f"No job says “{text}”. Did you mean “{found.did_you_mean}”?"] if found.did_you_mean else []
    first = f", the first {len(results)}:" if found.total > len(results) else ":"
    named = [f"{each['title']} ({each['name']})" for each in results]
    say(document, [*instead, f"{found.total:,} found{first}", *named], as_json=as_json)


@jobs.command()
def show(
    name: str = typer.Argument(..., help="A job's title, or its name in addresses."),
    as_json: bool = JSON,
) -> None:
    """Show what is held of one job.

    Example: waymark jobs show "Plumber" --json
    """
    open_site()
    from waymark.opportunities.queries.jobs import job_named  # after open_site

    job = job_named(name)
    if job is None:
        raise Refusal(f"There is no job called “{name}”. Look for it with: waymark jobs search.")
    document = job_document(job)
    say(document, json.dumps(document, ensure_ascii=False, indent=2), as_json=as_json)


def job_document(job: "JobProfile") -> dict[str, Any]:
    """One job: what is unknown is null. Pay is of each occupation it may be, the likeliest first."""
    from waymark.opportunities.queries.occupations import earnings_of, occupations_of  # after open_site

    occupations = occupations_of(job)
    pay = earnings_of([each.soc for each in occupations])
    return {
        "name": job.name,
        "title": job.title,
        "categories": [category.title for category in job.categories.all()],
        "soc2010": job.soc2010 or None,
        "soc2020": [
            {
                "code": each.soc,
                "title": each.title,
                "sure": each.is_sure,
                "named": each.named,
                "share": None if each.share is None else float(each.share),
                "according_to": each.source,
            }
            for each in occupations
        ],
        "salary_starter": job.salary_starter,
        "salary_experienced": job.salary_experienced,
        "tasks": job.tasks,
        "routes": job.routes,
        "earnings": [_pay_document(pay[each.soc]) for each in occupations if each.soc in pay],
    }


def _pay_document(pay: "Earnings") -> dict[str, Any]:
    """What the survey says of one occupation; a median it keeps back is null."""
    median = None if pay.median is None else float(pay.median)
    return {"soc2020": pay.soc2020, "median": median, "source": pay.source, "year": pay.year}
