"""The governor who looks after careers, and what they saw and asked."""

from django.db import models
from django.db.models import F, Q

from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class LinkGovernor(ScopedModel):
    """That a governor looks after careers, from one day to another."""

    read_needs = Permission.STAFF_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="link_governors")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name = models.CharField(max_length=150)
    begun_on = models.DateField()
    ended_on = models.DateField(null=True)

    class Meta:
        ordering = ["-begun_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(ended_on=None), name="leadership_one_governor_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("begun_on")), name="leadership_governor_forwards"
            ),
        ]

    class Personal:
        kept = ("id", "organisation", "public_id", "begun_on", "ended_on")
        erased = ()
        blurred = ("name",)

    def __str__(self) -> str:
        return self.name


class GovernorMeeting(ScopedModel):
    """A meeting with the link governor, or their visit: what it was about, and what was agreed."""

    tenant = "governor__organisation_id"
    read_needs = Permission.STAFF_VIEW

    class What(models.TextChoices):
        MEETING = "meeting", "Meeting"
        VISIT = "visit", "Visit to see careers work"

    governor = models.ForeignKey(LinkGovernor, models.CASCADE, related_name="meetings")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    held_on = models.DateField()
    what = models.CharField(max_length=7, choices=What.choices, default=What.MEETING)
    about = models.TextField()
    agreed = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]

    class Personal:
        kept = ("id", "governor", "public_id", "held_on", "what")
        erased = ("agreed",)
        blurred = ("about",)
