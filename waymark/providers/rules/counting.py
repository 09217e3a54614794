"""What an offer counts for: the rules of the frameworks asked, never read a second time."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from waymark.kernel.academic_year import academic_year
from waymark.kernel.entitlement import Entitlement
from waymark.kernel.facts import Activity, Encounter, Institution, Standing
from waymark.kernel.framework import Framework
from waymark.kernel.judge import applies, is_in_window, is_meant
from waymark.kernel.vocabulary import Kind, Setting


def meant_for(framework: Framework, activity: Activity) -> frozenset[str]:
    """Codes of the entitlements that an activity is of the sort for, and meaningful, whenever and to whomever given."""
    return frozenset(due.code for due in framework.entitlements if is_meant(due, activity))


def is_in_time(due: Entitlement, year_group: int, held_on: date, *, on: date, setting: Setting) -> bool:
    """Whether an encounter on a day would be in time for a learner who is in this year group on the day `on`.

    They go up a year group each September, so what is held next year counts as of the year above. A window that has
    not opened on the day `on` is no gap yet.
    """
    at = Standing(on, year_group, Institution("", setting), frozenset())
    then = year_group + academic_year(held_on) - academic_year(on)
    return applies(due, at) and is_in_window(due.window, at, Encounter(_held(held_on), then))


@lru_cache(maxsize=1024)
def _held(held_on: date) -> Activity:
    return Activity("", held_on, Kind.OTHER)  # of what kind, no window asks


def counts_for(
    framework: Framework,
    activity: Activity,
    *,
    years: Iterable[int],
    dates: Sequence[date] = (),
    on: date,
    setting: Setting = Setting.SCHOOL,
) -> dict[str, tuple[int, ...]]:
    """What an offer could close, and for which of its year groups: entitlement code → year groups.

    `dates` on which it can be had, none for by arrangement (then the day `on` is asked about); those past are not.
    """
    coming = [each for each in dates if each >= on] if dates else [on]
    meant = meant_for(framework, activity)
    asked = list(years)
    found: dict[str, tuple[int, ...]] = {}
    for due in framework.entitlements:
        if due.code in meant:
            good = tuple(
                year for year in asked if any(is_in_time(due, year, day, on=on, setting=setting) for day in coming)
            )
            if good:
                found[due.code] = good
    return found
