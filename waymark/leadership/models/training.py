"""What the careers team learned, and what it taught the rest of the staff."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.leadership.models.team import TeamMember
from waymark.ledger.models import Attachment
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Training(ScopedModel):
    """A course, conference or other training of one member of the team. Its hours count on the day it was finished."""

    tenant = "member__organisation_id"
    read_needs = Permission.STAFF_VIEW

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        UNDER_WAY = "under_way", "Under way"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Not finished"

    member = models.ForeignKey(TeamMember, models.CASCADE, related_name="training")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=150, blank=True)
    level = models.PositiveSmallIntegerField(null=True)
    for_leading = models.BooleanField(default=False)  # trains for the careers leader's role
    state = models.CharField(max_length=10, choices=State.choices)
    begun_on = models.DateField(null=True)
    finished_on = models.DateField(null=True)
    minutes = models.PositiveIntegerField(default=0)
    certificate = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-finished_on", "-begun_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="finished") & Q(finished_on__isnull=False))
                | (~Q(state="finished") & Q(finished_on=None)),
                name="leadership_finished_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(begun_on=None) | Q(finished_on=None) | Q(finished_on__gte=F("begun_on")),
                name="leadership_training_forwards",
            ),
        ]

    class Personal:
        kept = ("id", "member", "public_id", "level", "for_leading", "state", "begun_on", "finished_on", "minutes")
        erased = ("provider", "certificate")
        blurred = ("title",)


class StaffSession(ScopedModel):
    """A session that taught teaching staff about careers: for whom, how many came of how many, and nobody's name."""

    read_needs = Permission.STAFF_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="staff_sessions")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    for_whom = models.CharField(max_length=120)  # "All teaching staff", "Science department"
    for_all_staff = models.BooleanField(default=False)  # meant for everyone who teaches
    came = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField(default=0)
    benchmark = models.CharField(max_length=4, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(came__lte=F("of")), name="leadership_came_of_those_asked")]
