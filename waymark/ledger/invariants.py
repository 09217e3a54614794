"""What must be true of the ledger, and no constraint can say."""

from collections.abc import Iterator

from django.db.models import F, Q

from waymark.ledger.models import Activity, Encounter, Enrolment, Learner


def broken() -> Iterator[str]:
    """A sentence for each rule that does not hold; learners are named by their opaque id only."""
    for encounter in Encounter.objects.exclude(learner__organisation=F("activity__organisation"))[:100]:
        yield f"Encounter {encounter.pk} is of a learner of another school than its activity's."
    crossed = Encounter.objects.exclude(corrects=None).exclude(
        corrects__activity=F("activity"), corrects__learner=F("learner")
    )
    for encounter in crossed[:100]:
        yield f"Encounter {encounter.pk} corrects one of another learner or activity."
    for activity in Activity.objects.filter(state=Activity.State.PLANNED, encounters__isnull=False).distinct()[:100]:
        yield f"Activity {activity.public_id} has a register but is still planned."
    for enrolment in Enrolment.objects.exclude(learner__organisation=F("organisation"))[:100]:
        yield f"Enrolment {enrolment.pk} is at another school than its learner."
    yield from _overlapping()
    for learner in Learner.objects.exclude(enrolments__isnull=False)[:100]:
        yield f"Learner {learner.public_id} has never been on roll."


def _overlapping() -> Iterator[str]:
    later = Enrolment.objects.filter(
        Q(learner__enrolments__to_on=None) | Q(learner__enrolments__to_on__gte=F("from_on")),
        learner__enrolments__from_on__lt=F("from_on"),
        learner__enrolments__academic_year=F("academic_year"),
    )
    for public_id, year in later.values_list("learner__public_id", "academic_year").distinct()[:100]:
        yield f"Learner {public_id} is on roll twice at once in {year}."
