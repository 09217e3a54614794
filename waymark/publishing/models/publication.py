"""What a school has released."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation
from waymark.publishing.models.drafts import AccessStatement, CareersPage


class Publication(models.Model):
    """One release of a school's careers page: what the public sees is the last one that was not withdrawn.

    Public by nature, so no scope is asked for: nothing here says more than the page did. `content` is what the page
    says, frozen; `html` is how it said it; `sha256` is of the content's canonical JSON. What it was made from stands
    beside it. Never edited but to be withdrawn.
    """

    is_public_record = "what the public was shown"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="publications")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    number = models.PositiveIntegerField()
    content = models.JSONField()
    html = models.TextField()
    sha256 = models.CharField(max_length=64)
    page = models.ForeignKey(CareersPage, models.PROTECT, null=True, related_name="+")
    statement = models.ForeignKey(AccessStatement, models.PROTECT, null=True, related_name="+")
    leader = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")  # whom the page names, if a member
    framework = models.CharField(max_length=40)
    framework_version = models.CharField(max_length=20)
    ledger_revision = models.PositiveBigIntegerField()
    evaluated_on = models.DateField()
    cells = models.JSONField(default=list)  # every count and size the figures on it told
    released_at = models.DateTimeField(default=timezone.now)
    released_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    changed = models.JSONField(default=list)  # in words, what differs from the release before
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["organisation", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="publishing_one_release_a_number"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_because=""), name="publishing_withdrawn_because"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} release {self.number}"
