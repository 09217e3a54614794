"""Making outlines of a year that schools may begin from."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.rules.facts import ActivityFacts, fit, plain
from waymark.places.models import Organisation
from waymark.planner.models import PlanTemplate, TemplateItem

_ANY_DAY = date(2000, 9, 1)
# What an outline does not say: the day, who leads it, and what is the school's own.
_NOT_SAID = {"held_on", "led_by", "school_reference", "notes"}
_SAID = tuple(field.name for field in fields(ActivityFacts) if field.name not in _NOT_SAID)


class TemplateRefused(ValueError):
    """It cannot be kept so; the message says why, in words for the person."""


@dataclass(frozen=True, slots=True)
class Slot:
    """When in a year something is: half-term and teaching week, both from 1, and the weekday, Monday being 0."""

    term: int
    week: int
    weekday: int


@transaction.atomic
def make_template(*, organisation: Organisation, title: str, summary: str = "", by: Scope) -> PlanTemplate:
    """Begin an outline; it is nobody's to take over until it is offered."""
    by.require(Permission.PLAN_WRITE, organisation.pk)
    if not title.strip():
        raise TemplateRefused("Give the outline a title.")
    made = PlanTemplate.objects.create(
        organisation=organisation, title=title.strip()[:120], note=summary.strip()[:500], made_by_id=by.user_id
    )
    note("plan template made", on=made, by=by)
    return made


@transaction.atomic
def add_item(
    *, template: PlanTemplate, facts: ActivityFacts, slot: Slot, year_groups: Sequence[int], by: Scope
) -> TemplateItem:
    """Put an activity into an outline. Of the facts, the day, who leads it, notes and reference are left out.

    Raises `ActivityRefused` where no activity could be recorded so.
    """
    by.require(Permission.PLAN_WRITE, template.organisation_id)
    if not (1 <= slot.term <= 6 and 1 <= slot.week <= 10 and 0 <= slot.weekday <= 4):
        raise TemplateRefused("Choose a half-term, one of its weeks and a weekday.")
    tidy = fit(facts)
    said = {name: plain(getattr(tidy, name)) for name in _SAID}
    item = TemplateItem.objects.create(
        template=template,
        term=slot.term,
        week=slot.week,
        weekday=slot.weekday,
        year_groups=sorted(year_groups),
        facts=said,
    )
    note("plan template item added", on=item, organisation_id=template.organisation_id, by=by)
    return item


@transaction.atomic
def remove_item(*, item: TemplateItem, by: Scope) -> None:
    """Take an activity out of an outline; what schools took over stays theirs."""
    by.require(Permission.PLAN_WRITE, item.template.organisation_id)
    note("plan template item removed", on=item, organisation_id=item.template.organisation_id, by=by)
    item.delete()


@transaction.atomic
def offer_template(*, template: PlanTemplate, by: Scope) -> PlanTemplate:
    """Offer an outline to the schools it is for, from now on. Refuses an empty one."""
    by.require(Permission.PLAN_WRITE, template.organisation_id)
    if not template.items.exists():
        raise TemplateRefused("Put at least one activity into it first.")
    template.offered_at, template.withdrawn_at = template.offered_at or timezone.now(), None
    template.save(update_fields=["offered_at", "withdrawn_at"])
    note("plan template offered", on=template, by=by)
    return template


@transaction.atomic
def withdraw_template(*, template: PlanTemplate, by: Scope) -> PlanTemplate:
    """Offer an outline to nobody any more; what schools took over stays theirs."""
    by.require(Permission.PLAN_WRITE, template.organisation_id)
    template.withdrawn_at = timezone.now()
    template.save(update_fields=["withdrawn_at"])
    note("plan template withdrawn", on=template, by=by)
    return template


def facts_from(said: dict[str, Any], held_on: date = _ANY_DAY) -> ActivityFacts:
    """The facts of an item of an outline, on a day."""
    known = {name: value for name, value in said.items() if name in _SAID}
    cost = known.get("cost")
    lists = {name: tuple(known.get(name, ())) for name in ("kinds", "benchmarks")}
    return ActivityFacts(**{**known, **lists, "cost": None if cost is None else Decimal(str(cost)), "held_on": held_on})
