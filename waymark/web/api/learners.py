"""Endpoints: learners by opaque id, and their record."""

from django.http import Http404
from django.utils import timezone
from ninja import Router

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.ledger.models import Learner
from waymark.ledger.queries import fields_on, on_roll
from waymark.ledger.queries.records import record_of
from waymark.web.api.door import ApiRequest, answers, endpoint
from waymark.web.api.shapes.learners import LearnerOnRoll, LearnerRecord, LearnersOnRoll, Sensitive
from waymark.web.api.shapes.values import Day, Limit, PublicId, ShortWords, Start, YearGroup

router = Router(tags=["Learners"])


@router.get("/learners", response=answers(LearnersOnRoll), summary="Learners on roll")
@endpoint(needs=Permission.LEARNER_VIEW)
def learners(
    request: ApiRequest,
    year_group: YearGroup | None = None,
    form: ShortWords | None = None,
    on: Day | None = None,
    limit: Limit = 50,
    start: Start = 0,
):
    """The learners on roll on a day (today unless `on` says another), by family name."""
    day = on or timezone.localdate()
    roll = on_roll(request.school, day)
    if year_group is not None:
        roll = roll.filter(year_group=year_group)
    if form is not None:
        roll = roll.filter(form=form)
    results = [LearnerOnRoll.of(enrolment) for enrolment in roll[start : start + limit]]
    note("learners listed", organisation_id=request.school.pk, by=request.scope, rows=len(results))
    return LearnersOnRoll(on=day, total=roll.count(), start=start, limit=limit, results=results)


@router.get("/learners/{learner_id}", response=answers(LearnerRecord), summary="One learner and their record")
@endpoint(needs=Permission.LEARNER_VIEW)
def learner(request: ApiRequest, learner_id: PublicId):
    """One learner of the school, their time on roll and all that is recorded of them, the latest first."""
    found = learner_here(request, learner_id)
    note("learner viewed", on=found, by=request.scope)
    may_see = request.scope.holds(Permission.SENSITIVE_VIEW, request.school.pk)
    return LearnerRecord.of(
        found,
        sensitive=Sensitive.of(found, fields_on(request.school)) if may_see else None,
        stays=list(found.enrolments.order_by("-academic_year", "-from_on")),
        record=record_of(found),
    )


def learner_here(request: ApiRequest, learner_id: str) -> Learner:
    """The learner of this name at the token's school; no other school's is ever found."""
    found = Learner.objects.filter(organisation=request.school, public_id=learner_id)
    learner = found.select_related("organisation").first()
    if learner is None:
        raise Http404
    return learner
