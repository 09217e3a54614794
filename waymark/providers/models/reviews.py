"""What schools say of providers, once they have had them."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.public_ids import new_public_id
from waymark.places.models import Organisation
from waymark.providers.models.entries import Provider
from waymark.providers.models.offers import Offer


class Review(models.Model):
    """A school's word on a provider, or on one of its offers; one stands at a time, and a new one takes its place.

    Schools and the provider see whose word it is; the public sees how many there are and their average.
    """

    is_public_record = "what a school says of a provider, for every school and the provider to read"

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="reviews")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="reviews")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="reviews_of_providers")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    stars = models.PositiveSmallIntegerField()  # 1 to 5
    words = models.TextField(blank=True)
    would_have_again = models.BooleanField(null=True)
    visited_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="providers_one_to_five_stars"),
            models.UniqueConstraint(
                fields=["school", "provider"],
                condition=Q(withdrawn_at=None, offer=None),
                name="providers_one_standing_review_a_school",
            ),
            models.UniqueConstraint(
                fields=["school", "offer"],
                condition=Q(withdrawn_at=None) & Q(offer__isnull=False),
                name="providers_one_standing_review_an_offer",
            ),
        ]

    @property
    def organisation_id(self) -> int:
        return self.school_id
