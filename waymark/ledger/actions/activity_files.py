"""Merging files of activities into the ledger, and taking them back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import mark_undone
from waymark.intake.jobs import WorkRefused
from waymark.intake.models import Delivery, PriorState
from waymark.kernel.telling import Tell, each, untold
from waymark.ledger.actions.activities import amend_activity, rewrite_facts, write_activity
from waymark.ledger.actions.attendance import NotMerged, take_back_standing, write_first_marks
from waymark.ledger.actions.audiences import renew_list, store_audience
from waymark.ledger.models import Activity, Encounter
from waymark.ledger.queries.activities import audience_of, expected_at, facts_of
from waymark.ledger.rules.activity_merging import ActivitiesPlan, ActivityChange
from waymark.ledger.rules.facts import ActivityFacts, fit, plain
from waymark.ledger.touching import touch_learners
from waymark.places.models import Organisation

ACTIVITY = "activity"


class ActivitiesInUse(WorkRefused):
    """Something rests on activities of the delivery; the message says what, in words for the person who asked."""


@transaction.atomic
def merge_activities(*, delivery: Delivery, plan: ActivitiesPlan, on: date, tell: Tell = untold, by: Scope) -> None:
    """Write what a file says of activities, and mark everyone where it says so and the day has come by `on`.

    The activities of the plan are taken to be of the delivery's own school.
    """
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    school = Organisation.objects.select_for_update().get(pk=delivery.whose)
    for said in each(plan.additions, tell, "Writing new activities", every=20):
        activity = write_activity(school, fit(said.facts), by, delivery=delivery, source_row=said.row)
        store_audience(activity, said.audience)
        renew_list(activity, said.audience)
        _remember(delivery, activity, None, said.facts)
        if said.everyone and said.facts.held_on <= on:
            _mark_everyone(activity, said.row, delivery, by)
    standing = Activity.objects.filter(organisation=school).prefetch_related("kinds", "audiences")
    found = standing.in_bulk([change.key for change in plan.changes])
    for change in each(plan.changes, tell, "Changing activities", every=20):
        _change(found[change.key], change, delivery, by)
    note("activities merged", on=delivery, by=by, added=len(plan.additions), changed=len(plan.changes))


@transaction.atomic
def take_back_activities(*, delivery: Delivery, tell: Tell = untold, by: Scope) -> Delivery:
    """Undo a file of activities: those it brought go, those it changed are again as they were.

    One it brought with everyone marked cannot go, since its marks are never deleted: the marks are corrected to say
    that nothing stands, and it is cancelled. Raises `ActivitiesInUse`, changing nothing, when a register was taken,
    another file spoke of one of them, or one was changed since.
    """
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.MERGED:
        raise NotMerged("This file is not merged, so there is nothing to undo.")
    journal = {entry.key: entry for entry in PriorState.objects.filter(delivery=delivery, what=ACTIVITY)}
    activities = Activity.objects.select_for_update().filter(organisation=delivery.whose)
    found = list(activities.filter(pk__in=journal).prefetch_related("kinds"))
    refuse_those_in_use(delivery, found, journal)
    take_back_standing(delivery, by, tell)
    put_activities_back(delivery, found, journal, by, tell)
    PriorState.objects.filter(delivery=delivery).delete()
    note("activities taken back", on=delivery, by=by, activities=len(found))
    return mark_undone(delivery=delivery, needs=Permission.LEDGER_WRITE, by=by)


def put_activities_back(
    delivery: Delivery, found: Sequence[Activity], journal: Mapping[int, PriorState], by: Scope, tell: Tell
) -> None:
    """Make activities what they were before a delivery, whose marks no longer stand.

    Part of actions that have asked; asks for nothing.
    """
    for activity in each(found, tell, "Putting activities back", every=20):
        entry = journal[activity.pk]
        if entry.before is not None:
            _restore(activity, _facts_from(entry.before), delivery, by)
        elif Encounter.objects.filter(activity=activity).exists():
            activity.state, activity.school_reference = Activity.State.CANCELLED, ""
            activity.save(update_fields=["state", "school_reference"])
        else:
            activity.delete()


def _change(activity: Activity, change: ActivityChange, delivery: Delivery, by: Scope) -> None:
    _remember(delivery, activity, facts_of(activity), change.facts)
    if activity.state == Activity.State.DONE:
        reason = f"Said so by the file {delivery.filename}"[:300]
        amend_activity(activity=activity, facts=change.facts, reason=reason, delivery=delivery, by=by)
        return
    rewrite_facts(activity, fit(change.facts))
    audience = change.audience if change.audience is not None else audience_of(activity)
    if change.audience is not None:
        store_audience(activity, audience)
    renew_list(activity, audience)


def _mark_everyone(activity: Activity, row: int, delivery: Delivery, by: Scope) -> None:
    listed = sorted(expected_at(activity))
    if not listed:
        return
    activity.state, activity.done_at, activity.done_by_id = Activity.State.DONE, timezone.now(), by.user_id
    activity.save(update_fields=["state", "done_at", "done_by"])
    write_first_marks([(activity.pk, learner, "attended", row) for learner in listed], delivery, by)
    touch_learners(activity.organisation_id, listed)


def _remember(delivery: Delivery, activity: Activity, before: ActivityFacts | None, after: ActivityFacts) -> None:
    PriorState.objects.create(
        delivery=delivery,
        what=ACTIVITY,
        key=activity.pk,
        about="",
        before=facts_kept(before) if before else None,
        after=facts_kept(after),
    )


def refuse_those_in_use(delivery: Delivery, found: Iterable[Activity], journal: Mapping[int, PriorState]) -> None:
    """Raise `ActivitiesInUse` where something rests on activities a delivery wrote. Part of an action."""
    brought = [activity for activity in found if journal[activity.pk].before is None]
    marked = Encounter.objects.filter(activity__in=brought).exclude(delivery=delivery)
    if titles := sorted(set(marked.values_list("activity__title", flat=True))):
        raise ActivitiesInUse(f"Registers have been taken of activities this file brought, such as “{titles[0]}”.")
    resting = Activity.objects.filter(Q(copied_from__in=brought) | Q(catches_up__in=brought))
    if first := resting.exclude(pk__in=journal).order_by("pk").first():
        raise ActivitiesInUse(f"“{first.title}” was copied from an activity this file brought, or catches one up.")
    for activity in found:
        if facts_kept(facts_of(activity)) != journal[activity.pk].after:
            raise ActivitiesInUse(f"“{activity.title}” has been changed since this file was merged.")


def _restore(activity: Activity, facts: ActivityFacts, delivery: Delivery, by: Scope) -> None:
    if activity.state == Activity.State.DONE:
        reason = f"The file {delivery.filename} was taken back"[:300]
        amend_activity(activity=activity, facts=facts, reason=reason, delivery=delivery, by=by)
        return
    rewrite_facts(activity, facts)
    renew_list(activity, audience_of(activity))


def facts_kept(facts: ActivityFacts) -> dict:
    """Facts as the journal keeps them."""
    return {name: plain(value) for name, value in asdict(facts).items()}


def _facts_from(stored: dict) -> ActivityFacts:
    said = dict(stored)
    said["held_on"] = date.fromisoformat(said["held_on"])
    said["kinds"], said["benchmarks"] = tuple(said["kinds"]), tuple(said["benchmarks"])
    said["cost"] = None if said["cost"] is None else Decimal(said["cost"])
    return ActivityFacts(**said)
