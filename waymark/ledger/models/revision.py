"""The ledger's revision: how what is computed from it knows what has changed since."""

from django.db import models
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class Touch(ScopedModel):
    """That something which a learner's figures rest on has changed; `learner` null: perhaps every learner's.

    Rows are numbered in order, and an organisation's highest number is its ledger revision.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="touches")
    learner = models.ForeignKey("ledger.Learner", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "touches"
        indexes = [models.Index(fields=["organisation", "id"], name="ledger_revision")]

    class Personal:
        kept = ("id", "organisation", "learner", "at")
        erased = ()
        blurred = ()
