"""Reads of who was expected, who came and who missed it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from waymark.kernel.academic_year import academic_year, last_day
from waymark.ledger.models import STANDING, Activity, Encounter, Enrolment, Learner
from waymark.ledger.queries.activities import audience_of, expected_at, kinds_of, learners_for


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One learner on a register: who they are, what is marked, by whom and when. `mark` blank: nothing yet."""

    learner_id: int
    public_id: str
    name: str
    form: str
    year_group: int | None
    is_expected: bool
    mark: str = ""
    marked_by: str = ""
    marked_at: datetime | None = None
    encounter_id: int | None = None


@dataclass(frozen=True, slots=True)
class MissedLine:
    """One learner who has not had what an activity gave: why, and what of the kind they have had since."""

    learner_id: int
    public_id: str
    name: str
    form: str
    year_group: int | None
    why: str  # absent, excused, unmarked, joined
    since_title: str = ""
    since_on: date | None = None


def standing_marks(activity: Activity) -> QuerySet[Encounter]:
    """The marks that count today at one activity: one a learner."""
    return Encounter.objects.filter(STANDING, activity=activity)


def last_marks(activity: Activity) -> QuerySet[Encounter]:
    """What was last said of each learner at one activity, those whose mark was taken back among them."""
    return Encounter.objects.filter(corrected_by=None, activity=activity)


def register_of(activity: Activity) -> tuple[RegisterLine, ...]:
    """An activity's register by family name: everyone expected, and whoever else was marked."""
    expected = expected_at(activity)
    marks = {mark.learner_id: mark for mark in standing_marks(activity).select_related("recorded_by")}
    lines = []
    for learner, enrolment in people_on(activity.organisation_id, expected | marks.keys(), activity.held_on):
        mark = marks.get(learner.pk)
        lines.append(
            RegisterLine(
                learner_id=learner.pk,
                public_id=learner.public_id,
                name=name_in_a_list(learner),
                form=enrolment.form if enrolment else "",
                year_group=enrolment.year_group if enrolment else None,
                is_expected=learner.pk in expected,
                mark=mark.status if mark else "",
                marked_by=str(mark.recorded_by or "") if mark else "",
                marked_at=mark.recorded_at if mark else None,
                encounter_id=mark.pk if mark else None,
            )
        )
    return tuple(lines)


def missed_by(activity: Activity, *, on: date) -> tuple[MissedLine, ...]:
    """Who still lacks what a done activity gave, as at `on`: absent, excused, unmarked, or new to its audience.

    Those who attended an activity that caught it up are left out; one who attended another of its kinds later in the
    same academic year stays, with that one named, for a person to decide. Those no longer on roll are left out.
    """
    marks = dict(standing_marks(activity).values_list("learner_id", "status"))
    expected = expected_at(activity)
    meant_now = _meant_now(activity, on)
    lacking = {pk for pk in expected | meant_now | marks.keys() if marks.get(pk) != Encounter.Status.ATTENDED}
    attended = Encounter.objects.filter(STANDING, status=Encounter.Status.ATTENDED, learner_id__in=lacking)
    lacking -= set(attended.filter(activity__catches_up=activity).values_list("learner_id", flat=True))
    since = _since(activity, attended)
    return tuple(
        MissedLine(
            learner.pk,
            learner.public_id,
            name_in_a_list(learner),
            enrolment.form,
            enrolment.year_group,
            marks.get(learner.pk) or ("unmarked" if learner.pk in expected else "joined"),
            *since.get(learner.pk, ()),
        )
        for learner, enrolment in people_on(activity.organisation_id, lacking, on)
        if enrolment and (enrolment.to_on is None or enrolment.to_on >= on)
    )


def people_on(organisation_id: int, learner_ids: Iterable[int], day: date) -> list[tuple[Learner, Enrolment | None]]:
    """These learners by family name, each with their enrolment of the day, else the last begun in its academic year."""
    ids = list(learner_ids)
    learners = Learner.objects.filter(organisation=organisation_id, pk__in=ids).order_by(
        "family_name", "given_name", "pk"
    )
    of_year = Enrolment.objects.filter(
        organisation=organisation_id, learner_id__in=ids, academic_year=academic_year(day)
    ).order_by("from_on")
    found: dict[int, Enrolment] = {}
    for enrolment in of_year:
        if enrolment.learner_id not in found or enrolment.from_on <= day:
            found[enrolment.learner_id] = enrolment
    return [(learner, found.get(learner.pk)) for learner in learners]


def name_in_a_list(learner: Learner) -> str:
    """Family name first, as registers are read."""
    return f"{learner.family_name}, {learner.preferred_name or learner.given_name}"


def _meant_now(activity: Activity, on: date) -> frozenset[int]:
    """Joiners since; in a later academic year its year groups are other people, who missed nothing."""
    if academic_year(activity.held_on) != academic_year(on):
        return frozenset()
    return learners_for(activity.organisation, audience_of(activity), on)


def _since(activity: Activity, attended: QuerySet[Encounter]) -> dict[int, tuple[str, date]]:
    later = attended.filter(
        activity__kinds__kind__in=kinds_of(activity),
        activity__held_on__gt=activity.held_on,
        activity__held_on__lte=last_day(academic_year(activity.held_on)),
    )
    rows = later.order_by("activity__held_on").values_list("learner_id", "activity__title", "activity__held_on")
    return {learner_id: (title, held_on) for learner_id, title, held_on in rows}
