"""Files too long to wait for: each step with them is handed to the background, and its page leads back to the file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from waymark.intake import receiving
from waymark.intake.actions import content_of_delivery
from waymark.intake.jobs import hand_over, standing_of
from waymark.intake.models import Delivery, Job
from waymark.intake.queries import last_job_on
from waymark.ledger.rules.roll import Absence
from waymark.ledger.sources.handed_over import absences_from
from waymark.ledger.sources.kinds import SOURCES
from waymark.places.models import Organisation
from waymark.web.school.files.finding import brings_learners
from waymark.web.school.work import ShownWork, show_work

_HEADINGS = {"read": "Reading your file", "merge": "Merging your file", "take_back": "Undoing your file"}


def _file_of(job: Job, school: Organisation) -> str:
    return reverse("delivery", kwargs={"slug": school.slug, "number": job.delivery_id})


for _step, _heading in _HEADINGS.items():
    for _whose in ("learners", "records"):
        show_work(f"{_step} {_whose}", ShownWork(_heading, _file_of, "deliveries", "Back to files"))


def is_long(delivery: Delivery) -> bool:
    """Whether a file that was taken in is one to hand over."""
    source = SOURCES.get(delivery.kind)
    if source is None:
        return delivery.rows > settings.WAYMARK_AT_ONCE
    content = b"" if delivery.rows else content_of_delivery(delivery)
    return receiving.is_long(source, content, delivery.rows)


def step_with(
    delivery: Delivery, school: Organisation, step: str, request: HttpRequest, asked: Mapping[str, Any] | None = None
) -> HttpResponse:
    """Hand a step with a file over, and lead to its page."""
    whose = "learners" if brings_learners(delivery) else "records"
    job = hand_over(
        kind=f"{step} {whose}",
        organisation=school,
        title=delivery.filename,
        asked=asked,
        delivery=delivery,
        by=request.scope,
    )
    return redirect("work", slug=school.slug, public_id=job.public_id)


def received(request: HttpRequest, kind: str, content: bytes, name: str, school: Organisation, on: date) -> Any:
    """Take a file in and read it: here, or in the background where it is long. The file, or where its work is shown."""
    source = SOURCES[kind]
    said = {"content": content, "filename": name, "school": school, "on": on, "by": request.scope}
    if not receiving.is_long(source, content):
        return receiving.receive(source, **said)[0]
    delivery = receiving.take(source, **said)
    if delivery.state == Delivery.State.MERGED and not source.comes_again:
        return delivery
    return step_with(delivery, school, "read", request)


def work_on(delivery: Delivery, school: Organisation) -> HttpResponse | None:
    """Where the work on a file is shown, while there is any."""
    job = last_job_on(delivery)
    if job is None or standing_of(job).state not in Job.GOING_ON:
        return None
    return redirect("work", slug=school.slug, public_id=job.public_id)


def absences_read(delivery: Delivery) -> list[Absence] | None:
    """Whom a long learner file did not mention when it was read in the background; None where it was not."""
    job = last_job_on(delivery, kind="read learners", state=Job.State.DONE)
    return None if job is None else absences_from(job.result)
