"""Saying what a year's money is for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.places.models import Organisation
from waymark.planner.models import BudgetLine


class BudgetRefused(ValueError):
    """The budget cannot be kept so; the message says why, in words for the person."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a budget: `key` of a line that stands, None for a new one."""

    name: str
    amount: Decimal
    key: int | None = None


@transaction.atomic
def set_budget(*, school: Organisation, year: int, lines: Sequence[Line], by: Scope) -> list[BudgetLine]:
    """Say the lines of a year's budget, in place of what stood; what a line that is gone paid for is paid from none.

    Refuses a name said twice, and an amount below nothing.
    """
    by.require(Permission.PLAN_WRITE, school.pk)
    names = [line.name.strip()[:80] for line in lines]
    if len({name.casefold() for name in names}) < len(names) or not all(names):
        raise BudgetRefused("Give each line of the budget a name of its own.")
    if any(line.amount < 0 for line in lines):
        raise BudgetRefused("An amount must be £0 or more.")
    standing = {line.pk: line for line in BudgetLine.objects.filter(organisation=school, academic_year=year)}
    kept = [line.key for line in lines if line.key in standing]
    BudgetLine.objects.filter(pk__in=set(standing).difference(kept)).delete()
    for key in kept:  # out of the way first: two lines may have exchanged their names
        BudgetLine.objects.filter(pk=key).update(name=f"line {key}")
    made = []
    for name, line in zip(names, lines, strict=True):
        one = standing.get(line.key or 0) or BudgetLine(organisation=school, academic_year=year)
        one.name, one.amount = name, line.amount
        one.save()
        made.append(one)
    total = str(sum((line.amount for line in lines), Decimal(0)))
    note("budget set", organisation_id=school.pk, by=by, year=year, lines=len(made), pounds=total)
    return made
