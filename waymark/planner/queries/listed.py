"""How many learners of which year groups are on the lists of activities, and how many came: never who."""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, Q

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import STANDING, Activity, Encounter, Expected
from waymark.places.models import Organisation


def listed_in(school: Organisation, first: date, last: date, *, activity: int | None = None) -> dict[int, Counter[int]]:
    """For each activity held between two days of one academic year, by key: how many on its list are in which year
    group. With `activity`, of that one alone."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    year = academic_year(first)
    found: dict[int, Counter[int]] = {}
    with acting(everything("counts of a school's activities")):  # a governor's counts are of learners they may not see
        rows = Expected.objects.filter(activity__organisation=school, activity__held_on__range=(first, last))
        if activity is not None:
            rows = rows.filter(activity=activity)
        of_year = Q(learner__enrolments__academic_year=year, learner__enrolments__organisation=school)
        placed = rows.filter(of_year).order_by().values_list("activity_id", "learner__enrolments__year_group")
        for key, year_group, n in placed.annotate(n=Count("learner_id", distinct=True)):
            found.setdefault(key, Counter())[year_group] = n
    return found


def lists_that_meet(school: Organisation, first: date, last: date) -> dict[int, frozenset[str]]:
    """For each activity held between two days, by key: those of its day, by public id and itself among them, whose
    list has somebody of its own. Activities without a list, or alone on their day, are left out."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    held = Activity.objects.filter(organisation=school, held_on__range=(first, last)).order_by().values("held_on")
    shared = held.annotate(n=Count("pk")).filter(n__gt=1).values("held_on")
    together: defaultdict[tuple[date, int], dict[int, str]] = defaultdict(dict)
    with acting(everything("lists of a school's activities")):  # the same
        rows = Expected.objects.filter(activity__organisation=school, activity__held_on__in=shared).order_by()
        for day, learner, key, public_id in rows.values_list(
            "activity__held_on", "learner_id", "activity_id", "activity__public_id"
        ):
            together[day, learner][key] = public_id
    found: defaultdict[int, set[str]] = defaultdict(set)
    for lists in together.values():
        for key in lists:
            found[key].update(lists.values())
    return {key: frozenset(others) for key, others in found.items()}


def came_to(school: Organisation, first: date, last: date) -> dict[int, Counter[str]]:
    """For each activity held between two days, by key: how many attended, were absent and were excused."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    found: dict[int, Counter[str]] = {}
    with acting(everything("counts of a school's activities")):  # the same
        marks = Encounter.objects.filter(STANDING, activity__organisation=school)
        rows = marks.filter(activity__held_on__range=(first, last)).order_by().values_list("activity_id", "status")
        for key, status, n in rows.annotate(n=Count("pk")):
            found.setdefault(key, Counter())[status] = n
    return found


def years_that_came(school: Organisation, first: date, last: date) -> dict[int, set[int]]:
    """The year groups of those with a mark at each activity held between two days of one academic year, by key."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    found: dict[int, set[int]] = {}
    with acting(everything("counts of a school's activities")):  # the same
        marks = Encounter.objects.filter(STANDING, activity__organisation=school)
        marks = marks.filter(activity__held_on__range=(first, last))
        of_year = Q(learner__enrolments__academic_year=academic_year(first), learner__enrolments__organisation=school)
        rows = marks.filter(of_year).order_by().values_list("activity_id", "learner__enrolments__year_group")
        for key, year_group in rows.distinct():
            found.setdefault(key, set()).add(year_group)
    return found
