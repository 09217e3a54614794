"""Files that were taken in, and what was wrong with them."""

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.places.models import Organisation


class Delivery(ScopedModel):
    """One file as its sender gave it: its bytes' SHA-256, who brought it, and what became of it.

    The same bytes for the same organisation and kind are one delivery. Every fact loaded from it names it and the row.
    """

    read_needs = Permission.LEDGER_WRITE

    class State(models.TextChoices):
        PREVIEWED = "previewed", "Read, not yet merged"
        MERGED = "merged", "Merged"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Refused"

    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="deliveries")
    kind = models.CharField(max_length=30)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=200)
    content = models.FileField(upload_to="deliveries/%Y/", blank=True)
    speaks_for = models.DateField(null=True)  # the day a learner file speaks for
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREVIEWED)
    rows = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict)  # counts: added, changed, unchanged, absent, refused
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    content_key = models.CharField(max_length=200, null=True, unique=True, editable=False)  # null once undone

    class Personal:
        kept = (
            "id", "organisation", "kind", "sha256", "filename", "content", "speaks_for", "state", "rows", "outcome",
            "taken_at", "taken_by", "merged_at", "undone_at", "content_key",
        )
        erased = ()
        blurred = ()
