"""Reads of how long learners' records are kept, who is due to be erased when, and what is on hold."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from waymark.intake.models import Delivery
from waymark.kernel.academic_year import academic_year, last_day
from waymark.ledger.models import Enrolment, Erasure, Kept, Learner, LegalHold, RetentionPeriod, RetentionSwitch
from waymark.ledger.rules.erasure import DEFAULT_MONTHS, months_after
from waymark.places.models import Organisation

WITH_LEARNERS = ("learners", "ctf", "attendance", "activities", "exchange", "lessons")


@dataclass(frozen=True)
class Due:
    """How many who left in one academic year are due to be erased, and from when until when."""

    left_in: int
    learners: int
    first: date
    last: date


@dataclass(frozen=True)
class RetentionPlan:
    """What would be erased, and when, as at a day. `now`: learners due by the day; `held`: due, but on hold."""

    months: dict[str, int]
    is_on: bool
    all_on_hold: bool
    now: int
    held: int
    to_come: tuple[Due, ...]
    files_now: int
    erased: int


def period_of(school: Organisation, what: str) -> int:
    """For how many months the school keeps something: what it last said, else the usual."""
    said = RetentionPeriod.objects.filter(organisation=school, what=what).first()
    return said.months if said else DEFAULT_MONTHS[what]


def is_erasing_on(school: Organisation) -> bool:
    """Whether the school has switched on that what is due is erased by itself."""
    return RetentionSwitch.objects.filter(organisation=school, off_at=None).exists()


def standing_holds(school: Organisation) -> QuerySet[LegalHold]:
    """The holds that nobody has lifted."""
    return LegalHold.objects.filter(organisation=school, lifted_at=None).select_related(
        "learner", "placed_by", "asked_by"
    )


def is_all_on_hold(school: Organisation) -> bool:
    """Whether nothing at all may be erased here for now."""
    return standing_holds(school).filter(learner=None).exists()


def held_learners(school: Organisation) -> frozenset[int]:
    """The keys of learners who are on hold one by one."""
    return frozenset(standing_holds(school).exclude(learner=None).values_list("learner_id", flat=True))


def left_on(school: Organisation, *, on: date) -> dict[int, date]:
    """The last day on roll of everybody who has left by a day and has not been erased."""
    last: dict[int, date] = {}
    rows = Enrolment.objects.filter(organisation=school, learner__erased_at=None)
    for learner, year, to_on in rows.values_list("learner_id", "academic_year", "to_on"):
        end = min(to_on, last_day(year)) if to_on else last_day(year)
        last[learner] = max(end, last.get(learner, end))
    return {learner: end for learner, end in last.items() if end < on}


def due_on(school: Organisation, *, on: date) -> dict[int, date]:
    """For everybody who has left, the day from which the name is due to go; holds are not looked at."""
    months = period_of(school, Kept.LEARNER)
    return {learner: months_after(end, months) for learner, end in left_on(school, on=on).items()}


def due_to_erase(school: Organisation, *, on: date) -> list[int]:
    """Whose names are to go by a day: due, and on no hold."""
    if is_all_on_hold(school):
        return []
    held = held_learners(school)
    return sorted(learner for learner, due in due_on(school, on=on).items() if due <= on and learner not in held)


def files_due(school: Organisation, *, on: date) -> QuerySet[Delivery]:
    """Files of learners' records whose bytes have been kept for their period; one that waits to be merged is not."""
    months = period_of(school, Kept.FILES)
    settled = (Delivery.State.MERGED, Delivery.State.UNDONE, Delivery.State.REFUSED)
    kept = Delivery.objects.filter(organisation=school, kind__in=WITH_LEARNERS, state__in=settled).exclude(content="")
    return kept.filter(taken_at__date__lte=months_after(on, -months))


def retention_plan(school: Organisation, *, on: date) -> RetentionPlan:
    """What would be erased and when, if all stays as it is."""
    left, due = left_on(school, on=on), due_on(school, on=on)
    held, all_on_hold = held_learners(school), is_all_on_hold(school)
    ripe = {learner for learner, day in due.items() if day <= on}
    on_hold = ripe if all_on_hold else ripe & held
    return RetentionPlan(
        months={what.value: period_of(school, what) for what in Kept},
        is_on=is_erasing_on(school),
        all_on_hold=all_on_hold,
        now=len(ripe - on_hold),
        held=len(on_hold),
        to_come=_to_come(left, due, on),
        files_now=0 if all_on_hold else files_due(school, on=on).count(),
        erased=Erasure.objects.filter(organisation=school).count(),
    )


def _to_come(left: dict[int, date], due: dict[int, date], on: date) -> tuple[Due, ...]:
    waiting = [(academic_year(left[learner]), day) for learner, day in due.items() if day > on]
    counted = Counter(year for year, _ in waiting)
    days = {year: [day for of, day in waiting if of == year] for year in counted}
    return tuple(Due(year, counted[year], min(days[year]), max(days[year])) for year in sorted(counted))


def is_on_roll(learner: Learner, *, on: date) -> bool:
    """Whether the learner has not left by a day."""
    standing = Enrolment.objects.filter(Q(to_on=None) | Q(to_on__gte=on), learner=learner)
    return standing.filter(academic_year__gte=academic_year(on)).exists()
