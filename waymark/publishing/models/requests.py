"""Providers who ask to come in and meet pupils."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Phase(models.TextChoices):
    """The three phases in which the law gives every pupil two meetings with providers."""

    FIRST = "first", "Years 8 and 9"
    SECOND = "second", "Years 10 and 11"
    THIRD = "third", "Years 12 and 13"


class AccessRequest(ScopedModel):
    """A provider's request to meet a school's pupils, as sent from its careers page, and what the school answered."""

    read_needs = Permission.PUBLISH

    class State(models.TextChoices):
        NEW = "new", "New"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="access_requests")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    provider = models.CharField(max_length=200)
    contact_name = models.CharField(max_length=150)
    contact_email = models.EmailField()
    contact_telephone = models.CharField(max_length=40, blank=True)
    offers = models.TextField()
    phases = models.JSONField(default=list)
    wished_dates = models.CharField(max_length=300)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_from = models.CharField(max_length=64, editable=False)  # keyed hash of a network address, to limit floods
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    reply = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="new", answered_at=None) | (~Q(state="new") & Q(answered_at__isnull=False)),
                name="publishing_answered_at_when_answered",
            )
        ]
        indexes = [models.Index(fields=["sent_from", "sent_at"], name="publishing_requests_by_sender")]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "provider",
            "phases",
            "sent_at",
            "state",
            "answered_at",
            "answered_by",
        )
        erased = ("contact_telephone", "offers", "wished_dates", "sent_from", "reply")
        blurred = ("contact_name", "contact_email")
