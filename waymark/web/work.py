"""A long piece of work: how far it is, stopping it, and leading on to what came of it.

The pages that hand a kind of work over say once how it is shown: `show_work("inspection folder", ShownWork(…))`. Who
may see a piece of work is the work's own (`waymark.intake.jobs`); the page itself asks for no more than a sign-in here.
Each audience has a page of its own at its own address, and all show the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from waymark.intake.jobs import Standing, cancel_job, standing_of
from waymark.intake.models import Job
from waymark.intake.queries import job_named
from waymark.places.models import Organisation

SOON = 10  # seconds: a worker that has nothing else to do begins within them
_STATES = {
    Job.State.WAITING: "waiting",
    Job.State.RUNNING: "running",
    Job.State.DONE: "done",
    Job.State.STOPPED: "cancelled",
    Job.State.FAILED: "failed",
}


@dataclass(frozen=True)
class ShownWork:
    """How a kind of work is shown: its heading, the address of what came of it, and where one goes back to.

    `result` gives an address for work that ended (blank: there is none); done, its page leads there by itself.
    """

    heading: str
    result: Callable[[Job, Organisation], str]
    back: str  # the name of an address of the school
    back_text: str
    stop_text: str = "Cancel this"


_SHOWN: dict[str, ShownWork] = {}
_ANY = ShownWork("Working", lambda job, school: "", "school_home", "Back to home")


def show_work(kind: str, shown: ShownWork) -> None:
    """Say how this kind of work is shown."""
    _SHOWN[kind] = shown


@dataclass(frozen=True)
class WorkPage:
    """All that the page of a long piece of work shows; `wait` says why it has not begun."""

    heading: str
    title: str
    state: str
    is_going_on: bool
    done: int
    total: int
    message: str
    wait: str
    here_href: str
    result_href: str
    back_href: str
    back_text: str
    stop_text: str


def work_shown(request: HttpRequest, place: Organisation, public_id: str, *, name: str) -> Any:
    """GET tells how far the work is, and leads on when it is done; POST asks it to stop. `name` is of the address."""
    job = job_named(place, public_id)
    if job is None:
        raise Http404("There is no such work.")
    if request.method == "POST":
        cancel_job(job=job, by=request.scope)
        return redirect(name, slug=place.slug, public_id=public_id)
    shown = _SHOWN.get(job.kind, _ANY)
    standing = standing_of(job)
    result = shown.result(job, place) if standing.state not in Job.GOING_ON else ""
    if result and standing.state == Job.State.DONE:
        return _lead_on(request, result)
    here = {"slug": place.slug}
    return WorkPage(
        heading=shown.heading,
        title=job.title or shown.heading,
        state=_STATES[Job.State(standing.state)],
        is_going_on=standing.state in Job.GOING_ON,
        done=standing.progress.done,
        total=standing.progress.total,
        message="Stopping" if standing.is_stopping else standing.progress.words,
        wait=_why_it_waits(job, standing),
        here_href=reverse(name, kwargs=here | {"public_id": public_id}),
        result_href=result,
        back_href=reverse(shown.back, kwargs=here),
        back_text=shown.back_text,
        stop_text=shown.stop_text,
    )


def _lead_on(request: HttpRequest, result: str) -> HttpResponse:
    """To what came of it: a script that asked is told where the whole page shall go."""
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Redirect": result})
    return redirect(result)


def _why_it_waits(job: Job, standing: Standing) -> str:
    if standing.state != Job.State.WAITING or (timezone.now() - job.started_at).total_seconds() < SOON:
        return ""
    if standing.is_nobody_there:
        return (
            "Nothing is running that could do this. Ask whoever runs this site to start its background worker. "
            "You may close this page: the work is kept, and begins when the worker does."
        )
    return "Other work is being done first. You may close this page and come back."
