"""That the head or the governors agreed to a plan or an evaluation, as it then stood."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Attachment
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Approval(ScopedModel):
    """That somebody approved the plan of a year, or one evaluation, on a day.

    `content` is what they had before them, frozen, and `sha256` is of its canonical JSON: whether it has changed since
    is told by making the same of what stands now. An approval is recorded once and not edited; a wrong one is taken
    back with a reason, and stays.
    """

    read_needs = Permission.FIGURES_VIEW

    class Of(models.TextChoices):
        PLAN = "plan", "The improvement plan"
        EVALUATION = "evaluation", "The self-assessment"

    class By(models.TextChoices):
        GOVERNORS = "governors", "The governing body"
        HEAD = "head", "The head or principal"
        TRUST = "trust", "The trust"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="approvals")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    of = models.CharField(max_length=10, choices=Of.choices)
    academic_year = models.PositiveSmallIntegerField()
    evaluation = models.CharField(max_length=12, blank=True)  # the public id of the self-assessment, if it is of one
    body = models.CharField(max_length=10, choices=By.choices)
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=150)
    approved_on = models.DateField()
    meeting = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")  # the minutes, say
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_back_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-approved_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(of="evaluation") ^ Q(evaluation=""), name="planner_approval_names_its_evaluation"
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) ^ ~Q(taken_back_because=""), name="planner_taken_back_because"
            ),
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "of",
            "academic_year",
            "evaluation",
            "body",
            "role",
            "approved_on",
            "meeting",
            "attachment",
            "content",
            "sha256",
            "recorded_at",
            "recorded_by",
            "taken_back_at",
            "taken_back_by",
        )
        erased = ("note", "taken_back_because")
        blurred = ("name",)
