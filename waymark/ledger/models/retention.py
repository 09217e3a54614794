"""How long a school keeps what it records of learners, what it must not erase for now, and what it has erased."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import Learner
from waymark.places.models import Organisation


class Kept(models.TextChoices):
    """What has a period of its own."""

    LEARNER = "learner", "Names and facts of learners who left"
    FILES = "files", "Files as they were sent"


class RetentionPeriod(ScopedModel):
    """How many months a school keeps something, said with a reason. Never edited: the last said stands."""

    read_needs = Permission.SETTINGS_WRITE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="retention_periods")
    what = models.CharField(max_length=8, choices=Kept.choices)
    months = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField(default=timezone.now)
    said_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & Q(months__gte=1), name="ledger_period_has_a_reason")
        ]


class RetentionSwitch(ScopedModel):
    """That erasing by itself was switched on, and perhaps off again; until the first row it is off."""

    read_needs = Permission.SETTINGS_WRITE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="retention_switches")
    reason = models.CharField(max_length=300)
    on_at = models.DateTimeField(default=timezone.now)
    on_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    off_at = models.DateTimeField(null=True)
    off_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "retention switches"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(off_at=None), name="ledger_erasing_switched_on_once"
            )
        ]


class LegalHold(ScopedModel):
    """That nothing may be erased for now, of one learner or (`learner` null) of anybody here.

    Lifted by two people: one asks, another agrees.
    """

    read_needs = Permission.SETTINGS_WRITE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="legal_holds")
    learner = models.ForeignKey(Learner, models.PROTECT, null=True, related_name="legal_holds")
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)  # somebody asked that it be lifted
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-placed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (Q(asked_by__isnull=False) & ~Q(lifted_by=F("asked_by"))),
                name="ledger_hold_lifted_by_two",
            )
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "learner",
            "placed_at",
            "placed_by",
            "asked_at",
            "asked_by",
            "lifted_at",
            "lifted_by",
        )
        erased = ()
        blurred = ("reason",)


class Erasure(ScopedModel):
    """That what tells who a learner was has been erased: when, why, and by whom. The row that is left has no name."""

    read_needs = Permission.SETTINGS_WRITE

    class Why(models.TextChoices):
        PERIOD = "period", "The period was over"
        ASKED = "asked", "Somebody asked for it"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="erasures")
    learner = models.OneToOneField(Learner, models.PROTECT, related_name="erasure")
    why = models.CharField(max_length=6, choices=Why.choices)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    class Personal:
        kept = ("id", "organisation", "learner", "why", "at", "by")
        erased = ()
        blurred = ("reason",)
