"""Putting activities on the year plan, saying what they need, and moving them to another day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.db import transaction

from waymark.access.audit import note
from waymark.access.models import Membership
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.actions.activities import change_planned_activity, plan_activity, rewrite_facts, write_activity
from waymark.ledger.actions.audiences import locked, renew_list, store_audience
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import audience_of, facts_of
from waymark.ledger.rules.audience import NOBODY_YET, AudienceChoice
from waymark.ledger.rules.facts import ActivityFacts, ActivityRefused, fit
from waymark.places.models import Organisation
from waymark.planner.models import BudgetLine, Move, Planned, Requirement
from waymark.planner.queries.clashing import clashes_at
from waymark.planner.rules.clashes import BLOCK, Clash


class Blocked(ValueError):
    """The school does not allow an activity where it would be; `clashes` says all that is in the way."""

    def __init__(self, found: Sequence[Clash]) -> None:
        super().__init__(" ".join(each.words for each in found if each.severity == BLOCK))
        self.clashes = tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """What is said of an activity in planning it. `rooms` and `staff` by name; `people` by key, members of the school.

    `most_rooms` and `most_staff` are how many are needed where not all are named yet. `line` is a budget line's key.
    """

    starts: time | None = None
    ends: time | None = None
    periods: int = 0
    rooms: tuple[str, ...] = ()
    staff: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    most_rooms: int = 0
    most_staff: int = 0
    line: int | None = None
    offer: str = ""
    proposal: str = ""
    template: str = ""


@transaction.atomic
def add_to_plan(
    *,
    school: Organisation,
    facts: ActivityFacts,
    audience: AudienceChoice = NOBODY_YET,
    planning: Planning | None = None,
    by: Scope,
) -> Activity:
    """Put an activity on the year plan with what it needs. Raises `ActivityRefused` where it cannot be recorded so, and
    `Blocked` where the school does not allow a clash it would make."""
    by.require(Permission.PLAN_WRITE, school.pk)
    activity = write_activity(school, fit(facts), by)
    store_audience(activity, audience)
    listed = renew_list(activity, audience)
    write_planning(activity, planning or Planning())
    refuse_blocked(activity)
    note("activity planned", on=activity, by=by, listed=listed)
    return activity


@transaction.atomic
def say_planning(*, activity: Activity, planning: Planning, by: Scope) -> Planned:
    """Say when on its day a planned activity is, what rooms and staff it needs and what pays for it, in place of what
    was said before. Refuses (`Blocked`) what would make a clash the school does not allow and that was not there."""
    by.require(Permission.PLAN_WRITE, activity.organisation_id)
    held = _planned(activity)
    before = clashes_at(held)
    said = write_planning(held, planning)
    refuse_blocked(held, besides=before)
    note("planning said", on=held, by=by, rooms=len(planning.rooms), staff=len(planning.staff) + len(planning.people))
    return said


@transaction.atomic
def move_planned(*, activity: Activity, to_on: date, by: Scope) -> tuple[Activity, tuple[Clash, ...]]:
    """Put a planned activity on another day, its list made afresh for it. Returns it with what it clashes with there.

    Moved to where it is, nothing is written. Refuses one done or cancelled, and (`Blocked`) a day on which it would
    make a clash the school does not allow.
    """
    by.require(Permission.PLAN_WRITE, activity.organisation_id)
    held = _planned(activity)
    if to_on == held.held_on:
        return held, clashes_at(held)
    from_on = held.held_on
    Planned.objects.get_or_create(activity=held, defaults={"first_on": from_on})
    rewrite_facts(held, replace(facts_of(held), held_on=to_on))
    listed = renew_list(held, audience_of(held))
    found = refuse_blocked(held)
    Move.objects.create(activity=held, from_on=from_on, to_on=to_on, moved_by_id=by.user_id)
    note("planned activity moved", on=held, by=by, was=str(from_on), now=str(to_on), listed=listed)
    return held, found


@transaction.atomic
def plan_where_allowed(*, school: Organisation, facts: ActivityFacts, audience: AudienceChoice, by: Scope) -> Activity:
    """Plan an activity as the ledger does, for those who record activities; `Blocked` where it may not be."""
    by.require(Permission.LEDGER_WRITE, school.pk)
    activity = plan_activity(school=school, facts=facts, audience=audience, by=by)
    refuse_blocked(activity)
    return activity


@transaction.atomic
def change_where_allowed(*, activity: Activity, facts: ActivityFacts, audience: AudienceChoice, by: Scope) -> Activity:
    """Change a planned activity as the ledger does, keeping a `Move` where its day changes; `Blocked` where it would
    make a clash that is not allowed and was not there."""
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    from_on, before = activity.held_on, clashes_at(activity)
    held = change_planned_activity(activity=activity, facts=facts, audience=audience, by=by)
    if held.held_on != from_on:
        Planned.objects.get_or_create(activity=held, defaults={"first_on": from_on})
        Move.objects.create(activity=held, from_on=from_on, to_on=held.held_on, moved_by_id=by.user_id)
    refuse_blocked(held, besides=before)
    return held


def write_planning(activity: Activity, planning: Planning) -> Planned:
    """Write down what planning says of an activity. Part of an action; asks for nothing."""
    if (planning.starts is None) != (planning.ends is None):
        raise ActivityRefused({"ends": "Say both when it begins and when it ends, or neither."})
    if planning.starts and planning.ends and planning.ends <= planning.starts:
        raise ActivityRefused({"ends": "It must end after it begins."})
    line = BudgetLine.objects.filter(organisation=activity.organisation_id, pk=planning.line or 0).first()
    needed = _requirements(activity, planning)
    rooms = sum(each.what == Requirement.What.ROOM for each in needed)
    facts = {
        "starts": planning.starts,
        "ends": planning.ends,
        "periods": planning.periods,
        "rooms": max(planning.most_rooms, rooms),
        "staff": max(planning.most_staff, len(needed) - rooms),
        "line": line,
        **{name: value for name in ("offer", "proposal", "template") if (value := getattr(planning, name))},
    }
    said, _ = Planned.objects.update_or_create(
        activity=activity, defaults=facts, create_defaults={**facts, "first_on": activity.held_on}
    )
    Requirement.objects.filter(activity=activity).delete()
    Requirement.objects.bulk_create(needed)
    return said


def refuse_blocked(activity: Activity, *, besides: Collection[Clash] = ()) -> tuple[Clash, ...]:
    """What an activity clashes with; raises `Blocked` if any of it, `besides` what stood, is not allowed."""
    found = clashes_at(activity)
    if any(each.severity == BLOCK and each not in besides for each in found):
        raise Blocked(found)
    return found


def _requirements(activity: Activity, planning: Planning) -> list[Requirement]:
    what = Requirement.What
    members = Membership.objects.filter(
        organisation=activity.organisation_id, ended_at=None, user__in=planning.people
    ).select_related("user")
    people = {member.user.name: member.user_id for member in members}
    named = {name.strip()[:120]: None for name in planning.staff if name.strip()} | people
    rooms = dict.fromkeys(name.strip()[:120] for name in planning.rooms if name.strip())
    return [
        *(Requirement(activity=activity, what=what.ROOM, name=name) for name in rooms),
        *(Requirement(activity=activity, what=what.STAFF, name=name, user_id=key) for name, key in named.items()),
    ]


def _planned(activity: Activity) -> Activity:
    """The activity, held until the transaction ends; refuses one that is no longer planned."""
    held = locked(activity)
    if held.state != Activity.State.PLANNED:
        raise ActivityRefused({"state": "Only a planned activity can be changed so."})
    return held
