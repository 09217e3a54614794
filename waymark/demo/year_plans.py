"""The demonstration's year plans: what the year costs, exam weeks and trips, rooms, and an outline of the trust's."""

import random
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from waymark.access.queries import people_at, scope_of
from waymark.access.scope import Scope, acting
from waymark.demo.places import SCHOOLS, TRUST, DemoSchool
from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import Activity
from waymark.ledger.rules.facts import ActivityFacts
from waymark.places.models import Organisation
from waymark.planner.actions.busy import BusyDays, add_busy
from waymark.planner.actions.money import Line, set_budget
from waymark.planner.actions.school_year import Planning, move_planned, say_planning
from waymark.planner.actions.templates import Slot, add_item, make_template, offer_template
from waymark.planner.models import BudgetLine
from waymark.planner.queries.school_year import school_days
from waymark.planner.rules.same_place import nearest_school_day

_LINES = (("Transport", 34), ("Visitors and speakers", 26), ("Materials", 12), ("Guidance adviser", 28))
_ROOMS = ("Hall", "Library", "Drama studio", "L4")
_SERVES = {"employer": "gb5", "provider": "gb7", "lmi": "gb2", "workplace": "gb6"}
_MEANT: dict[str, Any] = {"purpose_shared": True, "outcomes_set": True, "two_way": True, "reflection": True}
_OUTLINE = (
    ("Trust careers day", ("employer",), Slot(1, 5, 3), (8, 9), 90, "180.00"),
    ("Apprenticeships in every trade", ("provider",), Slot(2, 3, 1), (10, 11), 60, None),
    ("Alumni evening", ("employer",), Slot(3, 4, 3), (11,), 120, "75.00"),
    ("Jobs near our schools", ("lmi",), Slot(4, 2, 2), (7, 8), 60, None),
    ("Work experience week", ("workplace",), Slot(6, 3, 0), (10,), 1500, "450.00"),
)


def plan_years(
    schools: dict[str, Organisation], *, seed: int, today: date, tell: Callable[[str, int, int], None]
) -> None:
    """Each school says when it has no time for careers, what there is to spend, and what its activities need."""
    for number, plan in enumerate(SCHOOLS):
        school = schools[plan.slug]
        tell(f"{school.name}: year plan", number, len(SCHOOLS))
        leader = next(member.user for member in people_at(school) if member.role == "careers_leader")
        with acting(scope_of(leader)) as by:
            _plan(school, plan, random.Random(f"year-{seed}-{plan.slug}"), today=today, by=by)
    _outline(today)
    tell("Year plans", len(SCHOOLS), len(SCHOOLS))


@transaction.atomic
def _plan(school: Organisation, plan: DemoSchool, draw: random.Random, *, today: date, by: Scope) -> None:
    year = academic_year(today)
    oldest = max(each for each in range(plan.years[0], plan.years[1] + 1) if each in (11, 13, 14))
    for said in _busy(year, plan.years[0], oldest, draw):
        add_busy(school=school, said=said, by=by)
    money = int(plan.cohort * plan.strength * draw.uniform(14, 22)) // 100 * 100 + 500
    lines = [Line(name, Decimal(money * share // 100)) for name, share in _LINES]
    kept = set_budget(school=school, year=year, lines=lines, by=by)
    coming = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__gte=today)
    for place, activity in enumerate(coming.prefetch_related("kinds").order_by("held_on", "pk")):
        _say(activity, kept, draw, place, by)
    _move_one(school, today, by)
    for activity in coming.order_by("held_on", "pk")[:1]:  # nobody had told the careers leader
        house_day = BusyDays("other", "House day", activity.held_on, activity.held_on)
        add_busy(school=school, said=house_day, by=by)


def _busy(year: int, youngest: int, oldest: int, draw: random.Random) -> list[BusyDays]:
    """Mock and summer exams of the oldest, and a trip of the youngest that takes them away for some days."""
    trip = date(year + 1, 3, 8) + timedelta(days=draw.randrange(0, 3))
    seaside = draw.choice(("Coast field trip", "Residential in the hills", "Museum trip"))
    exams, trips = "exams", "trip"
    return [
        BusyDays(exams, "Mock exams", date(year + 1, 1, 11), date(year + 1, 1, 22), year_groups=(oldest,)),
        BusyDays(exams, "Summer exams", date(year + 1, 5, 10), date(year + 1, 6, 18), year_groups=(oldest,)),
        BusyDays(trips, seaside, trip, trip + timedelta(days=2), year_groups=(youngest,)),
        BusyDays(
            "other", "Parents’ evening", date(year + 1, 2, 4), date(year + 1, 2, 4), time(15), time(19), (youngest,)
        ),
    ]


def _say(activity: Activity, lines: list[BudgetLine], draw: random.Random, place: int, by: Scope) -> None:
    kinds = {each.kind for each in activity.kinds.all()}
    line = lines[3] if "guidance" in kinds else lines[0] if "workplace" in kinds else draw.choice(lines[:3])
    begins = time(9 + place % 4, 0)
    say_planning(
        activity=activity,
        planning=Planning(
            starts=None if "workplace" in kinds else begins,
            ends=None if "workplace" in kinds else time(begins.hour + 1, 30),
            periods=2,
            rooms=(_ROOMS[place % len(_ROOMS)],) if "workplace" not in kinds else (),
            staff=("Ms Okoro",) if place % 5 == 0 else (),
            people=(by.user_id,) if by.user_id and place % 3 == 0 else (),
            most_staff=1,
            line=line.pk if activity.cost else None,
        ),
        by=by,
    )


def _move_one(school: Organisation, today: date, by: Scope) -> None:
    """One activity put a week later than it was first planned for, where nothing forbids it."""
    coming = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__gt=today)
    for activity in coming.order_by("held_on", "pk")[2:3]:
        days = school_days(school, academic_year(activity.held_on))
        wanted = nearest_school_day(activity.held_on + timedelta(weeks=1), days)
        if academic_year(wanted) == academic_year(activity.held_on):
            move_planned(activity=activity, to_on=wanted, by=by)


def _outline(today: date) -> None:
    """What the trust would like each of its schools to do."""
    trust = Organisation.objects.get(slug=TRUST[1])
    lead = next(member.user for member in people_at(trust) if member.role == "trust")
    with acting(scope_of(lead)) as by:
        outline = make_template(
            organisation=trust,
            title="A Larkrise year",
            summary="What every school of the trust does, to begin your plan from.",
            by=by,
        )
        for title, kinds, slot, years, minutes, cost in _OUTLINE:
            facts = ActivityFacts(
                title=title,
                held_on=today,
                kinds=kinds,
                minutes=minutes,
                provider_kind="itp" if "provider" in kinds else "",
                benchmarks=tuple(_SERVES[kind] for kind in kinds),
                cost=Decimal(cost) if cost else None,
                met_staff_and_learners="provider" in kinds,
                task_set="workplace" in kinds,
                employer_feedback="workplace" in kinds,
                **_MEANT,
            )
            add_item(template=outline, facts=facts, slot=slot, year_groups=years, by=by)
        offer_template(template=outline, by=by)
