"""The year plan: every activity of an academic year with what planning says of it, and the days it has to fit into."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from django.db.models import QuerySet

from waymark.kernel.academic_year import first_day, last_day
from waymark.ledger.models import Activity, Audience, ClosedDay, Term
from waymark.places.models import Organisation
from waymark.planner.models import BudgetLine, Busy, Planned, Requirement
from waymark.planner.queries.listed import came_to, listed_in, lists_that_meet, years_that_came
from waymark.planner.rules.clashes import Placed, SchoolDays, Taken
from waymark.planner.rules.same_place import TermDays

State = Activity.State


@dataclass(frozen=True, slots=True)
class Entry:
    """One activity of the year plan. `first_on` is the day it was first planned for; `listed` and `came` are true
    numbers, which whoever shows them tells by `rules.counts.told`."""

    key: int
    public_id: str
    title: str
    state: str
    held_on: date
    first_on: date
    kinds: tuple[str, ...]
    benchmarks: tuple[str, ...]
    year_groups: tuple[int, ...]
    listed: int
    came: Counter[str]
    cost: Decimal | None
    provider: str
    led_by: str
    starts: time | None
    ends: time | None
    periods: int
    rooms: tuple[str, ...]
    staff: tuple[str, ...]
    people: tuple[int, ...]
    most_rooms: int
    most_staff: int
    line: int | None
    shares_with: frozenset[str] | None  # as of `Placed`

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def is_moved(self) -> bool:
        return self.first_on != self.held_on

    @property
    def learners(self) -> int:
        """For how many it is paid: those who came where it is done, else those listed."""
        return self.came["attended"] if self.state == State.DONE else self.listed

    def placed(self) -> Placed:
        """Where it stands, as the rules of clashes see it."""
        return Placed(
            self.public_id,
            self.title,
            self.held_on,
            self.starts,
            self.ends,
            frozenset(self.year_groups),
            frozenset(self.rooms),
            frozenset(self.staff),
            self.shares_with,
        )


def entries_of(school: Organisation, year: int) -> list[Entry]:
    """All activities of an academic year, cancelled ones too, by day. The same number of queries however many."""
    return _entries(school, first_day(year), last_day(year))


def entries_on(school: Organisation, day: date) -> list[Entry]:
    """Those of one day."""
    return _entries(school, day, day)


def _entries(school: Organisation, first: date, last: date) -> list[Entry]:
    found = Activity.objects.filter(organisation=school, held_on__range=(first, last))
    found = found.select_related("planned").prefetch_related("kinds", "audiences", "requirements")
    listed, came = listed_in(school, first, last), came_to(school, first, last)
    years, meeting = years_that_came(school, first, last), lists_that_meet(school, first, last)
    return [
        _entry(
            activity,
            listed.get(activity.pk, Counter()),
            came.get(activity.pk, Counter()),
            years.get(activity.pk, set()),
            meeting.get(activity.pk),
        )
        for activity in found.order_by("held_on", "planned__starts", "title", "pk")
    ]


def _entry(
    activity: Activity, listed: Counter[int], came: Counter[str], years: set[int], shares_with: frozenset[str] | None
) -> Entry:
    planned: Planned | None = getattr(activity, "planned", None)
    needed: list[Requirement] = list(activity.requirements.all())
    return Entry(
        key=activity.pk,
        public_id=activity.public_id,
        title=activity.title,
        state=activity.state,
        held_on=activity.held_on,
        first_on=planned.first_on if planned else activity.held_on,
        kinds=tuple(sorted(kind.kind for kind in activity.kinds.all())),
        benchmarks=tuple(activity.benchmarks),
        year_groups=_year_groups(activity, listed, years),
        listed=listed.total(),
        came=came,
        cost=activity.cost,
        provider=activity.provider_name,
        led_by=activity.led_by,
        starts=planned.starts if planned else None,
        ends=planned.ends if planned else None,
        periods=planned.periods if planned else 0,
        rooms=tuple(each.name for each in needed if each.what == Requirement.What.ROOM),
        staff=tuple(each.name for each in needed if each.what == Requirement.What.STAFF),
        people=tuple(each.user_id for each in needed if each.user_id),
        most_rooms=planned.rooms if planned else 0,
        most_staff=planned.staff if planned else 0,
        line=planned.line_id if planned else None,
        shares_with=shares_with,
    )


def _year_groups(activity: Activity, listed: Counter[int], came: set[int]) -> tuple[int, ...]:
    """Whom it is for by year: as was said, else by those who are on the list or have a mark."""
    said = {int(each.value) for each in activity.audiences.all() if each.what == Audience.What.YEAR_GROUP}
    return tuple(sorted(said.union(listed) or came))


def busy_in(school: Organisation, first: date, last: date) -> QuerySet[Busy]:
    """What else takes up days between two days."""
    return Busy.objects.filter(organisation=school, from_on__lte=last, to_on__gte=first)


def taken_in(school: Organisation, first: date, last: date) -> list[Taken]:
    """The same as the rules of clashes see it."""
    return [
        Taken(each.what, each.title, each.from_on, each.to_on, each.starts, each.ends, frozenset(each.year_groups))
        for each in busy_in(school, first, last)
    ]


def terms_in(school: Organisation, year: int) -> list[Term]:
    """The terms that the school has set for an academic year, in order; none where it has set none."""
    return list(Term.objects.filter(organisation=school, academic_year=year).order_by("from_on"))


def term_days(terms: list[Term]) -> tuple[TermDays, ...]:
    """Their first and last days alone."""
    return tuple((term.from_on, term.to_on) for term in terms)


def school_days(school: Organisation, year: int) -> SchoolDays:
    """When learners are in, in an academic year, as far as the school has said."""
    closed = ClosedDay.objects.filter(organisation=school, on__range=(first_day(year), last_day(year)))
    return SchoolDays(term_days(terms_in(school, year)), {each.on: each.reason for each in closed})


def lines_of(school: Organisation, year: int) -> list[BudgetLine]:
    """The lines of a year's budget."""
    return list(BudgetLine.objects.filter(organisation=school, academic_year=year))


def last_before(school: Organisation, year: int) -> int | None:
    """The latest academic year before `year` that has activities which were not cancelled."""
    past = Activity.objects.filter(organisation=school, held_on__lt=first_day(year)).exclude(state=State.CANCELLED)
    day = past.order_by("-held_on").values_list("held_on", flat=True).first()
    return None if day is None else (day.year if day.month >= 9 else day.year - 1)
