"""Asking for an interview, changing what was asked, and withdrawing it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.models import Asker, InterviewRequest
from waymark.guidance.queries.booked import live_of
from waymark.guidance.rules.states import InterviewRefused
from waymark.ledger.models import Learner


@dataclass(frozen=True)
class Wanted:
    """What is said of an interview somebody wants; `priority` 9 is the most urgent."""

    reason: str = ""
    deadline: date | None = None
    priority: int = 5
    interpreter: str = ""
    parent_attends: bool = False


_FIELDS = ("reason", "deadline", "priority", "interpreter", "parent_attends")


@transaction.atomic
def ask_for_interview(
    *, learner: Learner, wanted: Wanted, on: date, asker: str = Asker.STAFF, by: Scope
) -> InterviewRequest:
    """Ask for an interview for a learner: whoever sees the learner may, their tutor among them.

    One at a time: refused while one is asked for and not yet held. Who asks need not see diaries or who is booked.
    """
    by.require(Permission.LEARNER_VIEW, learner.organisation_id)
    if learner.erased_at:
        raise InterviewRefused("Nobody can be asked for any more by this record.")
    _refuse_odd(wanted, on)
    try:
        with transaction.atomic():
            asked = InterviewRequest(
                organisation_id=learner.organisation_id,
                learner=learner,
                asked_on=on,
                asked_by_id=by.user_id,
                asker=asker,
                **_said(wanted),
            )
            asked.save(force_insert=True)
    except IntegrityError as twice:
        raise InterviewRefused("An interview is asked for already, and has not been held yet.") from twice
    note("interview asked for", on=asked, by=by, priority=asked.priority)
    return asked


@transaction.atomic
def change_request(*, request: InterviewRequest, wanted: Wanted, on: date, by: Scope) -> InterviewRequest:
    """Say something else of a request that is still open. How urgent it is decides over others: it is on the trail."""
    by.require(Permission.INTERVIEWS_WRITE, request.organisation_id)
    held = _open(request)
    if wanted.deadline != held.deadline:
        _refuse_odd(wanted, on)
    before = held.priority
    for name, value in _said(wanted).items():
        setattr(held, name, value)
    held.save(update_fields=list(_FIELDS))
    note("interview request changed", on=held, by=by, priority=held.priority, was=before)
    return held


@transaction.atomic
def withdraw_request(*, request: InterviewRequest, because: str, by: Scope) -> InterviewRequest:
    """Take a request back; refused while a time is booked for it."""
    by.require(Permission.INTERVIEWS_WRITE, request.organisation_id)
    held = _open(request)
    if live_of(held):
        raise InterviewRefused("A time is booked or proposed. Cancel it first.")
    because = " ".join(because.split())[:300]
    if not because:
        raise InterviewRefused("Say why it is withdrawn.")
    held.settled_at, held.withdrawn_because = timezone.now(), because
    held.save(update_fields=["settled_at", "withdrawn_because"])
    note("interview request withdrawn", on=held, because=because, by=by)
    return held


def _open(request: InterviewRequest) -> InterviewRequest:
    held = InterviewRequest.objects.select_for_update().get(pk=request.pk)
    if held.settled_at is not None:
        raise InterviewRefused("This request has been settled already.")
    return held


def _said(wanted: Wanted) -> dict:
    return {
        "reason": " ".join(wanted.reason.split())[:300],
        "deadline": wanted.deadline,
        "priority": wanted.priority,
        "interpreter": " ".join(wanted.interpreter.split())[:60],
        "parent_attends": wanted.parent_attends,
    }


def _refuse_odd(wanted: Wanted, on: date) -> None:
    if not 0 <= wanted.priority <= 9:
        raise InterviewRefused("How urgent it is goes from 0 to 9.")
    if wanted.deadline is not None and wanted.deadline < on:
        raise InterviewRefused("The day by which it is needed has passed.")
