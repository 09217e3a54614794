"""Saying whom an activity is for, and keeping its list."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection, transaction

from waymark.access.audit import note
from waymark.access.permissions import Permission
from waymark.access.scope import Scope
from waymark.ledger.models import Activity, Audience, Expected
from waymark.ledger.queries.activities import audience_of, learners_for
from waymark.ledger.rules.audience import AudienceChoice
from waymark.ledger.rules.facts import ActivityRefused
from waymark.places.models import Organisation


@transaction.atomic
def set_audience(*, activity: Activity, audience: AudienceChoice, by: Scope) -> int:
    """Say whom a planned activity is for and make its list: who is on roll on its day. Returns how many are on it.

    Refuses an activity already done or cancelled: whom it was for is then a fact.
    """
    by.require(Permission.LEDGER_WRITE, activity.organisation_id)
    held = locked(activity)
    if held.state != Activity.State.PLANNED:
        raise ActivityRefused({"audience": "Only a planned activity's list can be changed."})
    store_audience(held, audience)
    listed = renew_list(held, audience)
    note("activity's list set", on=held, by=by, listed=listed)
    return listed


@transaction.atomic
def renew_expected(*, school: Organisation, from_day: date, by: Scope) -> int:
    """Make the lists of activities planned from a day on afresh, after the roll has changed. Returns how many lists.

    Learners chosen by name stay; those of year groups, forms and groups come and go with the roll.
    """
    by.require(Permission.LEDGER_WRITE, school.pk)
    return renew_lists(school, from_day)


def renew_lists(school: Organisation, from_day: date) -> int:
    """Make the lists of activities planned from a day on afresh. Part of an action; asks for nothing."""
    planned = Activity.objects.filter(organisation=school, state=Activity.State.PLANNED, held_on__gte=from_day)
    lists = 0
    for activity in planned.select_related("organisation").prefetch_related("audiences"):
        renew_list(activity, audience_of(activity))
        lists += 1
    return lists


def locked(activity: Activity) -> Activity:
    """The activity as it stands, held until the end of the transaction: two people cannot settle it at once."""
    return Activity.objects.select_for_update().get(pk=activity.pk)


def store_audience(activity: Activity, audience: AudienceChoice) -> None:
    """Write down whom an activity is for, in place of what was there. Part of an action; asks for nothing."""
    Audience.objects.filter(activity=activity).delete()
    what = Audience.What
    said = (
        *((what.YEAR_GROUP, str(year)) for year in sorted(set(audience.year_groups))),
        *((what.FORM, form) for form in sorted(set(audience.forms))),
        *((what.GROUP, group) for group in sorted(set(audience.groups))),
    )
    Audience.objects.bulk_create([Audience(activity=activity, what=kind, value=value) for kind, value in said])


def renew_list(activity: Activity, audience: AudienceChoice) -> int:
    """Make an activity's list what its audience means on its day. Part of an action; asks for nothing."""
    meant = learners_for(activity.organisation, audience, activity.held_on)
    by_name = meant.intersection(audience.learners)
    standing = dict(Expected.objects.filter(activity=activity).values_list("learner_id", "by_name"))
    stale = [pk for pk, named in standing.items() if pk not in meant or named != (pk in by_name)]
    Expected.objects.filter(activity=activity, learner_id__in=stale).delete()
    missing = meant.difference(standing).union(meant.intersection(stale))
    _list(activity.pk, sorted(missing), by_name)
    return len(meant)


def _list(activity: int, learners: Sequence[int], by_name: Collection[int]) -> None:
    """Put learners on a list: whole files of activities write more of these than of anything else."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_expected (activity_id, learner_id, by_name) VALUES (%s, %s, %s)",
            [(activity, learner, learner in by_name) for learner in learners],
        )
