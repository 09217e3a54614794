"""A long piece of work on a school's files: how far it is, and stopping it."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse

from waymark.access.permissions import Permission
from waymark.intake.actions import cancel_job
from waymark.intake.models import Job
from waymark.intake.queries import job_named
from waymark.places.models import Organisation
from waymark.web.pages import form_page
from waymark.web.school.files.words import KINDS

_SHOWN = {
    Job.State.WAITING: "waiting",
    Job.State.RUNNING: "running",
    Job.State.DONE: "done",
    Job.State.STOPPED: "cancelled",
    Job.State.FAILED: "failed",
}


@dataclass(frozen=True)
class WorkPage:
    """All that the page of a long piece of work shows."""

    title: str
    state: str
    done: int
    total: int
    message: str
    here_href: str
    result_href: str
    back_href: str


@form_page("school/files/work.html", needs=Permission.LEDGER_WRITE)
def work(request: HttpRequest, school: Organisation, public_id: str) -> Any:
    """GET tells how far the work is; POST asks it to stop."""
    job = job_named(school, public_id)
    if job is None:
        raise Http404("There is no such work.")
    if request.method == "POST":
        cancel_job(job=job, by=request.scope)
        return redirect("work", slug=school.slug, public_id=public_id)
    here = {"slug": school.slug}
    stopping = job.cancel_requested and job.state in {Job.State.WAITING, Job.State.RUNNING}
    delivery = job.delivery
    return WorkPage(
        title=delivery.filename if delivery else KINDS.get(job.kind, job.kind),
        state=_SHOWN[Job.State(job.state)],
        done=job.done,
        total=job.total,
        message="Stopping" if stopping else job.message,
        here_href=reverse("work", kwargs=here | {"public_id": public_id}),
        result_href=reverse("delivery", kwargs=here | {"number": delivery.pk}) if delivery else "",
        back_href=reverse("deliveries", kwargs=here),
    )
