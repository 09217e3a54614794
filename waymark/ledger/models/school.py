"""What a school says of itself: its calendar, its subjects, and which sensitive fields it keeps."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class SensitiveField(models.TextChoices):
    """The facts about learners that a school must choose to keep; each is off until it does."""

    SEN = "sen", "Special educational needs"
    PUPIL_PREMIUM = "pupil_premium", "Pupil premium"
    LOOKED_AFTER = "looked_after", "Looked after"
    EAL = "eal", "English as an additional language"
    ETHNICITY = "ethnicity", "Ethnicity"
    EMAIL = "email", "E-mail address"


class SchoolSettings(ScopedModel):
    """What a school's figures and pages need to know of it. A school without a row has the defaults."""

    read_needs = Permission.FIGURES_VIEW

    class LearnerWord(models.TextChoices):
        LEARNER = "learner", "learners"
        PUPIL = "pupil", "pupils"
        STUDENT = "student", "students"

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="settings")
    subjects = models.JSONField(default=list)  # lower case; empty: english, maths, science
    day_minutes = models.PositiveSmallIntegerField(default=300)
    learner_word = models.CharField(max_length=8, choices=LearnerWord.choices, default=LearnerWord.LEARNER)

    class Meta:
        verbose_name_plural = "school settings"
        constraints = [
            models.CheckConstraint(
                condition=Q(day_minutes__gte=1) & Q(day_minutes__lte=1440), name="ledger_day_minutes_in_a_day"
            )
        ]


class FieldScope(ScopedModel):
    """That a school switched a sensitive field on, and perhaps off again; rows are ended, not deleted."""

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="field_scopes")
    field = models.CharField(max_length=20, choices=SensitiveField.choices)
    reason = models.CharField(max_length=300, blank=True)
    on_at = models.DateTimeField(default=timezone.now)
    on_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "field"], condition=Q(off_at=None), name="ledger_field_on_once"
            )
        ]


class Term(ScopedModel):
    """A term or half-term of a school's year: first and last day, inclusive."""

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="terms")
    academic_year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="ledger_term_forwards"),
            models.UniqueConstraint(fields=["organisation", "academic_year", "name"], name="ledger_one_term_a_name"),
        ]


class ClosedDay(ScopedModel):
    """A day in term on which learners are not in school: INSET and the like."""

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="closed_days")
    on = models.DateField()
    reason = models.CharField(max_length=80, default="INSET day")

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="ledger_closed_once_a_day")]
