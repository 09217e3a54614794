"""Recording that the head or the governors approved a plan or an evaluation."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.evaluation.models import Assessment
from waymark.kernel.academic_year import academic_year as academic_year_of
from waymark.ledger.models import Attachment
from waymark.places.models import Organisation
from waymark.planner.actions.improvements import PlanRefused
from waymark.planner.models import Approval
from waymark.planner.queries.approved import evaluation_content
from waymark.planner.queries.plan import plan_content
from waymark.planner.rules.content import sha256_of


@dataclass(frozen=True)
class Agreed:
    """Who approved, when, and at which meeting; `attachment` is the public id of kept minutes, if there are any."""

    body: str
    name: str
    role: str
    approved_on: date
    meeting: str = ""
    note: str = ""
    attachment: str = ""


@transaction.atomic
def approve_plan(*, school: Organisation, academic_year: int, agreed: Agreed, by: Scope) -> Approval:
    """Record that a year's plan was approved as it stands now. Refused for a plan with nothing in it."""
    by.require(Permission.ASSESS, school.pk)
    content = plan_content(school, academic_year)
    if not content["actions"]:
        raise PlanRefused("There is nothing in the plan to approve yet.")
    return _record(school, Approval.Of.PLAN, academic_year, content, agreed, by)


@transaction.atomic
def approve_evaluation(*, assessment: Assessment, agreed: Agreed, by: Scope) -> Approval:
    """Record that a finished self-assessment was approved as its answers and figures stand now."""
    by.require(Permission.ASSESS, assessment.organisation_id)
    if not assessment.is_finished:
        raise PlanRefused("Finish the self-assessment first: an unfinished one may still change.")
    content, year = evaluation_content(assessment), academic_year_of(assessment.on)
    return _record(assessment.organisation, Approval.Of.EVALUATION, year, content, agreed, by, assessment.public_id)


@transaction.atomic
def take_back_approval(*, approval: Approval, because: str, by: Scope) -> Approval:
    """Say that an approval was recorded by mistake; it stays on record, and counts no more."""
    by.require(Permission.ASSESS, approval.organisation_id)
    if not because.strip():
        raise PlanRefused("Say why it is taken back.")
    taken = Approval.objects.filter(pk=approval.pk, taken_back_at=None).update(
        taken_back_at=timezone.now(), taken_back_by=by.user_id, taken_back_because=because.strip()[:300]
    )
    if taken:
        note("approval taken back", on=approval, because=because, by=by)
    approval.refresh_from_db()
    return approval


def _record(
    school: Organisation,
    of: str,
    year: int,
    content: dict[str, Any],
    agreed: Agreed,
    by: Scope,
    evaluation: str = "",
) -> Approval:
    if not (agreed.name.strip() and agreed.role.strip()):
        raise PlanRefused("Say who approved it, by name and by role.")
    if agreed.approved_on > timezone.localdate():
        raise PlanRefused("An approval cannot be in the future.")
    made = Approval.objects.create(
        organisation=school,
        of=of,
        academic_year=year,
        evaluation=evaluation,
        body=agreed.body,
        name=agreed.name.strip(),
        role=agreed.role.strip(),
        approved_on=agreed.approved_on,
        meeting=agreed.meeting.strip(),
        note=agreed.note.strip(),
        attachment=Attachment.objects.filter(organisation=school, public_id=agreed.attachment).first(),
        content=content,
        sha256=sha256_of(content),
        recorded_by_id=by.user_id,
    )
    note("approval recorded", on=made, by=by, of=of, year=year, sha256=made.sha256)
    return made
