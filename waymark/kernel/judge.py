"""The meaning of an entitlement for one learner on one day, written to be obviously right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from waymark.kernel import academic_year as years
from waymark.kernel.entitlement import (
    Counts,
    Days,
    Different,
    Entitlement,
    EverySubject,
    Meaning,
    Span,
    Window,
)
from waymark.kernel.facts import Activity, Encounter, Standing
from waymark.kernel.vocabulary import Answer


@dataclass(frozen=True, slots=True)
class Judgement:
    """An answer, and the encounters that counted towards it. `evidence` is their number, or their minutes."""

    answer: Answer
    counted: tuple[Encounter, ...]
    evidence: int


def judge(due: Entitlement, at: Standing, had: Sequence[Encounter]) -> Judgement:
    """Say whether a learner has had what was `due`, of all they `had` up to the day they stand `at`.

    Ask only where the entitlement `applies`. A shortfall we cannot be sure of is UNKNOWN, not MISSED: a record we
    never held is not evidence that nothing happened.
    """
    counted = tuple(e for e in had if is_meant(due, e.activity) and is_in_window(due.window, at, e))
    if due.window.span is Span.EACH_YEAR:
        answer = _answer_each_year(due, at, counted)
    elif is_reached(due, at, counted):
        answer = Answer.MET
    elif last_day(due.window, at) > at.on:
        answer = Answer.NOT_YET
    else:
        answer = Answer.MISSED if at.academic_years.issuperset(years_asked(due.window, at)) else Answer.UNKNOWN
    return Judgement(answer, counted, evidence(due, counted))


def applies(due: Entitlement, at: Standing) -> bool:
    """Whether a learner is asked about at all: the setting fits, the window has opened, and HE where it matters."""
    if at.institution.setting not in due.settings or (due.only_considering_he and not at.considering_he):
        return False
    return due.window.first <= at.year_group if due.window.span is Span.YEARS else at.year_group in due.cohort


def is_in_cohort(due: Entitlement, at: Standing) -> bool:
    """Whether a learner is counted in the figures of an entitlement."""
    return applies(due, at) and at.year_group in due.cohort


def is_meant(due: Entitlement, activity: Activity) -> bool:
    """Whether an activity is of the sort that counts, and meaningful."""
    return is_counted(due.counts, activity) and not lacking(due.meaning, activity)


def is_counted(counts: Counts, activity: Activity) -> bool:
    """Whether an activity is of the sort that counts, meaningful or not."""
    return (
        activity.kind == counts.kind
        and (not counts.provider_kinds or activity.provider_kind in counts.provider_kinds)
        and (not counts.subjects or activity.subject in counts.subjects)
        and (not counts.modes or activity.mode in counts.modes)
        and (activity.stem or not counts.stem)
        and (activity.pal_content or not counts.pal_content)
    )


def lacking(meaning: Meaning, activity: Activity) -> tuple[str, ...]:
    """What keeps an activity from being meaningful: names of ticks, `mode`, `adviser_level`; empty when it is."""
    lacks = [tick.value for tick in meaning.ticks if tick not in activity.ticks]
    if activity.mode not in meaning.modes:
        lacks.append("mode")
    if activity.adviser_level < meaning.adviser_level:
        lacks.append("adviser_level")
    return tuple(lacks)


def is_in_window(window: Window, at: Standing, encounter: Encounter) -> bool:
    """Whether an encounter belongs to a window, as the learner stands."""
    held_on, held_in = encounter.activity.held_on, years.academic_year(encounter.activity.held_on)
    if window.span is Span.THIS_YEAR:
        return held_in == years.academic_year(at.on)
    if window.span is Span.EACH_YEAR:
        return window.first <= encounter.year_group <= at.year_group
    if encounter.year_group == window.last and window.last_day is not None:
        return held_on <= years.day_within(held_in, *window.last_day)
    return window.first <= encounter.year_group <= window.last


def last_day(window: Window, at: Standing) -> date:
    """The last day of a window by the calendar, for a learner who goes up a year group each September.

    Of an each-year window it is the end of the year they are in.
    """
    this_year = years.academic_year(at.on)
    if window.span is not Span.YEARS:
        return years.last_day(this_year)
    closing_year = this_year + window.last - at.year_group
    return years.day_within(closing_year, *window.last_day) if window.last_day else years.last_day(closing_year)


def years_asked(window: Window, at: Standing) -> tuple[int, ...]:
    """The academic years in which the learner would have been in the window's year groups, counting back from now."""
    this_year = years.academic_year(at.on)
    if window.span is Span.THIS_YEAR:
        return (this_year,)
    last = at.year_group if window.span is Span.EACH_YEAR else window.last
    return tuple(this_year - at.year_group + year_group for year_group in range(window.first, last + 1))


def is_reached(due: Entitlement, at: Standing, counted: Sequence[Encounter]) -> bool:
    """Whether what counted is enough; of an each-year window, whether it is for one of its years."""
    need, activities = due.need, [encounter.activity for encounter in counted]
    if isinstance(need, EverySubject):
        return {activity.subject for activity in activities}.issuperset(at.institution.subjects)
    if isinstance(need, Days):
        return evidence(due, counted) >= need.count * at.institution.day_minutes
    if isinstance(need, Different):
        reached = len(different(need, activities)) >= need.count
    else:
        reached = len(activities) >= need.count
    return reached and (not need.one_with or any(getattr(activity, need.one_with) for activity in activities))


def different(need: Different, activities: Sequence[Activity]) -> frozenset[str]:
    """The different values, blank ones left out, of the field that a need asks to vary."""
    return frozenset(str(getattr(a, need.field)) for a in activities if getattr(a, need.field))


def evidence(due: Entitlement, counted: Sequence[Encounter]) -> int:
    """How much counted, never capped: encounters, or minutes where the need is in days."""
    return sum(e.activity.minutes for e in counted) if isinstance(due.need, Days) else len(counted)


def short_years(due: Entitlement, at: Standing, counted: Sequence[Encounter]) -> tuple[int, ...]:
    """The year groups of an each-year window, up to the learner's own, that lack what each should have."""
    return tuple(
        year_group
        for year_group in range(due.window.first, at.year_group + 1)
        if not is_reached(due, at, [e for e in counted if e.year_group == year_group])
    )


def _answer_each_year(due: Entitlement, at: Standing, counted: Sequence[Encounter]) -> Answer:
    """One closed short year that we have settles it; one that we do not have leaves it open for good."""
    this_year = years.academic_year(at.on)
    short = short_years(due, at, counted)
    closed = [y for y in short if y < at.year_group or at.on == years.last_day(this_year)]
    if any(this_year - (at.year_group - y) in at.academic_years for y in closed):
        return Answer.MISSED
    if closed:
        return Answer.UNKNOWN
    return Answer.NOT_YET if short else Answer.MET
