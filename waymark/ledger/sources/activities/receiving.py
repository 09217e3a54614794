"""Receiving an activity file: preview first, then merge."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.actions import content_of_delivery, settle, take_delivery
from waymark.intake.models import Delivery
from waymark.intake.reading import Effect, Problem, Reading
from waymark.ledger.actions.activity_files import merge_activities
from waymark.ledger.models import Activity, Amendment
from waymark.ledger.queries.activities import activities_of, audiences_of, facts_of
from waymark.ledger.rules.activity_merging import (
    ActivitiesPlan,
    SaidActivity,
    StandingActivity,
    merging_activities,
)
from waymark.ledger.sources.activities.reading import activity_rows, known_by, read_activities
from waymark.places.models import Organisation

KIND = "activities"


class NotMergeable(ValueError):
    """The delivery cannot be merged: refused whole, or already merged or undone."""


@dataclass(frozen=True, slots=True)
class ActivitiesPreview:
    """What an activity file says and what merging it would do. Nothing has been changed."""

    reading: Reading
    plan: ActivitiesPlan

    @property
    def outcome(self) -> dict[str, int]:
        """The counts people are shown; what a person decided otherwise is among the unchanged."""
        plan = self.plan
        return {
            "added": len(plan.additions),
            "changed": len(plan.changes),
            "unchanged": len(plan.unchanged) + len(plan.kept),
            "absent": 0,
            "refused": len(self.reading.left_out),
        }


def previewed_activities(*, content: bytes, school: Organisation) -> ActivitiesPreview:
    """Read an activity file and compare it with the ledger, keeping nothing."""
    reading = read_activities(content)
    if reading.is_refused:
        return ActivitiesPreview(reading, ActivitiesPlan())
    said = [
        SaidActivity(row.row, row.known_by, row.also_known_by, row.facts, row.audience, row.everyone)
        for row in activity_rows(reading)
    ]
    plan = merging_activities(said, _standing(school), stated=frozenset(reading.found))
    return ActivitiesPreview(_noting_kept(reading, plan), plan)


@transaction.atomic
def receive_activities(
    *, content: bytes, filename: str, school: Organisation, on: date, by: Scope
) -> tuple[Delivery, ActivitiesPreview]:
    """Take an activity file in and preview it.

    One merged before changes nothing and stays merged, unless rows refused then can be taken in now.
    """
    by.require(Permission.LEDGER_WRITE, school.pk)
    delivery = take_delivery(
        content=content,
        filename=filename,
        kind=KIND,
        organisation=school,
        needs=Permission.LEDGER_WRITE,
        speaks_for=on,
        by=by,
    )
    preview = _as_sent_before(delivery, previewed_activities(content=content, school=school))
    is_more = delivery.state == Delivery.State.MERGED and preview.plan.additions
    if delivery.state == Delivery.State.PREVIEWED or is_more:
        is_refused = preview.reading.is_refused
        _settle(delivery, preview, Delivery.State.REFUSED if is_refused else Delivery.State.PREVIEWED, by)
    return delivery, preview


@transaction.atomic
def merge_activity_file(*, delivery: Delivery, on: date, by: Scope) -> ActivitiesPreview:
    """Merge a previewed activity file; what has changed since its preview is taken as it stands now."""
    by.require(Permission.LEDGER_WRITE, delivery.whose)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != Delivery.State.PREVIEWED:
        raise NotMergeable("This file has already been dealt with.")
    school = Organisation.objects.get(pk=delivery.whose)
    preview = _as_sent_before(delivery, previewed_activities(content=content_of_delivery(delivery), school=school))
    if preview.reading.is_refused:
        raise NotMergeable("This file was refused whole.")
    merge_activities(delivery=delivery, plan=preview.plan, on=on, by=by)
    _settle(delivery, preview, Delivery.State.MERGED, by)
    return preview


def _as_sent_before(delivery: Delivery, preview: ActivitiesPreview) -> ActivitiesPreview:
    """Of a file that was merged before: only what was refused then and can be taken in now."""
    return preview if delivery.merged_at is None else replace(preview, plan=preview.plan.only_new())


def _standing(school: Organisation) -> dict[str, StandingActivity]:
    """What the school has on record, by reference and, of what has none, by title and day."""
    by_hand = Amendment.objects.filter(activity__organisation=school, delivery=None)
    fixed = set(by_hand.values_list("activity_id", flat=True))
    activities = list(activities_of(school).order_by("pk"))
    audiences = audiences_of(activities)
    found: dict[str, StandingActivity] = {}
    for activity in activities:
        facts = facts_of(activity)
        is_done = activity.state == Activity.State.DONE
        is_fixed = activity.state == Activity.State.CANCELLED or activity.pk in fixed
        standing = StandingActivity(activity.pk, facts, audiences[activity.pk], is_done, is_fixed)
        found.setdefault(known_by(facts), standing)
        found.setdefault(known_by(replace(facts, school_reference="")), standing)
    return found


def _settle(delivery: Delivery, preview: ActivitiesPreview, state: str, by: Scope) -> None:
    settle(
        delivery=delivery,
        state=state,
        records=preview.reading.records,
        problems=preview.reading.problems,
        outcome=preview.outcome,
        needs=Permission.LEDGER_WRITE,
        by=by,
    )


def _noting_kept(reading: Reading, plan: ActivitiesPlan) -> Reading:
    return reading.with_problem(
        *(
            Problem(
                "ACTIVITY_KEPT",
                Effect.NOTED,
                row,
                "",
                "other facts than a person has decided on",
                "what your school says of it now",
                "It was cancelled or put right by a person, and stays so. Change it on its page if the file is right.",
            )
            for row in plan.kept
        )
    )
