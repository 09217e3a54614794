"""How far a school's figures can be leaned on: what is recorded, how much of the roll we know, and how old it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q

from waymark.access.permissions import Permission
from waymark.access.scope import acting, active_scope, everything
from waymark.evaluation.evaluated import remembered
from waymark.evaluation.queries import coverage_of
from waymark.intake.models import Delivery
from waymark.kernel.academic_year import academic_year, first_day
from waymark.ledger.models import STANDING, Activity, Encounter
from waymark.ledger.queries import revision_of
from waymark.places.models import Organisation

LEARNER_FILES = ("learners", "ctf")


@dataclass(frozen=True, slots=True)
class Quality:
    """What the figures of a school rest on, in the academic year of a day.

    `coverage`: entitlement to how many learners we have every year of, out of how many. `registers_wanting`: past
    activities of the year that are still only planned. `roll_read_on`: the day the last learner file spoke for.
    """

    coverage: Mapping[str, tuple[int, int]]
    registers_taken: int
    registers_wanting: int
    recorded_by_hand: int
    recorded_from_files: int
    last_recorded_on: date | None
    roll_read_on: date | None

    @property
    def source(self) -> str:
        """Where this year's records came from, in words; blank when there are none."""
        parts = []
        if self.recorded_by_hand:
            parts.append("registers")
        if self.recorded_from_files:
            parts.append("files brought in")
        return " and ".join(parts)


def quality_of(school: Organisation, framework_name: str, *, on: date) -> Quality:
    """The quality of the school's figures as at a day."""
    active_scope().require(Permission.FIGURES_VIEW, school.pk)
    coverage = coverage_of(school, framework_name, on=on)
    held = Q(held_on__gte=first_day(academic_year(on)), held_on__lte=on)
    with acting(everything("quality of a school's records")):
        activities = Activity.objects.filter(held, organisation=school).aggregate(
            taken=Count("pk", filter=Q(state=Activity.State.DONE)),
            wanting=Count("pk", filter=Q(state=Activity.State.PLANNED, held_on__lt=on)),
        )
        recorded = remembered("recorded", school, "", on, revision_of(school.pk), _recorded)
        roll = Delivery.objects.filter(organisation=school, kind__in=LEARNER_FILES, state=Delivery.State.MERGED)
        roll_read_on = roll.aggregate(last=Max("speaks_for"))["last"]
    return Quality(
        coverage=coverage,
        registers_taken=activities["taken"],
        registers_wanting=activities["wanting"],
        recorded_by_hand=recorded["by_hand"],
        recorded_from_files=recorded["from_files"],
        last_recorded_on=recorded["last"].date() if recorded["last"] else None,
        roll_read_on=roll_read_on,
    )


def _recorded(school: Organisation, _framework_name: str, on: date, _revision: int) -> dict[str, Any]:
    """How many marks up to the day came by hand and from files, and when the last was made."""
    standing = Encounter.objects.filter(STANDING, activity__organisation=school, activity__held_on__lte=on)
    return standing.aggregate(
        by_hand=Count("pk", filter=Q(delivery=None)),
        from_files=Count("pk", filter=~Q(delivery=None)),
        last=Max("recorded_at"),
    )
