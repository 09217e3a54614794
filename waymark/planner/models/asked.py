"""The activity that something a school asked for has become."""

from django.db import models
from django.utils import timezone

from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Activity
from waymark.providers.models import Approach


class AskedActivity(ScopedModel):
    """That an employer or provider said yes, and this is the activity with its register.

    Its register tells whether it took place: taken, what was asked has been delivered.
    """

    tenant = "activity__organisation"
    read_needs = Permission.FIGURES_VIEW

    approach = models.OneToOneField(Approach, models.PROTECT, related_name="activity_made")
    activity = models.OneToOneField(Activity, models.PROTECT, related_name="asked_for")
    made_at = models.DateTimeField(default=timezone.now)
