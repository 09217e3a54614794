"""Reads of one learner's own record: what they took part in, year by year, and where each row came from."""

from dataclasses import dataclass
from datetime import date, datetime

from waymark.kernel.academic_year import academic_year
from waymark.ledger.models import STANDING, Activity, ActivityKind, Encounter, Enrolment, Expected, Learner
from waymark.ledger.queries import on_roll
from waymark.places.models import Organisation


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One activity of a learner's: what it was, what is recorded of them, and by whom or from which row of a file.

    `status` is `planned` for one to come. `delivery_id` and `row`, as the file's sender counts rows, are None where a
    person recorded it; `reason` says why where the row puts an earlier one right.
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
        Encounter.objects.filter(STANDING, learner=learner).select_related("activity", "delivery", "recorded_by")
    )
    listed = [
        expected.activity
        for expected in Expected.objects.filter(learner=learner, activity__state=Activity.State.PLANNED).select_related(
            "activity"
        )
    ]
    kinds: dict[int, tuple[str, ...]] = {}
    activities = {encounter.activity_id for encounter in encounters} | {activity.pk for activity in listed}
    of_these = ActivityKind.objects.filter(activity__in=activities).order_by("kind")
    for activity_id, kind in of_these.values_list("activity_id", "kind"):
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
    delivery = encounter.delivery
    return RecordLine(
        activity=encounter.activity.public_id,
        title=encounter.activity.title,
        held_on=encounter.activity.held_on,
        kinds=kinds,
        status=encounter.status,
        recorded_by=encounter.recorded_by.name if encounter.recorded_by else "",
        recorded_at=encounter.recorded_at,
        delivery_id=encounter.delivery_id,
        filename=delivery.filename if delivery else "",
        row=delivery.place_of(row) if delivery and (row := encounter.source_row) else None,
        reason=encounter.reason,
    )


def _planned(activity: Activity, kinds: tuple[str, ...]) -> RecordLine:
    return RecordLine(
        activity.public_id, activity.title, activity.held_on, kinds, "planned", "", None, None, "", None, ""
    )


@dataclass(frozen=True, slots=True)
class OnTheRoll:
    """One learner on the roll, as lists show them and narrow by: plain facts, read in one query for a whole school."""

    learner_id: int
    public_id: str
    family_name: str
    given_name: str
    preferred_name: str
    year_group: int
    form: str
    sen: str
    pupil_premium: bool
    looked_after: bool
    eal: bool

    @property
    def name(self) -> str:
        return f"{self.family_name}, {self.preferred_name or self.given_name}"

    def is_called(self, typed: str) -> bool:
        """Whether every word typed is within one of the learner's names."""
        names = f"{self.given_name} {self.preferred_name} {self.family_name}".casefold()
        return all(word in names for word in typed.casefold().replace(",", " ").split())


_ROLL_COLUMNS = (
    "learner_id",
    *(f"learner__{name}" for name in ("public_id", "family_name", "given_name", "preferred_name")),
    "year_group",
    "form",
    *(f"learner__{name}" for name in ("sen", "pupil_premium", "looked_after", "eal")),
)


def roll_on(school: Organisation, day: date) -> list[OnTheRoll]:
    """Everyone on roll on the day, by name."""
    return [OnTheRoll(*row) for row in on_roll(school, day).values_list(*_ROLL_COLUMNS)]


def off_roll_on(school: Organisation, day: date) -> list[OnTheRoll]:
    """Everyone who was once on roll and is not on the day, where they last were."""
    here = {learner.learner_id for learner in roll_on(school, day)}
    rows = Enrolment.objects.filter(organisation=school).order_by("from_on").values_list(*_ROLL_COLUMNS)
    return list({row[0]: OnTheRoll(*row) for row in rows if row[0] not in here}.values())
