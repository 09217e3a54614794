"""What a school could put on itself, for the plan builder to choose from beside the directory's offers."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.activities import Kind, Mode, ProviderKind
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class OwnOffer(ScopedModel):
    """Something a school could put on: what it would count as, for whom, on which days, at what cost.

    An idea and not an activity: nothing is booked. A blank number is no limit, blank costs are none.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="own_offers")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    title = models.CharField(max_length=200)
    provider_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    provider_kind = models.CharField(max_length=12, choices=ProviderKind.choices, blank=True)
    sector = models.CharField(max_length=1, blank=True)  # SIC 2007 section letter
    self_employed = models.BooleanField(default=False)
    stem = models.BooleanField("STEM", default=False)
    subject = models.CharField(max_length=60, blank=True)  # lower case
    minutes = models.PositiveIntegerField(null=True)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    purpose_shared = models.BooleanField(default=False)
    outcomes_set = models.BooleanField(default=False)
    two_way = models.BooleanField(default=False)
    reflection = models.BooleanField(default=False)
    task_set = models.BooleanField(default=False)
    employer_feedback = models.BooleanField(default=False)
    met_staff_and_learners = models.BooleanField(default=False)
    pal_content = models.BooleanField(default=False)
    adviser_level = models.PositiveSmallIntegerField(null=True)
    year_from = models.PositiveSmallIntegerField(null=True)
    year_to = models.PositiveSmallIntegerField(null=True)
    capacity = models.PositiveIntegerField(null=True)  # learners in one session
    fixed_cost = models.DecimalField(max_digits=9, decimal_places=2, null=True)  # pounds, a session
    cost_per_learner = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sessions = models.PositiveIntegerField(null=True)
    dates = models.JSONField(default=list)  # ISO days on which it could be, in order
    periods = models.PositiveSmallIntegerField(null=True)  # lesson periods a learner misses
    rooms = models.PositiveSmallIntegerField(null=True)  # a session
    staff = models.PositiveSmallIntegerField(null=True)  # a session
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
