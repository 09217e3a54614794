"""Planning activities, changing them, and taking them over into the next year."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.intake.models import Delivery
from waymark.ledger.actions.audiences import locked, renew_list, store_audience
from waymark.ledger.models import Activity, ActivityKind, Amendment, Encounter
from waymark.ledger.queries.activities import audience_of, facts_of, open_groups
from waymark.ledger.rules.audience import NOBODY_YET, AudienceChoice
from waymark.ledger.rules.facts import (
    FACT_NAMES,
    ActivityFacts,
    ActivityRefused,
    changes_between,
    fit,
    same_day_next_year,
)
from waymark.ledger.touching import touch_learners
from waymark.places.models import Organisation


@transaction.atomic
def plan_activity(
    *,
    school: Organisation,
    facts: ActivityFacts,
    audience: AudienceChoice = NOBODY_YET,
    catches_up: Activity | None = None,
    by: Scope,
) -> Activity:
    """Put an activity on the school's plan, with its list of learners on roll on its day.

    Raises `ActivityRefused` when the facts cannot be recorded. No learner's figures change until its register is taken.
    """
    by.require(Permission.LEDGER_WRITE, school.pk)
    activity = write_activity(school, fit(facts), by, catches_up=catches_up)
    store_audience(activity, audience)
    listed = renew_list(activity, audience)
    note("activity planned", on=activity, by=by, listed=listed)
    return activity


@transaction.atomic
def change_planned_activity(
    *, activity: Activity, facts: ActivityFacts, audience: AudienceChoice | None = None, by: Scope
) -> Activity:
    """Change what is said of a planned activity, and whom it is for unless `audience` is None.

    Its list is made afresh for its day. Refuses one already done (that is `amend_activity`) or cancelled.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    held = locked(activity)
    if held.state != Activity.State.PLANNED:
        raise ActivityRefused({"state": "Only a planned activity can be changed so. Its register has been taken."})
    tidy = fit(facts)
    changed = sorted(changes_between(facts_of(held), tidy))
    rewrite_facts(held, tidy)
    if audience is not None:
        store_audience(held, audience)
    listed = renew_list(held, audience if audience is not None else audience_of(held))
    note("planned activity changed", on=held, by=by, changed=changed, listed=listed)
    return held


@transaction.atomic
def cancel_activity(*, activity: Activity, reason: str = "", by: Scope) -> Activity:
    """Say that a planned activity will not take place; it stays in the list as cancelled. Refuses one already done."""
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    held = locked(activity)
    if held.state == Activity.State.DONE:
        raise ActivityRefused({"state": "This activity's register has been taken, so it cannot be cancelled."})
    if held.state == Activity.State.PLANNED:
        held.state = Activity.State.CANCELLED
        held.save(update_fields=["state"])
        note("activity cancelled", on=held, because=reason, by=by)
    return held


@transaction.atomic
def reinstate_activity(*, activity: Activity, by: Scope) -> Activity:
    """Plan an activity again that was cancelled; one that was not stays as it is.

    Its list is made afresh from whom it is for, as people may have joined and left since.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    held = locked(activity)
    if held.state == Activity.State.CANCELLED:
        held.state = Activity.State.PLANNED
        held.save(update_fields=["state"])
        listed = renew_list(held, audience_of(held))
        note("activity reinstated", on=held, by=by, listed=listed)
    return held


@transaction.atomic
def amend_activity(
    *, activity: Activity, facts: ActivityFacts, reason: str, delivery: Delivery | None = None, by: Scope
) -> Amendment | None:
    """Put right what is said of an activity already done, keeping what was said and why it changed.

    `delivery`: the file that says so. None when nothing differs. Refuses a blank reason, and an activity that is
    still planned or was cancelled.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    held = locked(activity)
    if held.state != Activity.State.DONE:
        raise ActivityRefused({"state": "Only an activity already done is amended."})
    tidy = fit(facts)
    changes = changes_between(facts_of(held), tidy)
    if not changes:
        return None
    if not reason.strip():
        raise ActivityRefused({"reason": "Say why this is changing."})
    rewrite_facts(held, tidy)
    amendment = Amendment.objects.create(
        activity=held, changes=changes, reason=reason.strip()[:300], made_by_id=by.user_id, delivery=delivery
    )
    touch_learners(held.organisation_id, Encounter.objects.filter(activity=held).values_list("learner_id", flat=True))
    note("activity amended", on=held, because=reason, by=by, changed=sorted(changes))
    return amendment


@transaction.atomic
def copy_to_next_year(*, activity: Activity, held_on: date | None = None, by: Scope) -> Activity:
    """Plan the same activity for the same weekday of the next academic year (or for `held_on`).

    Year groups and forms carry over by name, so next year's Year 10 takes this year's place; groups carry over while
    they are open; learners chosen by name do not, nor does the sender's reference.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    was, said = audience_of(activity), facts_of(activity)
    still_open = set(open_groups(activity.organisation).values_list("public_id", flat=True))
    audience = AudienceChoice(
        year_groups=was.year_groups, forms=was.forms, groups=tuple(g for g in was.groups if g in still_open)
    )
    day = held_on or same_day_next_year(activity.held_on)
    facts = fit(replace(said, held_on=day, school_reference=""))
    copy = write_activity(activity.organisation, facts, by, copied_from=activity)
    store_audience(copy, audience)
    listed = renew_list(copy, audience)
    note("activity copied to next year", on=copy, by=by, copied_from=activity.public_id, listed=listed)
    return copy


def write_activity(school: Organisation, facts: ActivityFacts, by: Scope, **further) -> Activity:
    """Write an activity with its kinds. Part of an action; asks for nothing."""
    _refuse_known_reference(school.pk, facts.school_reference)
    activity = Activity(organisation=school, made_by_id=by.user_id, **_columns(facts), **further)
    activity.save(force_insert=True)
    ActivityKind.objects.bulk_create([ActivityKind(activity=activity, kind=kind) for kind in facts.kinds])
    return activity


def rewrite_facts(activity: Activity, facts: ActivityFacts) -> None:
    """Write other facts over an activity's. Part of an action, which sees to the trail; asks for nothing."""
    if facts.school_reference != activity.school_reference:
        _refuse_known_reference(activity.organisation_id, facts.school_reference)
    for name, value in _columns(facts).items():
        setattr(activity, name, value)
    activity.save(update_fields=list(FACT_NAMES))
    standing = set(ActivityKind.objects.filter(activity=activity).values_list("kind", flat=True))
    ActivityKind.objects.filter(activity=activity, kind__in=standing.difference(facts.kinds)).delete()
    ActivityKind.objects.bulk_create(
        [ActivityKind(activity=activity, kind=kind) for kind in facts.kinds if kind not in standing]
    )


def _columns(facts: ActivityFacts) -> dict:
    columns = {name: getattr(facts, name) for name in FACT_NAMES}
    columns["benchmarks"] = list(facts.benchmarks)
    return columns


def _refuse_known_reference(organisation_id: int, reference: str) -> None:
    if reference and Activity.objects.filter(organisation=organisation_id, school_reference=reference).exists():
        raise ActivityRefused({"school_reference": f"Another activity already has the reference “{reference}”."})
