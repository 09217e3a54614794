"""Receiving an activity file: preview first, then merge."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake import receiving
from waymark.intake.models import Delivery
from waymark.intake.reading import Effect, Problem, Reading
from waymark.intake.receiving import Source
from waymark.kernel.telling import Tell, untold
from waymark.ledger.actions.activity_files import merge_activities, take_back_activities
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


class Activities(Source[Reading, ActivitiesPreview]):
    """Files of activities: what they say does not depend on what is on record."""

    kind = KIND
    needs = Permission.LEDGER_WRITE
    weight = 20.0  # each has a list of learners

    def read(self, content: bytes, school: Organisation, on: date, tell: Tell) -> Reading:
        return read_activities(content, tell)

    def reading_of(self, read: Reading) -> Reading:
        return read

    def still_holds(self, read: Reading, school: Organisation) -> bool:
        return True

    def compared(self, read: Reading, school: Organisation, on: date) -> ActivitiesPreview:
        if read.is_refused:
            return ActivitiesPreview(read, ActivitiesPlan())
        said = [
            SaidActivity(row.row, row.known_by, row.also_known_by, row.facts, row.audience, row.everyone)
            for row in activity_rows(read)
        ]
        plan = merging_activities(said, _standing(school), stated=frozenset(read.found))
        return ActivitiesPreview(_noting_kept(read, plan), plan)

    def only_new(self, preview: ActivitiesPreview) -> ActivitiesPreview:
        return replace(preview, plan=preview.plan.only_new())

    def merge(
        self, delivery: Delivery, read: Reading, answers: Any, on: date, tell: Tell, by: Scope
    ) -> ActivitiesPreview:
        preview = self.compared(read, Organisation.objects.get(pk=delivery.whose), on)
        if delivery.merged_at is not None:
            preview = self.only_new(preview)
        merge_activities(delivery=delivery, plan=preview.plan, on=on, tell=tell, by=by)
        return preview

    def take_back(self, delivery: Delivery, tell: Tell, by: Scope) -> Delivery:
        return take_back_activities(delivery=delivery, tell=tell, by=by)


ACTIVITIES = Activities()


def previewed_activities(*, content: bytes, school: Organisation, tell: Tell = untold) -> ActivitiesPreview:
    """Read an activity file and compare it with the ledger, keeping nothing."""
    return receiving.previewed(ACTIVITIES, content=content, school=school, on=date.max, tell=tell)


def receive_activities(
    *, content: bytes, filename: str, school: Organisation, on: date, tell: Tell = untold, by: Scope
) -> tuple[Delivery, ActivitiesPreview]:
    """Take an activity file in and preview it.

    One merged before changes nothing and stays merged, unless rows refused then can be taken in now.
    """
    return receiving.receive(ACTIVITIES, content=content, filename=filename, school=school, on=on, tell=tell, by=by)


def merge_activity_file(*, delivery: Delivery, on: date, tell: Tell = untold, by: Scope) -> ActivitiesPreview:
    """Merge a previewed activity file; what has changed since its preview is taken as it stands now."""
    return receiving.merge(ACTIVITIES, delivery=delivery, on=on, tell=tell, by=by)


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
