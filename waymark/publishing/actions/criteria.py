"""Bringing in the criteria of a standard, and saying what shows that each is met."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Activity, Attachment
from waymark.places.models import Organisation
from waymark.publishing.models import CriteriaList, CriterionEvidence, StandardCriterion, StandardKind

MOST = 400


class CriteriaRefused(ValueError):
    """The criteria, or the evidence, cannot be kept so; the message says why, in words for the person."""


@dataclass(frozen=True)
class CriterionText:
    """One criterion as it was typed or sent."""

    code: str
    text: str


@transaction.atomic
def bring_in_criteria(
    *, school: Organisation, kind: str, name: str, criteria: Sequence[CriterionText], by: Scope
) -> CriteriaList:
    """Keep a list of criteria. One of the same name is retired; its evidence goes over to criteria of the same code."""
    by.require(Permission.EVIDENCE_WRITE, school.pk)
    named = _fit(kind, name, criteria)
    before = CriteriaList.objects.filter(organisation=school, kind=kind, name=named, retired_at=None).first()
    made = CriteriaList.objects.create(organisation=school, kind=kind, name=named, made_by_id=by.user_id)
    for place, each in enumerate(criteria, 1):
        StandardCriterion(criteria_list=made, place=place, code=each.code.strip(), text=each.text.strip()).save()
    if before is not None:
        _carry_over(before, made)
        _retire(before)
    note("criteria brought in", on=made, by=by, kind=kind, criteria=len(criteria))
    return made


@transaction.atomic
def retire_criteria(*, criteria_list: CriteriaList, by: Scope) -> None:
    """Take a list out of use; it stays, with its evidence. Retiring twice changes nothing."""
    by.require(Permission.EVIDENCE_WRITE, criteria_list.organisation_id)
    if criteria_list.retired_at is None:
        _retire(criteria_list)
        note("criteria retired", on=criteria_list, by=by)


@transaction.atomic
def map_evidence(
    *,
    criterion: StandardCriterion,
    attachment: Attachment | None = None,
    activity: Activity | None = None,
    entitlement: str = "",
    says: str = "",
    by: Scope,
) -> CriterionEvidence:
    """Say that one thing of the school shows that a criterion is met: a file, an activity, a figure, or only words."""
    by.require(Permission.EVIDENCE_WRITE, criterion.criteria_list.organisation_id)
    school_id = criterion.criteria_list.organisation_id
    things = [thing for thing in (attachment, activity) if thing is not None]
    if len(things) + bool(entitlement) > 1:
        raise CriteriaRefused("Choose one thing at a time.")
    if not things and not entitlement and not says.strip():
        raise CriteriaRefused("Choose a file, an activity or a figure, or say in words what shows it.")
    if any(thing.organisation_id != school_id for thing in things):
        raise CriteriaRefused("That is another school's.")
    evidence = CriterionEvidence.objects.create(
        criterion=criterion,
        attachment=attachment,
        activity=activity,
        entitlement=entitlement,
        says=" ".join(says.split())[:500],
        added_by_id=by.user_id,
    )
    note("evidence mapped", on=evidence, organisation_id=school_id, by=by, criterion=criterion.code)
    return evidence


@transaction.atomic
def remove_evidence(*, evidence: CriterionEvidence, by: Scope) -> None:
    """Say that something shows a criterion no longer. Removing twice changes nothing."""
    by.require(Permission.EVIDENCE_WRITE, evidence.criterion.criteria_list.organisation_id)
    if evidence.removed_at is None:
        evidence.removed_at, evidence.removed_by_id = timezone.now(), by.user_id
        evidence.save(update_fields=["removed_at", "removed_by"])
        school_id = evidence.criterion.criteria_list.organisation_id
        note("evidence removed", on=evidence, organisation_id=school_id, by=by, criterion=evidence.criterion.code)


def _fit(kind: str, name: str, criteria: Sequence[CriterionText]) -> str:
    named = " ".join(name.split())
    if kind not in StandardKind.values:
        raise CriteriaRefused("Choose what the criteria are for.")
    if not named:
        raise CriteriaRefused("Say whose criteria these are, and of which version.")
    if not criteria:
        raise CriteriaRefused("Give at least one criterion.")
    if len(criteria) > MOST:
        raise CriteriaRefused(f"A list has at most {MOST} criteria.")
    codes = [each.code.strip() for each in criteria]
    if any(not code or len(code) > 30 for code in codes) or any(not each.text.strip() for each in criteria):
        raise CriteriaRefused("Each criterion needs a number or code of at most 30 letters, and its text.")
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise CriteriaRefused(f"{twice[0]} is there twice.")
    return named[:150]


def _carry_over(before: CriteriaList, made: CriteriaList) -> None:
    now = {each.code: each for each in made.criteria.all()}
    standing = CriterionEvidence.objects.filter(criterion__criteria_list=before, removed_at=None)
    for each in standing.select_related("criterion").order_by("pk"):
        if (criterion := now.get(each.criterion.code)) is not None:
            CriterionEvidence(
                criterion=criterion,
                attachment_id=each.attachment_id,
                activity_id=each.activity_id,
                entitlement=each.entitlement,
                says=each.says,
                added_at=each.added_at,
                added_by_id=each.added_by_id,
            ).save()


def _retire(criteria_list: CriteriaList) -> None:
    criteria_list.retired_at = timezone.now()
    criteria_list.save(update_fields=["retired_at"])
