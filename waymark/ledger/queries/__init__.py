"""Reads of the ledger."""

from datetime import date

from django.db.models import Max, Q, QuerySet

from waymark.kernel.academic_year import academic_year
from waymark.kernel.facts import USUAL_SUBJECTS
from waymark.ledger.models import STANDING, Encounter, Enrolment, FieldScope, Learner, SchoolSettings, Touch
from waymark.places.models import Organisation


def standing_encounters() -> QuerySet[Encounter]:
    """The rows that count today: originals nobody corrected, and the last of each correction; none taken back."""
    return Encounter.objects.filter(STANDING).select_related("activity", "learner")


def on_roll(organisation: Organisation, day: date) -> QuerySet[Enrolment]:
    """The enrolments that cover `day`, with their learners, by name."""
    return (
        Enrolment.objects.filter(Q(to_on=None) | Q(to_on__gte=day), organisation=organisation, from_on__lte=day)
        .filter(academic_year=academic_year(day))
        .select_related("learner")
        .order_by("learner__family_name", "learner__given_name", "learner_id")
    )


def learners_of(organisation: Organisation) -> QuerySet[Learner]:
    """Everyone the school ever had on roll."""
    return Learner.objects.filter(organisation=organisation)


def revision_of(organisation_id: int) -> int:
    """The number of the last change to what the organisation's figures rest on; 0 before the first."""
    return Touch.objects.filter(organisation=organisation_id).aggregate(last=Max("id"))["last"] or 0


def fields_on(organisation: Organisation) -> frozenset[str]:
    """The sensitive fields the school has switched on."""
    on = FieldScope.objects.filter(organisation=organisation, off_at=None)
    return frozenset(on.values_list("field", flat=True))


def settings_of(organisation: Organisation) -> SchoolSettings:
    """The school's settings; the defaults, unsaved, where it has set none."""
    return SchoolSettings.objects.filter(organisation=organisation).first() or SchoolSettings(organisation=organisation)


def subjects_of(organisation: Organisation) -> tuple[str, ...]:
    """The subjects in which every learner should meet careers each year."""
    return tuple(settings_of(organisation).subjects) or USUAL_SUBJECTS
