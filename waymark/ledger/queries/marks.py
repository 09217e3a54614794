"""Reads of a school's activities, learners and marks as a file of attendance needs them: plain and quick."""

from collections.abc import Collection

from waymark.ledger.models import Activity, Encounter, Learner
from waymark.ledger.rules.marks import LastMark, Pair, pair
from waymark.places.models import Organisation

_MOST_NAMED = 5_000


def activities_to_name(school: Organisation) -> list[tuple]:
    """Key, reference, public id, title, day and state of everything the school planned or did."""
    return list(
        Activity.objects.filter(organisation=school)
        .order_by("pk")
        .values_list("pk", "school_reference", "public_id", "title", "held_on", "state")
    )


def learners_to_name(school: Organisation) -> list[tuple]:
    """Key, numbers, names and birth date of everyone the school ever had."""
    return list(
        Learner.objects.filter(organisation=school)
        .order_by("pk")
        .values_list(
            "pk",
            "upn",
            "former_upn",
            "school_reference",
            "public_id",
            "given_name",
            "preferred_name",
            "family_name",
            "born_on",
        )
    )


def last_marks_at(school: Organisation, activity_ids: Collection[int]) -> dict[Pair, LastMark]:
    """What was last said of each learner at these activities, marks taken back among them."""
    marks = Encounter.objects.filter(corrected_by=None, activity__organisation=school)
    if len(activity_ids) <= _MOST_NAMED:
        marks = marks.filter(activity__in=activity_ids)
    rows = marks.values_list("activity_id", "learner_id", "pk", "status", "delivery_id")
    return {
        pair(activity, learner): LastMark(key, status, delivery is None)
        for activity, learner, key, status, delivery in rows.iterator(chunk_size=10_000)
    }
