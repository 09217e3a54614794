"""Files a school keeps as evidence: minutes, policies, photographs of work, certificates."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.intake.keepable import Media
from waymark.ledger.models.activities import Activity
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class Attachment(ScopedModel):
    """One file kept as evidence, with what it is, the day it is of, who answers for it and until when it holds.

    Its bytes never change: a newer one `replaces` it, and one that no longer holds is retired with a reason, not
    deleted. `names_learners`: it names or shows learners, so it never leaves the school, and is opened only by
    people who may see learners.
    """

    read_needs = Permission.EVIDENCE_VIEW

    class Kind(models.TextChoices):
        MINUTES = "minutes", "Minutes of a meeting"
        POLICY = "policy", "Policy"
        PHOTOGRAPH = "photograph", "Photograph"
        CERTIFICATE = "certificate", "Certificate or award"
        PLAN = "plan", "Plan or scheme of work"
        LETTER = "letter", "Letter or agreement"
        OTHER = "other", "Something else"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="attachments")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    held_on = models.DateField()  # the day it is of: of the meeting, the photograph, the agreement
    owner = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # null: nobody of our people
    owner_name = models.CharField(max_length=150, blank=True)
    expires_on = models.DateField(null=True)  # the last day on which it holds
    names_learners = models.BooleanField(default=True)
    benchmarks = models.JSONField(default=list)  # codes such as "gb5"
    criteria = models.JSONField(default=list)  # codes of criteria, such as "gb1.leader"
    file = models.FileField(upload_to="attachments/%Y/")
    filename = models.CharField(max_length=120)
    media = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Media])
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    kept_at = models.DateTimeField(default=timezone.now)
    kept_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    retired_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-held_on", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at=None) | ~Q(retired_because=""), name="ledger_attachment_retired_because"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "held_on"], name="ledger_attachments_by_day")]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "kind",
            "held_on",
            "owner",
            "expires_on",
            "names_learners",
            "benchmarks",
            "criteria",
            "media",
            "size",
            "sha256",
            "replaces",
            "kept_at",
            "kept_by",
            "retired_at",
            "retired_by",
        )
        erased = ("file", "filename", "retired_because")
        blurred = ("title", "owner_name")

    def __str__(self) -> str:
        return self.title


class AttachedActivity(ScopedModel):
    """That an attachment is evidence of an activity."""

    tenant = "attachment__organisation_id"
    read_needs = Permission.EVIDENCE_VIEW

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="activities")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attachments")  # goes with a file taken back

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "activity"], name="ledger_attached_once")]
