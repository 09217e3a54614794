"""Beginning a year's plan from last year's, or from an outline."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.kernel.academic_year import in_words
from waymark.ledger.actions.activities import write_activity
from waymark.ledger.actions.audiences import renew_list, store_audience
from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import audience_of, facts_of, open_groups
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import fit
from waymark.places.models import Organisation
from waymark.planner.actions.school_year import Blocked, Planning, refuse_blocked, write_planning
from waymark.planner.actions.templates import facts_from
from waymark.planner.models import Planned, Requirement
from waymark.planner.queries.starting import Proposed, from_last_year, from_outline
from waymark.planner.rules.outlines import Outline


@dataclass(frozen=True, slots=True)
class Begun:
    """What was taken into the plan, and what was not, since the school does not allow the clash it would have made."""

    made: tuple[Activity, ...]
    refused: tuple[tuple[Proposed, Blocked], ...]


@transaction.atomic
def start_from_last_year(
    *, school: Organisation, from_year: int, into: int, chosen: Collection[str], by: Scope
) -> Begun:
    """Plan these activities of last year's again, by public id, each on its day of the new year.

    Year groups, forms and open groups carry over, as do hours, rooms and staff; learners by name, marks and the budget
    line do not. One taken over already is left as it is.
    """
    by.require(Permission.PLAN_WRITE, school.pk)
    wanted = [each for each in from_last_year(school, from_year=from_year, into=into) if each.key in chosen]
    sources = Activity.objects.filter(organisation=school, public_id__in=[each.key for each in wanted])
    known = {each.public_id: each for each in sources.prefetch_related("kinds", "audiences", "requirements")}
    still_open = set(open_groups(school).values_list("public_id", flat=True))

    def make(proposed: Proposed) -> Activity:
        source = known[proposed.key]
        facts = replace(facts_of(source), held_on=proposed.on, school_reference="")
        was = audience_of(source)
        audience = AudienceChoice(
            year_groups=was.year_groups, forms=was.forms, groups=tuple(g for g in was.groups if g in still_open)
        )
        copy = write_activity(school, fit(facts), by, copied_from=source)
        _placed(copy, audience, _planning_of(source))
        return copy

    begun = _begun(wanted, make)
    note("plan begun", organisation_id=school.pk, by=by, source=in_words(from_year), into=into, made=len(begun.made))
    return begun


@transaction.atomic
def start_from_outline(
    *, school: Organisation, outline: Outline, into: int, chosen: Collection[str], by: Scope
) -> Begun:
    """Plan these activities of an outline, by key, each on its day of the year, for the year groups the school has."""
    by.require(Permission.PLAN_WRITE, school.pk)
    wanted = [each for each in from_outline(school, outline, into=into) if each.key in chosen]
    facts_by_key = {item.key: item.facts for item in outline.items}

    def make(proposed: Proposed) -> Activity:
        activity = write_activity(school, fit(facts_from(facts_by_key[proposed.key], proposed.on)), by)
        audience = AudienceChoice(year_groups=proposed.year_groups)
        _placed(activity, audience, Planning(template=outline.key))
        return activity

    begun = _begun(wanted, make)
    note("plan begun", organisation_id=school.pk, by=by, source=outline.key, into=into, made=len(begun.made))
    return begun


def _begun(wanted: Collection[Proposed], make: Callable[[Proposed], Activity]) -> Begun:
    """Each by itself: one that is not allowed where it would be does not keep the others out."""
    made, refused = [], []
    for proposed in wanted:
        try:
            with transaction.atomic():
                made.append(make(proposed))
        except Blocked as blocked:
            refused.append((proposed, blocked))
    return Begun(tuple(made), tuple(refused))


def _placed(activity: Activity, audience: AudienceChoice, planning: Planning) -> None:
    store_audience(activity, audience)
    renew_list(activity, audience)
    write_planning(activity, planning)
    refuse_blocked(activity)


def _planning_of(source: Activity) -> Planning:
    """What planning said of an activity, without what is of its own year."""
    planned = Planned.objects.filter(activity=source).first()
    if planned is None:
        return Planning()
    needed = list(source.requirements.all())
    return Planning(
        starts=planned.starts,
        ends=planned.ends,
        periods=planned.periods,
        rooms=tuple(each.name for each in needed if each.what == Requirement.What.ROOM),
        staff=tuple(each.name for each in needed if each.what == Requirement.What.STAFF and not each.user_id),
        people=tuple(each.user_id for each in needed if each.user_id),
        most_rooms=planned.rooms,
        most_staff=planned.staff,
    )
