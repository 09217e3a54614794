"""What planned activities clash with, and how much their school minds."""

from collections.abc import Iterable, Mapping

from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.models import Activity
from waymark.places.models import Organisation
from waymark.planner.models import ClashRule
from waymark.planner.queries.school_year import Entry, entries_on, school_days, taken_in
from waymark.planner.rules.clashes import USUAL, Clash, clashes


def severities_of(school: Organisation) -> dict[str, str]:
    """How much each sort of clash matters to a school: as it said, else as usual."""
    said = ClashRule.objects.filter(organisation=school).values_list("sort", "severity")
    return {**USUAL, **{sort: severity for sort, severity in said if sort in USUAL}}


def clashes_at(activity: Activity) -> tuple[Clash, ...]:
    """What stands in the way of one activity where it is now."""
    school, day = activity.organisation, activity.held_on
    on_the_day = [each for each in entries_on(school, day) if each.state != Activity.State.CANCELLED]
    one = next(each for each in on_the_day if each.key == activity.pk)
    return clashes(
        one.placed(),
        others=[each.placed() for each in on_the_day],
        taken=taken_in(school, day, day),
        days=school_days(school, academic_year(day)),
        severities=severities_of(school),
    )


def clashes_of(school: Organisation, year: int, entries: Iterable[Entry]) -> Mapping[int, tuple[Clash, ...]]:
    """What is in the way of each planned activity of a year's entries, by key; those with nothing are left out."""
    standing = [each for each in entries if each.state != Activity.State.CANCELLED]
    by_day: dict = {}
    for each in standing:
        by_day.setdefault(each.held_on, []).append(each.placed())
    taken = taken_in(school, first_day(year), last_day(year))
    days, severities = school_days(school, year), severities_of(school)
    found = {
        each.key: clashes(each.placed(), others=by_day[each.held_on], taken=taken, days=days, severities=severities)
        for each in standing
        if each.is_planned
    }
    return {key: said for key, said in found.items() if said}
