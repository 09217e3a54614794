"""The lessons that learners lose, or lost, to activities of the year plan."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time

from django.db.models import Q

from waymark.guidance.queries.timetables import Span, subjects_in
from waymark.kernel.academic_year import academic_year, first_day, last_day
from waymark.ledger.models import Activity, Encounter, Expected
from waymark.ledger.queries import standing_encounters
from waymark.places.models import Organisation
from waymark.planner.models import Planned


def subjects_lost_to_plan(school: Organisation, learners: Sequence[int], *, on: date) -> dict[int, set[str]]:
    """The subjects that planned and past activities of a day's academic year take these learners out of.

    An activity with hours takes the lessons of those hours. One without, such as a session of an accepted plan, takes
    every lesson of its day where learners are said to miss any for it, and none where they are not.
    """
    year = academic_year(on)
    takes = Q(starts__isnull=False) | Q(periods__gt=0)
    days = (first_day(year), last_day(year))
    found = Planned.objects.filter(takes, activity__organisation=school, activity__held_on__range=days)
    when = {each.activity_id: _span(each) for each in found.select_related("activity")}
    spent: defaultdict[int, list[Span]] = defaultdict(list)
    for activity, learner in _who(list(when), learners):
        spent[learner].append(when[activity])
    return subjects_in(school, spent, since=first_day(year))


def _span(planned: Planned) -> Span:
    day = planned.activity.held_on
    return datetime.combine(day, planned.starts or time.min), datetime.combine(day, planned.ends or time.max)


def _who(activities: list[int], learners: Sequence[int]) -> set[tuple[int, int]]:
    """Activity and learner of all who are expected at what is planned, and who came to what is done."""
    of_them = {"activity__in": activities, "learner__in": learners}
    planned = Expected.objects.filter(activity__state=Activity.State.PLANNED, **of_them)
    came = standing_encounters().filter(status=Encounter.Status.ATTENDED, **of_them)
    return {*planned.values_list("activity_id", "learner_id"), *came.values_list("activity_id", "learner_id")}
