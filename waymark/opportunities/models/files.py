"""The files a provider sends: what was in them, and how to take one back."""

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.opportunities.models.providers import TrainingProvider


class CourseFile(ScopedModel):
    """One file of courses or venues as a provider sent it: previewed, merged, perhaps undone.

    The same bytes twice are one file, until it is undone. `before` is what its merge found: for each row changed or
    withdrawn its former facts, for each added null; so that undoing is to the letter.
    """

    tenant = "provider__organisation_id"
    read_needs = Permission.LISTING_WRITE

    class State(models.TextChoices):
        READING = "reading", "Being read"
        PREVIEWED = "previewed", "Read, not yet merged"
        MERGED = "merged", "Merged"
        UNDONE = "undone", "Undone"
        REFUSED = "refused", "Refused"

    provider = models.ForeignKey(TrainingProvider, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    filename = models.CharField(max_length=200)
    content = models.FileField(upload_to="courses/%Y/", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    outcome = models.JSONField(default=dict)  # the document of `import --json`
    before = models.JSONField(default=list)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-taken_at", "-pk"]
