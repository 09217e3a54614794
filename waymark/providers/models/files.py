"""The files of offers that a provider brings: kept between looking at what they would do and doing it."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.public_ids import new_public_id
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class OfferFile(ScopedModel):
    """One file as its provider sent it, and what came of it: the document of `import --json`.

    `before` is what taking it in changed, each thing as it was and as it became, so that it can be taken back; `left`
    is what was not, being in use or changed by then, with why.
    """

    read_needs = Permission.LISTING_WRITE

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offer_files")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    filename = models.CharField(max_length=200)
    content = models.FileField(upload_to="offers/%Y/")
    outcome = models.JSONField(default=dict)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    before = models.JSONField(default=list)
    left = models.JSONField(default=list)

    class Meta:
        ordering = ["-taken_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None) | Q(merged_at__isnull=False),
                name="providers_only_what_was_merged_is_undone",
            )
        ]

    @property
    def is_merged(self) -> bool:
        return self.merged_at is not None and self.undone_at is None
