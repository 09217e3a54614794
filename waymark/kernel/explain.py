"""Why one learner's answer is what it is, and what is still to be done about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waymark.kernel.entitlement import Days, Different, Entitlement, EverySubject, Span
from waymark.kernel.facts import Encounter, Standing
from waymark.kernel.judge import (
    Judgement,
    different,
    is_counted,
    is_in_window,
    judge,
    lacking,
    last_day,
    short_years,
)
from waymark.kernel.vocabulary import Answer


class Wanting(StrEnum):
    """What sort of thing is still wanting."""

    ENCOUNTERS = "encounters"
    YEAR = "year"
    SUBJECT = "subject"
    DIFFERENT = "different"
    ONE_WITH = "one_with"
    MINUTES = "minutes"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing still wanting: how much of it, and of what (a subject, a field, a year group's number, or nothing)."""

    wanting: Wanting
    amount: int
    of: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An encounter of the right sort and in time that was not meaningful, and what it lacked."""

    encounter: Encounter
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A judgement with its reasons.

    `still_until` is the last day on which what is wanting can be had; None when it is met or too late.
    """

    judgement: Judgement
    shortfalls: tuple[Shortfall, ...]
    still_until: date | None
    near_misses: tuple[NearMiss, ...]

    def days_left(self, on: date) -> int | None:
        """Days after `on` that are left, None when met or too late."""
        return None if self.still_until is None else (self.still_until - on).days


def explain(due: Entitlement, at: Standing, had: Sequence[Encounter]) -> Explanation:
    """The judgement of `due` with what counted, what nearly did, what is wanting and until when."""
    judgement = judge(due, at, had)
    met, open_still = judgement.answer is Answer.MET, judgement.answer is Answer.NOT_YET
    near = tuple(
        NearMiss(encounter, lacks)
        for encounter in had
        if is_counted(due.counts, encounter.activity) and is_in_window(due.window, at, encounter)
        if (lacks := lacking(due.meaning, encounter.activity))
    )
    shortfalls = () if met else tuple(_shortfalls(due, at, judgement.counted))
    return Explanation(judgement, shortfalls, last_day(due.window, at) if open_still else None, near)


def _shortfalls(due: Entitlement, at: Standing, counted: Sequence[Encounter]) -> list[Shortfall]:
    need, activities = due.need, [encounter.activity for encounter in counted]
    if isinstance(need, EverySubject):
        had = {activity.subject for activity in activities}
        return [Shortfall(Wanting.SUBJECT, 1, subject) for subject in sorted(set(at.institution.subjects) - had)]
    if isinstance(need, Days):
        minutes = sum(activity.minutes for activity in activities)
        return [Shortfall(Wanting.MINUTES, need.count * at.institution.day_minutes - minutes)]
    if due.window.span is Span.EACH_YEAR:
        per_year = Counter(encounter.year_group for encounter in counted)
        short = short_years(due, at, counted)
        return [Shortfall(Wanting.YEAR, max(need.count - per_year[year], 1), str(year)) for year in short]
    shortfalls = []
    if isinstance(need, Different):
        missing = need.count - len(different(need, activities))
        if missing > 0:
            shortfalls.append(Shortfall(Wanting.DIFFERENT, missing, need.field))
    elif len(activities) < need.count:
        shortfalls.append(Shortfall(Wanting.ENCOUNTERS, need.count - len(activities)))
    if need.one_with and not any(getattr(activity, need.one_with) for activity in activities):
        shortfalls.append(Shortfall(Wanting.ONE_WITH, 1, need.one_with))
    return shortfalls
