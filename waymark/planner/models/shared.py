"""How a hub would share scarce offers among its schools: numbers, and no learner."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class SharedYear(ScopedModel):
    """One answer of a hub's plan builder: what was asked of the schools that shared their figures, and its worth."""

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shared_years")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    academic_year = models.PositiveSmallIntegerField()
    from_on = models.DateField()
    to_on = models.DateField()
    asked = models.JSONField()
    schools = models.PositiveSmallIntegerField()  # how many shared their figures
    value = models.DecimalField(max_digits=16, decimal_places=4, default=0)
    bound = models.DecimalField(max_digits=16, decimal_places=4, default=0)
    by_hand_value = models.DecimalField(max_digits=16, decimal_places=4, default=0)
    was_stopped = models.BooleanField(default=False)
    seconds = models.FloatField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=F("bound")), name="planner_no_sharing_worth_more_than_bound")
        ]


class SharedSession(ScopedModel):
    """That a school would host a session of a shared offer, and why it and not the next: by need, in weight closed.

    It is the school's, and read by whom it shares its figures with.
    """

    tenant = "school_id"
    read_needs = Permission.FIGURES_VIEW

    shared = models.ForeignKey(SharedYear, models.CASCADE, related_name="sessions")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="shared_sessions")
    offer_id = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=200, blank=True)
    held_on = models.DateField()
    learners = models.PositiveIntegerField()
    cost = models.DecimalField(max_digits=11, decimal_places=2)
    closes = models.DecimalField(max_digits=16, decimal_places=4)  # weight, where it is
    next_school = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    next_closes = models.DecimalField(max_digits=16, decimal_places=4, default=0)

    class Meta:
        ordering = ["held_on", "offer_id"]
        constraints = [
            models.UniqueConstraint(fields=["shared", "offer_id", "held_on"], name="planner_shared_session_once")
        ]
