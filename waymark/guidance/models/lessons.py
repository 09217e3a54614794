"""Where learners should be: lessons, and exams that no interview may touch."""

from django.db import models
from django.db.models import F, Q

from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Learner
from waymark.places.models import Organisation


class Lesson(ScopedModel):
    """A lesson or exam of one learner, of a form or of a whole year group; once, or each week until a day.

    Times are those of the clock on the wall. An `exam` is what no interview may touch.
    """

    read_needs = Permission.INTERVIEWS_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    learner = models.ForeignKey(Learner, models.CASCADE, null=True, related_name="lessons")
    form = models.CharField(max_length=30, blank=True)
    year_group = models.PositiveSmallIntegerField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    weekly_until = models.DateField(null=True)
    subject = models.CharField(max_length=60, blank=True)  # lower case
    delivery = models.ForeignKey("intake.Delivery", models.PROTECT, null=True, related_name="+")
    source_row = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="guidance_lesson_forwards"),
            models.CheckConstraint(
                condition=Q(learner__isnull=False, form="", year_group=None)
                | (Q(learner=None, year_group=None) & ~Q(form=""))
                | Q(learner=None, form="", year_group__isnull=False),
                name="guidance_lesson_is_of_somebody",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "starts_at"], name="guidance_lessons_by_time")]

    class Personal:
        kept = ("id", "organisation", "learner", "delivery", "source_row", "weekly_until", "year_group")
        erased = ("form", "subject")
        blurred = ("starts_at", "ends_at")
