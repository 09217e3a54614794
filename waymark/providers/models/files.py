"""The files of offers that a provider brings: kept between looking at what they would do and doing it."""

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.public_ids import new_public_id
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class OfferFile(ScopedModel):
    """One file as its provider sent it, and what came of it: the document of `import --json`."""

    read_needs = Permission.LISTING_WRITE

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="offer_files")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    filename = models.CharField(max_length=200)
    content = models.FileField(upload_to="offers/%Y/")
    outcome = models.JSONField(default=dict)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-taken_at", "-pk"]
