"""What skills panels say of work in their area, in their own words."""

from django.db import models
from django.utils import timezone

from waymark.access.models import User
from waymark.access.public_ids import new_public_id
from waymark.opportunities.models.market import MarketArea
from waymark.places.models import Organisation


class PanelAnalysis(models.Model):
    """An analysis that a hub's, council's or trust's skills panel made of an area, for anybody to read as theirs.

    Nobody else's words are mixed with it, and its figures are its own: `source` says what they rest on. Withdrawn, not
    deleted. `author` is the panel or the post, never asked to be a person's name.
    """

    is_public_record = "what a panel published for anybody to read"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="panel_analyses")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    area = models.ForeignKey(MarketArea, models.PROTECT, related_name="analyses")
    title = models.CharField(max_length=120)
    text = models.TextField()
    author = models.CharField(max_length=120)
    written_on = models.DateField()
    source = models.CharField(max_length=300)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_on", "-pk"]
        verbose_name_plural = "panel analyses"

    def __str__(self) -> str:
        return self.title
