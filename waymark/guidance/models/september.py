"""Offers of a place, for the September Guarantee: everybody of 16 and 17 is to have one by the end of September."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Learner
from waymark.places.models import Organisation


class PlaceOffer(ScopedModel):
    """That a learner was offered a place to learn or train: from an application made here, or recorded by hand.

    `application` is the opaque id of the application it came from. Ended, not deleted, when the offer is no more.
    """

    read_needs = Permission.LEARNER_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="place_offers")
    provider_name = models.CharField(max_length=150)
    course = models.CharField(max_length=200, blank=True)
    offered_on = models.DateField()
    application = models.CharField(max_length=16, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=~Q(application="") & Q(ended_at=None), name="guidance_an_offer_once"
            )
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "learner",
            "offered_on",
            "application",
            "recorded_at",
            "recorded_by",
            "ended_at",
            "provider_name",
        )
        erased = ("course",)
        blurred = ()
