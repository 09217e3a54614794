"""The demonstration's plan builder: what one school could put on itself, and a year proposed to it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from waymark.access.queries import people_at, scope_of
from waymark.access.scope import acting
from waymark.kernel.academic_year import academic_year, last_day
from waymark.kernel.telling import untold
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.actions.offers import add_own_offer
from waymark.planner.actions.proposals import keep_proposal
from waymark.planner.building.asking import Asked
from waymark.planner.building.handed_over import plan_year
from waymark.planner.queries.school_year import school_days

PROPOSED = "aldermouth-academy"
_SECONDS = 6
_TO_SPEND = Decimal(1500)  # beside what is planned already
_MET = ("purpose_shared", "outcomes_set", "reflection")
_TALK = (*_MET, "two_way")
_PLACE = (*_TALK, "task_set", "employer_feedback")
_THERE = (*_MET, "met_staff_and_learners")
# What it is; then its facts, its ticks, and on how many days it could be.
_OFFERS: tuple[tuple[str, dict[str, Any], tuple[str, ...], int], ...] = (
    ("A morning with harbour engineers", {"kind": "employer", "provider_name": "Saltgate Marine", "capacity": 60,
     "fixed_cost": 140, "periods": 2, "staff": 3, "rooms": 2, "year_from": 8, "year_to": 11}, _TALK, 3),
    ("Parents’ jobs, speed meeting", {"kind": "employer", "capacity": 90, "fixed_cost": 35, "periods": 1, "staff": 4,
     "rooms": 3}, _TALK, 2),
    ("Three days at a dairy", {"kind": "workplace", "provider_name": "Lantern Dairies", "capacity": 24, "minutes": 900,
     "cost_per_learner": Decimal("6.50"), "periods": 15, "staff": 1, "year_from": 10, "year_to": 11}, _PLACE, 3),
    ("Behind the scenes at the theatre", {"kind": "workplace", "provider_name": "Quay Theatre", "capacity": 30,
     "fixed_cost": 80, "periods": 5, "staff": 2, "year_from": 9, "year_to": 13}, _PLACE, 2),
    ("A day at the college", {"kind": "provider", "provider_kind": "fe_college", "provider_name": "Westmarch College",
     "capacity": 80, "fixed_cost": 160, "periods": 5, "staff": 4, "pal_content": True, "year_from": 8, "year_to": 11},
     _THERE, 2),
    ("Apprentices tell", {"kind": "provider", "provider_kind": "itp", "provider_name": "Northmoor Training",
     "capacity": 120, "periods": 1, "staff": 3, "rooms": 1, "pal_content": True, "year_from": 9}, _THERE, 2),
    ("A university for a day", {"kind": "provider", "provider_kind": "university", "capacity": 50, "fixed_cost": 320,
     "cost_per_learner": 2, "periods": 6, "staff": 3, "year_from": 10}, _THERE, 2),
    ("What work pays, and where it is", {"kind": "lmi", "capacity": 180, "periods": 1, "staff": 6, "rooms": 6}, (), 3),
)  # fmt: skip


def propose_a_year(schools: dict[str, Organisation], *, today: date, tell: Callable[[str, int, int], None]) -> None:
    """One school's careers leader writes down what could be put on, and has the rest of the year planned."""
    school = schools[PROPOSED]
    tell(f"{school.name}: a year proposed", 0, 1)
    leader = next(member.user for member in people_at(school) if member.role == "careers_leader")
    first, days = today + timedelta(days=7), _school_days(school, today)
    if not days:
        return
    with acting(scope_of(leader)) as by:
        for place, (title, facts, ticks, many) in enumerate(_OFFERS):
            dates = [day.isoformat() for day in days[3 + 5 * place :: max(len(days) // (many + 1), 1)][:many]]
            said = {"title": title, "dates": sorted(dates), **facts, **dict.fromkeys(ticks, True)}
            add_own_offer(school=school, said=said, by=by)
        asked = Asked(
            first=first,
            last=max(days),
            budget=_spent(school, first, max(days)) + _TO_SPEND,
            periods={10: 20, 11: 10},
            staff=8,
            seconds=_SECONDS,
        )
        found = plan_year(school, asked, None, untold, lambda: False)
        keep_proposal(school=school, found=found, by=by)
    tell("A year proposed", 1, 1)


def _spent(school: Organisation, first: date, last: date) -> Decimal:
    planned = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__range=(first, last))
    return planned.aggregate(all=Sum("cost"))["all"] or Decimal(0)


def _school_days(school: Organisation, today: date) -> list[date]:
    """From a fortnight on to the end of the year, or of the year to come where little is left of this one."""
    year = academic_year(today)
    days = school_days(school, year)
    left = ((today + timedelta(days=n)) for n in range(14, (last_day(year) - today).days + 1))
    return [day for day in left if days.are_in(day)]
