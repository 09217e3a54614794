"""Writing down what the optimiser made of it: proposals, and who waits."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.guidance.models import Adviser, Interview, InterviewRequest, Schedule, Waiting
from waymark.guidance.rules.states import State
from waymark.places.models import Organisation


@dataclass(frozen=True)
class Put:
    """One proposal; request, adviser and the interview it would move are named by public id."""

    request: str
    adviser: str
    starts_at: datetime
    ends_at: datetime
    room: str
    rank: int
    reasons: tuple[str, ...]
    moves: str = ""


@dataclass(frozen=True)
class Waits:
    """Somebody for whom there was no time: their place, why, and what would free one."""

    request: str
    place: int
    why: str
    frees: str


@dataclass(frozen=True)
class Proposal:
    """What a run of the optimiser came to."""

    first: date
    last: date
    minutes: int
    framework: str
    seed: int
    is_proven: bool
    asked_for: int
    booked_before: int
    moved: int
    put: tuple[Put, ...]
    waits: tuple[Waits, ...]


@transaction.atomic
def propose_schedule(*, school: Organisation, proposal: Proposal, by: Scope) -> Schedule:
    """Keep a schedule as proposals, in place of those of the one before. Nobody has a time by it until it is booked.

    Requests settled or booked since it was made are left out of it.
    """
    by.require(Permission.INTERVIEWS_WRITE, school.pk)
    Interview.objects.filter(organisation=school, state=State.PROPOSED).delete()
    Schedule.objects.filter(organisation=school, settled_at=None).update(settled_at=timezone.now())
    schedule = Schedule.objects.create(
        organisation=school,
        first_on=proposal.first,
        last_on=proposal.last,
        minutes=proposal.minutes,
        seed=proposal.seed,
        framework=proposal.framework,
        asked_for=proposal.asked_for,
        booked_before=proposal.booked_before,
        moved=proposal.moved,
        is_proven=proposal.is_proven,
        made_by_id=by.user_id,
        settled_at=None if proposal.put else timezone.now(),
    )
    requests = {each.public_id: each for each in InterviewRequest.objects.filter(organisation=school, settled_at=None)}
    rows = Interview.objects.filter(organisation=school, state=State.BOOKED).select_related("request")
    booked = {each.request.public_id: each for each in rows}
    advisers = {each.public_id: each for each in Adviser.objects.filter(organisation=school)}
    made = [
        _proposed(school, schedule, put, requests[put.request], advisers[put.adviser], booked.get(put.request))
        for put in proposal.put
        if put.request in requests and _still_holds(put, booked.get(put.request))
    ]
    Interview.objects.bulk_create(made)
    Waiting.objects.bulk_create(
        [
            Waiting(schedule=schedule, request=requests[one.request], rank=one.place, why=one.why, frees=one.frees)
            for one in proposal.waits
            if one.request in requests
        ]
    )
    note("interview schedule made", on=schedule, by=by, proposed=len(made), waiting=len(proposal.waits))
    return schedule


def _still_holds(put: Put, booked: Interview | None) -> bool:
    """Whether what was booked when the schedule was made is what is booked now."""
    return put.moves == (booked.public_id if booked else "")


def _proposed(
    school: Organisation,
    schedule: Schedule,
    put: Put,
    request: InterviewRequest,
    adviser: Adviser,
    moves: Interview | None,
) -> Interview:
    return Interview(
        organisation=school,
        request=request,
        learner_id=request.learner_id,
        adviser=adviser,
        schedule=schedule,
        moves=moves,
        starts_at=put.starts_at,
        ends_at=put.ends_at,
        room=put.room,
        rank=put.rank,
        reasons=list(put.reasons),
    )
