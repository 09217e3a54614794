"""What a school could put on itself, for the plan builder to choose from beside the directory's offers."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation
from waymark.providers.models.offers import Offered


class OwnOffer(Offered, ScopedModel):
    """Something a school could put on: what it would count as, for whom, on which days, at what cost.

    An idea and not an activity: nothing is booked. A blank number is no limit, blank costs are none.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="own_offers")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    provider_name = models.CharField(max_length=200, blank=True)
    is_open = models.BooleanField(default=True)  # False: put aside, and no longer planned with
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(year_from=None) | Q(year_to=None) | Q(year_to__gte=F("year_from")),
                name="planner_own_offer_years_forwards",
            ),
            models.CheckConstraint(
                condition=(Q(capacity=None) | Q(capacity__gte=1))
                & (Q(sessions=None) | Q(sessions__gte=1))
                & (Q(fixed_cost=None) | Q(fixed_cost__gte=0))
                & (Q(cost_per_learner=None) | Q(cost_per_learner__gte=0)),
                name="planner_own_offer_numbers",
            ),
        ]

    def __str__(self) -> str:
        return self.title
