"""Taking back what an exchange folder brought to one school."""

from collections.abc import Collection

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import mark_undone
from waymark.intake.models import Delivery, PriorState
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.activity_files import ACTIVITY, put_activities_back, refuse_those_in_use
from waymark.ledger.actions.attendance import take_back_standing
from waymark.ledger.actions.exchange import PLACE
from waymark.ledger.actions.roll_journal import (
    LEARNER_KINDS,
    CannotUndo,
    brought_in,
    put_roll_back,
    refuse_unless_last,
)
from waymark.ledger.models import Activity, Encounter, Expected, GroupMember
from waymark.ledger.rules.exchange import KIND
from waymark.ledger.touching import touch_everyone
from waymark.places.models import Organisation

_BATCH = 500


@transaction.atomic
def take_back_exchange(*, delivery: Delivery, tell: Tell = untold, by: Scope) -> Delivery:
    """Undo one school's part of an exchange folder: its marks no longer count, and the rest is as it was.

    A mark is never deleted, so a learner it made marks of stays, off the roll, and an activity with marks is cancelled.
    Raises `CannotUndo` or `ActivitiesInUse`, changing nothing, when something later rests on what it brought.
    """
    by.require(Permission.LEARNER_WRITE, delivery.whose)
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    Organisation.objects.select_for_update().get(pk=delivery.whose)
    delivery.refresh_from_db()
    refuse_unless_last(delivery, (*LEARNER_KINDS, KIND))
    journal = list(PriorState.objects.filter(delivery=delivery))
    written = {entry.key: entry for entry in journal if entry.what == ACTIVITY}
    activities = list(_in_parts(written, delivery.whose))
    brought = set(brought_in(journal, "learner"))
    refuse_those_in_use(delivery, activities, written)
    _refuse_if_rested_on(brought, delivery, journal)
    marks = take_back_standing(delivery, by, tell)
    put_activities_back(delivery, activities, written, by, tell)
    Expected.objects.filter(pk__in=brought_in(journal, PLACE)).delete()
    marked = Encounter.objects.filter(delivery=delivery).values_list("learner_id", flat=True)
    put_roll_back(journal, tell, staying=set(marked))
    PriorState.objects.filter(delivery=delivery).delete()
    touch_everyone(delivery.whose)
    note("exchange folder taken back", on=delivery, by=by, marks=marks, activities=len(activities))
    return mark_undone(delivery=delivery, needs=Permission.LEARNER_WRITE, by=by)


def _in_parts(keys: Collection[int], school: int):
    wanted = sorted(keys)
    of_school = Activity.objects.select_for_update().filter(organisation=school).prefetch_related("kinds")
    for start in range(0, len(wanted), _BATCH):
        yield from of_school.filter(pk__in=wanted[start : start + _BATCH])


def _refuse_if_rested_on(brought: set[int], delivery: Delivery, journal: list[PriorState]) -> None:
    """What else than this folder speaks of the learners it brought."""
    ours = {entry.key for entry in journal if entry.what == ACTIVITY and entry.before is None}
    places = set(brought_in(journal, PLACE))
    at_school = {"activity__organisation": delivery.whose}
    others = Encounter.objects.filter(**at_school).exclude(delivery=delivery).values_list("learner_id", flat=True)
    if brought & set(others):
        raise CannotUndo("Learners this folder brought have since been marked in registers.")
    listed = Expected.objects.filter(**at_school).values_list("pk", "activity_id", "learner_id")
    if any(pk not in places and activity not in ours and learner in brought for pk, activity, learner in listed):
        raise CannotUndo("Learners this folder brought have since been put on activities' lists.")
    grouped = GroupMember.objects.filter(group__organisation=delivery.whose).values_list("learner_id", flat=True)
    if brought & set(grouped):
        raise CannotUndo("Learners this folder brought have since been put in groups.")
