"""Saying how long records are kept, switching erasing on and off, and holding something back from it."""

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Kept, Learner, LegalHold, RetentionPeriod, RetentionSwitch
from waymark.ledger.queries.retention import period_of
from waymark.places.models import Organisation

MOST_MONTHS = 12 * 30


class RetentionRefused(ValueError):
    """It cannot be kept or erased so; the message says why, in words for the person."""


@transaction.atomic
def set_period(*, school: Organisation, what: str, months: int, reason: str, by: Scope) -> RetentionPeriod | None:
    """Say for how many months something is kept, and why. The months that stand already: nothing is said again."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    if what not in Kept:
        raise RetentionRefused("There is no such period.")
    if not 1 <= months <= MOST_MONTHS:
        raise RetentionRefused(f"Give a number of months from 1 to {MOST_MONTHS}.")
    if months == period_of(school, what):
        return None
    said = RetentionPeriod.objects.create(
        organisation=school, what=what, months=months, reason=_because(reason), said_by_id=by.user_id
    )
    note("retention period set", on=said, because=reason, by=by, what=what, months=months)
    return said


@transaction.atomic
def switch_erasing_on(*, school: Organisation, reason: str, by: Scope) -> RetentionSwitch:
    """From the next night on erase by itself what is due. On already: nothing changes."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    because = _because(reason)
    switch, is_new = RetentionSwitch.objects.get_or_create(
        organisation=school, off_at=None, defaults={"reason": because, "on_by_id": by.user_id}
    )
    if is_new:
        note("erasing switched on", on=switch, because=reason, by=by)
    return switch


@transaction.atomic
def switch_erasing_off(*, school: Organisation, by: Scope) -> None:
    """Erase nothing by itself any more; what is erased stays so. Off already: nothing changes."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    ended = RetentionSwitch.objects.filter(organisation=school, off_at=None).update(
        off_at=timezone.now(), off_by_id=by.user_id
    )
    if ended:
        note("erasing switched off", organisation_id=school.pk, by=by)


@transaction.atomic
def place_hold(*, school: Organisation, learner: Learner | None, reason: str, by: Scope) -> LegalHold:
    """Keep one learner's record, or with none everybody's, from being erased until two people lift it."""
    by.require(Permission.SETTINGS_WRITE, school.pk)
    if learner is not None and (learner.organisation_id != school.pk or learner.erased_at):
        raise RetentionRefused("There is nothing left to hold back.")
    hold = LegalHold.objects.create(
        organisation=school, learner=learner, reason=_because(reason), placed_by_id=by.user_id
    )
    note("legal hold placed", on=hold, by=by, of_everybody=learner is None)
    return hold


@transaction.atomic
def ask_to_lift(*, hold: LegalHold, by: Scope) -> LegalHold:
    """Ask that a hold be lifted; somebody else has to agree. Asked already: the first who asked stands."""
    by.require(Permission.SETTINGS_WRITE, hold.organisation_id)
    if by.user_id is None:
        raise RetentionRefused("A hold is lifted by people, who sign in.")
    if hold.asked_at is None and hold.lifted_at is None:
        hold.asked_at, hold.asked_by_id = timezone.now(), by.user_id
        hold.save(update_fields=["asked_at", "asked_by"])
        note("lifting of a hold asked for", on=hold, by=by)
    return hold


@transaction.atomic
def lift_hold(*, hold: LegalHold, by: Scope) -> LegalHold:
    """Agree that a hold is lifted. Refused to whoever asked for it, and before anybody has."""
    by.require(Permission.SETTINGS_WRITE, hold.organisation_id)
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    if hold.lifted_at is not None:
        return hold
    if hold.asked_by_id is None:
        raise RetentionRefused("Somebody has to ask first that it be lifted.")
    if by.user_id is None or by.user_id == hold.asked_by_id:
        raise RetentionRefused("You asked for it. Somebody else who may change settings has to agree.")
    hold.lifted_at, hold.lifted_by_id = timezone.now(), by.user_id
    hold.save(update_fields=["lifted_at", "lifted_by"])
    note("legal hold lifted", on=hold, by=by)
    return hold


def _because(reason: str) -> str:
    because = " ".join(reason.split())[:300]
    if not because:
        raise RetentionRefused("Give a reason. It is written into the audit trail.")
    return because
