"""The self-assessment: what people answered, item by item, and who was asked to."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Assessment(ScopedModel):
    """One self-assessment of a school or college, by one version of a framework, about one day.

    It holds no figure: what the records answer is read anew each time. `part` is a site or department of a college,
    blank for the whole. Once finished no answer is added: a new one is started from it.
    """

    read_needs = Permission.FIGURES_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="assessments")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    framework = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    on = models.DateField()
    part = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    started_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="starts")
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "framework", "on", "part"],
                condition=Q(finished_at=None),
                name="evaluation_one_open_assessment",
            ),
            models.CheckConstraint(
                condition=Q(started_from=None) | ~Q(started_from=F("id")), name="evaluation_not_from_itself"
            ),
        ]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class Claim(ScopedModel):
    """One answer to one item as a person gave it. Never edited: the next has the next `number`, the last one stands.

    A blank `answer` takes the claim back: the records speak for the item again. One that `clashes_with` another was
    given by somebody who had not seen that other: it is kept and does not stand, until a later claim settles it.
    """

    tenant = "assessment__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="claims")
    item = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    answer = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=timezone.now)
    clashes_with = models.ForeignKey("self", models.PROTECT, null=True, related_name="clashes")

    class Meta:
        ordering = ["assessment", "item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "item", "number"], name="evaluation_one_claim_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="evaluation_claims_count_from_one"),
        ]

    class Personal:
        kept = ("id", "assessment", "item", "number", "answer", "reason", "by", "at", "clashes_with")
        erased = ()
        blurred = ("by_name",)


class Holder(ScopedModel):
    """That a benchmark of an assessment was given to a colleague to answer, until it was taken back."""

    tenant = "assessment__organisation_id"
    read_needs = Permission.FIGURES_VIEW

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="holders")
    benchmark = models.CharField(max_length=20)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["assessment", "benchmark", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "benchmark"],
                condition=Q(taken_back_at=None),
                name="evaluation_one_holder_a_benchmark",
            )
        ]

    class Personal:
        kept = (
            "id",
            "assessment",
            "benchmark",
            "user",
            "given_at",
            "given_by",
            "taken_back_at",
            "taken_back_by",
        )
        erased = ()
        blurred = ()
