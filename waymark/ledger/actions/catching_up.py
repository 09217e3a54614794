"""Giving those who missed an activity another chance."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction

from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.actions.activities import plan_activity
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import facts_of
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityRefused


@transaction.atomic
def plan_catch_up(
    *, activity: Activity, held_on: date, learner_ids: Iterable[int], title: str = "", by: Scope
) -> Activity:
    """Plan the same again, on a later day, for these learners by name.

    Whoever attends it is off the list of those who missed the first. Refuses an empty list.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    learners = tuple(sorted(set(learner_ids)))
    if not learners:
        raise ActivityRefused({"learners": "Choose at least one learner to catch up."})
    facts = replace(
        facts_of(activity),
        title=(title.strip() or f"{activity.title[:180]} (catch-up)"),
        held_on=held_on,
        school_reference="",
    )
    first = activity.catches_up or activity
    return plan_activity(
        school=activity.organisation, facts=facts, audience=AudienceChoice(learners=learners), catches_up=first, by=by
    )
