"""Documents that were made, and the criteria of others that a school maps its evidence to."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.ledger.models import Activity, Attachment
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class StandardKind(models.TextChoices):
    """What a list of criteria is for."""

    QUALITY = "quality-standard", "Quality in Careers Standard or another award for schools and colleges"
    MATRIX = "matrix", "A standard for organisations that give advice and guidance"


class CriteriaList(ScopedModel):
    """The criteria of a standard, as a school typed or brought them in: the text is its owner's, and we ship none.

    Never edited: to bring in another version is to make another list, and the one before is retired.
    """

    read_needs = Permission.EVIDENCE_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="criteria_lists")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=16, choices=StandardKind.choices)
    name = models.CharField(max_length=150)  # of the standard, its version and its awarding body
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class StandardCriterion(ScopedModel):
    """One criterion of a list, in its owner's words."""

    tenant = "criteria_list__organisation_id"
    read_needs = Permission.EVIDENCE_VIEW

    criteria_list = models.ForeignKey(CriteriaList, models.CASCADE, related_name="criteria")
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    text = models.TextField()

    class Meta:
        ordering = ["criteria_list", "place"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_list", "code"], name="publishing_one_criterion_a_code"),
            models.UniqueConstraint(fields=["criteria_list", "place"], name="publishing_one_criterion_a_place"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class CriterionEvidence(ScopedModel):
    """That something shows that a criterion is met: an attachment, an activity, or an entitlement's figure.

    `says`: how, in the school's words. Removed, not deleted.
    """

    tenant = "criterion__criteria_list__organisation_id"
    read_needs = Permission.EVIDENCE_VIEW

    criterion = models.ForeignKey(StandardCriterion, models.CASCADE, related_name="evidence")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, related_name="+")  # goes with a file taken back
    entitlement = models.CharField(max_length=60, blank=True)
    says = models.CharField(max_length=500, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["criterion", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attachment__isnull=False, activity=None, entitlement="")
                | Q(attachment=None, activity__isnull=False, entitlement="")
                | (Q(attachment=None, activity=None) & ~(Q(entitlement="") & Q(says=""))),
                name="publishing_evidence_is_one_thing",
            )
        ]


class MadeDocument(ScopedModel):
    """One document as it was made: its files in one ZIP, what it speaks for, and what it was made from. Never edited.

    `sha256` is of the ZIP. Where `leaves_school`, no name and no small number is in it.
    """

    read_needs = Permission.EVIDENCE_VIEW

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="documents")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    on = models.DateField()
    leaves_school = models.BooleanField(default=True)
    framework = models.CharField(max_length=120)
    ledger_revision = models.PositiveBigIntegerField()
    content_sha256 = models.CharField(max_length=64)  # of what it says, apart from the day it was made
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    file = models.FileField(upload_to="documents/%Y/")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-made_at"], name="publishing_documents_by_day")]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "kind",
            "title",
            "on",
            "leaves_school",
            "framework",
            "ledger_revision",
            "content_sha256",
            "sha256",
            "size",
            "made_at",
            "made_by",
        )
        erased = ("file",)  # a copy for inside the school names learners
        blurred = ()

    def __str__(self) -> str:
        return self.title

    @property
    def may_name_learners(self) -> bool:
        """Whether it is a copy for inside, in which names stand: it goes when one of them is erased."""
        return not self.leaves_school
