"""What a year's plan can begin from: last year's activities, and outlines offered to the school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from waymark.ledger.models import Activity
from waymark.ledger.queries.activities import year_groups_on
from waymark.places.models import Organisation
from waymark.places.queries import belongings_on
from waymark.planner.models import PlanTemplate, TemplateItem
from waymark.planner.queries.school_year import entries_of, school_days, term_days, terms_in
from waymark.planner.rules.clashes import SchoolDays
from waymark.planner.rules.outlines import Outline, OutlineItem, first_year
from waymark.planner.rules.same_place import TermDays, day_in, same_place


@dataclass(frozen=True, slots=True)
class Proposed:
    """One activity that could be taken into a year, and the day it would be on; `was_on` its day in last year's."""

    key: str
    title: str
    on: date
    year_groups: tuple[int, ...]
    benchmarks: tuple[str, ...]
    cost: Any
    was_on: date | None = None


def from_last_year(school: Organisation, *, from_year: int, into: int) -> list[Proposed]:
    """Last year's activities that were not cancelled nor taken over into `into` yet, each on its day there."""
    was, now = term_days(terms_in(school, from_year)), term_days(terms_in(school, into))
    days, taken = school_days(school, into), _taken_over(school, into)
    found = [
        Proposed(
            entry.public_id,
            entry.title,
            same_place(entry.held_on, was=was, now=now, days=days, year=into),
            entry.year_groups,
            entry.benchmarks,
            entry.cost,
            entry.held_on,
        )
        for entry in entries_of(school, from_year)
        if entry.state != Activity.State.CANCELLED and entry.key not in taken
    ]
    return sorted(found, key=lambda each: (each.on, each.title))


def from_outline(school: Organisation, outline: Outline, *, into: int) -> list[Proposed]:
    """What of an outline suits the school's year groups, each on its day; nothing where the school has set no terms."""
    terms, days = term_days(terms_in(school, into)), school_days(school, into)
    here = set(year_groups_on(school, timezone.localdate()))
    found = []
    for item in outline.items:
        suits = tuple(year for year in item.year_groups if not here or year in here)
        day = place_of(item, terms, days)
        if day is not None and (suits or not item.year_groups):
            facts = item.facts
            found.append(
                Proposed(item.key, facts["title"], day, suits, tuple(facts.get("benchmarks", ())), facts.get("cost"))
            )
    return sorted(found, key=lambda each: (each.on, each.title))


def place_of(item: OutlineItem, terms: Sequence[TermDays], days: SchoolDays) -> date | None:
    """The day of an item. A term of a year of three is two half-terms, the second from its eighth week."""
    if len(terms) == 3:
        return day_in(terms, (item.term + 1) // 2, item.week + (0 if item.term % 2 else 7), item.weekday, days)
    return day_in(terms, item.term, item.week, item.weekday, days)


def outlines_for(school: Organisation) -> list[Outline]:
    """The outlines a school may take over: its own, its trust's, hub's and council's, and the one that comes along."""
    wholes = belongings_on(timezone.localdate()).filter(member=school).values_list("whole_id", flat=True)
    offered = PlanTemplate.objects.filter(organisation__in=[school.pk, *wholes], withdrawn_at=None)
    offered = offered.exclude(offered_at=None).select_related("organisation").prefetch_related("items")
    return [*(as_outline(each) for each in offered), first_year()]


def templates_of(organisation: Organisation) -> QuerySet[PlanTemplate]:
    """The outlines that an organisation made, withdrawn ones last."""
    made = PlanTemplate.objects.filter(organisation=organisation).prefetch_related("items")
    return made.order_by("withdrawn_at", "title", "pk")


def as_outline(template: PlanTemplate) -> Outline:
    """A template as it can be taken over."""
    items = tuple(_item(each) for each in template.items.all())
    return Outline(template.public_id, template.title, template.note, template.organisation.name, items)


def _item(each: TemplateItem) -> OutlineItem:
    return OutlineItem(each.public_id, each.term, each.week, each.weekday, tuple(each.year_groups), each.facts)


def _taken_over(school: Organisation, into: int) -> set[int]:
    """The activities that have a copy in the year, by key."""
    copies = Activity.objects.filter(organisation=school, held_on__range=(date(into, 9, 1), date(into + 1, 8, 31)))
    return set(copies.exclude(copied_from=None).values_list("copied_from_id", flat=True))
