"""Making a document in the background, as `waymark.intake.jobs` does long work."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.jobs import Ended, WorkRefused
from waymark.intake.models import Job
from waymark.kernel.telling import Tell
from waymark.publishing.actions.documents import keep_document
from waymark.publishing.documents.making import make
from waymark.publishing.documents.wanted import Wanted
from waymark.publishing.packs import NothingToPack

WORK = "document"


def prepared(job: Job, tell: Tell, by: Scope) -> Callable[[], Ended]:
    """Make a document in the background; what is returned keeps it."""
    school = job.organisation
    if school is None:
        raise WorkRefused("A document is about one school.")
    wanted = wanted_of(job.asked)
    if not wanted.leaves_school:
        by.require(Permission.LEARNER_VIEW, school.pk)
    try:
        made = make(school, wanted, tell=tell)
    except NothingToPack as nothing:
        raise WorkRefused(str(nothing)) from nothing

    def write() -> Ended:
        kept = keep_document(school=school, wanted=wanted, made=made, by=by)
        return Ended(f"{kept.title} is made.", {"document": kept.public_id})

    return write


def asked_for(wanted: Wanted) -> dict[str, Any]:
    """What the background needs to know of a document; names nobody."""
    return {
        "kind": wanted.kind,
        "on": wanted.on.isoformat(),
        "leaves_school": wanted.leaves_school,
        "keep": sorted(wanted.keep),
        "criteria_list": wanted.criteria_list,
    }


def wanted_of(asked: dict[str, Any]) -> Wanted:
    """What `asked_for` gave, made today."""
    return Wanted(
        kind=asked["kind"],
        on=date.fromisoformat(asked["on"]),
        made_on=timezone.localdate(),
        leaves_school=asked["leaves_school"],
        keep=tuple(asked["keep"]),
        criteria_list=asked["criteria_list"],
    )
