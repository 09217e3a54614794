"""Endpoints: bringing learners in, one by one or together, through the same preview and merge as a school's files."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from ninja import Status

from waymark.access.permissions import Permission
from waymark.intake import receiving
from waymark.intake.actions import content_of_delivery
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery
from waymark.intake.queries import deliveries_of, problems_of
from waymark.intake.reading import Effect, Problem
from waymark.kernel.telling import untold
from waymark.ledger.models import Learner
from waymark.ledger.rules.roll import Absence
from waymark.ledger.rules.roll_merging import Answers
from waymark.ledger.sources.learners.receiving import LEARNERS, ROLL, Preview
from waymark.web.api.door import ApiRequest, answers, endpoint
from waymark.web.api.learners import learner_here, router  # one address is one router: read there, written here
from waymark.web.api.problems import Refusal
from waymark.web.api.shapes.learner_files import (
    FileNumber,
    FileProblem,
    LearnerFile,
    LearnerSent,
    LearnersSent,
    LearnerTaken,
    Merging,
    file_of,
)
from waymark.web.api.shapes.values import Day, PublicId

SOURCE = LEARNERS[ROLL]


@router.post("/learners", response=answers(LearnerTaken, status=201), summary="Bring one learner in")
@endpoint(needs=Permission.LEARNER_WRITE)
def bring_learner(request: ApiRequest, sent: LearnerSent, on: Day | None = None):
    """Add a learner, or bring up to date one whom the school has, as on a day (today unless `on` says another).

    Nothing is said of anybody else. The same again changes nothing.
    """
    return Status(201, _taken(request, sent, on))


@router.put("/learners/{learner_id}", response=answers(LearnerTaken), summary="Bring a learner up to date")
@endpoint(needs=Permission.LEARNER_WRITE)
def renew_learner(request: ApiRequest, learner_id: PublicId, sent: LearnerSent, on: Day | None = None):
    """Say what is true of a learner the school has, as on a day. What would be another person is refused (409)."""
    held = learner_here(request, learner_id)
    known = {"upn": held.upn, "school_reference": held.school_reference}
    filled = sent.model_copy(update={name: value for name, value in known.items() if value and not getattr(sent, name)})
    filled.model_fields_set.update(known)
    return _taken(request, filled, on, held)


@router.post("/learner-files", response=answers(LearnerFile, status=201), summary="Send learners to be looked at")
@endpoint(needs=Permission.LEARNER_WRITE)
def send_learners(request: ApiRequest, sent: LearnersSent):
    """Say what merging these learners would do, and all that is wrong with them. Nothing is changed yet."""
    content = file_of(sent.learners, whole_roll=sent.whole_roll, mark=_mark())
    delivery, preview = receiving.receive(SOURCE, content=content, on=sent.on, **_from(request))
    return Status(201, _shown(delivery, preview.reading.problems, preview.plan.absent))


@router.get("/learner-files/{file_id}", response=answers(LearnerFile), summary="Learners that were sent")
@endpoint(needs=Permission.LEARNER_WRITE)
def learner_file(request: ApiRequest, file_id: FileNumber):
    """What merging would do as things stand now, or what it did."""
    delivery = _here(request, file_id)
    if delivery.state != Delivery.State.PREVIEWED:
        return _shown(delivery, problems_of(delivery))
    content = content_of_delivery(delivery)
    preview = receiving.previewed(SOURCE, content=content, school=request.school, on=delivery.day)
    return _shown(delivery, problems_of(delivery), preview.plan.absent)


@router.post("/learner-files/{file_id}/merging", response=answers(LearnerFile), summary="Merge learners that were sent")
@endpoint(needs=Permission.LEARNER_WRITE)
def merge_learner_file(request: ApiRequest, file_id: FileNumber, sent: Merging):
    """Make the roll say what was sent. Nobody is deleted; of those not sent, only what is said here."""
    delivery, keys = _here(request, file_id), _keys(request, sent)
    left = {keys[one.learner_id]: one.on for one in sent.left}
    said = Answers(left, frozenset(keys[name] for name in sent.still_here))
    try:
        preview = receiving.merge(SOURCE, delivery=delivery, answers=said, on=delivery.day, by=request.scope)
    except WorkRefused as refusal:
        raise Refusal(409, str(refusal)) from refusal
    return _shown(_here(request, file_id), preview.reading.problems)


@router.post(
    "/learner-files/{file_id}/undoing", response=answers(LearnerFile), summary="Undo learners that were merged"
)
@endpoint(needs=Permission.LEARNER_WRITE)
def undo_learner_file(request: ApiRequest, file_id: FileNumber):
    """Make the roll what it was before them. Refused (409), changing nothing, where something rests on them."""
    delivery = _here(request, file_id)
    try:
        SOURCE.take_back(delivery, untold, request.scope)
    except WorkRefused as refusal:
        raise Refusal(409, str(refusal)) from refusal
    return _shown(_here(request, file_id), problems_of(delivery))


def _taken(request: ApiRequest, sent: LearnerSent, on: date | None, held: Learner | None = None) -> LearnerTaken:
    """Merge one learner at once, unless something is wrong, or it would not be the one `held`."""
    day, content = on or timezone.localdate(), file_of([sent], whole_roll=False, mark=_mark())
    would = receiving.previewed(SOURCE, content=content, school=request.school, on=day)
    wrong = [problem for problem in would.reading.problems if problem.effect is not Effect.NOTED]
    if wrong:
        told = (FileProblem.of(problem) for problem in wrong)
        raise Refusal(
            422, "This learner cannot be taken in as sent.", {f"body.{one.field}": one.expected for one in told}
        )
    if held is not None and held.pk not in _known_in(would):
        raise Refusal(
            409, "This would be another person. Send the UPN this learner has, or their names and birth date."
        )
    delivery, done = receiving.take_whole(SOURCE, content=content, on=day, **_from(request))
    if done.plan.additions:
        made = Learner.objects.get(organisation=request.school, delivery=delivery)
        return LearnerTaken(learner_id=made.public_id, outcome="added")
    (key,) = _known_in(done)
    learner = Learner.objects.get(pk=key)
    return LearnerTaken(learner_id=learner.public_id, outcome="changed" if done.plan.changes else "unchanged")


def _known_in(preview: Preview) -> list[int]:
    return [*(change.key for change in preview.plan.changes), *preview.plan.unchanged]


def _from(request: ApiRequest) -> dict[str, Any]:
    return {"filename": f"From {request.auth.label}", "school": request.school, "by": request.scope}


def _mark() -> str:
    """What makes each sending a file of its own: what is said again later is not passed over as the same."""
    return f"Sent {secrets.token_hex(8)}"


def _here(request: ApiRequest, file_id: int) -> Delivery:
    """The learners of this number sent to the token's school, by a program or by a page."""
    delivery = deliveries_of(request.school).filter(pk=file_id, kind=ROLL).first()
    if delivery is None or delivery.speaks_for is None:
        raise Http404
    return delivery


def _keys(request: ApiRequest, sent: Merging) -> dict[str, int]:
    named = [*(one.learner_id for one in sent.left), *sent.still_here]
    found = Learner.objects.filter(organisation=request.school, public_id__in=named)
    keys = dict(found.values_list("public_id", "pk"))
    if len(keys) != len(named):
        raise Refusal(
            422, "Somebody is named twice, or is not of this school.", {"body": "learners of this school, once"}
        )
    return keys


def _shown(delivery: Delivery, problems: Iterable[Problem], absent: Iterable[Absence] = ()) -> LearnerFile:
    asked = list(absent)
    names = dict(Learner.objects.filter(pk__in=[one.key for one in asked]).values_list("pk", "public_id"))
    return LearnerFile.of(delivery, problems, asked, names)
