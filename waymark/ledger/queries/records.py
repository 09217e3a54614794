"""Reads of one learner's own record: what they took part in, year by year, and where each row came from."""

from dataclasses import dataclass
from datetime import date, datetime

from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import Activity, ActivityKind, Encounter, Enrolment, Expected, Learner


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One activity of a learner's: what it was, what is recorded of them, and by whom or from which row of a file.

    `status` is `planned` for one to come. `delivery_id` and `row` are None where a person recorded it; `reason` says
    why where the row puts an earlier one right.
    """

    activity: str
    title: str
    held_on: date
    kinds: tuple[str, ...]
    status: str
    recorded_by: str
    recorded_at: datetime | None
    delivery_id: int | None
    filename: str
    row: int | None
    reason: str


def record_of(learner: Learner) -> list[RecordLine]:
    """Everything recorded of the learner, and what they are listed for, the latest first. Three queries."""
    encounters = list(
        Encounter.objects.filter(learner=learner, corrected_by=None).select_related(
            "activity", "delivery", "recorded_by"
        )
    )
    listed = [
        expected.activity
        for expected in Expected.objects.filter(learner=learner, activity__state=Activity.State.PLANNED).select_related(
            "activity"
        )
    ]
    kinds: dict[int, tuple[str, ...]] = {}
    activities = {encounter.activity_id for encounter in encounters} | {activity.pk for activity in listed}
    for activity_id, kind in ActivityKind.objects.filter(activity__in=activities).values_list("activity_id", "kind"):
        kinds[activity_id] = (*kinds.get(activity_id, ()), kind)
    seen = {encounter.activity_id for encounter in encounters}
    lines = [_recorded(encounter, kinds.get(encounter.activity_id, ())) for encounter in encounters]
    lines += [_planned(activity, kinds.get(activity.pk, ())) for activity in listed if activity.pk not in seen]
    return sorted(lines, key=lambda line: (line.held_on, line.title), reverse=True)


def years_of(learner: Learner) -> dict[int, Enrolment]:
    """The learner's last enrolment of each academic year, the latest year first."""
    found = {enrolment.academic_year: enrolment for enrolment in learner.enrolments.order_by("from_on")}
    return dict(sorted(found.items(), reverse=True))


def year_of(line: RecordLine) -> int:
    """The academic year a line belongs to."""
    return academic_year(line.held_on)


def _recorded(encounter: Encounter, kinds: tuple[str, ...]) -> RecordLine:
    return RecordLine(
        activity=encounter.activity.public_id,
        title=encounter.activity.title,
        held_on=encounter.activity.held_on,
        kinds=kinds,
        status=encounter.status,
        recorded_by=encounter.recorded_by.name if encounter.recorded_by else "",
        recorded_at=encounter.recorded_at,
        delivery_id=encounter.delivery_id,
        filename=encounter.delivery.filename if encounter.delivery else "",
        row=encounter.source_row,
        reason=encounter.reason,
    )


def _planned(activity: Activity, kinds: tuple[str, ...]) -> RecordLine:
    return RecordLine(
        activity.public_id, activity.title, activity.held_on, kinds, "planned", "", None, None, "", None, ""
    )
