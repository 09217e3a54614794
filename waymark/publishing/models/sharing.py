"""Self-assessments a school has let somebody outside see, and who has looked."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from waymark.access.models import User
from waymark.access.permissions import Permission
from waymark.access.scoped import ScopedModel
from waymark.evaluation.models import Assessment
from waymark.ledger.models.learners import new_public_id
from waymark.places.models import Organisation


class SharedEvaluation(ScopedModel):
    """One self-assessment as it stood, shown to one person, to everybody at one organisation, or by one link.

    `content` is what they see, frozen, with small numbers hidden; `sha256` is of its canonical JSON. Of a link only
    the hash of its secret is kept. It ends on a day, and may be withdrawn before; it is never edited.
    """

    read_needs = Permission.SHARE

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="shared_evaluations")
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="shared")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    with_user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    with_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    token_sha256 = models.CharField(max_length=64, blank=True)  # blank: not a link
    label = models.CharField(max_length=150, blank=True)  # for the school's eyes: whom a link is for
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    last_day = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(with_user__isnull=False, with_organisation=None, token_sha256="")
                | Q(with_user=None, with_organisation__isnull=False, token_sha256="")
                | Q(with_user=None, with_organisation=None) & ~Q(token_sha256=""),
                name="publishing_shared_in_one_way",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="publishing_one_share_a_link"
            ),
            models.CheckConstraint(
                condition=Q(with_organisation=None) | ~Q(with_organisation=F("organisation")),
                name="publishing_not_shared_with_itself",
            ),
        ]

    class Personal:
        kept = (
            "id",
            "organisation",
            "public_id",
            "assessment",
            "content",
            "sha256",
            "with_user",
            "with_organisation",
            "made_at",
            "made_by",
            "last_day",
            "withdrawn_at",
            "withdrawn_by",
        )
        erased = ("token_sha256",)
        blurred = ("label",)

    def __str__(self) -> str:
        return f"evaluation shared {self.public_id}"


class Look(ScopedModel):
    """That a shared self-assessment was looked at: by whom and when; by a link only how often on a day.

    Nothing is kept of where a look came from.
    """

    tenant = "shared__organisation_id"
    read_needs = Permission.SHARE

    shared = models.ForeignKey(SharedEvaluation, models.PROTECT, related_name="looks")
    on = models.DateField()
    at = models.DateTimeField(null=True)  # null: by a link, of which only the day is kept
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shared", "on"], condition=Q(user=None), name="publishing_one_count_of_looks_a_day"
            ),
            models.CheckConstraint(
                condition=Q(user=None, at=None) | Q(user__isnull=False, at__isnull=False, times=1),
                name="publishing_a_look_is_a_persons_or_counted",
            ),
        ]

    class Personal:
        kept = ("id", "shared", "on", "at", "user", "times")
        erased = ()
        blurred = ()
